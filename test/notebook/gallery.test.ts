import test from 'ava';
import {gallery, parseGalleryQuery} from '../../src/notebook/gallery.js';
import {valueText} from '../../src/notebook/value-text.js';
import {splitStatements} from '../../src/sql/split-statements.js';
import {statements} from '../../src/sql/statements.js';
import {DuckDbWarehouse} from '../../src/warehouse/duckdb/warehouse.js';

/** Twelve plays of three users: 1 November 2018 is a Thursday, the 4th a Sunday, the 5th a Monday. */
const rows = [
	`INSERT INTO songs VALUES
		('S1', 'Blue', 'A1', 2001, 200.5), ('S2', 'Red', 'A1', NULL, 180), ('S3', 'Sun', 'A2', 1999, 240)`,
	`INSERT INTO artists VALUES ('A1', 'Ann', 'Oslo', NULL, NULL), ('A2', 'Bo', NULL, NULL, NULL)`,
	`INSERT INTO songplays VALUES
		(1, '2018-11-01 10:00:00', 1, 'free', 'S1', 'A1', 1, 'Reno, NV', NULL),
		(2, '2018-11-01 10:04:00', 1, 'free', 'S2', 'A1', 1, 'Reno, NV', NULL),
		(3, '2018-11-01 10:10:00', 1, 'free', NULL, NULL, 1, 'Reno, NV', NULL),
		(4, '2018-11-01 23:59:59.999', 2, 'free', 'S1', 'A1', 2, 'Ames, IA', NULL),
		(5, '2018-11-04 10:00:00', 2, 'paid', 'S1', 'A1', 3, 'Ames, IA', NULL),
		(6, '2018-11-05 00:00:00', 3, 'paid', 'S3', 'A2', 4, 'Ames, IA', NULL),
		(7, '2018-11-05 00:03:00', 3, 'paid', 'S3', 'A2', 4, 'Ames, IA', NULL),
		(8, '2018-11-05 00:06:00', 3, 'paid', NULL, NULL, 4, 'Ames, IA', NULL),
		(9, '2018-11-05 00:09:00', 3, 'paid', NULL, NULL, 4, 'Ames, IA', NULL),
		(10, '2018-11-05 00:12:00', 3, 'paid', 'S2', 'A1', 4, 'Ames, IA', NULL),
		(11, '2018-11-05 00:15:00', 3, 'paid', NULL, NULL, 4, 'Ames, IA', NULL),
		(12, '2018-11-08 10:30:00', 2, 'free', 'S1', 'A1', 5, NULL, NULL)`,
	`INSERT INTO "time" SELECT DISTINCT start_time, extract(hour FROM start_time), extract(day FROM start_time),
		extract(week FROM start_time), extract(month FROM start_time), extract(year FROM start_time),
		extract(dow FROM start_time) FROM songplays`,
	`INSERT INTO staging_songs (song_id, title, artist_name, duration) VALUES ('S1', 'Blue ', 'Ann', 200.5)`,
	// The first event is a duplicate; the third is in the catalog; the last two are not plays by a user.
	`INSERT INTO staging_events (page, userid, ts, sessionid, iteminsession, song, artist, length) VALUES
		('NextSong', 1, 1541066400000, 1, 0, 'Night', 'Cy', 100),
		('NextSong', 1, 1541066400000, 1, 0, 'Night', 'Cy', 100),
		('NextSong', 2, 1541066500000, 2, 0, 'Night', 'Cy', 100),
		('NextSong', 1, 1541066600000, 1, 1, 'Blue', 'Ann', 200.5),
		('NextSong', 1, 1541066700000, 1, 2, 'Blue', 'Ann', 201),
		('Home', 1, 1541066800000, 1, 3, NULL, NULL, NULL),
		('NextSong', NULL, 1541066900000, 9, 0, 'Night', 'Cy', 100)`,
];

/** Computed by hand from the rows above. */
const expected: Readonly<Record<string, ReadonlyArray<readonly string[]>>> = {
	'top-songs': [
		['title', 'artist', 'plays', 'listeners'],
		['Blue', 'Ann', '4', '2'],
		['Red', 'Ann', '2', '2'],
		['Sun', 'Bo', '2', '1'],
	],
	'top-artists': [
		['artist', 'plays', 'songs', 'listeners'],
		['Ann', '6', '2', '3'],
		['Bo', '2', '1', '1'],
	],
	'plays-by-hour': [
		['hour', 'plays', 'share_pct', 'listeners'],
		['0', '6', '50.00', '1'],
		['10', '5', '41.67', '2'],
		['23', '1', '8.33', '1'],
	],
	'plays-by-weekday': [
		['day_name', 'plays', 'days', 'plays_a_day'],
		['Sunday', '1', '1', '1.00'],
		['Monday', '6', '1', '6.00'],
		['Thursday', '5', '2', '2.50'],
	],
	'free-and-paid-by-week': [
		['week_from', 'free_plays', 'paid_plays', 'paid_pct'],
		['2018-10-29', '4', '1', '20.00'],
		['2018-11-05', '1', '6', '85.71'],
	],
	'active-places': [
		['location', 'plays', 'listeners', 'paid_pct'],
		['Ames, IA', '8', '2', '87.50'],
		['Reno, NV', '3', '1', '0.00'],
	],
	sessions: [
		['songs_played', 'sessions', 'plays', 'avg_plays', 'avg_minutes'],
		['1', '3', '3', '1.00', '0.00'],
		['2 to 5', '1', '3', '3.00', '10.00'],
		['6 to 20', '1', '6', '6.00', '15.00'],
	],
	'new-users-by-week': [
		['week_from', 'new_users', 'users_so_far'],
		['2018-10-29', '2', '2'],
		['2018-11-05', '1', '3'],
	],
	'level-changes': [
		['week_from', 'upgrades', 'downgrades'],
		['2018-10-29', '1', '0'],
		['2018-11-05', '0', '1'],
	],
	'unmatched-plays': [
		['song', 'artist', 'plays', 'listeners'],
		['Night', 'Cy', '2', '2'],
		['Blue', 'Ann', '1', '1'],
	],
};

const warehouse = new DuckDbWarehouse(':memory:');
test.before(async () => {
	await warehouse.connect();
	for (const sql of [...statements('duckdb/create-tables'), ...rows]) await warehouse.run(sql);
});
test.after.always(async () => warehouse.close());

test('has an expected result here for every query', t => {
	t.deepEqual(
		gallery()
			.map(({name}) => name)
			.toSorted(),
		Object.keys(expected).toSorted(),
	);
});

for (const {name, title, sql} of gallery()) {
	// One connection, one result at a time.
	test.serial(`${title}: returns the expected rows`, async t => {
		const result = await warehouse.query(sql.replace(/;$/, ''));
		const table = [result.columns.map(column => column.name)];
		for await (const batch of result.rows) {
			for (const row of batch) {
				table.push(result.columns.map((_, index) => valueText(row[index] ?? null) ?? 'NULL'));
			}
		}
		t.deepEqual(table, expected[name]);
	});

	test(`${title}: is one statement in SQL common to all three engines`, t => {
		t.is(splitStatements(sql).length, 1);
		t.notRegex(
			sql,
			/\b(?:QUALIFY|FILTER|DISTINCT\s+ON|GROUP\s+BY\s+ALL|ILIKE\s+ANY|percent|median)\b|::|\bround\(/i,
		);
		t.notRegex(sql, /(?:FROM|JOIN)\s+time\b/i);
	});
}

test('returns titles and descriptions, sorted by title', t => {
	const [first] = gallery();
	t.is(first?.title, 'Active places');
	t.is(first?.about, 'The ten places with the most plays, and the share of paid plays.');
	t.true(first?.sql.startsWith('SELECT'));
	t.true(gallery().every(({about}) => about.endsWith('.')));
});

test('throws for a file without its two comments or its semicolon', t => {
	t.deepEqual(parseGalleryQuery('x', '-- One\n-- It is one.\nSELECT 1;\n'), {
		name: 'x',
		title: 'One',
		about: 'It is one.',
		sql: 'SELECT 1;',
	});
	t.throws(() => parseGalleryQuery('x', '-- One\nSELECT 1;'), {message: /x\.sql must begin with its title/});
	t.throws(() => parseGalleryQuery('x', '-- One\n-- It is one.\nSELECT 1'), {
		message: /end with a semicolon/,
	});
});
