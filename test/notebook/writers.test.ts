import {mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {DuckDBInstance} from '@duckdb/node-api';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {CancelledError, StatementError, UsageError} from '../../src/errors.js';
import {exportedQuery, exportParquet} from '../../src/notebook/writers/export-parquet.js';
import {type TextFormat, textFormats, writers} from '../../src/notebook/writers/formats.js';
import {limitRows} from '../../src/notebook/writers/limit-rows.js';
import {rowsToParquet} from '../../src/notebook/writers/rows-to-parquet.js';
import {DuckDbWarehouse, parquetStatement} from '../../src/warehouse/duckdb/warehouse.js';
import type {Column, ColumnType, Row, Warehouse} from '../../src/warehouse/warehouse.js';

function column(name: string, type: ColumnType = 'text'): Column {
	return {name, type, engineType: ''};
}

async function* batches(...parts: ReadonlyArray<readonly Row[]>): AsyncGenerator<readonly Row[]> {
	yield* parts;
}

async function write(
	format: TextFormat,
	columns: readonly Column[],
	...parts: ReadonlyArray<readonly Row[]>
): Promise<string> {
	let text = '';
	for await (const chunk of writers[format](columns, batches(...parts))) text += chunk;
	return text;
}

const columns = [
	column('title'),
	column('plays', 'number'),
	column('at', 'timestamp'),
	column('paid', 'boolean'),
];
const rows: readonly Row[] = [
	['Say "hi", you', 12, '2018-11-01 21:01:46.796', true],
	['', '3.50', null, false],
	[null, 9007199254740993n, null, null],
];

test('csv: follows RFC 4180, with NULL empty and an empty text quoted', async t => {
	t.is(
		await write('csv', columns, rows.slice(0, 1), rows.slice(1)),
		'title,plays,at,paid\r\n"Say ""hi"", you",12,2018-11-01 21:01:46.796,true\r\n"",3.50,,false\r\n,9007199254740993,,\r\n',
	);
});

test('csv: quotes every kind of line end and changes nothing else', async t => {
	const values = ['a\nb', 'a\rb', 'a\r\nb', ' a ', '\u001B[31m', '=1+1', "it's", 'a\tb'];
	t.is(
		await write(
			'csv',
			[column('a,b')],
			values.map(value => [value]),
		),
		`"a,b"\r\n"a\nb"\r\n"a\rb"\r\n"a\r\nb"\r\n a \r\n\u001B[31m\r\n=1+1\r\nit's\r\na\tb\r\n`,
	);
});

test('tsv: writes PostgreSQL’s COPY text', async t => {
	t.is(
		await write('tsv', columns, rows, [['a\tb\nc\\d\r', 1, null, true]]),
		'title\tplays\tat\tpaid\nSay "hi", you\t12\t2018-11-01 21:01:46.796\ttrue\n\t3.50\t\\N\tfalse\n' +
			'\\N\t9007199254740993\t\\N\t\\N\na\\tb\\nc\\\\d\\r\t1\t\\N\ttrue\n',
	);
});

test('json: writes one array, with all digits of numbers', async t => {
	const text = await write('json', columns, rows.slice(0, 1), [], rows.slice(1));
	t.is(
		text,
		`[
{"title":"Say \\"hi\\", you","plays":12,"at":"2018-11-01 21:01:46.796","paid":true},
{"title":"","plays":3.50,"at":null,"paid":false},
{"title":null,"plays":9007199254740993,"at":null,"paid":null}
]
`,
	);
	t.is(JSON.parse(text).length, 3);
});

test('json: writes NaN and infinities as strings', async t => {
	const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 'NaN', 1e21, 5e-324, -0];
	t.is(
		await write(
			'ndjson',
			[column('n', 'number')],
			values.map(value => [value]),
		),
		'{"n":"NaN"}\n{"n":"Infinity"}\n{"n":"-Infinity"}\n{"n":"NaN"}\n{"n":1e+21}\n{"n":5e-324}\n{"n":-0}\n',
	);
	t.is(await write('ndjson', [column('zip')], [['01234']]), '{"zip":"01234"}\n');
});

test('json: keeps columns with the same name', async t => {
	const same = ['id', 'id', 'id_2', 'id'].map(name => column(name, 'number'));
	t.is(await write('ndjson', same, [[1, 2, 3, 4]]), '{"id":1,"id_3":2,"id_2":3,"id_4":4}\n');
});

test('markdown: escapes markup in values', async t => {
	t.is(
		await write(
			'markdown',
			[column('a|b'), column('n', 'number')],
			[
				['x|y *z* <b> `c` \\ [l]', 1],
				['two\r\nlines\t', null],
				['song_id _it_ AT&T &amp;', 2],
			],
		),
		[
			'| a\\|b | n |',
			'| --- | ---: |',
			'| x\\|y \\*z\\* \\<b> \\`c\\` \\\\ \\[l\\] | 1 |',
			'| two<br>lines␉ | NULL |',
			'| song_id \\_it\\_ AT\\&T \\&amp; | 2 |',
			'',
		].join('\n'),
	);
});

test('table: aligns columns by cells and escapes control characters', async t => {
	t.is(
		await write(
			'table',
			[column('title'), column('plays', 'number'), column('note')],
			[
				['日本語', 12, 'a\u001B[2J'],
				['Café', '3.50', null],
			],
			[['x', 1000, '']],
		),
		[
			'title  │   plays │ note',
			'───────┼─────────┼──────',
			'日本語 │   12    │ a␛[2J',
			'Café   │    3.50 │ NULL',
			'x      │ 1000    │',
			'',
		].join('\n'),
	);
});

test('table: takes widths from the first 1,000 rows, and does not cut wider texts later', async t => {
	const first = Array.from({length: 1000}, () => ['ab', 1]);
	const text = await write('table', [column('t'), column('n', 'number')], first, [['abcdef', 2]]);
	const lines = text.split('\n');
	t.is(lines[2], 'ab │ 1');
	t.is(lines[1002], 'abcdef │ 2');
});

test('writes the header of a result without rows', async t => {
	const one = [column('a')];
	t.is(await write('table', one), 'a\n─\n');
	t.is(await write('csv', one), 'a\r\n');
	t.is(await write('tsv', one), 'a\n');
	t.is(await write('json', one), '[]\n');
	t.is(await write('ndjson', one), '');
	t.is(await write('markdown', one), '| a |\n| --- |\n');
});

for (const format of textFormats) {
	test(`${format}: writes nothing for a statement without columns`, async t => {
		t.is(await write(format, []), '');
	});

	test(`${format}: holds one batch at a time, and closes the result when stopped early`, async t => {
		let [given, closed] = [0, false];
		async function* endless(): AsyncGenerator<readonly Row[]> {
			try {
				for (;;) {
					given++;
					yield Array.from({length: 1000}, () => ['x']);
				}
			} finally {
				closed = true;
			}
		}
		let chunks = 0;
		for await (const chunk of writers[format]([column('a')], endless())) {
			t.true(chunk.length > 0);
			if (++chunks === 5) break;
		}
		t.true(closed);
		t.true(given <= 5);
	});
}

/** The rows that pass from three batches of two, whether `onMore` was called, and whether the result was closed. */
async function limited(limit: number): Promise<{rows: readonly unknown[]; more: boolean; closed: boolean}> {
	let closed = false;
	async function* source(): AsyncGenerator<readonly Row[]> {
		try {
			yield [[1], [2]];
			yield [[3], [4]];
			yield [[5], [6]];
		} finally {
			closed = true;
		}
	}
	let more = false;
	const rows: unknown[] = [];
	const through = limitRows(source(), limit, () => {
		more = true;
	});
	for await (const batch of through) rows.push(...batch.map(row => row[0]));
	return {rows, more, closed};
}

test('limit: stops at a limit below the number of rows', async t => {
	t.deepEqual(await limited(3), {rows: [1, 2, 3], more: true, closed: true});
	t.deepEqual(await limited(4), {rows: [1, 2, 3, 4], more: true, closed: true});
	t.deepEqual(await limited(0), {rows: [], more: true, closed: true});
});

test('limit: returns all rows at a higher limit', async t => {
	t.deepEqual(await limited(6), {rows: [1, 2, 3, 4, 5, 6], more: false, closed: true});
	t.deepEqual(await limited(100), {rows: [1, 2, 3, 4, 5, 6], more: false, closed: true});
});

const typedColumn = (name: string, engineType: string): Column => ({name, engineType, type: 'other'});

async function emptyFolder(t: ExecutionContext): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'parquet-'));
	t.teardown(async () => rm(folder, {recursive: true, force: true}));
	return folder;
}

/** Names, types and rows of a Parquet file as DuckDB reads them. */
async function readParquet(file: string) {
	const instance = await DuckDBInstance.create(':memory:');
	const connection = await instance.connect();
	const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet('${file}')`);
	const content = {
		columns: reader.columnNames().map((name, index) => [name, String(reader.columnTypes()[index])]),
		rows: reader.getRowsJson(),
	};
	connection.closeSync();
	instance.closeSync();
	return content;
}

test('rows to Parquet: preserves values and types', async t => {
	const folder = await emptyFolder(t);
	const file = join(folder, 'a.parquet');
	const columns = [
		typedColumn('id', 'int8'),
		typedColumn('say "what"', 'text'),
		typedColumn('price', 'numeric'),
		typedColumn('seconds', 'float8'),
		typedColumn('at', 'timestamp'),
		typedColumn('zoned', 'timestamptz'),
		typedColumn('day', 'date'),
		typedColumn('live', 'bool'),
		typedColumn('any', 'type 114'),
		typedColumn('id', 'int4'),
	];
	const rows: readonly Row[] = [
		[9007199254740993n, 'a,"b"\r\nc', '12.50', 0.1, '2018-11-21 21:56:47.796', '2018-11-21 21:56:47.796+00'],
		[1, '', '-3', Number.NaN, 'infinity', null],
		[null, '\\N', null, -0, null, null, '2018-11-01', true, '{"a": 1}', 7],
	];
	t.is(await rowsToParquet(columns, batches(rows.slice(0, 2), rows.slice(2)), file), 3);
	t.deepEqual(await readParquet(file), {
		columns: [
			['id', 'BIGINT'],
			['say "what"', 'VARCHAR'],
			['price', 'DECIMAL(4,2)'],
			['seconds', 'DOUBLE'],
			['at', 'TIMESTAMP'],
			['zoned', 'TIMESTAMP WITH TIME ZONE'],
			['day', 'DATE'],
			['live', 'BOOLEAN'],
			['any', 'VARCHAR'],
			['id_1', 'INTEGER'],
		],
		rows: [
			[
				'9007199254740993',
				'a,"b"\r\nc',
				'12.50',
				0.1,
				'2018-11-21 21:56:47.796',
				'2018-11-21 21:56:47.796+00',
				...[null, null, null, null],
			],
			['1', '', '-3.00', 'NaN', 'infinity', null, null, null, null, null],
			[null, '\\N', null, -0, null, null, '2018-11-01', true, '{"a": 1}', 7],
		],
	});
	t.deepEqual(await readdir(folder), ['a.parquet']);
});

test('rows to Parquet: writes types that DuckDB lacks as text, without losing rows', async t => {
	const file = join(await emptyFolder(t), 'a.parquet');
	const columns = [
		typedColumn('wide', 'numeric'),
		typedColumn('not a number', 'numeric'),
		typedColumn('old', 'date'),
	];
	const wide = `${'9'.repeat(39)}.5`;
	const long = 'x'.repeat(3_000_000);
	await rowsToParquet(columns, batches([[wide, 'NaN', '0044-03-15 BC']]), file);
	t.deepEqual((await readParquet(file)).rows, [[wide, 'NaN', '0044-03-15 BC']]);
	await rowsToParquet([typedColumn('only', 'text')], batches([[null], ['a'], [null], [long]]), file);
	t.deepEqual((await readParquet(file)).rows, [[null], ['a'], [null], [long]]);
	t.is(await rowsToParquet(columns, batches(), file), 0);
	t.is((await readParquet(file)).columns.length, 3);
});

test('rows to Parquet: leaves nothing behind after a cancel', async t => {
	const folder = await emptyFolder(t);
	const written = rowsToParquet([typedColumn('a', 'int4')], batches([[1]]), join(folder, 'a.parquet'), {
		signal: AbortSignal.abort(),
	});
	await t.throwsAsync(written, {instanceOf: CancelledError});
	t.deepEqual(await readdir(folder), []);
});

async function setUp(t: ExecutionContext): Promise<{folder: string; warehouse: Warehouse}> {
	const folder = await mkdtemp(join(tmpdir(), 'parquet-'));
	const warehouse = new DuckDbWarehouse(':memory:');
	await warehouse.connect();
	t.teardown(async () => {
		await warehouse.close();
		await rm(folder, {recursive: true, force: true});
	});
	return {folder, warehouse};
}

async function readRows(warehouse: Warehouse, file: string): Promise<readonly unknown[]> {
	const {rows} = await warehouse.query(
		`SELECT * FROM read_parquet('${file.replaceAll("'", "''")}') ORDER BY ALL`,
	);
	const all: unknown[] = [];
	for await (const batch of rows) all.push(...batch);
	return all;
}

test('DuckDB’s Parquet: builds the statement with a quoted path and an unchanged query', t => {
	t.is(
		parquetStatement(exportedQuery("SELECT ';' -- last\n;"), "it's.parquet"),
		"COPY (SELECT ';'\n) TO 'it''s.parquet' (FORMAT parquet, USE_TMP_FILE false)",
	);
	t.is(
		parquetStatement(exportedQuery('SELECT 1', 5), 'a.parquet'),
		"COPY (SELECT * FROM (SELECT 1\n) LIMIT 5\n) TO 'a.parquet' (FORMAT parquet, USE_TMP_FILE false)",
	);
	t.throws(() => exportedQuery('SELECT 1; SELECT 2'), {
		instanceOf: UsageError,
		message: /the SQL has 2\.$/,
	});
	t.throws(() => exportedQuery('-- nothing'), {
		instanceOf: UsageError,
		message: /the SQL has none\.$/,
	});
});

test('DuckDB’s Parquet: writes the rows to the file', async t => {
	const {folder, warehouse} = await setUp(t);
	const file = join(folder, "o'ne.parquet");
	t.is(await exportParquet(warehouse, "SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, NULL;", file), 2);
	t.deepEqual(await readRows(warehouse, file), [
		[1, 'x'],
		[2, null],
	]);
	t.is(await exportParquet(warehouse, 'SELECT * FROM range(10)', file, {limit: 3}), 3);
	t.is((await readRows(warehouse, file)).length, 3);
	t.deepEqual(await readdir(folder), ["o'ne.parquet"]);
});

test('DuckDB’s Parquet: leaves nothing behind after an error', async t => {
	const {folder, warehouse} = await setUp(t);
	const file = join(folder, 'a.parquet');
	await t.throwsAsync(exportParquet(warehouse, 'SELECT * FROM nothing', file), {instanceOf: StatementError});
	await t.throwsAsync(
		exportParquet(
			warehouse,
			"SELECT CASE WHEN range > 500000 THEN error('late') END FROM range(1000000)",
			file,
		),
		{instanceOf: StatementError},
	);
	t.deepEqual(await readdir(folder), []);
});

test('DuckDB’s Parquet: leaves nothing behind after a cancel, and keeps an existing file', async t => {
	const {folder, warehouse} = await setUp(t);
	const file = join(folder, 'a.parquet');
	await writeFile(file, 'old');
	const endless = 'SELECT a.range * b.range AS n FROM range(1000000) a, range(1000000) b';
	await t.throwsAsync(exportParquet(warehouse, endless, file, {signal: AbortSignal.timeout(300)}), {
		instanceOf: CancelledError,
	});
	t.deepEqual(await readdir(folder), ['a.parquet']);
});
