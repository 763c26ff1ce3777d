import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import type {Readable, Writable} from 'node:stream';
import type {Account} from './account.js';

export type Supervised = {
	/** Resolves with the server's exit code when it ends for any reason. */
	readonly ended: Promise<number>;
	/** Stops the server and removes its folder. */
	stop(): Promise<void>;
};

export type SupervisedServer = {
	readonly command: readonly [program: string, ...args: string[]];
	/** Removed with its contents after the server has ended. */
	readonly folder: string;
	/** Name of the log file in `folder`. */
	readonly log: string;
	readonly account: Account;
	readonly env: NodeJS.ProcessEnv;
};

/**
 * Runs a shell between this process and the server. The shell waits for the end of its standard input, which comes when
 * this process stops the server or is killed, then stops the server and removes the folder. A killed test therefore
 * leaves no server behind.
 *
 * QUIT is PostgreSQL's immediate shutdown: the data is deleted, so no checkpoint is needed.
 */
const script = `
folder=$1 log=$2
shift 2
exec 3<&0
"$@" </dev/null >"$log" 2>&1 3<&- &
server=$!
trap '' PIPE
{ cat <&3 >/dev/null; [ -e "$folder/ended" ] || kill -QUIT "$server"; } &
watcher=$!
exec 3<&-
wait "$server"
code=$?
: >"$folder/ended"
echo "$code"
wait "$watcher"
rm -rf "$folder"
`;

export function supervise({command, folder, log, account, env}: SupervisedServer): Supervised {
	const shell = spawn('/bin/sh', ['-c', script, 'supervise', folder, join(folder, log), ...command], {
		...account,
		cwd: folder,
		env,
		// A separate session: Ctrl-C in the terminal reaches only this process, whose end then stops the server.
		detached: true,
		stdio: ['pipe', 'pipe', 'ignore'],
	});
	// Ignore errors from a shell that has already exited.
	shell.stdin.on('error', () => {});
	const exited = once(shell, 'exit');
	const ended = new Promise<number>((resolve, reject) => {
		shell.stdout.once('data', code => resolve(Number.parseInt(String(code), 10)));
		shell.once('exit', code => resolve(code ?? -1));
		shell.once('error', reject);
	});
	// A test that forgets to stop its server must not keep the process alive.
	shell.unref();
	for (const stream of [shell.stdin, shell.stdout]) unref(stream);
	return {
		ended,
		async stop() {
			shell.ref();
			shell.stdin.end();
			await exited;
		},
	};
}

/** Child process pipes are sockets at run time, contrary to their types. */
function unref(stream: Readable | Writable): void {
	if ('unref' in stream && typeof stream.unref === 'function') stream.unref();
}
