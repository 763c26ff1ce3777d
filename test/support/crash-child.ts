// Replaces the rows of three tables in one transaction and reports when its COMMIT is sent and when it returns.
// Meanwhile the notebook session does what the second argument names.
import {writeSync} from 'node:fs';
import process from 'node:process';
import {openWarehouse} from '../../src/warehouse/open-warehouse.js';

const [, , database, activity] = process.argv;
const warehouse = await openWarehouse({engine: 'duckdb', database: database!});
await warehouse.connect();
const {notebook} = warehouse;
switch (activity) {
	case 'an open result': {
		const {rows} = await notebook.query('SELECT * FROM a, b, range(10000000)');
		await rows[Symbol.asyncIterator]().next();
		break;
	}
	case 'updates':
		// Rejected while the transaction runs.
		await notebook.run('UPDATE d SET id = id + 1');
		setInterval(() => void notebook.run('UPDATE d SET id = id + 1').catch(() => {}), 1);
		break;
	case 'a running query':
		void notebook.run('SELECT count(*) FROM a, range(1000000) AS x, range(1000000) AS y');
		break;
}
const run = warehouse.run.bind(warehouse);
warehouse.run = async (sql, options) => {
	if (sql === 'COMMIT') writeSync(1, 'commit sent\n');
	const rows = await run(sql, options);
	if (sql === 'COMMIT') writeSync(1, 'commit done\n');
	return rows;
};
// Compression would take most of the time before COMMIT, and shorten COMMIT.
await warehouse.run("SET force_compression = 'uncompressed'");
await warehouse.transaction(async () => {
	for (const table of ['a', 'b', 'c']) {
		await warehouse.run(`DELETE FROM ${table}`);
		await warehouse.run(`INSERT INTO ${table} SELECT i, CAST(hash(i) AS varchar) FROM range(250000) AS t(i)`);
	}
});
process.exit();
