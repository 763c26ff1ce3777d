import {lstat, readdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {basename, dirname, join, resolve} from 'node:path';
import {configName} from '../config/config-file.js';
import {settingsPaths} from '../config/settings-file.js';
import {exitCode} from '../errors.js';
import {settingsFolder, stateFolder} from '../files/state-folder.js';
import {bytes, plural} from '../format/figures.js';
import {safeText} from '../format/safe-text.js';
import {defaultLedgerFolder} from '../load/ledger.js';
import {autosaveFolder} from '../notebook/files/autosave.js';
import {historyFolder} from '../notebook/history.js';
import {terminalSize} from '../notebook/terminal-size.js';
import {wrapIndented} from '../plain/wrap-indented.js';
import type {PathsInvocation} from './invocation.js';
import {StandardOutput} from './standard-output.js';

/** A file or folder that the program creates. */
export type CreatedPath = {
	readonly what: string;
	readonly path: string;
	/** What it holds, and what deleting it does. */
	readonly effect: string;
	/** Undefined if it does not exist. */
	readonly content: {readonly bytes: number; readonly files: number; readonly isFolder: boolean} | undefined;
};

/** `paths`: prints everything that the program creates. Returns the exit code. */
export async function paths(invocation: PathsInvocation): Promise<number> {
	const {columns} = terminalSize(process.stdout);
	const lines = pathLines(await createdPaths(invocation, process.env), columns);
	await new StandardOutput().write(`${lines.join('\n')}\n`);
	return exitCode.done;
}

const indentation = '    ';

function pathLines(created: readonly CreatedPath[], columns: number): readonly string[] {
	const shown = [
		...created.map(({what, path, effect, content}) => [
			`${what}: ${safeText(path)}${sizeText(content)}`,
			effect,
		]),
		['Files that you save or export', 'They are where you saved them. The program never deletes them.'],
	];
	return shown.flatMap(([line = '', effect = ''], i) => [
		...(i === 0 ? [] : ['']),
		line,
		...wrapIndented(indentation + effect, columns),
	]);
}

function sizeText(content: CreatedPath['content']): string {
	if (content === undefined) return '   (does not exist)';
	const files = content.isFolder ? `, ${plural(content.files, 'file')}` : '';
	return `   (${bytes(content.bytes)}${files})`;
}

/** Everything that the program creates, with its size. Files that exist only sometimes are listed only if they do. */
export async function createdPaths(
	{databases, configFile, folder}: PathsInvocation,
	env: NodeJS.ProcessEnv,
): Promise<readonly CreatedPath[]> {
	const state = stateFolder(env);
	const known = [historyFolder(env), defaultLedgerFolder(env), autosaveFolder(env)];
	const [project = '', user = ''] = settingsPaths(folder, settingsFolder(env));
	const others = (await names(state)).map(name => join(state, name)).filter(path => !known.includes(path));
	const temporary = await matching(tmpdir(), /^sparkify-tui-/);
	const reports = await matching(folder, /^sparkify-doctor-.*\.json$/);
	const created = await Promise.all([
		...(await Promise.all(databases.map(databasePaths))).flat(),
		describe(
			'History',
			historyFolder(env),
			'The statements that ↑ and Ctrl+R recall. Deleting it forgets them; nothing else is lost.',
		),
		describe(
			'Ledger of loads',
			defaultLedgerFolder(env),
			'When each stage ran and how it ended. After deleting it, the program does not connect by itself and starts at the first stage. No data is lost.',
		),
		describe(
			'Unsaved cells',
			autosaveFolder(env),
			'Cells of notebooks that were not saved, offered after a crash. Deleting it loses those cells; saved notebooks are not touched. Do it only while no notebook is open.',
		),
		...others.map(async path =>
			describe('Other state', path, 'What the program remembers between runs. Deleting it loses no data.'),
		),
		describe('Your settings', user, 'Written by you. Without it, every setting has its default.'),
		describe('Settings of this folder', project, 'Written by you. Without it, your own settings apply.'),
		describe(
			'Configuration of the warehouse',
			configFile ?? join(folder, configName),
			'Written by you or by sparkify-tui init. May contain a password. Without it, the sample is loaded into DuckDB.',
		),
		...reports.map(async path =>
			describe('Report of doctor --live', path, 'Deleting it has no effect on the program.'),
		),
		...(temporary.length === 0 ? [join(tmpdir(), 'sparkify-tui-…')] : temporary).map(async path =>
			describe(
				'Temporary files',
				path,
				'Exist only while the program runs; those of a killed program are deleted at the next start of a load. Delete them only while no sparkify-tui runs.',
			),
		),
	]);
	return created;
}

/** A DuckDB file, and what DuckDB and the load keep beside it. */
async function databasePaths(file: string): Promise<ReadonlyArray<Promise<CreatedPath>>> {
	const path = resolve(file);
	const beside = await names(dirname(path));
	const has = (suffix: string) => beside.includes(basename(path) + suffix);
	const optional = [
		[
			'.wal',
			'Write-ahead log',
			'Committed changes that are not in the database yet. Deleting it loses them.',
		],
		[
			'.undo',
			'Undo copy',
			'Restores the database if the program was killed during COMMIT. Exists only during a load or after a kill; then the next start uses it. Do not delete it.',
		],
		[
			'.tmp',
			'Spill folder',
			"DuckDB's data that did not fit into memory. Delete it only while no sparkify-tui runs.",
		],
	] as const;
	return [
		describe(
			'Database',
			path,
			'All loaded tables, and those that you created. Deleting it deletes them; the loaded ones can be loaded again.',
		),
		...optional
			.filter(([suffix]) => has(suffix))
			.map(async ([suffix, what, effect]) => describe(what, path + suffix, effect)),
		...beside
			.filter(name => name.startsWith(`${basename(path)}.damaged-`))
			.map(async name =>
				describe(
					'Damaged database',
					join(dirname(path), name),
					'Moved aside, never used again. Delete it when you no longer need it.',
				),
			),
	];
}

async function describe(what: string, path: string, effect: string): Promise<CreatedPath> {
	return {what, path, effect, content: await measure(path)};
}

async function measure(path: string): Promise<CreatedPath['content']> {
	const stats = await lstat(path).catch(() => undefined);
	if (stats === undefined) return undefined;
	if (!stats.isDirectory()) return {bytes: stats.size, files: 1, isFolder: false};
	let total = 0;
	let files = 0;
	for (const name of await names(path)) {
		const content = await measure(join(path, name));
		total += content?.bytes ?? 0;
		files += content?.files ?? 0;
	}
	return {bytes: total, files, isFolder: true};
}

async function matching(folder: string, pattern: RegExp): Promise<readonly string[]> {
	return (await names(folder)).filter(name => pattern.test(name)).map(name => join(folder, name));
}

/** The names in a folder; none if it can't be read. */
async function names(folder: string): Promise<readonly string[]> {
	return readdir(folder === '' ? '.' : folder).catch(() => []);
}
