import {readFileSync, statSync} from 'node:fs';
import {basename, join} from 'node:path';
import test from 'ava';
import {
	contentsBelow,
	filesBelow,
	freshPath,
	generateAll,
	type Json,
	type Line,
	readLines,
	readSongs,
	type Song,
} from './read-data.js';

let lines: readonly Line[];

test.before(async () => {
	const directory = freshPath();
	await generateAll({directory, events: 8000, songs: 400, days: 30, seed: 11});
	lines = readLines(directory);
});

const having = (holds: (event: Json, text: string) => boolean) =>
	lines.filter(({event, text}) => holds(event, text));
const plays = () => having(event => event.page === 'NextSong');

/** The texts of the lines that do not hold; the first few are enough to see why. */
const failing = (among: readonly Line[], holds: (event: Json, text: string) => boolean) =>
	among
		.filter(({event, text}) => !holds(event, text))
		.slice(0, 3)
		.map(({text}) => text);

test('events: every value fits its column', t => {
	const limits = {itemInSession: 2 ** 31, sessionId: 2 ** 31, status: 1000, ts: 2e12, registration: 2e12};
	for (const [key, limit] of Object.entries(limits))
		t.deepEqual(
			failing(lines, event => {
				const number = Number(event[key] ?? 0);
				return Number.isInteger(number) && number >= 0 && number < limit;
			}),
			[],
			key,
		);
	t.deepEqual(
		failing(lines, event => Number(event.length ?? 1) > 0),
		[],
	);
	t.deepEqual(
		failing(lines, event =>
			Object.values(event).every(
				value =>
					typeof value !== 'boolean' && (typeof value !== 'string' || Buffer.byteLength(value) <= 2048),
			),
		),
		[],
	);
});

test('events: keys are in the order of the real logs', t => {
	t.deepEqual(Object.keys(plays()[0]!.event), [
		'artist',
		'auth',
		'firstName',
		'gender',
		'itemInSession',
		'lastName',
		'length',
		'level',
		'location',
		'method',
		'page',
		'registration',
		'sessionId',
		'song',
		'status',
		'ts',
		'userAgent',
		'userId',
	]);
});

test('events: logged out: userId is empty, and nothing is known of the user', t => {
	const loggedOut = having(event => event.auth === 'Logged Out');
	t.true(loggedOut.length > 50);
	t.is(having(event => event.userId === '').length, loggedOut.length);
	const unknown = ['firstName', 'lastName', 'gender', 'location', 'registration', 'userAgent'];
	t.deepEqual(
		failing(loggedOut, event => event.userId === '' && unknown.every(key => event[key] === null)),
		[],
	);
});

test('events: userId is text, now and then a number', t => {
	const numbers = having(event => typeof event.userId === 'number').length;
	t.true(numbers > 10 && numbers < 200);
	t.deepEqual(
		failing(lines, event => /^\d*$/.test(String(event.userId))),
		[],
	);
});

test('events: ts is in milliseconds since 1970 and uses them', t => {
	t.deepEqual(
		failing(lines, event => new Date(Number(event.ts)).toISOString().startsWith('2018-11-')),
		[],
	);
	t.true(having(event => Number(event.ts) % 1000 !== 0).length > 7000);
});

test('events: registration: mostly 1540919166796.0, sometimes 1.540919166796E12, one value for a user', t => {
	const plain = having((_, text) => /"registration":1\d{12}\.0,/.test(text)).length;
	const exponent = having((_, text) => /"registration":1\.\d{12}E12,/.test(text)).length;
	t.true(exponent > 50 && plain > 10 * exponent);
	const registrations = new Map<string, unknown>();
	t.deepEqual(
		failing(
			having(event => event.userId !== ''),
			event => {
				const user = String(event.userId);
				const before = registrations.get(user) ?? event.registration;
				registrations.set(user, event.registration);
				return event.registration === before && Number(event.registration) <= Number(event.ts);
			},
		),
		[],
	);
});

test('events: length, artist and song: there for a play, null or missing otherwise', t => {
	const keys = ['length', 'artist', 'song'];
	t.deepEqual(
		failing(plays(), event => keys.every(key => event[key] !== undefined && event[key] !== null)),
		[],
	);
	const others = having(event => event.page !== 'NextSong');
	t.deepEqual(
		failing(others, event => keys.every(key => (event[key] ?? null) === null)),
		[],
	);
	t.true(others.some(({event}) => keys.every(key => !(key in event))));
	t.true(others.some(({event}) => keys.every(key => event[key] === null)));
});

test('events: user agents: some wrapped in quotes that belong to them, one for each user', t => {
	t.true(having(event => /^"Mozilla.*"$/.test(String(event.userAgent))).length > 1000);
	t.true(having(event => /^Mozilla[^"]*$/.test(String(event.userAgent))).length > 300);
	const users = new Map<string, string>();
	t.deepEqual(
		failing(
			having(event => event.userId !== ''),
			({userId, userAgent, location, firstName, lastName, gender}) => {
				const traits = JSON.stringify([userAgent, location, firstName, lastName, gender]);
				const before = users.get(String(userId)) ?? traits;
				users.set(String(userId), traits);
				return traits === before;
			},
		),
		[],
	);
});

test('events: escapes in the text: slash, quote, letters beyond ASCII, backslash', t => {
	t.deepEqual(
		failing(lines, (_, text) => !/[^\\]\//.test(text)),
		[],
	);
	t.true(plays().some(({text}) => /"song":"[^"]*\\"/.test(text)));
	t.true(plays().some(({text}) => /"(artist|song)":"[^"]*\\u00[0-9a-f]{2}/.test(text)));
	t.true(plays().some(({text}) => /"artist":"[^"]*\\\\[A-Z]/.test(text)));
});

const scripts = {
	accents: /[à-ÿ]/,
	'characters beyond Latin': /[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/,
	emoji: /\p{Extended_Pictographic}/u,
};
for (const [name, pattern] of Object.entries(scripts))
	for (const key of ['artist', 'song'])
		test(`events: ${key}: ${name}, as they are and escaped`, t => {
			const found = plays().filter(({event}) => pattern.test(String(event[key])));
			t.true(found.some(({text}) => pattern.test(text)));
			t.true(found.some(({text}) => /\\u[0-9a-f]{4}/.test(text)));
		});

test('events: more than 100 characters in artist, song and location, and accents in locations', t => {
	for (const key of ['artist', 'song', 'location'])
		t.true(having(event => String(event[key]).length > 100).length > 0, key);
	t.true(having(event => /[ñáüé]/.test(String(event.location))).length > 0);
});

test('events: artists and titles of digits come as JSON numbers, and as text', t => {
	t.true(plays().some(({event}) => typeof event.artist === 'number'));
	t.true(plays().some(({event}) => typeof event.song === 'number'));
	t.true(plays().some(({event}) => typeof event.song === 'string' && /^\d+ *$/.test(event.song)));
});

for (const key of ['status', 'sessionId', 'itemInSession', 'ts', 'length'])
	test(`events: ${key} comes as text here and there`, t => {
		const texts = having(event => typeof event[key] === 'string').length;
		t.true(texts > 0 && texts < 100);
	});

test('events: extra keys here and there, one of them an object', t => {
	const extra = having(event => 'appVersion' in event && typeof event.device === 'object');
	t.true(extra.length > 20 && extra.length < 200);
});

test('events: an event is delivered twice now and then, also in the file of the day after', t => {
	const first = new Map<string, Line>();
	const again: [Line, Line][] = [];
	for (const line of lines) {
		const {sessionId, itemInSession, ts, userId} = line.event;
		const key = [sessionId, itemInSession, ts, userId].map(String).join();
		const before = first.get(key);
		if (before === undefined) first.set(key, line);
		else again.push([before, line]);
	}
	t.true(again.length > 10 && again.length < 40);
	for (const [before, line] of again) t.is(line.text, before.text);
	t.true(again.some(([before, line]) => before.file === line.file));
	t.true(again.some(([before, line]) => before.file !== line.file));
	t.true(again.some(([before]) => before.event.page === 'NextSong'));
});

test('events: several users play at the very same millisecond', t => {
	const users = new Map<unknown, Set<string>>();
	for (const {event} of plays()) {
		const at = Number(event.ts);
		users.set(at, (users.get(at) ?? new Set()).add(String(event.userId)));
	}
	const shared = [...users.values()].filter(({size}) => size > 1).length;
	t.true(shared > 10 && shared < 100);
});

test('events: files are in order of time, and hold their day and late deliveries of days before', t => {
	const previous = {file: '', ts: 0};
	const wrong = lines.filter(({file, event}) => {
		const ts = Number(event.ts);
		const inOrder = file !== previous.file || ts >= previous.ts;
		Object.assign(previous, {file, ts});
		return !inOrder || new Date(ts).toISOString().slice(0, 10) > file.slice(-22, -12);
	});
	t.deepEqual(wrong, []);
});

let songLines: readonly Line[];
let songs: readonly Song[];

test.before(async () => {
	const directory = freshPath();
	await generateAll({directory, events: 8000, songs: 1500, days: 30, seed: 11});
	songLines = readLines(directory);
	songs = readSongs(directory);
});

const songPlays = () => songLines.map(({event}) => event).filter(({page}) => page === 'NextSong');
const records = () => songs.map(({record}) => record);

/** What the join compares: text without blanks at the end, the number exactly. */
const joinKey = (title: unknown, artist: unknown, length: unknown) =>
	JSON.stringify([String(title).trimEnd(), String(artist).trimEnd(), Number(length)]);
const songKey = (song: Json) => joinKey(song.title, song.artist_name, song.duration);
const playKey = (play: Json) => joinKey(play.song, play.artist, play.length);

/** Groups of more than one record with the same key. */
function repeated(key: (song: Json) => string): readonly (readonly Json[])[] {
	const groups = new Map<string, Json[]>();
	for (const song of records()) groups.set(key(song), [...(groups.get(key(song)) ?? []), song]);
	return [...groups.values()].filter(group => group.length > 1);
}
const distinct = (group: readonly Json[], key: string) => new Set(group.map(song => song[key])).size;

test('songs: every value fits its column', t => {
	const degrees = (value: unknown) => value === null || Math.abs(Number(value)) <= 180;
	const wrong = songs.filter(
		({record}) =>
			!/^SO[A-Z0-9]{16}$/.test(String(record.song_id)) ||
			!/^AR[A-Z0-9]{16}$/.test(String(record.artist_id)) ||
			!/^(0|19\d\d|20[01]\d)$/.test(String(record.year)) ||
			!(Number(record.duration) > 0) ||
			record.num_songs !== 1 ||
			!degrees(record.artist_latitude) ||
			!degrees(record.artist_longitude) ||
			Object.values(record).some(value => typeof value === 'string' && Buffer.byteLength(value) > 2048),
	);
	t.deepEqual(wrong, []);
});

test('songs: a third of the plays match a song', t => {
	const keys = new Set(records().map(songKey));
	const share = songPlays().filter(play => keys.has(playKey(play))).length / songPlays().length;
	t.true(share > 0.3 && share < 0.4, String(share));
});

test('songs: popular songs are played more', t => {
	const counts = new Map<string, number>();
	for (const play of songPlays()) counts.set(playKey(play), (counts.get(playKey(play)) ?? 0) + 1);
	const sorted = [...counts.values()].sort((one, other) => other - one);
	t.true(sorted[0]! > 40);
	t.true(sorted[0]! > 1.5 * sorted[9]!);
	t.true(sorted.at(-1) === 1);
});

test('songs: places and years: unknown ones, empty ones, known ones', t => {
	const share = (holds: (song: Json) => boolean) => records().filter(holds).length / songs.length;
	t.true(share(song => song.artist_location === '') > 0.2);
	t.true(share(song => song.artist_latitude === null && song.artist_longitude === null) > 0.3);
	t.true(share(song => song.artist_latitude !== null && song.artist_longitude !== null) > 0.2);
	t.true(share(song => song.year === 0) > 0.3);
	t.true(share(song => Number(song.year) > 1950) > 0.4);
});

test('songs: numbers as text, numbers for text, an object for text, extra keys', t => {
	for (const key of ['year', 'duration'])
		t.true(
			records().some(song => typeof song[key] === 'string'),
			key,
		);
	for (const key of ['artist_name', 'title'])
		t.true(
			records().some(song => typeof song[key] === 'number'),
			key,
		);
	t.true(records().some(song => typeof song.artist_location === 'object'));
	t.true(records().some(song => 'similar_artists' in song));
});

test('songs: any Unicode, written as it is or escaped, and more than 100 characters', t => {
	for (const key of ['artist_name', 'title', 'artist_location']) {
		const values = songs.map(({record, text}) => ({value: String(record[key]), text}));
		for (const pattern of [/[à-ÿ]/, /[\u3040-\u30ff\u4e00-\u9fff]/, /\p{Extended_Pictographic}/u]) {
			const found = values.filter(({value}) => pattern.test(value));
			t.true(found.length > 0, `${key} ${pattern}`);
			t.true(
				found.some(({text}) => /\\u[0-9a-f]{4}/.test(text)),
				`${key} ${pattern}`,
			);
		}
		t.true(
			values.some(({value}) => value.length > 100),
			key,
		);
	}
	t.true(songs.some(({text}) => /[^\x00-\x7f]/.test(text)));
});

test('songs: one artist_id under several names, and in several places', t => {
	const groups = repeated(song => String(song.artist_id));
	t.true(groups.some(group => distinct(group, 'artist_name') > 1));
	t.true(groups.some(group => distinct(group, 'artist_location') > 1));
	t.true(groups.some(group => distinct(group, 'artist_latitude') > 1));
});

test('songs: the same song_id again, with another year, and with another title', t => {
	const groups = repeated(song => String(song.song_id));
	t.true(groups.some(group => distinct(group, 'year') > 1 && distinct(group, 'title') === 1));
	t.true(groups.some(group => group.some(song => song.year === 0) && group.some(song => song.year !== 0)));
	t.true(groups.some(group => distinct(group, 'title') > 1 && distinct(group, 'duration') > 1));
});

test('songs: two song_ids with the same title, artist and duration, and they are played', t => {
	const groups = repeated(songKey).filter(group => distinct(group, 'song_id') > 1);
	t.true(groups.some(group => distinct(group, 'artist_id') === 1));
	t.true(groups.some(group => distinct(group, 'artist_id') > 1));
	const played = new Set(songPlays().map(playKey));
	t.true(groups.filter(([song]) => played.has(songKey(song!))).length > 3);
});

test('songs: the same title and artist with another duration, in songs and in plays', t => {
	const groups = repeated(song => joinKey(song.title, song.artist_name, 0));
	t.true(groups.some(group => distinct(group, 'duration') > 1 && distinct(group, 'song_id') > 1));

	const durations = new Map<string, Set<number>>();
	for (const song of records()) {
		const key = joinKey(song.title, song.artist_name, 0);
		durations.set(key, (durations.get(key) ?? new Set()).add(Number(song.duration)));
	}
	const misses = songPlays().flatMap(play => {
		const known = durations.get(joinKey(play.song, play.artist, 0));
		const length = Number(play.length);
		return known === undefined || known.has(length)
			? []
			: [Math.min(...[...known].map(other => Math.abs(other - length)))];
	});
	t.true(misses.length > 50);
	t.true(misses.some(difference => difference < 0.0001));
	t.true(misses.some(difference => difference > 1));
});

test('songs: blanks at the end of titles: in the song alone, and in the play alone', t => {
	const titles = new Map(records().map(song => [songKey(song), String(song.title)]));
	const matched = songPlays().flatMap(play => {
		const title = titles.get(playKey(play));
		return title === undefined ? [] : [{title, song: String(play.song)}];
	});
	t.true(records().some(song => / $/.test(String(song.title))));
	t.true(matched.some(({title, song}) => !/ $/.test(title) && / $/.test(song)));
	t.true(matched.some(({title}) => / $/.test(title)));
});

const figures = {events: 4000, songs: 900, days: 10, seed: 11};
const untidy = freshPath();
const clean = freshPath();

test.before(async () => {
	await generateAll({directory: untidy, ...figures});
	await generateAll({directory: clean, ...figures, fileQuirks: false});
});

const logs = (folder: string) =>
	[...contentsBelow(folder)].filter(([path]) => /^log_data\/.*\.json$/.test(path)).map(([, text]) => text);
const songTexts = (folder: string) =>
	[...contentsBelow(folder)]
		.filter(([path]) => /^song_data\/[^.]*\.json$/.test(path))
		.map(([, text]) => text);

test('log files: no newline at the end, some blank lines, one with CRLF, one with a byte-order mark', t => {
	for (const text of logs(untidy)) t.regex(text, /\}$/);
	t.is(logs(untidy).filter(text => text.startsWith('\ufeff')).length, 1);
	t.is(logs(untidy).filter(text => text.includes('\r\n')).length, 1);
	for (const text of logs(untidy)) t.true(!text.includes('\r\n') || !/[^\r]\n/.test(text));
	t.true(logs(untidy).some(text => text.includes('\n\n')));
});

test('song files: most hold one line without its end, some many lines, some two records', t => {
	const texts = songTexts(untidy);
	const single = texts.filter(text => /^\{[^\n]*\}$/.test(text) && !text.includes('} {'));
	t.true(single.length > 0.9 * texts.length);
	t.true(texts.some(text => text.startsWith('{\n    "num_songs": 1,\n')));
	t.true(texts.some(text => /^\{[^\n]*\} \{[^\n]*\}$/.test(text)));
	t.true(texts.some(text => /^\{[^\n]*\}\n\{[^\n]*\}$/.test(text)));
});

test('what lies about: Finder files, a copy in .ipynb_checkpoints, an empty file', t => {
	const files = filesBelow(untidy);
	for (const path of ['.DS_Store', 'log_data/.DS_Store', 'song_data/.DS_Store']) t.true(files.includes(path));

	const [copy] = files.filter(path => path.includes('/.ipynb_checkpoints/'));
	t.regex(basename(copy!), /^TR[A-Z0-9]{16}-checkpoint\.json$/);
	const original = copy!.replace('.ipynb_checkpoints/', '').replace('-checkpoint', '');
	t.is(readFileSync(join(untidy, copy!), 'utf8'), readFileSync(join(untidy, original), 'utf8'));

	const empty = files.filter(path => statSync(join(untidy, path)).size === 0);
	t.is(empty.length, 1);
	t.regex(empty[0]!, /^song_data\/(\w)\/(\w)\/(\w)\/TR\1\2\3\w{13}\.json$/);
});

test('without quirks: one record a line, ended by a newline, one song a file, nothing else', t => {
	t.deepEqual(
		[...logs(clean), ...songTexts(clean)].filter(
			text => !/^\{[^\r]*\}\n$/.test(text) || text.includes('\n\n'),
		),
		[],
	);
	t.is(songTexts(clean).length, 900);
	t.is(filesBelow(clean).length, 910);
});

test('without quirks: numbers are numbers', t => {
	const eventKeys = ['itemInSession', 'length', 'registration', 'sessionId', 'status', 'ts'];
	const songKeys = ['artist_latitude', 'artist_longitude', 'duration', 'num_songs', 'year'];
	const numeric = (value: unknown) => value === undefined || value === null || typeof value === 'number';
	t.deepEqual(
		readLines(clean).filter(({event}) => !eventKeys.every(key => numeric(event[key]))),
		[],
	);
	t.deepEqual(
		readSongs(clean).filter(({record}) => !songKeys.every(key => numeric(record[key]))),
		[],
	);
});

test('with and without quirks the same happens', t => {
	const told = (folder: string) =>
		readLines(folder).map(({event}) => [
			Number(event.ts),
			String(event.userId),
			event.page,
			String(event.song),
		]);
	t.deepEqual(told(clean), told(untidy));
});
