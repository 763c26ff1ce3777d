import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {keepRejects} from '../../src/pipeline/keep-rejects.js';
import {splitScript} from '../../src/sql/split-script.js';
import {statement} from '../../src/sql/statements.js';
import {DuckDbWarehouse} from '../../src/warehouse/duckdb.js';
import {RejectedError} from '../../src/warehouse/rejected-error.js';

const reject = {file: `log_data/it's.json`, line: 4, column: null, reason: 'not JSON', raw: `it's\n\ttorn`};
const error = new RejectedError(
	{message: 'One is too many.'},
	[reject, {...reject, line: 5, column: 'ts'}],
	2,
);

async function rejects(warehouse: DuckDbWarehouse): Promise<unknown> {
	const {rows} = await warehouse.query('SELECT * FROM staging_rejects ORDER BY table_name, line');
	const all = [];
	for await (const batch of rows) all.push(...batch);
	return all;
}

test('rejects of loads that failed are kept once; those of a load that stands stay with it', async t => {
	const folder = await mkdtemp(join(tmpdir(), 'rejects-'));
	const warehouse = new DuckDbWarehouse(join(folder, 'test.duckdb'));
	try {
		await warehouse.connect();
		for (const sql of splitScript(statement('duckdb/create-tables'))) await warehouse.run(sql);
		await warehouse.run(
			`INSERT INTO staging_rejects VALUES ('staging_songs', 'song_data/a.json', 1, 'year', 'no number', '{}')`,
		);
		const kept = [
			['staging_events', `log_data/it's.json`, 4, null, 'not JSON', `it's\n\ttorn`],
			['staging_events', `log_data/it's.json`, 5, 'ts', 'not JSON', `it's\n\ttorn`],
			['staging_songs', 'song_data/a.json', 1, 'year', 'no number', '{}'],
		];
		t.is(await keepRejects(warehouse, 'staging_events', error), error);
		t.deepEqual(await rejects(warehouse), kept);
		t.is(await keepRejects(warehouse, 'staging_events', error), error);
		t.deepEqual(await rejects(warehouse), kept, 'a second try rejects the same records again');

		await warehouse.run(
			`INSERT INTO staging_loads (table_name, records, rows_loaded, rows_rejected, source_name, loaded_at)
			VALUES ('staging_songs', 8, 7, 1, 'x', TIMESTAMP '2018-11-30 00:00:00')`,
		);
		await keepRejects(warehouse, 'staging_songs', new RejectedError({message: ''}, [reject], 1));
		t.deepEqual(await rejects(warehouse), [
			...kept,
			['staging_songs', `log_data/it's.json`, 4, null, 'not JSON', `it's\n\ttorn`],
		]);
	} finally {
		await warehouse.close();
		await rm(folder, {recursive: true});
	}
});
