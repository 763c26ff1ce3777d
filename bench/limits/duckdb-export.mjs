/** The limit of an export from DuckDB: its own COPY. Run: node bench/limits/duckdb-export.mjs DATABASE csv|tsv|ndjson FILE */
import process from 'node:process';
import {DuckDBInstance} from '@duckdb/node-api';

const [database, format = '', file = ''] = process.argv.slice(2);
const options = {csv: 'FORMAT csv', tsv: "FORMAT csv, DELIMITER '\t'", ndjson: 'FORMAT json'}[format];
const instance = await DuckDBInstance.create(database, {access_mode: 'READ_ONLY'});
const connection = await instance.connect();
await connection.run(`COPY (SELECT * FROM plays) TO '${file}' (${options})`);
connection.closeSync();
instance.closeSync();
