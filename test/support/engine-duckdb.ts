import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {DuckDbWarehouse} from '../../src/warehouse/duckdb/warehouse.js';
import type {OpenedWarehouse} from './engine-fixture.js';

/** Opens a new DuckDB file, which is removed with its folder on close. */
export async function openDuckDb(): Promise<OpenedWarehouse> {
	const folder = mkdtempSync(join(tmpdir(), 'sparkify-test-duckdb-'));
	const warehouse = new DuckDbWarehouse(join(folder, 'test.duckdb'));
	await warehouse.connect();
	return {
		warehouse,
		async close() {
			await warehouse.close();
			rmSync(folder, {recursive: true, force: true});
		},
	};
}
