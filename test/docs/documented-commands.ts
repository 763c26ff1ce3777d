import {cpSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import type {Invocation} from '../../src/commands/invocation.js';
import {parseCommandLine} from '../../src/commands/parse-command-line.js';
import {packageRoot} from '../../src/package-root.js';
import {workFolder} from '../commands/run-program.js';

/** Enters a folder with the files that documented commands name, until the test ends. */
export function enterExampleFolder(t: ExecutionContext): string {
	const folder = workFolder(t);
	for (const data of ['music', 'small'])
		for (const kind of ['log_data', 'song_data']) mkdirSync(join(folder, data, kind), {recursive: true});
	mkdirSync(join(folder, 'server'));
	for (const name of ['other.cfg', 'prod.cfg', join('server', 'dwh.cfg')])
		cpSync(join(packageRoot, 'dwh.cfg.example'), join(folder, name));
	writeFileSync(join(folder, 'sparkify.duckdb'), '');
	const before = process.cwd();
	process.chdir(folder);
	t.teardown(() => process.chdir(before));
	return folder;
}

/**
Checks a command line without its program as the program does, in a folder without dwh.cfg or in one for Redshift.
@throws UsageError if it is wrong in both
*/
export function parseDocumented(words: readonly string[], isPiped: boolean): Invocation {
	const parseIn = (folder: string) =>
		parseCommandLine(words, {isInteractive: true, isPiped}, {environment: {PGPASSWORD: 'secret'}, folder});
	try {
		return parseIn('server');
	} catch {
		return parseIn('');
	}
}
