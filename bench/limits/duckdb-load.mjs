/**
The limit of a load into DuckDB: the same tables the fastest way. DuckDB reads the JSON with given types; two threads
concatenate the tiny song files first. It checks nothing: no rejects, duplicates, verify, progress or error handling.
Run: node bench/limits/duckdb-load.mjs DATA DATABASE [--glob]
With --glob, DuckDB opens the song files too, as a user would write it.
*/
import {closeSync, openSync, readdirSync, readSync, rmSync, writeSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import process from 'node:process';
import {isMainThread, Worker, workerData} from 'node:worker_threads';

/** @typedef {{folders: string[], target: string}} Share */

const threads = 2;

/** @param {string} folder @param {number} depth @returns {string[]} */
function subfolders(folder, depth) {
	if (depth === 0) return [folder];
	return readdirSync(folder, {withFileTypes: true})
		.filter(entry => entry.isDirectory())
		.flatMap(entry => subfolders(`${folder}/${entry.name}`, depth - 1));
}

/** Writes the files below the folders into one, each as a line. @param {Share} share */
function concatenate({folders, target}) {
	const output = openSync(target, 'w');
	const buffer = Buffer.allocUnsafe(1 << 20);
	const maxFile = 1 << 16;
	let length = 0;
	const flush = () => {
		writeSync(output, buffer, 0, length);
		length = 0;
	};
	/** @param {string} folder */
	const addFolder = folder => {
		for (const entry of readdirSync(folder, {withFileTypes: true})) {
			const path = `${folder}/${entry.name}`;
			if (entry.isDirectory()) {
				addFolder(path);
				continue;
			}
			const input = openSync(path, 'r');
			for (let read = maxFile; read === maxFile; ) {
				if (buffer.length - length <= maxFile) flush();
				read = readSync(input, buffer, length, maxFile, null);
				length += read;
			}
			closeSync(input);
			if (buffer[length - 1] !== 10) buffer[length++] = 10;
		}
	};
	for (const folder of folders) addFolder(folder);
	flush();
	closeSync(output);
}

/** @param {string} data @param {string} database @returns {Promise<string[]>} the files with the songs */
async function concatenateSongs(data, database) {
	const folders = subfolders(join(data, 'song_data'), 2);
	const shares = Array.from({length: threads}, (_, index) => ({
		folders: folders.filter((_, place) => place % threads === index),
		target: `${database}.songs-${index}.ndjson`,
	}));
	await Promise.all(
		shares.map(
			async share =>
				new Promise((done, failed) => {
					new Worker(new URL(import.meta.url), {workerData: share}).once('exit', done).once('error', failed);
				}),
		),
	);
	return shares.map(({target}) => target);
}

/** @param {string} data @param {string} songs */
const statements = (data, songs) => [
	"SET checkpoint_threshold = '0B'",
	`CREATE TABLE staging_songs AS FROM read_json(${songs}, format = 'newline_delimited', columns = {
		num_songs: 'INTEGER', artist_id: 'VARCHAR', artist_latitude: 'DOUBLE', artist_longitude: 'DOUBLE',
		artist_location: 'VARCHAR', artist_name: 'VARCHAR', song_id: 'VARCHAR', title: 'VARCHAR', duration: 'DOUBLE',
		year: 'INTEGER'})`,
	`CREATE TABLE staging_events AS FROM read_json('${data}/log_data/*/*/*.json', format = 'newline_delimited', columns = {
		artist: 'VARCHAR', auth: 'VARCHAR', firstName: 'VARCHAR', gender: 'VARCHAR', itemInSession: 'INTEGER',
		lastName: 'VARCHAR', length: 'DOUBLE', level: 'VARCHAR', location: 'VARCHAR', method: 'VARCHAR', page: 'VARCHAR',
		registration: 'DOUBLE', sessionId: 'INTEGER', song: 'VARCHAR', status: 'INTEGER', ts: 'BIGINT',
		userAgent: 'VARCHAR', userId: 'VARCHAR'})`,
	'CREATE SEQUENCE ids',
	// The dimensions and the fact table in one transaction, to write the file once.
	'BEGIN',
	`CREATE TABLE songs AS SELECT song_id, any_value(title), any_value(artist_id), any_value(year), any_value(duration)
		FROM staging_songs GROUP BY song_id`,
	`CREATE TABLE artists AS SELECT artist_id, any_value(artist_name), any_value(artist_location),
		any_value(artist_latitude), any_value(artist_longitude) FROM staging_songs GROUP BY artist_id`,
	`CREATE TABLE users AS SELECT CAST(userId AS INTEGER) AS user_id, arg_max({first: firstName, last: lastName,
		gender: gender, level: level}, ts) FROM staging_events WHERE userId <> '' GROUP BY userId`,
	`CREATE TABLE time AS SELECT t, hour(t), day(t), week(t), month(t), year(t), dayofweek(t)
		FROM (SELECT DISTINCT epoch_ms(ts) AS t FROM staging_events WHERE page = 'NextSong')`,
	`CREATE TABLE songplays AS SELECT nextval('ids') AS songplay_id, epoch_ms(e.ts) AS start_time,
		CAST(e.userId AS INTEGER) AS user_id, e.level, s.song_id, s.artist_id, e.sessionId, e.location, e.userAgent
		FROM staging_events e LEFT JOIN (
			SELECT title, artist_name, duration, min(song_id) AS song_id, arg_min(artist_id, song_id) AS artist_id
			FROM staging_songs GROUP BY ALL
		) s ON e.song = s.title AND e.artist = s.artist_name AND e.length = s.duration
		WHERE e.page = 'NextSong' AND e.userId <> ''`,
	'COMMIT',
	'CHECKPOINT',
];

if (isMainThread) {
	const [data = '', database = '', how] = process.argv.slice(2);
	const files = how === '--glob' ? [] : await concatenateSongs(data, database);
	const songs =
		how === '--glob' ? `'${data}/song_data/*/*/*/*.json'` : `[${files.map(file => `'${file}'`).join(', ')}]`;
	// Not needed by the threads.
	const {DuckDBInstance} = createRequire(import.meta.url)('@duckdb/node-api');
	const instance = await DuckDBInstance.create(database);
	const connection = await instance.connect();
	for (const sql of statements(data, songs)) await connection.run(sql);
	connection.closeSync();
	instance.closeSync();
	for (const file of files) rmSync(file);
} else {
	concatenate(workerData);
}
