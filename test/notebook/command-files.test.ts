import {mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {CancelledError, StatementError, UsageError} from '../../src/errors.js';
import {editorCommand, editorProgram, editText} from '../../src/notebook/commands/editor-program.js';
import {readCells} from '../../src/notebook/commands/include-file.js';
import {createResultFile} from '../../src/notebook/commands/result-file.js';
import {type ExportProgress, exportResult} from '../../src/notebook/export-result.js';
import {DuckDbWarehouse} from '../../src/warehouse/duckdb/warehouse.js';
import type {Column, Row} from '../../src/warehouse/warehouse.js';

async function createFolder(t: ExecutionContext): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'sparkify-test-files-'));
	t.teardown(async () => rm(folder, {recursive: true, force: true}));
	return folder;
}

async function openDuckDb(t: ExecutionContext): Promise<DuckDbWarehouse> {
	const warehouse = new DuckDbWarehouse(':memory:');
	await warehouse.connect();
	t.teardown(async () => warehouse.close());
	return warehouse;
}

test('editor: $VISUAL comes before $EDITOR, and is split like a shell does', t => {
	const cases: ReadonlyArray<readonly [variable: string, words: readonly string[]]> = [
		['code --wait', ['code', '--wait']],
		['"/opt/my editor/ed" -n \'a b\'', ['/opt/my editor/ed', '-n', 'a b']],
		['/opt/my\\ editor/ed', ['/opt/my editor/ed']],
		['vim -c "set ft=\\"sql\\""', ['vim', '-c', 'set ft="sql"']],
		["emacs -nw --eval='(a)'", ['emacs', '-nw', '--eval=(a)']],
		['  nano  ', ['nano']],
	];
	for (const [VISUAL, [program, ...args]] of cases)
		t.deepEqual(editorProgram({VISUAL, EDITOR: 'ed'}, 'linux'), {program: program!, arguments: args}, VISUAL);
	t.is(editorProgram({VISUAL: ' ', EDITOR: 'ed'}, 'linux').program, 'ed');
	t.is(editorProgram({}, 'linux').program, 'vi');
	t.is(editorProgram({}, 'win32').program, 'notepad');
	t.deepEqual(editorProgram({EDITOR: '"C:\\Program Files\\ed.exe" -n'}, 'win32'), {
		program: 'C:\\Program Files\\ed.exe',
		arguments: ['-n'],
	});
});

test('editor: is started through cmd.exe on Windows, where it may be a batch file', t => {
	const command = (EDITOR: string) =>
		editorCommand(editorProgram({EDITOR}, 'win32'), 'C:\\Users\\Ann & Bo\\cell.sql', 'win32');
	t.deepEqual(command('code --wait'), {
		program: '"code" "--wait" "C:\\Users\\Ann & Bo\\cell.sql"',
		arguments: [],
		shell: true,
	});
	t.true(command('"C:\\Program Files\\ed.exe"').program.startsWith('"C:\\Program Files\\ed.exe" "C:\\'));
});

test('editor: edits the text in a private file that is removed', async t => {
	let edited = '';
	const text = await editText('SELECT 1;', {
		environment: {EDITOR: 'ed -s'},
		platform: 'linux',
		async spawn({program, arguments: args, shell}) {
			t.false(shell);
			t.deepEqual([program, args[0]], ['ed', '-s']);
			edited = args[1]!;
			t.true(edited.endsWith('.sql'));
			t.is((await stat(edited)).mode & 0o777, 0o600);
			t.is(await readFile(edited, 'utf8'), 'SELECT 1;\n');
			await writeFile(edited, 'SELECT 1,\r\n  2;\r\n');
			return 0;
		},
	});
	t.is(text, 'SELECT 1,\n  2;');
	await t.throwsAsync(stat(edited), {code: 'ENOENT'});
});

test('editor: an editor that is missing or fails changes nothing', async t => {
	const EDITOR = join(await createFolder(t), 'missing');
	await t.throwsAsync(editText('a', {environment: {EDITOR}}), {
		instanceOf: UsageError,
		message: `The editor ${EDITOR} can't be started: no such file or directory.`,
	});
	await t.throwsAsync(editText('a', {environment: {EDITOR: 'ed'}, spawn: async () => 2}), {
		message: 'The editor ed failed with exit code 2.',
	});
	t.is(await editText('a\nb', {environment: {EDITOR: 'node -e 0'}}), 'a\nb');
});

test('include: reads the cells of a notebook, or a script as one cell', async t => {
	const folder = await createFolder(t);
	const file = async (name: string, text: string) => {
		await writeFile(join(folder, name), text);
		return join(folder, name);
	};
	const notebook =
		'# Plays\n\n```sql name=plays chart=bar x=level\nSELECT 1;\n```\n\nprose\n\n```sql\nSELECT 2;\n```\n';
	t.deepEqual(await readCells(await file('a.sparkify.md', notebook)), [
		{kind: 'sql', text: 'SELECT 1;', name: 'plays', chart: {type: 'bar', x: 'level'}},
		{kind: 'sql', text: 'SELECT 2;'},
	]);
	t.deepEqual(await readCells(await file('a.sql', "\uFEFFSELECT 1;\r\nSELECT '\n\\d';\r\n")), [
		{kind: 'sql', text: "SELECT 1;\nSELECT '\n\\d';"},
	]);
	await t.throwsAsync(readCells(await file('b.md', '# Prose\n')), {message: /b\.md has no SQL cell\.$/});
	await t.throwsAsync(readCells(await file('b.sql', '-- nothing\n')), {message: /contains no statement\.$/});
	await t.throwsAsync(readCells(join(folder, 'none.sql')), {message: /can't be read: no such file/});
	const script = await file('c.sql', "SELECT 1;\n  \\set level 'paid'\nSELECT :level;\n");
	const error = await t.throwsAsync<UsageError>(readCells(script), {
		message: "c.sql contains the command \\set level 'paid'.",
	});
	t.is(error?.failure.where, `${script}:2`);
});

const columns: readonly Column[] = [
	{name: 'level', type: 'text', engineType: 'text'},
	{name: 'plays', type: 'number', engineType: 'bigint'},
];

async function* batches(...parts: ReadonlyArray<readonly Row[]>): AsyncGenerator<readonly Row[]> {
	yield* parts;
}

test('results in a file: are added one after another in the format of its suffix', async t => {
	const folder = await createFolder(t);
	const csv = await createResultFile(join(folder, 'a.csv'));
	await csv.add(columns, batches([['free', 1]], [['paid', 2]]));
	await csv.add(columns.slice(0, 1), batches([['free']]));
	t.is(await readFile(csv.file, 'utf8'), 'level,plays\r\nfree,1\r\npaid,2\r\n\nlevel\r\nfree\r\n');
	const table = await createResultFile(join(folder, 'results'));
	await table.add(columns, batches([['free', 10]]));
	t.is(await readFile(table.file, 'utf8'), 'level │ plays\n──────┼──────\nfree  │    10\n');
	await t.throwsAsync(createResultFile(csv.file), {
		instanceOf: UsageError,
		message: /a\.csv exists already\.$/,
	});
	await t.throwsAsync(createResultFile(join(folder, 'a.parquet')), {
		message: /^A Parquet file holds one result/,
	});
	await t.throwsAsync(createResultFile(join(folder, 'no', 'a.csv')), {
		message: /can't be written: no such file/,
	});
});

test('export: writes all rows, reports them, and never replaces a file unasked', async t => {
	const folder = await createFolder(t);
	const warehouse = await openDuckDb(t);
	const file = join(folder, 'a.csv');
	const sql = 'SELECT i FROM range(5000) AS t(i)';
	const reported: ExportProgress[] = [];
	const done = await exportResult(warehouse, sql, file, {
		format: 'csv',
		overwrites: false,
		isReadOnly: true,
		// With a limit, DuckDB does not write the file itself, which it does without reporting rows.
		limit: 5000,
		onProgress: progress => reported.push(progress),
	});
	t.deepEqual(done, {rows: 5000, hasMore: false});
	t.deepEqual(reported.at(-1), {rows: 5000});
	t.true(reported.length > 1);
	const lines = (await readFile(file, 'utf8')).split('\r\n');
	t.deepEqual([lines.length, lines[0], lines[5000]], [5002, 'i', '4999']);
	await t.throwsAsync(exportResult(warehouse, 'SELECT 1', file, {format: 'csv', overwrites: false}), {
		instanceOf: UsageError,
		message: /a\.csv exists already\.$/,
	});
	t.deepEqual(await exportResult(warehouse, sql, file, {format: 'json', overwrites: true, limit: 3}), {
		rows: 3,
		hasMore: true,
	});
	t.is(await readFile(file, 'utf8'), '[\n{"i":0},\n{"i":1},\n{"i":2}\n]\n');
	const parquet = join(folder, 'a.parquet');
	t.deepEqual(await exportResult(warehouse, sql, parquet, {format: 'parquet', overwrites: false}), {
		rows: 5000,
		hasMore: false,
	});
	const [row] = await warehouse.observe(`SELECT count(*), max(i) FROM read_parquet('${parquet}')`);
	t.deepEqual(row?.map(Number), [5000, 4999]);
	t.deepEqual(
		await exportResult(warehouse, 'CREATE TABLE t (i integer)', join(folder, 'b.csv'), {
			format: 'csv',
			overwrites: false,
		}),
		{tag: 'CREATE TABLE'},
	);
	t.deepEqual(await readdir(folder), ['a.csv', 'a.parquet']);
});

test('export: leaves no file after an error or a cancel', async t => {
	const folder = await createFolder(t);
	const warehouse = await openDuckDb(t);
	const file = join(folder, 'a.csv');
	const late = "SELECT CASE WHEN range > 500000 THEN error('late') END FROM range(1000000)";
	await t.throwsAsync(exportResult(warehouse, late, file, {format: 'csv', overwrites: false}), {
		instanceOf: StatementError,
	});
	const controller = new AbortController();
	await t.throwsAsync(
		exportResult(warehouse, 'SELECT * FROM range(100000000)', file, {
			format: 'csv',
			overwrites: false,
			signal: controller.signal,
			onProgress: () => controller.abort(),
		}),
		{instanceOf: CancelledError},
	);
	t.deepEqual(await readdir(folder), []);
});
