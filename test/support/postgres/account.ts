import {execFileSync, spawnSync} from 'node:child_process';
import {accessSync, chownSync, constants, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';

/** The `spawn` options for the user that runs the server; empty for the current user. */
export type Account = {readonly uid?: number; readonly gid?: number};

/** PostgreSQL refuses to run as root, so root uses an unprivileged account. */
export function serverAccount(): Account {
	if (process.getuid?.() !== 0) return {};
	for (const name of ['postgres', 'nobody']) {
		try {
			return {uid: numericId('-u', name), gid: numericId('-g', name)};
		} catch {}
	}
	throw new Error('PostgreSQL cannot run as root. Create a user named postgres or nobody.');
}

/** Whether the account can list a folder and use its files. */
export function mayEnter(account: Account, folder: string): boolean {
	return may(account, folder, constants.R_OK | constants.X_OK);
}

/** Creates an empty folder that the account owns and can reach; it may not be able to reach root's temporary folder. */
export function createRunFolder(account: Account): string {
	const parents = account.uid === undefined ? [tmpdir()] : [...new Set([tmpdir(), '/tmp', '/var/tmp'])];
	for (const parent of parents) {
		let folder: string;
		try {
			folder = mkdtempSync(join(parent, 'sparkify-test-postgres-'));
		} catch {
			continue;
		}
		giveTo(account, folder);
		if (may(account, folder, constants.W_OK)) return folder;
		rmSync(folder, {recursive: true});
	}
	throw new Error(`Could not create a folder for PostgreSQL in any of ${parents.join(', ')}.`);
}

export function giveTo(account: Account, path: string): void {
	if (account.uid !== undefined && account.gid !== undefined) chownSync(path, account.uid, account.gid);
}

/** Transfers a folder and its subfolders to the account, so that the account can remove them. */
export function giveFoldersTo(account: Account, folder: string): void {
	giveTo(account, folder);
	for (const entry of readdirSync(folder, {withFileTypes: true})) {
		if (entry.isDirectory()) giveFoldersTo(account, join(folder, entry.name));
	}
}

function may(account: Account, path: string, mode: number): boolean {
	if (account.uid !== undefined) {
		const flags = {r: constants.R_OK, w: constants.W_OK, x: constants.X_OK};
		const tests = Object.entries(flags).flatMap(([flag, bit]) => (mode & bit ? [`test -${flag} "$1"`] : []));
		return spawnSync('/bin/sh', ['-c', tests.join(' && '), 'sh', path], account).status === 0;
	}
	try {
		accessSync(path, mode);
		return true;
	} catch {
		return false;
	}
}

function numericId(flag: '-u' | '-g', user: string): number {
	return Number.parseInt(execFileSync('id', [flag, user], {encoding: 'utf8', stdio: 'pipe'}), 10);
}
