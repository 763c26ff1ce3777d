import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {CancelledError, SparkifyError, UsageError} from '../../src/errors.js';
import {writeTextFile} from '../../src/files/output-file.js';
import {replaceFile, writeThenRename} from '../../src/files/replace-file.js';
import {stateFolder, stateProblem} from '../../src/files/state-folder.js';

async function freshFolder(t: ExecutionContext): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'output-'));
	t.teardown(async () => rm(folder, {recursive: true, force: true}));
	return folder;
}

async function* chunks(...texts: ReadonlyArray<string | Error>): AsyncGenerator<string> {
	for (const text of texts) {
		if (text instanceof Error) throw text;
		yield text;
	}
}

test('output: creates the file only when it is complete', async t => {
	const folder = await freshFolder(t);
	const file = join(folder, 'out.csv');
	async function* watched(): AsyncGenerator<string> {
		yield 'ä,b\r\n';
		t.false((await readdir(folder)).includes('out.csv'));
		yield '1,2\r\n';
	}
	await writeTextFile(file, watched());
	t.is(await readFile(file, 'utf8'), 'ä,b\r\n1,2\r\n');
	t.deepEqual(await readdir(folder), ['out.csv']);
});

test('output: says that a file cannot be replaced', async t => {
	const folder = await freshFolder(t);
	const file = join(folder, 'out.csv');
	async function* thenBlocked(): AsyncGenerator<string> {
		yield 'a';
		await mkdir(file);
	}
	const error = await t.throwsAsync(writeTextFile(file, thenBlocked()), {instanceOf: SparkifyError});
	t.is(error.message, `${file} cannot be written: illegal operation on a directory.`);
	t.is(error.failure.advice, 'Close it in other programs, or write to another file.');
	t.deepEqual(await readdir(folder), ['out.csv']);
});

test('output: leaves nothing behind after an error, and keeps an existing file', async t => {
	const folder = await freshFolder(t);
	const file = join(folder, 'out.csv');
	await writeFile(file, 'old');
	await t.throwsAsync(writeTextFile(file, chunks('new', new Error('broken'))), {message: 'broken'});
	t.is(await readFile(file, 'utf8'), 'old');
	t.deepEqual(await readdir(folder), ['out.csv']);
	await writeTextFile(file, chunks('new'));
	t.is(await readFile(file, 'utf8'), 'new');
});

test('output: leaves nothing behind after a cancel', async t => {
	const folder = await freshFolder(t);
	const controller = new AbortController();
	async function* cancelled(): AsyncGenerator<string> {
		yield 'a';
		controller.abort();
		yield 'b';
	}
	const written = writeTextFile(join(folder, 'out.csv'), cancelled(), {signal: controller.signal});
	await t.throwsAsync(written, {instanceOf: CancelledError});
	t.deepEqual(await readdir(folder), []);
});

test('output: reports a missing folder before reading any rows', async t => {
	const file = join(await freshFolder(t), 'missing', 'out.csv');
	let asked = false;
	async function* source(): AsyncGenerator<string> {
		asked = true;
		yield 'a';
	}
	const error = await t.throwsAsync(writeTextFile(file, source()), {instanceOf: UsageError});
	t.is(error.message, `${file} cannot be written: no such file or directory.`);
	t.is(error.failure.advice, 'Check that the folder exists and that you may write to it.');
	t.false(asked);
});

test('output: rejects a folder', async t => {
	const folder = await freshFolder(t);
	await t.throwsAsync(writeTextFile(folder, chunks('a')), {
		instanceOf: UsageError,
		message: `${folder} is a folder.`,
	});
});

test('output: preserves a link', async t => {
	const folder = await freshFolder(t);
	await writeFile(join(folder, 'target.csv'), 'old');
	await symlink('target.csv', join(folder, 'link.csv'));
	await writeTextFile(join(folder, 'link.csv'), chunks('new'));
	t.is(await readlink(join(folder, 'link.csv')), 'target.csv');
	t.is(await readFile(join(folder, 'target.csv'), 'utf8'), 'new');
});

test('output: writes to a device without replacing it', async t => {
	await writeTextFile('/dev/null', chunks('a'));
	t.true((await stat('/dev/null')).isCharacterDevice());
});

function freshFolderSync(t: ExecutionContext): string {
	const folder = mkdtempSync(join(tmpdir(), 'replace-file-'));
	t.teardown(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

test('replacement: replaces a file with one that only its owner can read', t => {
	const folder = freshFolderSync(t);
	const file = join(folder, 'a');
	writeFileSync(file, 'old', {mode: 0o644});
	replaceFile(file, 'new');
	t.is(readFileSync(file, 'utf8'), 'new');
	t.is(statSync(file).mode & 0o777, 0o600);
	t.deepEqual(readdirSync(folder), ['a']);
});

test('replacement: keeps the file and deletes the temporary one after an error', async t => {
	const folder = freshFolderSync(t);
	const file = join(folder, 'a');
	writeFileSync(file, 'old');
	const written = writeThenRename(join(folder, 'b'), file, async temporary => {
		writeFileSync(temporary, 'half');
		throw new Error('broken');
	});
	await t.throwsAsync(written, {message: 'broken'});
	t.is(readFileSync(file, 'utf8'), 'old');
	t.deepEqual(readdirSync(folder), ['a']);
});

test('state folder: follows the XDG rules on Linux', t => {
	const folder = (env: NodeJS.ProcessEnv) => stateFolder(env, 'linux', '/home/ann');
	t.is(folder({XDG_STATE_HOME: '/state'}), '/state/sparkify-tui');
	for (const env of [{}, {XDG_STATE_HOME: ''}, {XDG_STATE_HOME: 'relative'}, {LOCALAPPDATA: '/local'}])
		t.is(folder(env), '/home/ann/.local/state/sparkify-tui');
});

test('state folder: is in Application Support on macOS unless XDG_STATE_HOME is set', t => {
	const folder = (env: NodeJS.ProcessEnv) => stateFolder(env, 'darwin', '/Users/ann');
	t.is(folder({}), '/Users/ann/Library/Application Support/sparkify-tui');
	t.is(folder({XDG_STATE_HOME: '/state'}), '/state/sparkify-tui');
});

test('state folder: is in LOCALAPPDATA on Windows', t => {
	const folder = (env: NodeJS.ProcessEnv) => stateFolder(env, 'win32', 'C:\\Users\\ann');
	t.is(folder({LOCALAPPDATA: 'D:\\Data'}), 'D:\\Data\\sparkify-tui');
	t.is(folder({}), 'C:\\Users\\ann\\AppData\\Local\\sparkify-tui');
	t.is(folder({XDG_STATE_HOME: '/state'}), 'C:\\Users\\ann\\AppData\\Local\\sparkify-tui');
});

test('says why nothing is kept where the state folder cannot be created, without creating it', t => {
	const folder = mkdtempSync(join(tmpdir(), 'sparkify-test-state-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	t.is(stateProblem('The history', join(folder, 'a', 'b')), undefined);
	t.deepEqual(readdirSync(folder), []);
	writeFileSync(join(folder, 'file'), '');
	const inFile = join(folder, 'file', 'state');
	t.is(
		stateProblem('The history', inFile),
		`The history will not be kept. Set XDG_STATE_HOME to a folder that you can write to; ${inFile} is not one.`,
	);
});
