import test from 'ava';
import {starTables} from '../../src/star/tables.js';
import {type EventFields, playLine, Raw, type SongFields, songText} from './data-folder.js';
import {type OpenWarehouse, openFixture} from './engine-fixture.js';

const plays = (...events: readonly EventFields[]) => events.map(fields => playLine(fields)).join('');
const songs = (...records: readonly SongFields[]) => records.map(fields => songText(fields)).join('\n');

/** 2018-11-01 21:01:46.796 UTC: day 17,836 since 1970 (17,836 × 86,400,000 = 1,541,030,400,000) and 75,706,796 ms. */
const moment = 1541106106796;

/** The rules for `songplays`. */
export function songplayTests(name: string, open: OpenWarehouse): void {
	test.serial(`${name}, songplays: contain every value of a play in its column`, async t => {
		const {stage, transform, rows} = await openFixture(t, open, {
			'log_data/a.json': plays({
				artist: 'Ann',
				level: 'paid',
				location: 'New York-Newark-Jersey City, NY-NJ-PA',
				sessionId: 818,
				ts: moment,
				userAgent: '"Mozilla/5.0"',
				userId: '15',
			}),
			'song_data/a.json': songs({song_id: 'SOX', artist_id: 'ARX'}),
		});
		await stage('events');
		await stage('songs');
		await transform('songplays');
		t.deepEqual(
			await rows(
				'SELECT start_time, user_id, level, song_id, artist_id, session_id, location, user_agent FROM songplays',
			),
			[
				[
					'2018-11-01 21:01:46.796',
					15,
					'paid',
					'SOX',
					'ARX',
					818,
					'New York-Newark-Jersey City, NY-NJ-PA',
					'"Mozilla/5.0"',
				],
			],
		);
	});

	test.serial(`${name}, songplays: only NextSong events with a user and a time are plays`, async t => {
		const {stage, transform, rows} = await openFixture(t, open, {
			'log_data/a.json': plays(
				{sessionId: 1},
				{sessionId: 2, page: 'Home'},
				{sessionId: 3, page: null},
				{sessionId: 4, page: 'nextsong'},
				{sessionId: 5, page: ' NextSong'},
				{sessionId: 6, page: 'NextSong  '}, // text compares without trailing blanks
				{sessionId: 7, userId: ''},
				{sessionId: 8, userId: null},
				{sessionId: 9, ts: null},
				{sessionId: 10, ts: 0},
				{sessionId: 11, userId: '0'},
				{sessionId: 12, song: null, artist: null, length: null, location: null, level: null, userAgent: null},
			),
			'song_data/a.json': songText(),
		});
		await stage('events');
		await stage('songs');
		await transform('songplays');
		t.deepEqual(await rows('SELECT session_id FROM songplays ORDER BY session_id'), [
			[1],
			[6],
			[10],
			[11],
			[12],
		]);
	});

	test.serial(`${name}, songplays: an event delivered twice counts once`, async t => {
		const first = {sessionId: 1, itemInSession: 1, ts: moment, userId: '10'};
		const {stage, transform, rows} = await openFixture(t, open, {
			'log_data/a.json': plays(
				first,
				first,
				{...first, itemInSession: 2},
				{...first, itemInSession: null},
				{...first, itemInSession: null},
				{...first, ts: moment + 1},
				{...first, userId: '11'},
				{...first, sessionId: 2},
				{...first, sessionId: null},
				{...first, sessionId: null},
				{...first, sessionId: null, itemInSession: null},
				{...first, sessionId: null, itemInSession: null},
				{...first, sessionId: null, itemInSession: null, userId: '11'},
			),
			// In another file, with differences outside the key.
			'log_data/b.json': plays(first, {...first, location: 'Elsewhere', song: 'Other', level: 'paid'}),
			'song_data/a.json': songText(),
		});
		await stage('events');
		await stage('songs');
		await transform('songplays');
		t.deepEqual(await rows('SELECT count(*) FROM staging_events'), [[15]]);
		// Items 1, 2 and none; a millisecond later; user 11; session 2; no session: item 1, and no item for users 10 and 11.
		t.deepEqual(await rows('SELECT count(*), count(DISTINCT songplay_id) FROM songplays'), [[9, 9]]);
		t.deepEqual(
			await rows(
				'SELECT session_id, user_id, count(*) FROM songplays GROUP BY session_id, user_id ORDER BY session_id NULLS FIRST, user_id',
			),
			[
				[null, 10, 2],
				[null, 11, 1],
				[1, 10, 4],
				[1, 11, 1],
				[2, 10, 1],
			],
		);
	});

	test.serial(
		`${name}, songplays: the same one of two differing deliveries is kept in any order`,
		async t => {
			const events = [
				{song: 'One', location: 'B'},
				{song: 'One', location: 'A'},
				{song: 'Another', location: 'C'},
				{song: null, location: 'D'},
			] as const;
			const {stage, transform, rows, folder} = await openFixture(t, open, {
				'log_data/a.json': plays(...events),
				'song_data/a.json': songText(),
			});
			const kept = async () => {
				await stage('events');
				await stage('songs');
				await transform('songplays');
				return rows('SELECT location, song_id FROM songplays');
			};
			const first = await kept();
			t.is(first.length, 1);
			folder.write({'log_data/a.json': plays(...events.toReversed())});
			t.deepEqual(await kept(), first);
		},
	);

	test.serial(`${name}, songplays: the smallest delivery is kept by each rule`, async t => {
		const event = {song: 'M', artist: 'M', length: 50, level: 'm', location: 'M', userAgent: 'M'};
		const choices: ReadonlyArray<{
			readonly rule: string;
			readonly kept: EventFields;
			readonly others: readonly EventFields[];
		}> = [
			{
				rule: 'the smallest song',
				kept: {song: 'A', artist: 'Z', location: 'kept'},
				others: [
					{song: 'B', artist: 'A', location: 'A'},
					{song: null, artist: 'A', location: 'A'},
				],
			},
			{
				rule: 'songs by code point',
				kept: {song: '\uff21', location: 'kept'},
				others: [{song: '😀', location: 'A'}],
			},
			{
				rule: 'songs without trailing spaces',
				kept: {song: 'A ', artist: 'B', location: 'kept'},
				others: [{song: 'A', artist: 'Z', location: 'A'}],
			},
			{
				rule: 'then the smallest artist',
				kept: {artist: 'A  ', length: 60, location: 'kept'},
				others: [
					{artist: 'A', length: 70, location: 'A'},
					{artist: null, length: 1, location: 'A'},
				],
			},
			{
				rule: 'then the smallest length, as a number',
				kept: {length: 9, level: 'z', location: 'kept'},
				others: [
					{length: 10, level: 'a', location: 'A'},
					{length: null, level: 'a', location: 'A'},
				],
			},
			{
				rule: 'then the smallest level',
				kept: {level: 'a ', location: 'kept'},
				others: [
					{level: 'a', location: 'z'},
					{level: null, location: 'A'},
				],
			},
			{
				rule: 'then the smallest location',
				kept: {location: 'A ', userAgent: 'B'},
				others: [
					{location: 'A', userAgent: 'Z'},
					{location: null, userAgent: 'A'},
				],
			},
			{
				rule: 'then the smallest userAgent',
				kept: {userAgent: 'A'},
				others: [{userAgent: 'B'}, {userAgent: null}],
			},
			{
				rule: 'then the text with fewer trailing spaces',
				kept: {userAgent: 'A'},
				others: [{userAgent: 'A '}, {userAgent: 'A  '}],
			},
		];
		const deliveries = choices.flatMap(({kept, others}, index) =>
			[...others.slice(0, 1), kept, ...others.slice(1)].map(fields => ({
				...event,
				...fields,
				sessionId: index,
			})),
		);
		const {stage, transform, rows} = await openFixture(t, open, {
			'log_data/a.json': plays(...deliveries),
			'song_data/a.json': songText(),
		});
		await stage('events');
		await stage('songs');
		await transform('songplays');
		const found = await rows(
			'SELECT session_id, level, location, user_agent FROM songplays ORDER BY session_id',
		);
		t.is(found.length, choices.length);
		for (const [index, {rule, kept}] of choices.entries()) {
			const {level, location, userAgent} = {...event, ...kept};
			t.deepEqual(found[index], [index, level, location, userAgent], rule);
		}
	});

	test.serial(`${name}, songplays: a missing session or item number differs from -1`, async t => {
		const {stage, transform, rows} = await openFixture(t, open, {
			'log_data/a.json': plays(
				...[-1, null, 0].flatMap(sessionId =>
					[-1, null, 0].flatMap(itemInSession => [
						{sessionId, itemInSession},
						{sessionId, itemInSession},
					]),
				),
			),
			'song_data/a.json': songText(),
		});
		await stage('events');
		await stage('songs');
		await transform('songplays');
		t.deepEqual(
			await rows(
				'SELECT session_id, count(*) FROM songplays GROUP BY session_id ORDER BY session_id NULLS LAST',
			),
			[
				[-1, 3],
				[0, 3],
				[null, 3],
			],
		);
	});

	test.serial(`${name}, songplays: match the song with the same title, artist and duration`, async t => {
		const events: ReadonlyArray<readonly [EventFields, songId: string | null, artistId: string | null]> = [
			[{song: 'Exact', length: 218.93179}, 'SO_EXACT', 'AR1'],
			[{song: 'Exact', length: '218.93179'}, 'SO_EXACT', 'AR1'],
			[{song: 'Exact', length: new Raw('2.1893179e2')}, 'SO_EXACT', 'AR1'],
			// Differs only in the last bit: the next double above 218.93179 is 2.8e-14 away.
			[{song: 'Exact', length: new Raw('218.93179000000003')}, null, null],
			[{song: 'Exact', length: 218.9318}, null, null],
			[{song: 'Exact', length: 218}, null, null],
			[{song: 'Exact', length: null}, null, null],
			[{song: null, length: 218.93179}, null, null],
			[{song: 'Exact', artist: null, length: 218.93179}, null, null],
			[{song: 'Exact', artist: 'Bob', length: 218.93179}, null, null],
			// Trailing blanks are ignored on either side; everything else must be equal.
			[{song: 'Exact  ', artist: 'Ann ', length: 218.93179}, 'SO_EXACT', 'AR1'],
			[{song: 'Blanks', artist: 'Ann', length: 100}, 'SO_BLANKS', 'AR2'],
			[{song: 'Blanks ', artist: 'Ann   ', length: 100}, 'SO_BLANKS', 'AR2'],
			[{song: ' Exact', length: 218.93179}, null, null],
			[{song: 'Exact\t', length: 218.93179}, null, null],
			[{song: 'exact', length: 218.93179}, null, null],
			[{song: 'Caf\u00e9', length: 100}, 'SO_CAFE', 'AR1'],
			[{song: 'Cafe\u0301', length: 100}, null, null],
			// 0.1 is the double nearest to the song's value; 0.1 + 0.2 is not the double nearest to 0.3.
			[{song: 'Tenth', length: 0.1}, 'SO_TENTH', 'AR1'],
			[{song: 'Third', length: 0.1 + 0.2}, null, null],
			[{song: 'Third', length: 0.3}, 'SO_THIRD', 'AR1'],
			// With the same title and artist twice, the duration decides.
			[{song: 'Twice', length: 100}, 'SO_TWICE_1', 'AR1'],
			[{song: 'Twice', length: 200}, 'SO_TWICE_2', 'AR1'],
			[{song: 'Twice', length: 150}, null, null],
			[{song: 'Orphan', length: 100}, 'SO_ORPHAN', null],
			[{song: 'Nameless', length: 100}, null, null],
			[{song: 'Endless', length: null}, null, null],
			[{song: '112', artist: '112', length: 100}, 'SO_112', 'AR1'],
			[{song: 'Unheard of', length: 100}, null, null],
		];
		const {stage, transform, rows} = await openFixture(t, open, {
			'log_data/a.json': plays(...events.map(([fields], index) => ({...fields, sessionId: index}))),
			'song_data/a.json': songs(
				{song_id: 'SO_EXACT', title: 'Exact', duration: 218.93179},
				{song_id: 'SO_BLANKS', title: 'Blanks   ', artist_name: 'Ann  ', artist_id: 'AR2', duration: 100},
				{song_id: 'SO_CAFE', title: 'Caf\u00e9', duration: 100},
				{song_id: 'SO_TENTH', title: 'Tenth', duration: new Raw('0.10000000000000000555')},
				{song_id: 'SO_THIRD', title: 'Third', duration: 0.3},
				{song_id: 'SO_TWICE_1', title: 'Twice', duration: 100},
				{song_id: 'SO_TWICE_2', title: 'Twice', duration: 200},
				{song_id: 'SO_ORPHAN', title: 'Orphan', duration: 100, artist_id: null},
				{song_id: null, title: 'Nameless', duration: 100},
				{song_id: 'SO_ENDLESS', title: 'Endless', duration: null},
				{song_id: 'SO_112', title: 112, artist_name: 112, duration: new Raw('"100.0"')},
				{song_id: 'SO_UNTITLED', title: null, duration: 218.93179},
				{song_id: 'SO_BY_NOBODY', title: 'Exact', artist_name: null, duration: 218.93179},
			),
		});
		await stage('events');
		await stage('songs');
		await transform('songplays');
		const found = await rows('SELECT session_id, song_id, artist_id FROM songplays ORDER BY session_id');
		t.is(found.length, events.length);
		for (const [index, [fields, songId, artistId]] of events.entries())
			t.deepEqual(found[index], [index, songId, artistId], JSON.stringify(fields));
	});

	test.serial(
		`${name}, songplays: of several matching songs, the smallest song_id wins, then the smallest artist_id`,
		async t => {
			const {stage, transform, rows} = await openFixture(t, open, {
				'log_data/a.json': plays(
					{sessionId: 1, song: 'Many'},
					{sessionId: 2, song: 'Same'},
					{sessionId: 3, song: 'Half'},
					{sessionId: 4, song: 'Wide'},
				),
				'song_data/a.json': songs(
					// By code point, Z comes before a, and a before é.
					{title: 'Many', song_id: 'SOa', artist_id: 'AR1'},
					{title: 'Many', song_id: 'SOZ', artist_id: 'ARb'},
					{title: 'Many', song_id: 'SOZ', artist_id: 'ARC'},
					{title: 'Many', song_id: 'SOé', artist_id: 'AR0'},
					{title: 'Many', song_id: 'SOZ', artist_id: 'ARé'},
					// The same song twice.
					{title: 'Same', song_id: 'SOS', artist_id: 'AR1'},
					{title: 'Same', song_id: 'SOS', artist_id: 'AR1'},
					// A missing artist_id does not sort before an existing one.
					{title: 'Half', song_id: 'SOH', artist_id: null},
					{title: 'Half', song_id: 'SOH', artist_id: 'AR9'},
					// By code point, U+FF21 comes before U+1F600, unlike in UTF-16.
					{title: 'Wide', song_id: 'SO😀', artist_id: 'AR1'},
					{title: 'Wide', song_id: 'SO\uff21', artist_id: 'AR2'},
				),
			});
			await stage('events');
			await stage('songs');
			await transform('songplays');
			t.deepEqual(await rows('SELECT session_id, song_id, artist_id FROM songplays ORDER BY session_id'), [
				[1, 'SOZ', 'ARC'],
				[2, 'SOS', 'AR1'],
				[3, 'SOH', 'AR9'],
				[4, 'SO\uff21', 'AR2'],
			]);
		},
	);

	test.serial(`${name}, songplays: are replaced when loaded again`, async t => {
		const {stage, transform, rows} = await openFixture(t, open, {
			'log_data/a.json': plays({sessionId: 1}, {sessionId: 2}),
			'song_data/a.json': songText(),
		});
		await stage('events');
		await stage('songs');
		await transform(...starTables);
		await transform(...starTables);
		t.deepEqual(
			await rows(
				'SELECT (SELECT count(*) FROM songplays), (SELECT count(*) FROM users), (SELECT count(*) FROM songs), ' +
					'(SELECT count(*) FROM artists), (SELECT count(*) FROM "time")',
			),
			[[2, 1, 1, 1, 1]],
		);
	});
}
