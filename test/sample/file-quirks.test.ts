import {readFileSync, statSync} from 'node:fs';
import {basename, join} from 'node:path';
import test from 'ava';
import {contentsBelow, filesBelow, freshPath, generateAll, readLines, readSongs} from './read-data.js';

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
