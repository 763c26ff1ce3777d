import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import test from 'ava';
import {CancelledError, UsageError} from '../../src/errors.js';
import {generate} from '../../src/sample/generate.js';
import {contentsBelow, filesBelow, freshPath, generateAll, readLines, readSongs} from './read-data.js';

const small = {events: 1200, songs: 130, days: 4, seed: 5};

test('the same seed gives the same bytes, another seed others', async t => {
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

test('one file a day, and a song file where the letters of its name say', async t => {
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

test('progress: songs, then events, never backwards, and what was written is counted', async t => {
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

test('an empty folder is used, one with something in it is refused and left alone', async t => {
	const directory = freshPath();
	mkdirSync(directory);
	await generateAll({directory, ...small});
	t.deepEqual(readdirSync(directory), ['.DS_Store', 'log_data', 'song_data']);

	const before = filesBelow(directory);
	const error = await t.throwsAsync(generateAll({directory, ...small}), {instanceOf: UsageError});
	t.is(error.message, `${directory} is not empty.`);
	t.is(
		error.failure.advice,
		'Name a folder that does not exist yet, or empty this one first: nothing is overwritten.',
	);
	t.deepEqual(filesBelow(directory), before);
});

test('a file in the place of the folder is refused', async t => {
	const directory = freshPath();
	writeFileSync(directory, '');
	const error = await t.throwsAsync(generateAll({directory, ...small}), {instanceOf: UsageError});
	t.is(error.message, `${directory} can't be a folder: it is a file, or a part of its path is one.`);
});

test('a folder that holds an unfinished run is refused with the way out', async t => {
	const directory = freshPath();
	mkdirSync(join(directory, 'unfinished'), {recursive: true});
	const error = await t.throwsAsync(generateAll({directory, ...small}), {instanceOf: UsageError});
	t.is(error.message, `${directory} holds data that were never finished, or are being made right now.`);
	t.is(error.failure.where, join(directory, 'unfinished'));
	t.regex(error.failure.advice ?? '', /remove that folder/);
});

test('a folder below a file is refused', async t => {
	const file = freshPath();
	writeFileSync(file, '');
	const directory = join(file, 'data');
	const error = await t.throwsAsync(generateAll({directory, ...small}), {instanceOf: UsageError});
	t.is(error.message, `${directory} can't be a folder: it is a file, or a part of its path is one.`);
});

test('until everything is there the data are in a folder that says so', async t => {
	const directory = freshPath();
	for await (const {phase} of generate({directory, ...small}))
		t.deepEqual(readdirSync(directory).includes('unfinished'), phase !== 'finished');
});

test('stopped by its signal it says how far it came and leaves nothing', async t => {
	const directory = freshPath();
	const stop = new AbortController();
	const error = await t.throwsAsync(
		async () => {
			for await (const {phase} of generate({directory, ...small, events: 200_000, signal: stop.signal}))
				if (phase === 'events') stop.abort();
		},
		{instanceOf: CancelledError},
	);
	t.regex(error.message, /^Stopped after [\d,]+ of 200,000 events; nothing was kept\.$/);
	t.false(existsSync(directory));
});

test('an empty folder that was there before is there after a stop', async t => {
	const directory = freshPath();
	mkdirSync(directory);
	const error = await t.throwsAsync(generateAll({directory, ...small, signal: AbortSignal.abort()}), {
		instanceOf: CancelledError,
	});
	t.regex(error.message, /^Stopped after \d+ of 130 songs; nothing was kept\.$/);
	t.deepEqual(readdirSync(directory), []);
});

test('whoever leaves the loop early leaves nothing behind', async t => {
	const directory = freshPath();
	for await (const {phase} of generate({directory, ...small})) if (phase === 'events') break;
	t.deepEqual(readdirSync(dirname(directory)), []);
});
