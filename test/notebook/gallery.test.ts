import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {chartData} from '../../src/notebook/charts/chart-data.js';
import {gallery, parseGallery} from '../../src/notebook/gallery.js';
import {parseNotebook} from '../../src/notebook/markdown/notebook-file.js';
import {valueText} from '../../src/notebook/value-text.js';
import {packageRoot} from '../../src/package-root.js';
import {splitStatements} from '../../src/sql/split-statements.js';
import {statements} from '../../src/sql/statements.js';
import {DuckDbWarehouse} from '../../src/warehouse/duckdb/warehouse.js';
import type {Row} from '../../src/warehouse/warehouse.js';

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
	top_songs: [
		['title', 'artist', 'plays', 'listeners'],
		['Blue', 'Ann', '4', '2'],
		['Red', 'Ann', '2', '2'],
		['Sun', 'Bo', '2', '1'],
	],
	top_artists: [
		['artist', 'plays', 'songs', 'listeners'],
		['Ann', '6', '2', '3'],
		['Bo', '2', '1', '1'],
	],
	plays_by_hour: [
		['hour', 'plays', 'share_pct', 'listeners'],
		['0', '6', '50.00', '1'],
		['10', '5', '41.67', '2'],
		['23', '1', '8.33', '1'],
	],
	plays_by_weekday: [
		['day_name', 'plays', 'days', 'plays_a_day'],
		['Sunday', '1', '1', '1.00'],
		['Monday', '6', '1', '6.00'],
		['Thursday', '5', '2', '2.50'],
	],
	free_and_paid_by_week: [
		['week_from', 'free_plays', 'paid_plays', 'paid_pct'],
		['2018-10-29', '4', '1', '20.00'],
		['2018-11-05', '1', '6', '85.71'],
	],
	active_places: [
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
	new_users_by_week: [
		['week_from', 'new_users', 'users_so_far'],
		['2018-10-29', '2', '2'],
		['2018-11-05', '1', '3'],
	],
	level_changes: [
		['week_from', 'upgrades', 'downgrades'],
		['2018-10-29', '1', '0'],
		['2018-11-05', '0', '1'],
	],
	unmatched_plays: [
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

for (const {name, title, sql, chart} of gallery()) {
	// One connection, one result at a time.
	test.serial(`${title}: returns the expected rows, which its chart can show`, async t => {
		const result = await warehouse.query(sql.replace(/;$/, ''));
		const table = [result.columns.map(column => column.name)];
		const all: Row[] = [];
		for await (const batch of result.rows) {
			all.push(...batch);
			for (const row of batch) {
				table.push(result.columns.map((_, index) => valueText(row[index] ?? null) ?? 'NULL'));
			}
		}
		t.deepEqual(table, expected[name]);
		if (chart !== undefined) t.deepEqual(chartData(chart, result.columns, all).notes, []);
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

test('throws for a query without its sentence, name or semicolon', t => {
	const text = (about: string, info: string, sql: string) =>
		`# Ready\n\n## One\n\n${about}\`\`\`sql ${info}\n${sql}\n\`\`\`\n`;
	t.deepEqual(parseGallery(text('It is one.\n\n', 'name=one chart=bar x=a', 'SELECT 1;')), [
		{name: 'one', title: 'One', about: 'It is one.', sql: 'SELECT 1;', chart: {type: 'bar', x: 'a'}},
	]);
	const message = /"One" must have one sentence and a named SQL cell that ends with a semicolon/;
	t.throws(() => parseGallery(text('', 'name=one', 'SELECT 1;')), {message});
	t.throws(() => parseGallery(text('It is one.\n\n', 'chart=bar', 'SELECT 1;')), {message});
	t.throws(() => parseGallery(text('It is one.\n\n', 'name=one', 'SELECT 1')), {message});
});

test('is a notebook', async t => {
	const text = await readFile(join(packageRoot, 'sql', 'queries.sparkify.md'), 'utf8');
	const {parts} = await parseNotebook(text);
	t.deepEqual(
		parts.flatMap(part => (part.type === 'sql' ? [[part.cell.sql, part.cell.info.chart]] : [])),
		gallery().map(({sql, chart}) => [sql, chart]),
	);
});
