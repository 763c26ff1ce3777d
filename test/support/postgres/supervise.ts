import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import process from 'node:process';
import type {Readable, Writable} from 'node:stream';
import {packageRoot} from '../../../src/package-root.js';
import type {Account} from './account.js';
import {serverEnvironment} from './platform.js';

export type Supervised = {
	/** Resolves with the code of pg_ctl if the server can't be started. */
	readonly failed: Promise<number>;
	/** Stops the server and removes its folder. */
	stop(): Promise<void>;
};

export type SupervisedServer = {
	readonly pgCtl: string;
	/** Removed with its contents after the server has ended. */
	readonly folder: string;
	readonly dataFolder: string;
	readonly log: string;
	readonly account: Account;
};

/** Starts a server with a process next to this one that stops it when this one ends, however it does. */
export function supervise({pgCtl, folder, dataFolder, log, account}: SupervisedServer): Supervised {
	const script = join(packageRoot, 'test/support/postgres/watch.mjs');
	const watcher = spawn(process.execPath, [script, pgCtl, folder, dataFolder, log, JSON.stringify(account)], {
		env: serverEnvironment(),
		// A separate session: Ctrl-C in the terminal reaches only this process, whose end then stops the server.
		detached: true,
		windowsHide: true,
		stdio: ['pipe', 'pipe', 'ignore'],
	});
	// Ignore errors from a watcher that has already exited.
	watcher.stdin.on('error', () => {});
	const exited = once(watcher, 'exit');
	const failed = new Promise<number>((resolve, reject) => {
		watcher.stdout.once('data', code => resolve(Number.parseInt(String(code), 10)));
		watcher.once('exit', code => resolve(code ?? -1));
		watcher.once('error', reject);
	});
	// A test that forgets to stop its server must not keep the process alive.
	watcher.unref();
	for (const stream of [watcher.stdin, watcher.stdout]) unref(stream);
	return {
		failed,
		async stop() {
			watcher.ref();
			watcher.stdin.end();
			await exited;
		},
	};
}

/** Child process pipes are sockets at run time, contrary to their types. */
function unref(stream: Readable | Writable): void {
	if ('unref' in stream && typeof stream.unref === 'function') stream.unref();
}
