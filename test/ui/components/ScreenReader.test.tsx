import {PassThrough} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {render} from 'ink';
import {TestNotebook} from '../harness.js';
import {TestApp} from '../TestApp.js';

test("says the stages and a result in Ink's screen-reader mode without drawings", async t => {
	const notebook = await TestNotebook.open({}, {columns: 100, rows: 30});
	const stdout = Object.assign(new PassThrough(), {columns: 100, rows: 30, isTTY: true});
	const stdin = Object.assign(new PassThrough(), {
		isTTY: true,
		setRawMode() {},
		ref() {},
		unref() {},
	});
	let written = '';
	stdout.on('data', chunk => {
		written += String(chunk);
	});
	const app = render(<TestApp notebook={notebook.notebook} />, {
		stdout: stdout as unknown as NodeJS.WriteStream,
		stdin: stdin as unknown as NodeJS.ReadStream,
		isScreenReaderEnabled: true,
		interactive: true,
		exitOnCtrlC: false,
	});
	const said = async (pattern: RegExp) => {
		for (let i = 0; i < 100 && !pattern.test(written); i++) await sleep(20);
		t.regex(written, pattern);
	};
	await said(/^selected 1 connect ready$/m);
	await said(/^Enter run s skip/m);
	written = '';
	await notebook.load();
	await said(/^done Load, /m);
	await notebook.press('w', 'i', 'd', 'e', ';', 'enter');
	await notebook.until(() => notebook.last?.run?.state === 'done');
	await notebook.press('esc', 'k', ' ');
	await said(/^Row 1, selected \w+: /m);
	t.notRegex(written, /[─│┌✔❯]/);
	app.unmount();
});
