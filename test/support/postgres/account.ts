import {execFileSync, spawnSync} from 'node:child_process';
import {chownSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';

/** Options of `spawn` that say as whom the server runs: empty for the user of this process. */
export type Account = {readonly uid?: number; readonly gid?: number};

/** What the programs see of this process's environment: no PG* variable, no language, no library path. */
export const serverEnvironment = {PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC'};

/** PostgreSQL refuses to run as root, so root lends it the account of somebody harmless. */
export function serverAccount(): Account {
	if (process.getuid === undefined) {
		throw new Error('The PostgreSQL server for the tests needs a POSIX system: /bin/sh and Unix sockets.');
	}
	if (process.getuid() !== 0) return {};
	for (const name of ['postgres', 'nobody']) {
		try {
			return {uid: numericId('-u', name), gid: numericId('-g', name)};
		} catch {}
	}
	throw new Error(
		'PostgreSQL does not run as root, and neither of the users postgres and nobody exists to run it as.',
	);
}

/** Whether the account may list a folder and use what is in it. */
export function mayEnter(account: Account, folder: string): boolean {
	return test(account, 'test -r "$1" && test -x "$1"', folder);
}

/** An empty folder that belongs to the account and that it can reach, which the temporary folder of root may not allow. */
export function createRunFolder(account: Account): string {
	const parents = [...new Set([tmpdir(), '/tmp', '/var/tmp'])];
	for (const parent of parents) {
		let folder: string;
		try {
			folder = mkdtempSync(join(parent, 'sparkify-test-postgres-'));
		} catch {
			continue;
		}
		giveTo(account, folder);
		if (test(account, 'test -w "$1"', folder)) return folder;
		rmSync(folder, {recursive: true});
	}
	throw new Error(`No folder for a PostgreSQL server can be made in any of ${parents.join(', ')}.`);
}

export function giveTo(account: Account, path: string): void {
	if (account.uid !== undefined && account.gid !== undefined) chownSync(path, account.uid, account.gid);
}

/** Gives a folder away with the folders in it, so that the account can remove them. */
export function giveFoldersTo(account: Account, folder: string): void {
	giveTo(account, folder);
	for (const entry of readdirSync(folder, {withFileTypes: true})) {
		if (entry.isDirectory()) giveFoldersTo(account, join(folder, entry.name));
	}
}

function test(account: Account, condition: string, path: string): boolean {
	return spawnSync('/bin/sh', ['-c', condition, 'sh', path], account).status === 0;
}

function numericId(flag: '-u' | '-g', user: string): number {
	return Number.parseInt(execFileSync('id', [flag, user], {encoding: 'utf8', stdio: 'pipe'}), 10);
}
