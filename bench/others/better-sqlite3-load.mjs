/**
Loads the data into SQLite with better-sqlite3, which must be installed separately: one prepared INSERT for each record in
one transaction, then the star schema.
Run: node bench/others/better-sqlite3-load.mjs DATA DATABASE
*/
import {createReadStream, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {createInterface} from 'node:readline';

/** Not a dependency of the project. */
const library = 'better-sqlite3';
const {default: Database} = await import(library);
const [data = '', file = ''] = process.argv.slice(2);
/** @type {{events: string[], songs: string[]}} In the order of the columns. */
const keys = JSON.parse(readFileSync(new URL('../limits/record-keys.json', import.meta.url), 'utf8'));

/** @param {string} folder @returns {string[]} */
const filesOf = folder =>
	readdirSync(join(data, folder), {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile())
		.map(entry => join(entry.parentPath, entry.name));

const database = new Database(file);
database.pragma('journal_mode = OFF');
database.pragma('synchronous = OFF');
database.exec(
	`CREATE TABLE staging_events (${keys.events.join(', ')}); CREATE TABLE staging_songs (${keys.songs.join(', ')})`,
);
/** An object or array in a text column is stored as JSON. @param {unknown} value */
const column = value =>
	typeof value === 'object' && value !== null ? JSON.stringify(value) : (value ?? null);
/** @param {'events' | 'songs'} kind */
const inserter = kind => {
	const insert = database.prepare(
		`INSERT INTO staging_${kind} VALUES (${keys[kind].map(() => '?').join(', ')})`,
	);
	return (/** @type {string} */ line) => {
		const record = JSON.parse(line);
		insert.run(keys[kind].map(key => column(record[key])));
	};
};
const insertSong = inserter('songs');
const insertEvent = inserter('events');
database.exec('BEGIN');
for (const path of filesOf('song_data')) insertSong(readFileSync(path, 'utf8'));
for (const path of filesOf('log_data')) {
	for await (const line of createInterface({input: createReadStream(path)})) insertEvent(line);
}
database.exec(`
	CREATE TABLE songs AS SELECT song_id, title, artist_id, year, duration FROM staging_songs GROUP BY song_id;
	CREATE TABLE artists AS SELECT artist_id, artist_name, artist_location, artist_latitude, artist_longitude
		FROM staging_songs GROUP BY artist_id;
	CREATE TABLE users AS SELECT CAST(userId AS INTEGER) AS user_id, firstName, lastName, gender, level, max(ts)
		FROM staging_events WHERE userId <> '' GROUP BY userId;
	CREATE TABLE time AS SELECT DISTINCT ts, strftime('%H', ts / 1000, 'unixepoch') AS hour,
		strftime('%d', ts / 1000, 'unixepoch') AS day, strftime('%W', ts / 1000, 'unixepoch') AS week,
		strftime('%m', ts / 1000, 'unixepoch') AS month, strftime('%Y', ts / 1000, 'unixepoch') AS year,
		strftime('%w', ts / 1000, 'unixepoch') AS weekday
		FROM staging_events WHERE page = 'NextSong';
	CREATE INDEX titles ON staging_songs (title, artist_name, duration);
	CREATE TABLE songplays AS SELECT e.ts, e.userId, e.level, s.song_id, s.artist_id, e.sessionId, e.location, e.userAgent
		FROM staging_events e LEFT JOIN staging_songs s
			ON e.song = s.title AND e.artist = s.artist_name AND e.length = s.duration
		WHERE e.page = 'NextSong' AND e.userId <> '';
	COMMIT;
`);
database.close();
