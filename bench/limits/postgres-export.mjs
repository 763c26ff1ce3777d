/**
The limit of an export from PostgreSQL: COPY to a file of this machine.
Run: node bench/limits/postgres-export.mjs csv|tsv|ndjson FILE, with the connection in PGHOST, PGPORT, PGUSER, PGDATABASE
*/
import {createWriteStream} from 'node:fs';
import process from 'node:process';
import {pipeline} from 'node:stream/promises';
import pg from 'pg';
import copyStreams from 'pg-copy-streams';

const [format = '', file = ''] = process.argv.slice(2);
const copy = {
	csv: 'plays TO STDOUT (FORMAT csv, HEADER)',
	tsv: 'plays TO STDOUT',
	ndjson: '(SELECT row_to_json(plays) FROM plays) TO STDOUT',
}[format];
const client = new pg.Client();
await client.connect();
await pipeline(client.query(copyStreams.to(`COPY ${copy}`)), createWriteStream(file));
await client.end();
