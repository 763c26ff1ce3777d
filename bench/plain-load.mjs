/**
Baseline for bench/load.ts: loads the same tables the fastest way. DuckDB reads the JSON with given types; the tiny song
files are concatenated first. It checks nothing: no rejects, duplicates, verify, progress or error handling.
Run: node bench/plain-load.mjs DATA DATABASE
*/
import {closeSync, openSync, readdirSync, readFileSync, rmSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {DuckDBInstance} from '@duckdb/node-api';

const [data = '', database = ''] = process.argv.slice(2);
const songsFile = `${database}.songs.ndjson`;
const descriptor = openSync(songsFile, 'w');
for (const entry of readdirSync(join(data, 'song_data'), {recursive: true, withFileTypes: true})) {
	if (entry.isFile()) writeSync(descriptor, `${readFileSync(join(entry.parentPath, entry.name), 'utf8')}\n`);
}
closeSync(descriptor);

const instance = await DuckDBInstance.create(database);
const connection = await instance.connect();
const statements = [
	"SET checkpoint_threshold = '0B'",
	`CREATE TABLE staging_songs AS FROM read_json('${songsFile}', format = 'newline_delimited', columns = {
		num_songs: 'INTEGER', artist_id: 'VARCHAR', artist_latitude: 'DOUBLE', artist_longitude: 'DOUBLE',
		artist_location: 'VARCHAR', artist_name: 'VARCHAR', song_id: 'VARCHAR', title: 'VARCHAR', duration: 'DOUBLE',
		year: 'INTEGER'})`,
	`CREATE TABLE staging_events AS FROM read_json('${data}/log_data/*/*/*.json', format = 'newline_delimited', columns = {
		artist: 'VARCHAR', auth: 'VARCHAR', firstName: 'VARCHAR', gender: 'VARCHAR', itemInSession: 'INTEGER',
		lastName: 'VARCHAR', length: 'DOUBLE', level: 'VARCHAR', location: 'VARCHAR', method: 'VARCHAR', page: 'VARCHAR',
		registration: 'DOUBLE', sessionId: 'INTEGER', song: 'VARCHAR', status: 'INTEGER', ts: 'BIGINT',
		userAgent: 'VARCHAR', userId: 'VARCHAR'})`,
	'CREATE SEQUENCE ids',
	`CREATE TABLE songplays AS SELECT nextval('ids') AS songplay_id, epoch_ms(e.ts) AS start_time,
		CAST(e.userId AS INTEGER) AS user_id, e.level, s.song_id, s.artist_id, e.sessionId, e.location, e.userAgent
		FROM staging_events e LEFT JOIN (
			SELECT title, artist_name, duration, min(song_id) AS song_id, arg_min(artist_id, song_id) AS artist_id
			FROM staging_songs GROUP BY ALL
		) s ON e.song = s.title AND e.artist = s.artist_name AND e.length = s.duration
		WHERE e.page = 'NextSong' AND e.userId <> ''`,
	`CREATE TABLE users AS SELECT CAST(userId AS INTEGER) AS user_id, arg_max({first: firstName, last: lastName,
		gender: gender, level: level}, ts) FROM staging_events WHERE userId <> '' GROUP BY userId`,
	`CREATE TABLE songs AS SELECT song_id, any_value(title), any_value(artist_id), any_value(year), any_value(duration)
		FROM staging_songs GROUP BY song_id`,
	`CREATE TABLE artists AS SELECT artist_id, any_value(artist_name), any_value(artist_location),
		any_value(artist_latitude), any_value(artist_longitude) FROM staging_songs GROUP BY artist_id`,
	`CREATE TABLE time AS SELECT t, hour(t), day(t), week(t), month(t), year(t), dayofweek(t)
		FROM (SELECT DISTINCT start_time AS t FROM songplays)`,
];
for (const sql of statements) await connection.run(sql);
connection.closeSync();
instance.closeSync();
rmSync(songsFile);
