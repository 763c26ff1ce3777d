import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import test from 'ava';
import {CancelledError, UsageError} from '../../src/errors.js';
import {generateData} from '../../src/sample/generate.js';
import {contentsBelow, filesBelow, freshPath, generateAll, readLines, readSongs} from './read-data.js';

const small = {events: 1200, songs: 130, days: 4, seed: 5};

test('writes the same bytes for the same seed only', async t => {
	const [first, second, other] = [freshPath(), freshPath(), freshPath()];
	await generateAll({directory: first, ...small});
	await generateAll({directory: second, ...small});
	await generateAll({directory: other, ...small, seed: 6});
	t.deepEqual(contentsBelow(second), contentsBelow(first));

	const day = 'log_data/2018/11/2018-11-02-events.json';
	t.not(readFileSync(join(other, day), 'utf8'), readFileSync(join(first, day), 'utf8'));
	t.notDeepEqual(filesBelow(join(other, 'song_data')), filesBelow(join(first, 'song_data')));
});

for (const {events, songs, days} of [
	{events: 1, songs: 1, days: 1},
	{events: 2, songs: 3, days: 3650},
	{events: 900, songs: 99, days: 40},
	{events: 3000, songs: 1, days: 1},
])
	for (const fileQuirks of [true, false])
		test(`${events} events and ${songs} songs in ${days} days are exactly that, ${fileQuirks ? 'untidy' : 'clean'}`, async t => {
			const directory = freshPath();
			await generateAll({directory, events, songs, days, seed: 3, fileQuirks});
			t.is(readLines(directory).length, events);
			t.is(readSongs(directory).length, songs);
		});

test('writes one file per day, and song files in folders by the letters of their names', async t => {
	const directory = freshPath();
	await generateAll({directory, events: 6000, songs: 60, days: 33, seed: 1, fileQuirks: false});
	const files = filesBelow(directory);
	t.is(files[0], 'log_data/2018/11/2018-11-01-events.json');
	t.true(files.includes('log_data/2018/12/2018-12-03-events.json'));
	t.is(files.filter(file => file.startsWith('log_data/')).length, 33);
	const songs = files.filter(file => file.startsWith('song_data/'));
	t.is(songs.length, 60);
	for (const file of songs)
		t.regex(file, /^song_data\/([A-Z])\/([A-Z])\/([A-Z])\/TR\1\2\3[A-Z0-9]{13}\.json$/);
});

test('reports increasing progress of songs, then events, as written', async t => {
	const directory = freshPath();
	const progress = await generateAll({
		directory,
		events: 5000,
		songs: 400,
		days: 3,
		seed: 1,
		fileQuirks: false,
	});
	t.deepEqual(
		progress.map(({phase}) => phase).filter((phase, place, all) => phase !== all[place - 1]),
		['songs', 'events', 'finished'],
	);
	for (const [place, step] of progress.entries()) {
		const before = progress[place - 1];
		if (before === undefined) continue;
		t.true(step.bytes >= before.bytes);
		if (step.phase === before.phase) t.true(step.done >= before.done);
	}
	const last = {
		songs: progress.findLast(step => step.phase === 'songs'),
		events: progress.findLast(step => step.phase === 'events'),
	};
	t.is(last.songs?.done, 400);
	t.is(last.songs?.total, 400);
	t.is(last.events?.done, 5000);
	t.is(last.events?.total, 5000);
	const written = [...contentsBelow(directory).values()].reduce(
		(sum, text) => sum + Buffer.byteLength(text),
		0,
	);
	t.deepEqual(progress.at(-1), {phase: 'finished', done: 5400, total: 5400, bytes: written});
});

test('uses an empty folder, and refuses a non-empty one unchanged', async t => {
	const directory = freshPath();
	mkdirSync(directory);
	await generateAll({directory, ...small});
	t.deepEqual(readdirSync(directory), ['.DS_Store', 'log_data', 'song_data']);

	const before = filesBelow(directory);
	const error = await t.throwsAsync(generateAll({directory, ...small}), {instanceOf: UsageError});
	t.is(error.message, `${directory} is not empty.`);
	t.is(
		error.failure.advice,
		'Choose a folder that does not exist yet, or empty this one. Nothing is overwritten.',
	);
	t.deepEqual(filesBelow(directory), before);
});

test('refuses a file instead of a folder', async t => {
	const directory = freshPath();
	writeFileSync(directory, '');
	const error = await t.throwsAsync(generateAll({directory, ...small}), {instanceOf: UsageError});
	t.is(error.message, `${directory} can't be a folder: it or part of its path is a file.`);
});

test('refuses a folder with an unfinished run and advises what to do', async t => {
	const directory = freshPath();
	mkdirSync(join(directory, 'unfinished'), {recursive: true});
	const error = await t.throwsAsync(generateAll({directory, ...small}), {instanceOf: UsageError});
	t.is(error.message, `${directory} contains data from an unfinished or running generator.`);
	t.is(error.failure.where, join(directory, 'unfinished'));
	t.regex(error.failure.advice ?? '', /remove that folder/);
});

test('refuses a folder below a file', async t => {
	const file = freshPath();
	writeFileSync(file, '');
	const directory = join(file, 'data');
	const error = await t.throwsAsync(generateAll({directory, ...small}), {instanceOf: UsageError});
	t.is(error.message, `${directory} can't be a folder: it or part of its path is a file.`);
});

test('writes to the folder unfinished until everything is complete', async t => {
	const directory = freshPath();
	for await (const {phase} of generateData({directory, ...small}))
		t.deepEqual(readdirSync(directory).includes('unfinished'), phase !== 'finished');
});

test('reports its progress and leaves nothing when aborted', async t => {
	const directory = freshPath();
	const stop = new AbortController();
	const error = await t.throwsAsync(
		async () => {
			for await (const {phase} of generateData({directory, ...small, events: 200_000, signal: stop.signal}))
				if (phase === 'events') stop.abort();
		},
		{instanceOf: CancelledError},
	);
	t.regex(error.message, /^Stopped after [\d,]+ of 200,000 events; nothing was kept\.$/);
	t.false(existsSync(directory));
});

test('keeps an existing empty folder when aborted', async t => {
	const directory = freshPath();
	mkdirSync(directory);
	const error = await t.throwsAsync(generateAll({directory, ...small, signal: AbortSignal.abort()}), {
		instanceOf: CancelledError,
	});
	t.regex(error.message, /^Stopped after \d+ of 130 songs; nothing was kept\.$/);
	t.deepEqual(readdirSync(directory), []);
});

test('leaves nothing behind when the iteration ends early', async t => {
	const directory = freshPath();
	for await (const {phase} of generateData({directory, ...small})) if (phase === 'events') break;
	t.deepEqual(readdirSync(dirname(directory)), []);
});
