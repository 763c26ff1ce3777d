// Stages the events of a data folder into a new database that has one event, and says how it ended.
// A third argument is the folder for temporary files: set here, since tsx would make it when it starts.
import process from 'node:process';
import {toFailure} from '../../../src/errors.js';
import {LocalSource} from '../../../src/source/local/local-source.js';
import {statements} from '../../../src/sql/statements.js';
import {DuckDbWarehouse} from '../../../src/warehouse/duckdb/warehouse.js';

const [, , database, data, temporary] = process.argv;
if (temporary !== undefined) process.env.TMPDIR = temporary;
const warehouse = new DuckDbWarehouse(database!);
await warehouse.connect();
for (const sql of statements('duckdb/create-tables')) await warehouse.run(sql);
await warehouse.run('INSERT INTO staging_events (artist) VALUES (NULL)');
try {
	const source = new LocalSource(data!, 'test data');
	await warehouse.transaction(() => warehouse.stage('events', source, {maxErrors: 0, runId: 'run'}));
	console.log('staged');
} catch (error) {
	console.log(`failed as ${error instanceof Error ? error.name : typeof error}: ${toFailure(error).message}`);
}
const [table] = await warehouse.inspectTables(['staging_events']);
console.log(`${table?.rows} rows`);
await warehouse.close();
