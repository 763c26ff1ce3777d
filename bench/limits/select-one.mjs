/** The limit of `query 'SELECT 1'`. Run: node bench/limits/select-one.mjs DATABASE */
import {createRequire} from 'node:module';
import process from 'node:process';

// Faster than import, for which Node scans the package for its exports.
const {DuckDBInstance} = createRequire(import.meta.url)('@duckdb/node-api');

const instance = await DuckDBInstance.create(process.argv[2], {access_mode: 'READ_ONLY'});
const connection = await instance.connect();
const reader = await connection.runAndReadAll('SELECT 1');
process.stdout.write(`${reader.getRows().join('\n')}\n`);
connection.closeSync();
instance.closeSync();
