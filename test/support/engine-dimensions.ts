import test from 'ava';
import {type EventFields, eventLine, Raw, type SongFields, songText} from './data-folder.js';
import {type OpenWarehouse, openFixture} from './engine-fixture.js';

type Choice<Fields> = {
	readonly rule: string;
	/** The record that is chosen. One of `others` precedes it and the rest follow, so that order has no effect. */
	readonly chosen: Fields;
	readonly others: readonly Fields[];
};

/** The records of all choices, each choice with its own key. */
function fileText(choices: ReadonlyArray<Choice<SongFields>>, key: 'song_id' | 'artist_id'): string {
	return choices
		.flatMap(({chosen, others}, index) =>
			[...others.slice(0, 1), chosen, ...others.slice(1)].map(fields =>
				songText({...fields, [key]: `ID${index}`}),
			),
		)
		.join('\n');
}

/** The rules for `users`. */
function userTests(name: string, open: OpenWarehouse): void {
	const users = 'SELECT user_id, first_name, last_name, gender, level FROM users ORDER BY user_id';
	const named = (firstName: string) => ({firstName, lastName: `${firstName}son`, gender: 'F'});

	test.serial(`${name}, users: contains everybody seen in any event once, and nobody logged out`, async t => {
		const {stage, transform, rows} = await openFixture(t, open, {
			'log_data/a.json': [
				eventLine({userId: '1', page: 'Home'}),
				eventLine({userId: '2', page: 'Logout'}),
				eventLine({userId: '3', page: 'NextSong'}),
				eventLine({userId: '3', page: 'NextSong', ts: 1}),
				eventLine({userId: '4', page: null, auth: null}),
				eventLine({userId: '5', ts: null}),
				eventLine({userId: '5', ts: null, sessionId: null}),
				eventLine({userId: '', auth: 'Logged Out', ...named('Nobody')}),
				eventLine({userId: null, auth: 'Guest', ...named('Nobody')}),
			].join(''),
		});
		await stage('events');
		await transform('users');
		t.deepEqual(
			await rows(users),
			[1, 2, 3, 4, 5].map(id => [id, 'Ada', 'Quill', 'F', 'free']),
		);
	});

	test.serial(`${name}, users: takes name, gender and level from the latest event`, async t => {
		const eventsOf = (userId: string, ...events: readonly EventFields[]) =>
			events.map(fields => eventLine({userId, ...fields})).join('');
		const {stage, transform, rows} = await openFixture(t, open, {
			'log_data/a.json': [
				// The largest time wins, regardless of position, session and item.
				eventsOf(
					'1',
					{ts: 100, level: 'free', sessionId: 99, itemInSession: 99},
					{ts: 300, level: 'paid', sessionId: 1, itemInSession: 0},
					{ts: 200, level: 'free', sessionId: 100, itemInSession: 100},
				),
				// The level goes down again.
				eventsOf('2', {ts: 300, level: 'free'}, {ts: 200, level: 'paid'}),
				// At the same time, the largest session wins.
				eventsOf(
					'3',
					{ts: 5, sessionId: 9, itemInSession: 1, level: 'nine'},
					{ts: 5, sessionId: 10, itemInSession: 0, level: 'ten'},
					{ts: 5, sessionId: 8, itemInSession: 7, level: 'eight'},
				),
				// In the same session, the largest item wins, compared as a number.
				eventsOf(
					'4',
					{ts: 5, itemInSession: 9, level: 'nine'},
					{ts: 5, itemInSession: 10, level: 'ten'},
					{ts: 5, itemInSession: 2, level: 'two'},
				),
				// An unknown value is never the latest.
				eventsOf('5', {ts: null, level: 'unknown'}, {ts: -5, level: 'known'}),
				eventsOf('6', {ts: 0, level: 'known'}, {ts: null, sessionId: 99, level: 'unknown'}),
				eventsOf(
					'7',
					{ts: 5, sessionId: null, itemInSession: 9, level: 'unknown'},
					{ts: 5, sessionId: 1, level: 'known'},
				),
				eventsOf(
					'8',
					{ts: 5, itemInSession: null, level: 'unknown'},
					{ts: 5, itemInSession: 0, level: 'known'},
				),
				// Without any time, the session decides.
				eventsOf('9', {ts: null, sessionId: 2, level: 'two'}, {ts: null, sessionId: 1, level: 'one'}),
				// All values come from one event: a missing name is not taken from an earlier one.
				eventsOf(
					'10',
					{ts: 1, ...named('Early')},
					{ts: 2, firstName: '', lastName: null, gender: '', level: ''},
				),
				eventsOf('11', {ts: 1, ...named('Maiden')}, {ts: 2, ...named('Married'), page: 'Save Settings'}),
				// Ties: the smallest level, first name, last name and gender win, without trailing spaces, NULL last.
				eventsOf(
					'12',
					{level: 'b', firstName: 'A'},
					{level: 'a ', firstName: 'Y'},
					{level: 'a', firstName: 'Z'},
					{level: null, firstName: 'A'},
				),
				eventsOf(
					'13',
					{firstName: 'B', lastName: 'A'},
					{firstName: 'A  ', lastName: 'Y'},
					{firstName: 'A', lastName: 'Z'},
					{firstName: null, lastName: 'A'},
				),
				eventsOf(
					'14',
					{lastName: 'é', gender: 'A'},
					{lastName: 'Z ', gender: 'F'},
					{lastName: 'Z', gender: 'M'},
					{lastName: null, gender: 'A'},
				),
				eventsOf('15', {gender: 'M'}, {gender: 'F'}, {gender: 'F '}, {gender: null}),
				eventsOf('16', {ts: null, level: 'b'}, {ts: null, level: 'a'}),
				eventsOf('17', {ts: 0, sessionId: -1, level: 'b'}, {ts: null, level: 'a'}),
			].join(''),
		});
		await stage('events');
		await transform('users');
		t.deepEqual(await rows(users), [
			[1, 'Ada', 'Quill', 'F', 'paid'],
			[2, 'Ada', 'Quill', 'F', 'free'],
			[3, 'Ada', 'Quill', 'F', 'ten'],
			[4, 'Ada', 'Quill', 'F', 'ten'],
			[5, 'Ada', 'Quill', 'F', 'known'],
			[6, 'Ada', 'Quill', 'F', 'known'],
			[7, 'Ada', 'Quill', 'F', 'known'],
			[8, 'Ada', 'Quill', 'F', 'known'],
			[9, 'Ada', 'Quill', 'F', 'two'],
			[10, null, null, null, null],
			[11, 'Married', 'Marriedson', 'F', 'free'],
			[12, 'Y', 'Quill', 'F', 'a '],
			[13, 'A  ', 'Y', 'F', 'free'],
			[14, 'Ada', 'Z ', 'F', 'free'],
			[15, 'Ada', 'Quill', 'F', 'free'],
			[16, 'Ada', 'Quill', 'F', 'a'],
			[17, 'Ada', 'Quill', 'F', 'b'],
		]);
	});
}

/** The rules for `songs`. */
function songTests(name: string, open: OpenWarehouse): void {
	test.serial(`${name}, songs: contains one row per song_id, with NULL for year 0`, async t => {
		const {stage, transform, rows} = await openFixture(t, open, {
			'song_data/a.json': [
				songText({song_id: 'SO1', title: 'One', year: 1999}),
				songText({song_id: 'SO1', title: 'One', year: 1999}),
				songText({song_id: 'SO2', title: 'Two', year: 0}),
				songText({song_id: 'SO3', title: null, year: null, artist_id: null, duration: null}),
				songText({song_id: null, title: 'Without a song_id'}),
				songText({song_id: '', title: 'Without a song_id'}),
				// Text compares without trailing blanks, so both records are SO4.
				songText({song_id: 'SO4', year: 2001}),
				songText({song_id: 'SO4  ', year: 2002}),
			].join('\n'),
		});
		await stage('songs');
		await transform('songs');
		t.deepEqual(await rows('SELECT song_id, title, artist_id, year, duration FROM songs ORDER BY song_id'), [
			['SO1', 'One', 'AR1', 1999, 200.5],
			['SO2', 'Two', 'AR1', null, 200.5],
			['SO3', null, null, null, null],
			['SO4', 'One', 'AR1', 2002, 200.5],
		]);
	});

	test.serial(`${name}, songs: chooses between differing records by each rule`, async t => {
		const known = {title: 'M', artist_id: 'AR5', duration: 200, year: 2000};
		const choices: ReadonlyArray<Choice<SongFields>> = [
			{rule: 'a known year before 0', chosen: {...known, year: 1950}, others: [{...known, year: 0}]},
			{rule: 'a known year before none', chosen: {...known, year: 1950}, others: [{...known, year: null}]},
			{
				rule: 'the latest year',
				chosen: {...known, year: 2005},
				others: [
					{...known, year: 1990},
					{...known, year: 2004},
				],
			},
			{rule: 'the smallest title', chosen: {...known, title: 'A'}, others: [{...known, title: 'B'}]},
			{
				rule: 'titles by code point',
				chosen: {...known, title: 'Z'},
				others: [
					{...known, title: 'a'},
					{...known, title: 'é'},
				],
			},
			{
				rule: 'titles by code point beyond the basic plane',
				chosen: {...known, title: '\uff21'},
				others: [{...known, title: '😀'}],
			},
			{
				rule: 'a title that is the start of another',
				chosen: {...known, title: 'A'},
				others: [{...known, title: 'A B'}],
			},
			{
				rule: 'the smallest artist_id',
				chosen: {...known, artist_id: 'AR2'},
				others: [{...known, artist_id: 'AR3'}],
			},
			{
				rule: 'artist_ids by code point',
				chosen: {...known, artist_id: 'AR10'},
				others: [{...known, artist_id: 'AR2'}],
			},
			{
				rule: 'the shortest duration, as a number',
				chosen: {...known, duration: 9.5},
				others: [
					{...known, duration: 10},
					{...known, duration: 100},
				],
			},
			{
				rule: 'year before title',
				chosen: {...known, year: 2001, title: 'Z'},
				others: [
					{...known, year: 2000, title: 'A'},
					{...known, year: 0, title: 'A'},
				],
			},
			{
				rule: 'title before artist_id',
				chosen: {...known, title: 'A', artist_id: 'AR9', duration: 9},
				others: [{...known, title: 'B', artist_id: 'AR1', duration: 1}],
			},
			{
				rule: 'artist_id before duration',
				chosen: {...known, artist_id: 'AR1', duration: 300},
				others: [{...known, artist_id: 'AR2', duration: 100}],
			},
			{
				rule: 'the same in every record',
				chosen: known,
				others: [known, known],
			},
			{
				// Not covered by the rules: missing values come last, as in every other choice.
				rule: 'a value before none',
				chosen: {...known, title: 'Z', artist_id: 'AR9', duration: 900},
				others: [
					{...known, title: null, artist_id: 'AR1', duration: 1},
					{...known, title: 'Z', artist_id: null, duration: 1},
					{...known, title: 'Z', artist_id: 'AR9', duration: null},
				],
			},
			{
				rule: 'titles without their trailing blanks',
				chosen: {...known, title: 'A  ', artist_id: 'AR1'},
				others: [{...known, title: 'A', artist_id: 'AR2'}],
			},
		];
		const {stage, transform, rows} = await openFixture(t, open, {
			'song_data/a.json': fileText(choices, 'song_id'),
		});
		await stage('songs');
		await transform('songs');
		t.is((await rows('SELECT count(*) FROM songs'))[0]?.[0], choices.length);
		for (const [index, {rule, chosen}] of choices.entries()) {
			t.deepEqual(
				await rows(`SELECT title, artist_id, year, duration FROM songs WHERE song_id = 'ID${index}'`),
				[[chosen.title, chosen.artist_id, chosen.year, chosen.duration]] as never,
				rule,
			);
		}
	});
}

/** The rules for `artists`. */
function artistTests(name: string, open: OpenWarehouse): void {
	test.serial(`${name}, artists: contains one row per artist_id`, async t => {
		const {stage, transform, rows} = await openFixture(t, open, {
			'song_data/a.json': [
				songText({
					artist_id: 'AR1',
					artist_name: 'Ann',
					artist_latitude: 1.5,
					artist_longitude: new Raw('-2.50'),
				}),
				songText({artist_id: 'AR1', artist_name: 'Ann', artist_latitude: 1.5, artist_longitude: -2.5}),
				songText({artist_id: 'AR2', artist_name: 112, artist_location: 'Memphis, TN'}),
				songText({artist_id: 'AR3', artist_name: null}),
				songText({artist_id: null, artist_name: 'Without an artist_id'}),
				songText({artist_id: '', artist_name: 'Without an artist_id'}),
				// Records without a song_id count too.
				songText({artist_id: 'AR4', artist_name: 'Dan', song_id: null}),
			].join('\n'),
		});
		await stage('songs');
		await transform('artists');
		t.deepEqual(
			await rows('SELECT artist_id, name, location, latitude, longitude FROM artists ORDER BY artist_id'),
			[
				['AR1', 'Ann', null, 1.5, -2.5],
				['AR2', '112', 'Memphis, TN', null, null],
				['AR3', null, null, null, null],
				['AR4', 'Dan', null, null, null],
			],
		);
	});

	test.serial(`${name}, artists: chooses between differing records by each rule`, async t => {
		const artist = (
			name: string | null,
			location: string | null = null,
			latitude: number | null = null,
			longitude: number | null = null,
		): SongFields => ({
			artist_name: name,
			artist_location: location,
			artist_latitude: latitude,
			artist_longitude: longitude,
		});
		const choices: ReadonlyArray<Choice<SongFields>> = [
			{rule: 'known coordinates', chosen: artist('Ann', null, 0, 0), others: [artist('Ann')]},
			{
				rule: 'coordinates before location and name',
				chosen: artist('A long name', null, 50, 50),
				others: [artist('A', 'Aachen'), artist('A')],
			},
			{
				// A single coordinate does not locate an artist.
				rule: 'both coordinates before one',
				chosen: artist('A long name', null, 50, 50),
				others: [artist('A', 'Aachen', 1, null), artist('A', 'Aachen', null, 1)],
			},
			{
				rule: 'one coordinate counts as none',
				chosen: artist('A long name', 'Aachen'),
				others: [artist('A', null, 1, null), artist('A', null, null, 1)],
			},
			{rule: 'a known location', chosen: artist('Ann', 'Zagreb'), others: [artist('Ann', ''), artist('Ann')]},
			{rule: 'location before name', chosen: artist('A long name', 'Zagreb'), others: [artist('A')]},
			{
				rule: 'the shortest name',
				chosen: artist('Elena', 'Zagreb'),
				others: [artist('Elena featuring Somebody', 'Aachen'), artist('Adam & Elena', 'Aachen')],
			},
			{
				rule: 'the shortest name in characters, not bytes',
				chosen: artist('ééé'),
				others: [artist('abcd')],
			},
			{
				rule: 'the shortest name in characters, not halves of them',
				chosen: artist('😀😀'),
				others: [artist('abc')],
			},
			{
				rule: 'the shortest name without its trailing spaces',
				chosen: artist('Ann   '),
				others: [artist('Bert')],
			},
			{
				rule: 'names without their trailing spaces',
				chosen: artist('Ann ', 'Aachen'),
				others: [artist('Ann', 'Berlin')],
			},
			{
				rule: 'fewer trailing spaces',
				chosen: artist('Ann', 'Aachen '),
				others: [artist('Ann ', 'Aachen'), artist('Ann', 'Aachen  ')],
			},
			{rule: 'names by code point', chosen: artist('Zed'), others: [artist('abc'), artist('éab')]},
			{
				rule: 'names by code point beyond the basic plane',
				chosen: artist('\uff21'),
				others: [artist('😀')],
			},
			{rule: 'location', chosen: artist('Ann', 'Aachen', 9, 9), others: [artist('Ann', 'Berlin', 1, 1)]},
			{
				rule: 'locations by code point, regardless of length',
				chosen: artist('Ann', 'Zagreb, Croatia'),
				others: [artist('Ann', 'aix')],
			},
			{
				rule: 'the smallest latitude',
				chosen: artist('Ann', 'Aachen', -10.5, 9),
				others: [artist('Ann', 'Aachen', 9.5, 1), artist('Ann', 'Aachen', 10.5, 1)],
			},
			{
				rule: 'the smallest longitude',
				chosen: artist('Ann', 'Aachen', 1, -100.5),
				others: [artist('Ann', 'Aachen', 1, -99.5), artist('Ann', 'Aachen', 1, 3)],
			},
			{rule: 'a name before none', chosen: artist('A long name', 'Zagreb'), others: [artist(null, 'Aachen')]},
			{
				rule: 'the same in every record',
				chosen: artist('Ann', 'Aachen', 1, 2),
				others: [artist('Ann', 'Aachen', 1, 2)],
			},
			{
				// Redshift considers both locations equal, so the latitude decides.
				rule: 'locations without their trailing blanks',
				chosen: artist('Ann', 'Aachen  ', 1, 1),
				others: [artist('Ann', 'Aachen', 2, 2)],
			},
		];
		const {stage, transform, rows} = await openFixture(t, open, {
			'song_data/a.json': fileText(choices, 'artist_id'),
		});
		await stage('songs');
		await transform('artists');
		t.is((await rows('SELECT count(*) FROM artists'))[0]?.[0], choices.length);
		for (const [index, {rule, chosen}] of choices.entries()) {
			t.deepEqual(
				await rows(`SELECT name, location, latitude, longitude FROM artists WHERE artist_id = 'ID${index}'`),
				[
					[chosen.artist_name, chosen.artist_location, chosen.artist_latitude, chosen.artist_longitude],
				] as never,
				rule,
			);
		}
	});
}

export function dimensionTests(name: string, open: OpenWarehouse): void {
	userTests(name, open);
	songTests(name, open);
	artistTests(name, open);
}
