/**
The limit of a load into PostgreSQL: COPY of the events as prepared text, of the songs from their files, then the star schema
in one transaction. It checks nothing.
Run: node bench/limits/postgres-load.mjs DATA EVENTS.copy, with the connection in PGHOST, PGPORT, PGUSER, PGDATABASE
*/
import {once} from 'node:events';
import {createReadStream, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {finished, pipeline} from 'node:stream/promises';
import pg from 'pg';
import copyStreams from 'pg-copy-streams';

const [data = '', events = ''] = process.argv.slice(2);
/** Characters of COPY text written at once. */
const chunkLength = 1 << 20;

/** @param {string} name */
const read = name => readFileSync(new URL(name, import.meta.url), 'utf8');

/** @type {{songs: string[]}} */
const {songs: songKeys} = JSON.parse(read('record-keys.json'));

/** @param {unknown} value */
function copyText(value) {
	if (value === null || value === undefined) return '\\N';
	if (typeof value !== 'string') return String(value);
	if (!/[\\\n\r\t]/.test(value)) return value;
	return value
		.replaceAll('\\', '\\\\')
		.replaceAll('\n', '\\n')
		.replaceAll('\r', '\\r')
		.replaceAll('\t', '\\t');
}

/** @param {string} folder @returns {Generator<string>} the paths of the files below */
function* files(folder) {
	for (const entry of readdirSync(folder, {withFileTypes: true})) {
		if (entry.isDirectory()) yield* files(`${folder}/${entry.name}`);
		else yield `${folder}/${entry.name}`;
	}
}

const client = new pg.Client();
await client.connect();
await client.query(read('postgres-tables.sql'));
await client.query('BEGIN');
const songs = client.query(copyStreams.from('COPY staging_songs FROM STDIN'));
let text = '';
for (const file of files(join(data, 'song_data'))) {
	const song = JSON.parse(readFileSync(file, 'utf8'));
	text += `${songKeys.map(key => copyText(song[key])).join('\t')}\n`;
	if (text.length < chunkLength) continue;
	if (!songs.write(text)) await once(songs, 'drain');
	text = '';
}
songs.end(text);
await finished(songs);
await pipeline(
	createReadStream(events, {highWaterMark: 1 << 20}),
	client.query(copyStreams.from("COPY staging_events FROM STDIN (NULL '')")),
);
await client.query(read('postgres-star.sql'));
await client.query('COMMIT');
await client.end();
