import {mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {CancelledError, StatementError, UsageError} from '../../../src/errors.js';
import {exportedQuery, exportParquet} from '../../../src/notebook/writers/export-parquet.js';
import {DuckDbWarehouse, parquetStatement} from '../../../src/warehouse/duckdb/warehouse.js';
import type {Warehouse} from '../../../src/warehouse/warehouse.js';

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

async function read(warehouse: Warehouse, file: string): Promise<readonly unknown[]> {
	const {rows} = await warehouse.query(
		`SELECT * FROM read_parquet('${file.replaceAll("'", "''")}') ORDER BY ALL`,
	);
	const all: unknown[] = [];
	for await (const batch of rows) all.push(...batch);
	return all;
}

test('builds the statement with a quoted path and an unchanged query', t => {
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

test('writes the rows to the file', async t => {
	const {folder, warehouse} = await setUp(t);
	const file = join(folder, "o'ne.parquet");
	t.is(await exportParquet(warehouse, "SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, NULL;", file), 2);
	t.deepEqual(await read(warehouse, file), [
		[1, 'x'],
		[2, null],
	]);
	t.is(await exportParquet(warehouse, 'SELECT * FROM range(10)', file, {limit: 3}), 3);
	t.is((await read(warehouse, file)).length, 3);
	t.deepEqual(await readdir(folder), ["o'ne.parquet"]);
});

test('leaves nothing behind after an error', async t => {
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

test('leaves nothing behind after a cancel, and keeps an existing file', async t => {
	const {folder, warehouse} = await setUp(t);
	const file = join(folder, 'a.parquet');
	await writeFile(file, 'old');
	const endless = 'SELECT a.range * b.range AS n FROM range(1000000) a, range(1000000) b';
	await t.throwsAsync(exportParquet(warehouse, endless, file, {signal: AbortSignal.timeout(300)}), {
		instanceOf: CancelledError,
	});
	t.deepEqual(await readdir(folder), ['a.parquet']);
});
