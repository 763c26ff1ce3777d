import {type DuckDBConnection, DuckDBInstance} from '@duckdb/node-api';
import anyTest, {type TestFn} from 'ava';
import {runCheck} from '../../src/load/run-check.js';
import {splitStatements} from '../../src/sql/split-statements.js';
import {statement, statementNames} from '../../src/sql/statements.js';
import {type CheckId, checkIds} from '../../src/star/checks.js';
import type {Warehouse} from '../../src/warehouse/warehouse.js';
import {starByHand} from '../support/star-by-hand.js';

const test = anyTest as TestFn<{connection: DuckDBConnection; warehouse: Pick<Warehouse, 'read'>}>;

test.before(async t => {
	const instance = await DuckDBInstance.create(':memory:');
	const connection = await instance.connect();
	// Without constraints, so that every defect can be inserted.
	const tables = statement('duckdb/create-tables').replaceAll('NOT NULL', '');
	for (const {text: sql} of splitStatements(tables)) await connection.run(sql);
	t.context.connection = connection;
	t.context.warehouse = {
		async read(sql) {
			const result = await connection.runAndReadAll(sql);
			return {columns: result.columnNames(), rows: result.getRowsJS() as Array<Array<number | bigint>>};
		},
	};
});

test.serial('has two files for each check, and no others', t => {
	t.deepEqual(
		[...statementNames('checks')].sort(),
		checkIds.flatMap(id => [`checks/${id}`, `checks/${id}.rows`]).sort(),
	);
});

test.serial('passes empty tables with a warning', async t => {
	for (const id of checkIds) {
		const {ok, warning, note, figures} = await runCheck(t.context.warehouse, id);
		t.true(ok, id);
		t.is(warning, id === 'plays-accounted' ? true : undefined, id);
		t.is(
			note,
			id === 'plays-accounted'
				? 'No staged event has the page NextSong: check that LOG_DATA is the folder of the event logs.'
				: undefined,
		);
		t.true(
			figures.every(([, value]) => value === 0),
			id,
		);
	}
});

test.serial('passes every check on a correct star schema, with the right figures', async t => {
	const {connection, warehouse} = t.context;
	for (const {text: sql} of splitStatements(starByHand)) await connection.run(sql);
	const checks = [];
	for (const id of checkIds) checks.push(await runCheck(warehouse, id));
	t.true(checks.every(({ok, warning}) => ok && !warning));
	t.deepEqual(
		checks.flatMap(({id, note}) => (note === undefined ? [] : [[id, note]])),
		[['plays-accounted', 'Normal: the files have only 3 songs. Ready query: "Unmatched plays".']],
	);
	t.deepEqual(
		checks.map(({title, figures}) =>
			[title, ...figures.map(([name, value]) => `${name} ${value}`)].join(' | '),
		),
		[
			'events: records read = staged + rejected | records read 12 | staged 10 | rejected 2 | rejects kept 2',
			'songs: records read = staged + rejected | records read 4 | staged 4 | rejected 0 | rejects kept 0',
			'NextSong events = songplays + duplicates, with the right songs' +
				' | next song events 6 | songplays 4 | duplicates 2 | matched 3 | unmatched 1 | staged matches 3',
			'users holds every user seen in the events, and nobody else | users in events 3 | users 3',
			'songs holds every song staged, and no other | songs staged 3 | songs 3',
			'artists holds every artist staged, and no other | artists staged 2 | artists 2',
			'time holds every start_time of songplays once, and no other' +
				' | songplays 4 | times 3 | plays without time 0 | times without play 0 | times repeated 0',
			'keys are unique in songplays, users, songs and artists' +
				' | repeated in songplays 0 | repeated in users 0 | repeated in songs 0 | repeated in artists 0',
			'every user, song and artist of songplays is in its dimension' +
				' | plays without user 0 | plays without song 0 | plays without artist 0',
			'no key is NULL | nulls in songplays 0 | nulls in users 0 | nulls in songs 0 | nulls in artists 0 | nulls in time 0',
		],
	);
	for (const {id, query} of checks.filter(
		check => !check.id.endsWith('-accounted') || check.id.startsWith('plays'),
	)) {
		t.is((await connection.runAndReadAll(query)).currentRowCount, 0, id);
	}
});

/** The defect, and the checks that must detect it. */
const defects: ReadonlyArray<readonly [string, string, readonly CheckId[]]> = [
	['a staged event is lost', 'DELETE FROM staging_events WHERE sessionid = 31', ['events-accounted']],
	[
		'a staged event is there twice',
		'INSERT INTO staging_events SELECT * FROM staging_events WHERE sessionid = 31',
		['events-accounted'],
	],
	['a reject is lost', 'DELETE FROM staging_rejects WHERE line = 1', ['events-accounted']],
	[
		'the staged events were never counted',
		`DELETE FROM staging_loads WHERE table_name = 'staging_events'`,
		['events-accounted'],
	],
	['a song record is lost', `DELETE FROM staging_songs WHERE title = 'Alpha (live)'`, ['songs-accounted']],
	['a play is lost', 'DELETE FROM songplays WHERE songplay_id = 3', ['plays-accounted']],
	[
		'a play is there twice',
		'INSERT INTO songplays SELECT * REPLACE (9 AS songplay_id) FROM songplays WHERE songplay_id = 2',
		['plays-accounted'],
	],
	[
		'a play too many in one session, one too few in another',
		'UPDATE songplays SET session_id = 10 WHERE songplay_id = 4',
		['plays-accounted'],
	],
	[
		'a match is lost',
		'UPDATE songplays SET song_id = NULL, artist_id = NULL WHERE songplay_id = 3',
		['plays-accounted'],
	],
	[
		'a match is made up',
		`UPDATE songplays SET song_id = 'S1', artist_id = 'A1' WHERE songplay_id = 2`,
		['plays-accounted'],
	],
	[
		'a match too many in one session, one too few in another',
		`UPDATE songplays SET song_id = CASE songplay_id WHEN 2 THEN 'S1' END, artist_id = CASE songplay_id WHEN 2 THEN 'A1' END
		WHERE songplay_id IN (2, 3)`,
		['plays-accounted'],
	],
	[
		'a play is there twice, in a session with a duplicate event',
		'INSERT INTO songplays SELECT * REPLACE (9 AS songplay_id) FROM songplays WHERE songplay_id = 1',
		['plays-accounted'],
	],
	[
		'a play has an artist but no song',
		`UPDATE songplays SET artist_id = 'A1' WHERE songplay_id = 2`,
		['plays-accounted'],
	],
	['a user is missing', 'DELETE FROM users WHERE user_id = 3', ['users-complete']],
	[
		'a user who plays is missing',
		'DELETE FROM users WHERE user_id = 2',
		['users-complete', 'no-orphan-keys'],
	],
	['a user nobody saw', 'INSERT INTO users (user_id) VALUES (9)', ['users-complete']],
	['a song is missing', `DELETE FROM songs WHERE song_id = 'S3'`, ['songs-complete']],
	[
		'a song that is played is missing',
		`DELETE FROM songs WHERE song_id = 'S2'`,
		['songs-complete', 'no-orphan-keys'],
	],
	['a song nobody staged', `INSERT INTO songs (song_id) VALUES ('S9')`, ['songs-complete']],
	[
		'an artist is missing',
		`DELETE FROM artists WHERE artist_id = 'A2'`,
		['artists-complete', 'no-orphan-keys'],
	],
	['an artist nobody staged', `INSERT INTO artists (artist_id) VALUES ('A9')`, ['artists-complete']],
	['a time is missing', 'DELETE FROM "time" WHERE second(start_time) = 2', ['time-covers-plays']],
	[
		'a time without a play',
		`INSERT INTO "time" (start_time) VALUES (TIMESTAMP '1970-01-01 00:00:09')`,
		['time-covers-plays'],
	],
	[
		'a time is there twice',
		'INSERT INTO "time" SELECT * FROM "time" WHERE second(start_time) = 3',
		['time-covers-plays'],
	],
	[
		'a songplay_id is there twice',
		'UPDATE songplays SET songplay_id = 1 WHERE songplay_id = 2',
		['keys-unique'],
	],
	['a user is there twice', `INSERT INTO users VALUES (1, 'Uno', NULL, NULL, NULL)`, ['keys-unique']],
	['a song is there twice', `INSERT INTO songs (song_id) VALUES ('S3')`, ['keys-unique']],
	['an artist is there twice', `INSERT INTO artists (artist_id) VALUES ('A1')`, ['keys-unique']],
	[
		'a play of a user who is not there',
		'UPDATE songplays SET user_id = 7 WHERE songplay_id = 2',
		['plays-accounted', 'no-orphan-keys'],
	],
	[
		'a play without a user, and one of a user who is not there',
		'UPDATE songplays SET user_id = CASE songplay_id WHEN 2 THEN 7 END WHERE songplay_id IN (1, 2)',
		['plays-accounted', 'no-orphan-keys', 'no-null-keys'],
	],
	['a play without an id', 'UPDATE songplays SET songplay_id = NULL WHERE songplay_id = 2', ['no-null-keys']],
	[
		'a play without a user',
		'UPDATE songplays SET user_id = NULL WHERE songplay_id = 2',
		['plays-accounted', 'no-null-keys'],
	],
	['a play without a time', 'UPDATE songplays SET start_time = NULL WHERE songplay_id = 1', ['no-null-keys']],
	['a user without an id', 'INSERT INTO users (first_name) VALUES (NULL)', ['no-null-keys']],
	['a song without an id', `INSERT INTO songs (title) VALUES ('Nameless')`, ['no-null-keys']],
	['an artist without an id', `INSERT INTO artists (name) VALUES ('Nobody')`, ['no-null-keys']],
	['a time without a moment', 'INSERT INTO "time" (year) VALUES (1970)', ['no-null-keys']],
];

for (const [name, sql, expected] of defects) {
	test.serial(`detects: ${name}`, async t => {
		const {connection, warehouse} = t.context;
		await connection.run('BEGIN');
		try {
			await connection.run(sql);
			const failed = [];
			for (const id of checkIds) {
				const check = await runCheck(warehouse, id);
				if (check.ok) continue;
				failed.push(id);
				t.true((await connection.runAndReadAll(check.query)).currentRowCount > 0, `the rows of ${id}`);
			}
			t.deepEqual(failed, expected as CheckId[]);
		} finally {
			await connection.run('ROLLBACK');
		}
	});
}

test.serial('accepts either song for an event delivered as two different songs', async t => {
	const {connection, warehouse} = t.context;
	await connection.run('BEGIN');
	await connection.run('UPDATE songplays SET song_id = NULL, artist_id = NULL WHERE songplay_id = 4');
	const {ok, figures} = await runCheck(warehouse, 'plays-accounted');
	t.true(ok);
	t.deepEqual(figures[5], ['staged matches', 2]);
	await connection.run('ROLLBACK');
});

test.serial('fails an empty songplays if any NextSong was staged, and says why', async t => {
	const {connection, warehouse} = t.context;
	await connection.run('BEGIN');
	await connection.run('DELETE FROM songplays');
	t.like(await runCheck(warehouse, 'plays-accounted'), {
		ok: false,
		note: 'songplays is empty: run load-songplays.',
	});
	await connection.run('UPDATE staging_events SET ts = NULL');
	t.like(await runCheck(warehouse, 'plays-accounted'), {
		ok: false,
		note: 'songplays is empty: no staged NextSong event has both a user and a time.',
	});
	await connection.run(`UPDATE staging_events SET page = 'Home'`);
	t.like(await runCheck(warehouse, 'plays-accounted'), {ok: true, warning: true});
	await connection.run('ROLLBACK');
});

test.serial('accepts rejects of a later load that was rolled back', async t => {
	const {connection, warehouse} = t.context;
	await connection.run('BEGIN');
	await connection.run(
		`INSERT INTO staging_rejects VALUES ('staging_events', 'a-later-run', 'log_data/b.json', 1, 'ts', 'no number', '')`,
	);
	t.true((await runCheck(warehouse, 'events-accounted')).ok);
	await connection.run('ROLLBACK');
});
