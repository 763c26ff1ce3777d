import {execFile} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {promisify} from 'node:util';
import {gunzipSync} from 'node:zlib';
import test from 'ava';
import {CancelledError, DataError, UsageError} from '../../src/errors.js';
import {generateData} from '../../src/sample/generate.js';
import {checkOptions} from '../../src/sample/options.js';
import {writeFailure} from '../../src/sample/target-folder.js';
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

const good = {events: 8000, songs: 1500, days: 30, seed: 1};

test('options: accepts whole numbers within the limits', t => {
	t.notThrows(() => checkOptions(good));
	t.notThrows(() => checkOptions({events: 1, songs: 1, days: 1, seed: 0}));
	t.notThrows(() => checkOptions({events: 100_000_000, songs: 1_000_000, days: 3650, seed: 4_294_967_295}));
});

for (const {change, message, where, advice} of [
	{
		change: {events: 100_000_001},
		message: "The number of events can't be 100,000,001.",
		where: '--events',
		advice: 'Use a whole number from 1 to 100,000,000.',
	},
	{
		change: {events: 2.5},
		message: "The number of events can't be 2.5.",
		where: '--events',
		advice: 'Use a whole number from 1 to 100,000,000.',
	},
	{
		change: {events: 0},
		message: "The number of events can't be 0.",
		where: '--events',
		advice: 'Use a whole number from 1 to 100,000,000.',
	},
	{
		change: {songs: 1_000_001},
		message: "The number of songs can't be 1,000,001.",
		where: '--songs',
		advice: 'Use a whole number from 1 to 1,000,000.',
	},
	{
		change: {days: 0},
		message: "The number of days can't be 0.",
		where: '--days',
		advice: 'Use a whole number from 1 to 3,650.',
	},
	{
		change: {days: -3},
		message: "The number of days can't be -3.",
		where: '--days',
		advice: 'Use a whole number from 1 to 3,650.',
	},
	{
		change: {days: Number.NaN},
		message: 'The number of days is not a number.',
		where: '--days',
		advice: 'Use a whole number from 1 to 3,650.',
	},
	{
		change: {seed: -1},
		message: "The seed can't be -1.",
		where: '--seed',
		advice: 'Use a whole number from 0 to 4,294,967,295.',
	},
])
	test(`options: refused: ${JSON.stringify(change)}`, t => {
		const error = t.throws(() => checkOptions({...good, ...change}), {instanceOf: UsageError});
		t.deepEqual(error.failure, {message, where, advice});
		t.is(error.exitCode, 2);
	});

function systemError(code: string): Error {
	return Object.assign(new Error(`${code}: refused, open '/data/x.json'`), {
		code,
		syscall: 'open',
		path: '/data/x.json',
	});
}

test('target folder: reports a full disk with the file, the reason and advice', t => {
	const cause = systemError('ENOSPC');
	const error = writeFailure(cause, '/data');
	t.true(error instanceof DataError);
	t.deepEqual((error as DataError).failure, {
		message: "The data can't be written to /data.",
		where: '/data/x.json',
		advice: 'Free some space, or choose a folder on another disk. A million events take about 450 MB.',
		detail: "ENOSPC: refused, open '/data/x.json'",
	});
	t.is((error as DataError).cause, cause);
});

test('target folder: reports a folder without permission', t => {
	const error = writeFailure(systemError('EACCES'), '/data');
	t.is((error as DataError).failure.advice, 'Choose a folder that you can write to.');
});

test('target folder: returns other errors unchanged', t => {
	const defect = new TypeError('undefined is not a function');
	t.is(writeFailure(defect, '/data'), defect);
});

const sample = 'sample';
const packed = (folder: string) => filesBelow(folder).filter(path => path.endsWith('.gz'));
const unpack = (folder: string, path: string) =>
	gunzipSync(readFileSync(join(folder, path))).toString('utf8');

test('bundled sample: matches the output of the script', async t => {
	const made = freshPath();
	await promisify(execFile)(process.execPath, ['--import=tsx', 'scripts/make-sample.ts', made]);
	t.deepEqual(packed(sample), packed(made));
	// Compare uncompressed data: zlib versions may compress the same text differently.
	for (const path of packed(sample)) t.true(unpack(sample, path) === unpack(made, path), path);
});

test('bundled sample: is small and has the contents described in its README', t => {
	const files = packed(sample);
	t.is(files.length, 34);
	for (let day = 1; day <= 30; day += 1)
		t.true(files.includes(`log_data/2018/11/2018-11-${String(day).padStart(2, '0')}-events.json.gz`));
	t.deepEqual(
		files.filter(path => path.startsWith('song_data/')),
		['A', 'B', 'C', 'D'].map(letter => `song_data/${letter}/TR${letter}.json.gz`),
	);
	t.true(filesBelow(sample).reduce((sum, path) => sum + statSync(join(sample, path)).size, 0) < 1_000_000);

	const count = (kind: string, pattern: RegExp) =>
		files
			.filter(path => path.startsWith(kind))
			.reduce((sum, path) => sum + [...unpack(sample, path).matchAll(pattern)].length, 0);
	t.is(count('log_data/', /^\ufeff?\{/gm), 8000);
	t.is(count('song_data/', /"song_id":/g), 1500);
});
