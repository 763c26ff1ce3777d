import {gzipSync} from 'node:zlib';
import test from 'ava';
import {CancelledError, DataError} from '../../src/errors.js';
import {createDataFolder, eventLine, playLine, songText} from '../support/data-folder.js';
import {readEverything, s3Source, sorted, startBucket} from './s3-fixture.js';
import {zstdFrame} from './zstd-frame.js';

const line = (artist: string) => `{"artist":"${artist}"}\n`;

/** Lines of about a hundred bytes, each with a different artist. */
function manyLines(count: number, prefix = ''): string {
	return Array.from(
		{length: count},
		(_, index) => `{"artist":"${prefix}${index}","pad":"${'x'.repeat(70)}"}\n`,
	).join('');
}

test.serial('reads the same rows, rejects and skipped files as from a folder', async t => {
	const long = manyLines(9000, 'long');
	const folder = createDataFolder({
		'log_data/2018/11/2018-11-01-events.json': [
			playLine(),
			eventLine({userId: ''}),
			'\n',
			playLine({ts: 'x'}),
		].join(''),
		'log_data/2018/11/2018-11-02-events.json': `\uFEFF${playLine({artist: 'Zoë "B" \\ é'})}no JSON\r\n${playLine()}`,
		'log_data/2018/11/2018-11-03-events.json.gz': gzipSync(`${long}{"ts":1.5}\n${line('last')}`),
		'log_data/2018/12/2018-12-01-events.json.zst': zstdFrame(
			Buffer.from(long.replaceAll('long', 'zst')),
			1000,
		),
		'log_data/2018/12/big.json': manyLines(9000, 'big'),
		'log_data/2018/12/[1]+ü &?#%41.json': line('odd'),
		'log_data/2018/12/latin.json': Buffer.from('{"artist":"\xe9"}\n{"artist":"after"}', 'latin1'),
		// Longer than a chunk, and longer than the limit.
		'log_data/wide.json': `{"artist":"wide",\n"pad":"${'x'.repeat(500_000)}"}\n${line('behind')}`,
		'log_data/wider.json': `{"pad":"${'x'.repeat(4_200_000)}"}\n${line('behind too')}`,
		'log_data/empty.json': '',
		'log_data/.DS_Store': 'x',
		'log_data/.ipynb_checkpoints/a.json': line('hidden'),
		'log_data/.ipynb_checkpoints/b.json': line('hidden'),
		'log_data/2018/notes.txt': 'x',
		'log_data/2018/archive.tar.gz': 'x',
	});
	t.teardown(() => folder.remove());
	const {bucket} = await startBucket(t);
	bucket.mount('in/', folder.path);

	const local = await readEverything(folder.source, 'events');
	const s3 = await readEverything(s3Source('s3://music/in/log_data/'), 'events');
	const address = <T extends {readonly path: string}>(entry: T) => ({
		...entry,
		path: `s3://music/in/${entry.path}`,
	});
	t.deepEqual([...s3.inventory.files], [...local.inventory.files].map(address));
	t.is(s3.inventory.bytes, local.inventory.bytes);
	t.deepEqual(sorted(s3.inventory.skipped), sorted(local.inventory.skipped.map(address)));
	t.is(s3.inventory.skippedCount, 5);
	t.is(s3.inventory.notes, undefined);
	t.deepEqual(sorted(s3.rows), sorted(local.rows));
	t.deepEqual(
		sorted(s3.rejects),
		sorted(local.rejects.map(reject => ({...reject, file: `s3://music/in/${reject.file}`}))),
	);
	t.is(s3.counted, 3 * 9000 + 2 + 2 + 1 + 1 + 1 + 2 + 1);
	t.is(s3.rejects.length, 5);
	t.is(s3.bytes, s3.inventory.bytes);
	t.is(s3.files, 9);
});

test.serial('names the address of the object in rejects', async t => {
	const {bucket} = await startBucket(t);
	bucket.put('log_data/a.json', `${line('A')}trash\n`);
	const {rejects} = await readEverything(s3Source('s3://music/log_data/'), 'events');
	t.deepEqual(
		rejects.map(({file, line}) => `${file}:${line}`),
		['s3://music/log_data/a.json:2'],
	);
});

test.serial('lists 2,500 objects on 25 pages and reads many of them concurrently', async t => {
	const {server, bucket} = await startBucket(t, {pageSize: 100});
	for (let index = 0; index < 2500; index++) {
		bucket.put(`song_data/${index % 7}/TR${index}.json`, songText({song_id: `SO${index}`}));
	}
	// Slow responses, so that sequential reading would be noticed.
	server.slow({msPerChunk: 100, chunkBytes: 1000}, {on: 'get', times: 500});
	const {inventory, rows, rejects, files, bytes} = await readEverything(
		s3Source('s3://music/song_data/'),
		'songs',
	);
	t.is(inventory.files.length, 2500);
	t.deepEqual(
		[...inventory.files].map(({path}) => path),
		[...inventory.files].map(({path}) => path).sort(),
	);
	t.is(new Set(rows.map(row => row[6])).size, 2500);
	t.is(rows.length, 2500);
	t.deepEqual(rejects, []);
	t.is(files, 2500);
	t.is(bytes, inventory.bytes);
	const gets = server.requests.filter(({operation}) => operation === 'get');
	t.is(server.requests.length - gets.length, 25);
	t.is(gets.length, 2500);
	const atOnce = Math.max(...gets.map(each => each.atOnce));
	t.true(atOnce > 32 && atOnce <= 48, `${atOnce} at once`);
});

test.serial('skips folder markers', async t => {
	const {bucket} = await startBucket(t);
	bucket.put('log_data/', '');
	bucket.put('log_data/2018/', '');
	bucket.put('log_data/2018/a.json', line('A'));
	const {files, skipped} = await s3Source('s3://music/log_data/').inventory('events');
	t.deepEqual([...files], [{path: 's3://music/log_data/2018/a.json', bytes: 15}]);
	const reason = 'an empty folder marker';
	t.deepEqual(skipped, [
		{path: 's3://music/log_data/', reason},
		{path: 's3://music/log_data/2018/', reason},
	]);
});

test.serial('treats an address without a trailing slash as a prefix, as COPY does, with a note', async t => {
	const {bucket} = await startBucket(t);
	bucket.put('in/log_data/a.json', line('A'));
	bucket.put('in/log_data_old/b.json', line('B'));
	bucket.put('in/log_data.json', line('C'));
	bucket.put('in/log-data/d.json', line('D'));
	const open = await s3Source('s3://music/in/log_data').inventory('events');
	t.deepEqual(
		[...open.files].map(({path}) => path),
		['s3://music/in/log_data.json', 's3://music/in/log_data/a.json', 's3://music/in/log_data_old/b.json'],
	);
	t.deepEqual(open.notes, [
		's3://music/in/log_data also matches log_data.json, log_data_old/, not only log_data/. All of them are read, as COPY would; end the address with / to read only log_data/.',
	]);
	const closed = await s3Source('s3://music/in/log_data/').inventory('events');
	t.deepEqual(
		[...closed.files].map(({path}) => path),
		['s3://music/in/log_data/a.json'],
	);
	t.is(closed.notes, undefined);
	// Nothing else matches, or a prefix of names was meant.
	for (const plain of ['s3://music/in/log-data', 's3://music/in/log_data/a', 's3://music/in/log']) {
		t.is((await s3Source(plain).inventory('events')).notes, undefined, plain);
	}
	t.is((await s3Source('s3://music').inventory('events')).files.length, 4);
});

test.serial('fails if nothing is under the address and lists the nearest names', async t => {
	const {server, bucket} = await startBucket(t);
	for (const key of ['a/b/song-data/x.json', 'a/b/log-data/x.json', 'a/b/readme.md', 'a/z.json'])
		bucket.put(key, 'x');
	const error = await t.throwsAsync(s3Source('s3://music/a/b/log_data/').inventory('events'), {
		instanceOf: DataError,
	});
	t.is(error?.failure.message, 'No key in the bucket music starts with a/b/log_data/.');
	t.is(error?.failure.where, 's3://music/a/b/log_data/');
	t.true(
		error?.failure.advice?.startsWith('s3://music/a/b/ has log-data/, song-data/, readme.md. '),
		error?.failure.advice,
	);
	const further = await t.throwsAsync(s3Source('s3://music/a/c/d/log').inventory('events'));
	t.true(
		further instanceof DataError && further.failure.advice?.startsWith('s3://music/a/ has b/, z.json. '),
	);

	server.createBucket('bare');
	const empty = await t.throwsAsync(s3Source('s3://bare/log_data/').inventory('events'));
	t.is(empty?.message, 'The bucket bare is empty.');
});

test.serial('fails if no object is loadable and names a skipped one', async t => {
	const {bucket} = await startBucket(t);
	bucket.put('log_data/', '');
	bucket.put('log_data/events.csv', 'x');
	const error = await t.throwsAsync(s3Source('s3://music/log_data/').inventory('events'), {
		instanceOf: DataError,
	});
	t.is(error?.failure.message, 'No objects to load under s3://music/log_data/.');
	t.regex(error?.failure.advice ?? '', /Skipped: s3:\/\/music\/log_data\/ \(an empty .*\) and 1 more\./);
});

test.serial('fails with the name of a damaged compressed object', async t => {
	const {bucket} = await startBucket(t);
	const gz = gzipSync(manyLines(3000));
	bucket.put('log_data/cut.json.gz', gz.subarray(0, gz.length / 2));
	const error = await t.throwsAsync(readEverything(s3Source('s3://music/log_data/'), 'events'), {
		instanceOf: DataError,
	});
	t.is(error?.failure.message, 's3://music/log_data/cut.json.gz is not a complete compressed file.');
});

test.serial('fails with the bucket and prefix if a listing repeats its continuation token', async t => {
	const {server, bucket} = await startBucket(t, {pageSize: 2});
	for (let index = 0; index < 6; index++) bucket.put(`log_data/${index}.json`, line('A'));
	server.repeatToken({on: 'list'});
	const error = await t.throwsAsync(s3Source('s3://music/log_data/').inventory('events'), {
		instanceOf: DataError,
	});
	t.is(
		error?.failure.message,
		'The listing of the bucket music under the prefix log_data/ repeats its continuation token.',
	);
	t.is(error?.failure.where, 's3://music/log_data/');
	t.true(server.requests.length <= 3);
});

test.serial('ends the listing immediately when aborted', async t => {
	const {server, bucket} = await startBucket(t, {pageSize: 1});
	for (let index = 0; index < 50; index++) bucket.put(`log_data/${index}.json`, line('A'));
	server.slow({msPerChunk: 100, chunkBytes: 100}, {on: 'list'});
	const controller = new AbortController();
	setTimeout(() => controller.abort(), 800);
	const start = performance.now();
	await t.throwsAsync(s3Source('s3://music/log_data/').inventory('events', {signal: controller.signal}), {
		instanceOf: CancelledError,
	});
	// The complete listing would take half a minute.
	t.true(performance.now() - start < 5000);
});

test.serial('ends all downloads immediately when aborted', async t => {
	const {server, bucket} = await startBucket(t);
	const text = manyLines(40_000);
	for (let index = 0; index < 40; index++) bucket.put(`log_data/${index}.json`, text);
	// Each object takes four seconds.
	server.slow({msPerChunk: 100, chunkBytes: 100_000}, {on: 'get'});
	const source = s3Source('s3://music/log_data/');
	const inventory = await source.inventory('events');
	const controller = new AbortController();
	let aborted = 0;
	await t.throwsAsync(
		async () => {
			for await (const _ of source.records('events', inventory, {signal: controller.signal})) {
				aborted = performance.now();
				controller.abort();
			}
		},
		{instanceOf: CancelledError},
	);
	t.true(performance.now() - aborted < 2000);
	await noneLeft(server);
	t.pass();
});

test.serial('ends the downloads when the iteration ends', async t => {
	const {server, bucket} = await startBucket(t);
	const text = manyLines(40_000);
	for (let index = 0; index < 40; index++) bucket.put(`log_data/${index}.json`, text);
	const source = s3Source('s3://music/log_data/');
	for await (const batch of source.records('events', await source.inventory('events'))) {
		t.true(batch.rows > 0);
		break;
	}
	await noneLeft(server);
	t.pass();
});

/** Resolves when no more bytes are being sent. */
async function noneLeft(server: {readonly requests: ReadonlyArray<{readonly bytes: number}>}): Promise<void> {
	const sent = () => server.requests.reduce((sum, {bytes}) => sum + bytes, server.requests.length);
	for (let before = -1; before !== sent(); ) {
		before = sent();
		await new Promise(resolve => setTimeout(resolve, 200));
	}
}

test.serial('loses nothing with a slow consumer', async t => {
	const {bucket} = await startBucket(t);
	for (let index = 0; index < 6; index++)
		bucket.put(`log_data/${index}.json`, manyLines(20_000, `${index}-`));
	const source = s3Source('s3://music/log_data/');
	let rows = 0;
	for await (const batch of source.records('events', await source.inventory('events'))) {
		rows += batch.rows;
		await new Promise(resolve => setTimeout(resolve, 50));
	}
	t.is(rows, 120_000);
});
