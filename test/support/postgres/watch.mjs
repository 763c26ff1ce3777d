// Starts a server, waits for the end of standard input, then stops the server and removes its folder. The end comes when
// the test process stops the server or is killed. A killed test therefore leaves no server behind.
//
// pg_ctl and not postgres itself: on Windows, where signals don't exist, it stops servers, and it drops the administrator's
// rights with which postgres refuses to run.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {rm} from 'node:fs/promises';
import process from 'node:process';

const [pgCtl = '', folder = '', dataFolder = '', log = '', account = ''] = process.argv.slice(2);

/** @param {readonly string[]} args */
async function run(...args) {
	const program = spawn(pgCtl, ['-D', dataFolder, ...args], {
		...JSON.parse(account),
		cwd: folder,
		// The server inherits them: a pipe would stay open as long as it runs.
		stdio: 'ignore',
		windowsHide: true,
	});
	const [code] = await once(program, 'exit');
	return code;
}

const isClosed = new Promise(resolve => {
	for (const event of ['end', 'error', 'close']) process.stdin.once(event, resolve);
});
process.stdin.resume();
const code = await run('start', '-l', log);
if (code !== 0) process.stdout.write(String(code));
await isClosed;
// Immediate: the data is deleted, so no checkpoint is needed.
await run('stop', '-m', 'immediate');
process.chdir('/');
// Windows releases files a moment after their process has ended.
await rm(folder, {recursive: true, force: true, maxRetries: 10});
