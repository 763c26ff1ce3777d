import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {keepRejects} from '../../src/load/keep-rejects.js';
import {statements} from '../../src/sql/statements.js';
import {DuckDbWarehouse} from '../../src/warehouse/duckdb/warehouse.js';
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

test('keeps the rejects of failed loads once, and those of the last successful load', async t => {
	const folder = await mkdtemp(join(tmpdir(), 'rejects-'));
	const warehouse = new DuckDbWarehouse(join(folder, 'test.duckdb'));
	try {
		await warehouse.connect();
		for (const sql of statements('duckdb/create-tables')) await warehouse.run(sql);
		await warehouse.run(
			`INSERT INTO staging_loads
				(table_name, load_id, run_id, log_data, song_data, rows_loaded, rows_rejected, loaded_by, host, finished_at)
			VALUES
				('staging_songs', 'load', 'current', 'a', 'b', 7, 1, 'ada', 'laptop', TIMESTAMP '2018-11-30 00:00:00')`,
		);
		await warehouse.run(
			`INSERT INTO staging_rejects VALUES ('staging_songs', 'current', 'song_data/a.json', 1, 'year', 'no number', '{}')`,
		);
		const kept = [
			['staging_events', 'failed', `log_data/it's.json`, 4, null, 'not JSON', `it's\n\ttorn`],
			['staging_events', 'failed', `log_data/it's.json`, 5, 'ts', 'not JSON', `it's\n\ttorn`],
			['staging_songs', 'current', 'song_data/a.json', 1, 'year', 'no number', '{}'],
		];
		t.is(await keepRejects(warehouse, 'staging_events', 'failed', error), error);
		t.deepEqual(await rejects(warehouse), kept);
		t.is(await keepRejects(warehouse, 'staging_events', 'failed', error), error);
		t.deepEqual(await rejects(warehouse), kept, 'a retry rejects the same records');

		await keepRejects(warehouse, 'staging_songs', 'failed', new RejectedError({message: ''}, [reject], 1));
		t.deepEqual(await rejects(warehouse), [
			...kept,
			['staging_songs', 'failed', `log_data/it's.json`, 4, null, 'not JSON', `it's\n\ttorn`],
		]);
	} finally {
		await warehouse.close();
		await rm(folder, {recursive: true});
	}
});
