import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import type {Readable, Writable} from 'node:stream';
import type {Account} from './account.js';

export type Supervised = {
	/** Exit code of the server, when it has ended for whatever reason. */
	readonly ended: Promise<number>;
	/** Ends the server and removes its folder. */
	stop(): Promise<void>;
};

export type SupervisedServer = {
	readonly command: readonly [program: string, ...args: string[]];
	/** Removed with all that is in it when the server has ended and is no longer wanted. */
	readonly folder: string;
	/** Name of the file in `folder` that takes what the server prints. */
	readonly log: string;
	readonly account: Account;
	readonly env: NodeJS.ProcessEnv;
};

/**
 * A shell between this process and the server. It waits for the end of its standard input, which comes when this
 * process says so and just as well when it is killed, then ends the server and removes the folder. So one way of
 * stopping serves both, and no killed test leaves a server behind.
 *
 * QUIT is PostgreSQL's immediate shutdown: data that is deleted next needs no checkpoint.
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
		// A session of its own: Ctrl-C in the terminal reaches this process alone, whose end then ends the server.
		detached: true,
		stdio: ['pipe', 'pipe', 'ignore'],
	});
	// A shell that is gone already has nothing more to be told.
	shell.stdin.on('error', () => {});
	const exited = once(shell, 'exit');
	const ended = new Promise<number>((resolve, reject) => {
		shell.stdout.once('data', code => resolve(Number.parseInt(String(code), 10)));
		shell.once('exit', code => resolve(code ?? -1));
		shell.once('error', reject);
	});
	// A test that forgets to stop its server must not keep its process alive.
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

/** The pipes of a child process are sockets, which its types don't say. */
function unref(stream: Readable | Writable): void {
	if ('unref' in stream && typeof stream.unref === 'function') stream.unref();
}
