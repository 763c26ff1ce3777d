import test from 'ava';
import {freshPath, generateAll, type Json, type Line, readLines, readSongs, type Song} from './read-data.js';

let lines: readonly Line[];
let songs: readonly Song[];

test.before(async () => {
	const directory = freshPath();
	await generateAll({directory, events: 8000, songs: 1500, days: 30, seed: 11});
	lines = readLines(directory);
	songs = readSongs(directory);
});

const plays = () => lines.map(({event}) => event).filter(({page}) => page === 'NextSong');
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

test('every value fits its column', t => {
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

test('a third of the plays match a song', t => {
	const keys = new Set(records().map(songKey));
	const share = plays().filter(play => keys.has(playKey(play))).length / plays().length;
	t.true(share > 0.3 && share < 0.4, String(share));
});

test('popular songs are played more', t => {
	const counts = new Map<string, number>();
	for (const play of plays()) counts.set(playKey(play), (counts.get(playKey(play)) ?? 0) + 1);
	const sorted = [...counts.values()].sort((one, other) => other - one);
	t.true(sorted[0]! > 40);
	t.true(sorted[0]! > 1.5 * sorted[9]!);
	t.true(sorted.at(-1) === 1);
});

test('places and years: unknown ones, empty ones, known ones', t => {
	const share = (holds: (song: Json) => boolean) => records().filter(holds).length / songs.length;
	t.true(share(song => song.artist_location === '') > 0.2);
	t.true(share(song => song.artist_latitude === null && song.artist_longitude === null) > 0.3);
	t.true(share(song => song.artist_latitude !== null && song.artist_longitude !== null) > 0.2);
	t.true(share(song => song.year === 0) > 0.3);
	t.true(share(song => Number(song.year) > 1950) > 0.4);
});

test('numbers as text, numbers for text, an object for text, extra keys', t => {
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

test('any Unicode, written as it is or escaped, and more than 100 characters', t => {
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

test('one artist_id under several names, and in several places', t => {
	const groups = repeated(song => String(song.artist_id));
	t.true(groups.some(group => distinct(group, 'artist_name') > 1));
	t.true(groups.some(group => distinct(group, 'artist_location') > 1));
	t.true(groups.some(group => distinct(group, 'artist_latitude') > 1));
});

test('the same song_id again, with another year, and with another title', t => {
	const groups = repeated(song => String(song.song_id));
	t.true(groups.some(group => distinct(group, 'year') > 1 && distinct(group, 'title') === 1));
	t.true(groups.some(group => group.some(song => song.year === 0) && group.some(song => song.year !== 0)));
	t.true(groups.some(group => distinct(group, 'title') > 1 && distinct(group, 'duration') > 1));
});

test('two song_ids with the same title, artist and duration, and they are played', t => {
	const groups = repeated(songKey).filter(group => distinct(group, 'song_id') > 1);
	t.true(groups.some(group => distinct(group, 'artist_id') === 1));
	t.true(groups.some(group => distinct(group, 'artist_id') > 1));
	const played = new Set(plays().map(playKey));
	t.true(groups.filter(([song]) => played.has(songKey(song!))).length > 3);
});

test('the same title and artist with another duration, in songs and in plays', t => {
	const groups = repeated(song => joinKey(song.title, song.artist_name, 0));
	t.true(groups.some(group => distinct(group, 'duration') > 1 && distinct(group, 'song_id') > 1));

	const durations = new Map<string, Set<number>>();
	for (const song of records()) {
		const key = joinKey(song.title, song.artist_name, 0);
		durations.set(key, (durations.get(key) ?? new Set()).add(Number(song.duration)));
	}
	const misses = plays().flatMap(play => {
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

test('blanks at the end of titles: in the song alone, and in the play alone', t => {
	const titles = new Map(records().map(song => [songKey(song), String(song.title)]));
	const matched = plays().flatMap(play => {
		const title = titles.get(playKey(play));
		return title === undefined ? [] : [{title, song: String(play.song)}];
	});
	t.true(records().some(song => / $/.test(String(song.title))));
	t.true(matched.some(({title, song}) => !/ $/.test(title) && / $/.test(song)));
	t.true(matched.some(({title}) => / $/.test(title)));
});
