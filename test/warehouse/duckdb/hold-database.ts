// Another program that has a DuckDB file open: says so, and keeps it until it is killed or its input ends.
import process from 'node:process';
import {DuckDBInstance} from '@duckdb/node-api';

const instance = await DuckDBInstance.create(process.argv[2]!);
const connection = await instance.connect();
const reader = await connection.runAndReadAll('SELECT count(*) FROM duckdb_tables()');
console.log(`open, ${String(reader.value(0, 0))} tables`);
process.stdin.resume().on('end', () => {
	connection.closeSync();
	instance.closeSync();
});
