import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {CancelledError, StatementError} from '../../src/errors.js';
import {exportResult, resultText} from '../../src/notebook/export-result.js';
import {writers} from '../../src/notebook/writers/formats.js';
import {textForms} from '../../src/notebook/writers/text-forms.js';
import type {TextForm, Warehouse} from '../../src/warehouse/warehouse.js';
import {endless, type OpenWarehouse, openFixture} from './engine-fixture.js';

const formats = ['csv', 'tsv', 'json', 'ndjson'] as const satisfies readonly TextForm['format'][];

/** Texts with every sign that a format quotes or escapes. */
const texts = [
	"''",
	"'plain'",
	"' a '",
	"'a,b'",
	`'say "hi"'`,
	"'a#b'",
	String.raw`'back\slash \n \N'`,
	String.raw`'\N'`,
	String.raw`'\.'`,
	"'a' || chr(10) || 'b'",
	"'a' || chr(13) || chr(10)",
	"'tab' || chr(9) || chr(8) || chr(12) || chr(11)",
	"chr(1) || chr(27) || chr(31) || '\"'",
	'chr(127) || chr(128) || chr(159) || chr(160)',
	"'é 😀 日本語' || chr(8232)",
	"'NULL'",
];
const doubles =
	'0 -0 1 -1 0.1 0.14285714285714285 -2.5 1e15 1e16 123456789012345680 -1e20 1e21 -1.5e300 1e300 0.0001 0.00012345 -0.00001 0.000001 1.5e-7 5e-324 9007199254740993 4503599627370497.5 123456789.125 NaN Infinity -Infinity'.split(
		' ',
	);
/** On every engine with a text form: an expression per column, a row each. */
const common: ReadonlyArray<readonly [type: string, values: readonly string[]]> = [
	['varchar', texts],
	['boolean', ['true', 'false']],
	['smallint', ['0', '-32768']],
	['integer', ['2147483647', '-1']],
	['bigint', ['9007199254740993', '-9223372036854775808']],
	['decimal(10, 2)', ['12.50', '-0.05', '0']],
	['decimal(38, 10)', ["'-1234567890123456789012345678.0123456789'"]],
	['double precision', doubles.map(text => `'${text}'`)],
	['date', ["'2018-11-01'", "'0001-01-01'", "'12345-06-07'", "'infinity'", "'-infinity'"]],
	[
		'timestamp',
		[
			"'2018-11-01 21:01:46'",
			"'2018-11-01 21:01:46.7'",
			"'2018-11-01 21:01:46.796'",
			"'2018-11-01 21:01:46.123456'",
			"'2018-11-01 21:01:46.1002'",
			"'1969-12-31 23:59:59.999'",
			"'0001-01-01 00:00:00'",
			"'12345-06-07 00:00:00.5'",
			"'infinity'",
			"'-infinity'",
		],
	],
	['timestamptz', ["'2018-11-01 21:01:46.79+02'", "'1066-10-14 09:00:00+00'", "'infinity'"]],
	['time', ["'12:34:56'", "'12:34:56.5'"]],
	['interval', ["'1 year 2 months -3 days 04:05:06.789'", "'0 days'", "'-00:00:00.000001'"]],
	['uuid', ["'6ddab586-d18b-4965-bb33-da5ef8000c25'"]],
	['json', [`'{"a": "x\\n"}'`]],
];
const special: Readonly<Record<string, typeof common>> = {
	duckdb: [
		['hugeint', ['170141183460469231731687303715884105727', '-5']],
		['uhugeint', ['340282366920938463463374607431768211455']],
		['utinyint', ['255']],
		['ubigint', ['18446744073709551615']],
		['timestamp_s', ["'2018-11-01 21:01:46'"]],
		['timestamp_ms', ["'2018-11-01 21:01:46.7'"]],
		["ENUM('a', 'b,\"c')", ["'a'", `'b,"c'`]],
		['bit', ["'0101'"]],
		['date', ["'0044-03-15 (BC)'", "'0001-03-15 (BC)'"]],
		['timestamp', ["'0044-03-15 (BC) 01:02:03'", "'0001-03-15 (BC) 01:02:03'"]],
		['varchar', ["'a' || chr(0) || 'b'"]],
	],
	postgres: [
		[
			'real',
			'0 -0 0.1 -16777.217 1.00000012 1e9 123456792 1e-5 1e-7 3.4e38 1e-45 NaN Infinity'
				.split(' ')
				.map(text => `'${text}'`),
		],
		['bytea', ["'\\x00ff'"]],
		['integer[]', ["'{1,NULL,3}'"]],
		['text[]', [`'{"a b",NULL,"q\\"x"}'`]],
		['jsonb', [`'{"a": [1, null]}'`]],
		['oid', ['4294967295']],
		['numeric', ["'NaN'", "'Infinity'", "'1e-20'"]],
		['timestamp', ["'0044-03-15 01:02:03 BC'"]],
		['date', ["'0044-03-15 BC'"]],
		['money', ["'-1234.5'"]],
		['point', ["'(1,2)'"]],
	],
};

/** A query of all values of the types, a column each. */
function queryOf(types: typeof common): string {
	const columns = types.map(([type, values], index) => {
		const cases = values.map((value, row) => `WHEN ${row} THEN CAST(${value} AS ${type})`);
		return `CASE i ${cases.join(' ')} END AS "a ""${index}"""`;
	});
	const rows = Math.max(...types.map(([, values]) => values.length)) + 1;
	return `SELECT ${columns.join(', ')} FROM generate_series(0, ${rows}) AS t(i) ORDER BY i -- last`;
}

/** The text of a result as the writer of the format writes it. */
async function written(warehouse: Warehouse, sql: string, format: TextForm['format']): Promise<string> {
	const {columns, rows} = await warehouse.notebook.query(sql);
	let text = '';
	for await (const chunk of writers[format](columns, rows)) text += chunk;
	return text;
}

async function emptyFolder(t: ExecutionContext): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'export-'));
	t.teardown(async () => rm(folder, {recursive: true, force: true}));
	return folder;
}

/** `prepareCopy`: an export is what the writer writes, whoever makes the text. */
export function exportTests(name: string, open: OpenWarehouse): void {
	test.serial(`${name}, export: the engine writes every type as the writers do`, async t => {
		const {warehouse} = await openFixture(t, open);
		const {engine, notebook} = warehouse;
		const file = join(await emptyFolder(t), 'a');
		const isCopied = engine !== 'redshift';
		const queries = isCopied
			? [
					queryOf([...common, ...(special[engine] ?? [])]),
					'SELECT 1 AS a, 2 AS a, 3 AS "A", 4 AS "b,c", 5 AS "d""e"',
					"SELECT CAST(NULL AS varchar) AS only UNION ALL SELECT '' UNION ALL SELECT 'x'",
					"SELECT 'x' AS a, 1 AS b WHERE 1 = 0;",
					'WITH a AS (SELECT i FROM generate_series(1, 5000) AS t(i)) SELECT i, i / 2.0 AS h FROM a ORDER BY i DESC',
				]
			: ["SELECT 1 AS a, 'b,c' AS b"];
		// This program writes what the engine writes differently.
		const ownQueries = engine === 'duckdb' ? ["SELECT CAST('0.1' AS real) AS r, ['a', NULL] AS l"] : [];
		for (const sql of [...queries, ...ownQueries])
			for (const format of formats) {
				const expected = await written(warehouse, sql, format);
				const done = await exportResult(warehouse, sql, file, {format, overwrites: true, isReadOnly: true});
				const found = await readFile(file, 'utf8');
				t.deepEqual(found.split('\n'), expected.split('\n'), `${format}: ${sql}`);
				// Planning takes long with so many columns; the formats differ only in the text.
				if (format !== 'csv' && format !== 'json') continue;
				const copy = await notebook.prepareCopy?.(sql, textForms[format]!);
				t.is(copy !== undefined, queries.includes(sql) && isCopied, sql);
				const text = await resultText(warehouse, sql, {format, isReadOnly: true});
				if (!('chunks' in text)) throw new Error(text.tag);
				const chunks: Uint8Array[] = [];
				for await (const chunk of text.chunks) chunks.push(Buffer.from(chunk));
				t.is(Buffer.concat(chunks).toString(), expected, `${format}: ${sql}`);
				t.deepEqual(done, text.written());
				t.is(notebook.transactionState, 'none');
			}
	});

	test.serial(`${name}, export: a statement that is no query is run as ever`, async t => {
		const {warehouse, rows} = await openFixture(t, open);
		const file = join(await emptyFolder(t), 'a.csv');
		const send = async (sql: string, isReadOnly = true) =>
			exportResult(warehouse, sql, file, {format: 'csv', overwrites: true, isReadOnly});
		await writeFile(file, 'old');
		for (const sql of [
			'INSERT INTO users (user_id) VALUES (1)',
			'SELECT 1; SELECT 2',
			'SELECT nope FROM users',
			'SELECT 1) TO STDOUT; DELETE FROM users; --',
			'SELECT $1',
		]) {
			const expected = await t.throwsAsync<StatementError>(warehouse.notebook.query(sql, {isReadOnly: true}));
			const error = await t.throwsAsync<StatementError>(send(sql), {instanceOf: StatementError}, sql);
			t.deepEqual(error?.failure, expected?.failure);
		}
		t.is(await readFile(file, 'utf8'), 'old');
		t.deepEqual(await send('INSERT INTO users (user_id) VALUES (1)', false), {tag: 'INSERT 0 1'});
		t.is(await readFile(file, 'utf8'), 'old');
		t.deepEqual(await send('EXPLAIN SELECT 1').then(done => 'rows' in done && done.rows > 0), true);
		t.deepEqual(await rows('SELECT count(*) FROM users'), [[1]]);
	});

	test.serial(
		`${name}, export: an error or a cancel leaves the file and the session as they were`,
		async t => {
			const {warehouse, rows} = await openFixture(t, open);
			const file = join(await emptyFolder(t), 'a.csv');
			await writeFile(file, 'old');
			const send = async (sql: string, signal?: AbortSignal) =>
				exportResult(warehouse, sql, file, {format: 'csv', overwrites: true, isReadOnly: true, signal});
			const late = `SELECT '😀',\n CAST(CASE WHEN i < 9000 THEN '1' ELSE 'x' END AS integer) FROM generate_series(1, 10000) AS t(i)`;
			const error = await t.throwsAsync<StatementError>(send(late), {instanceOf: StatementError});
			t.is(error?.failure.sql?.text, late);
			await t.throwsAsync(send(endless, AbortSignal.timeout(200)), {instanceOf: CancelledError});
			t.is(await readFile(file, 'utf8'), 'old');
			// A reader that leaves early.
			const text = await resultText(warehouse, 'SELECT i FROM generate_series(1, 10000000) AS t(i)', {
				format: 'csv',
				isReadOnly: true,
			});
			if ('chunks' in text)
				for await (const chunk of text.chunks) {
					t.true(chunk.length > 0);
					break;
				}
			t.is(warehouse.notebook.transactionState, 'none');
			t.deepEqual(await rows('SELECT 1'), [[1]]);
			t.deepEqual(await send('SELECT 1 AS a'), {rows: 1, hasMore: false});
			t.is(await readFile(file, 'utf8'), 'a\r\n1\r\n');
		},
	);
}
