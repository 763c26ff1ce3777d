import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {DuckDBInstance} from '@duckdb/node-api';
import test, {type ExecutionContext} from 'ava';
import {CancelledError} from '../../../src/errors.js';
import {rowsToParquet} from '../../../src/notebook/writers/rows-to-parquet.js';
import type {Column, Row} from '../../../src/warehouse/warehouse.js';

const column = (name: string, engineType: string): Column => ({name, engineType, type: 'other'});

async function* batches(...all: readonly (readonly Row[])[]): AsyncGenerator<readonly Row[]> {
	yield* all;
}

async function emptyFolder(t: ExecutionContext): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'parquet-'));
	t.teardown(async () => rm(folder, {recursive: true, force: true}));
	return folder;
}

/** Names, types and rows of a Parquet file as DuckDB reads them. */
async function read(file: string) {
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

test('preserves values and types', async t => {
	const folder = await emptyFolder(t);
	const file = join(folder, 'a.parquet');
	const columns = [
		column('id', 'int8'),
		column('say "what"', 'text'),
		column('price', 'numeric'),
		column('seconds', 'float8'),
		column('at', 'timestamp'),
		column('zoned', 'timestamptz'),
		column('day', 'date'),
		column('live', 'bool'),
		column('any', 'type 114'),
		column('id', 'int4'),
	];
	const rows: readonly Row[] = [
		[9007199254740993n, 'a,"b"\r\nc', '12.50', 0.1, '2018-11-21 21:56:47.796', '2018-11-21 21:56:47.796+00'],
		[1, '', '-3', Number.NaN, 'infinity', null],
		[null, '\\N', null, -0, null, null, '2018-11-01', true, '{"a": 1}', 7],
	];
	t.is(await rowsToParquet(columns, batches(rows.slice(0, 2), rows.slice(2)), file), 3);
	t.deepEqual(await read(file), {
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

test('writes types that DuckDB lacks as text, without losing rows', async t => {
	const file = join(await emptyFolder(t), 'a.parquet');
	const columns = [column('wide', 'numeric'), column('not a number', 'numeric'), column('old', 'date')];
	const wide = `${'9'.repeat(39)}.5`;
	const long = 'x'.repeat(3_000_000);
	await rowsToParquet(columns, batches([[wide, 'NaN', '0044-03-15 BC']]), file);
	t.deepEqual((await read(file)).rows, [[wide, 'NaN', '0044-03-15 BC']]);
	await rowsToParquet([column('only', 'text')], batches([[null], ['a'], [null], [long]]), file);
	t.deepEqual((await read(file)).rows, [[null], ['a'], [null], [long]]);
	t.is(await rowsToParquet(columns, batches(), file), 0);
	t.is((await read(file)).columns.length, 3);
});

test('leaves nothing behind after a cancel', async t => {
	const folder = await emptyFolder(t);
	const written = rowsToParquet([column('a', 'int4')], batches([[1]]), join(folder, 'a.parquet'), {
		signal: AbortSignal.abort(),
	});
	await t.throwsAsync(written, {instanceOf: CancelledError});
	t.deepEqual(await readdir(folder), []);
});
