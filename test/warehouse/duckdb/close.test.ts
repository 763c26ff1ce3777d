import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {CancelledError} from '../../../src/errors.js';
import {ownedTables} from '../../../src/star/tables.js';
import {DuckDbWarehouse} from '../../../src/warehouse/duckdb/warehouse.js';
import {collectRows} from '../../support/engine-fixture.js';

// DuckDB crashes or hangs if a statement runs on a connection that is being closed.
test('closes while statements run and others are sent', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'sparkify-test-'));
	t.teardown(() => rmSync(folder, {recursive: true, force: true}));
	for (let attempt = 0; attempt < 30; attempt++) {
		const warehouse = new DuckDbWarehouse(join(folder, 'test.duckdb'));
		await warehouse.connect();
		const statements = [
			warehouse.inspectTables(ownedTables),
			warehouse.catalog(),
			warehouse.run('BEGIN').then(async () => warehouse.run('ROLLBACK')),
			warehouse.notebook.query('FROM range(1000000)').then(collectRows),
			warehouse.inspectTables(ownedTables),
		].map(async statement => statement.then(() => undefined).catch((error: unknown) => error));
		await new Promise(resolve => setTimeout(resolve, attempt));
		await warehouse.close();
		for (const error of await Promise.all(statements))
			t.true(
				error === undefined || error instanceof CancelledError || /not connected/.test(String(error)),
				String(error),
			);
	}
});
