// Replaces the rows of three tables in one transaction and says when its COMMIT is sent and when it has returned.
import {writeSync} from 'node:fs';
import process from 'node:process';
import {openWarehouse} from '../../src/warehouse/open-warehouse.js';

const warehouse = openWarehouse({engine: 'duckdb', database: process.argv[2]!});
await warehouse.connect();
const run = warehouse.run.bind(warehouse);
warehouse.run = async (sql, options) => {
	if (sql === 'COMMIT') writeSync(1, 'commit sent\n');
	const rows = await run(sql, options);
	if (sql === 'COMMIT') writeSync(1, 'commit done\n');
	return rows;
};
await warehouse.transaction(async () => {
	for (const table of ['a', 'b', 'c']) {
		await warehouse.run(`DELETE FROM ${table}`);
		await warehouse.run(`INSERT INTO ${table} SELECT i, md5(CAST(i AS varchar)) FROM range(250000) AS t(i)`);
	}
});
await warehouse.close();
