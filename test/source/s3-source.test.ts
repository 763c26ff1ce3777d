import {appendFileSync, mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import type {DataSettings} from '../../src/config/settings.js';
import {CancelledError, DataError, UsageError} from '../../src/errors.js';
import {packageRoot} from '../../src/package-root.js';
import {openSource} from '../../src/source/open-source.js';
import {createDataFolder, eventLine, playLine, songText} from '../support/data-folder.js';
import {randomNumbers} from './random-numbers.js';
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
	server.slow({msPerChunk: 250, chunkBytes: 1000}, {on: 'get', times: 500});
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

/** Numbered lines of a hundred bytes each. */
function numbered(count: number): string {
	return Array.from(
		{length: count},
		(_, index) => `{"artist":"${String(index).padStart(8, '0')}","pad":"${'x'.repeat(70)}"}\n`,
	).join('');
}

async function readNumbers(t: ExecutionContext) {
	const {rows, rejects, bytes, inventory} = await readEverything(s3Source('s3://music/log_data/'), 'events');
	t.deepEqual(rejects, []);
	t.is(bytes, inventory.bytes);
	return rows.map(([artist]) => Number(artist));
}

test.serial('resumes a broken download at the byte reached, once per break', async t => {
	const {server, bucket} = await startBucket(t);
	const text = numbered(100_000);
	bucket.put('log_data/a.json', text);
	// The second and third breaks occur in resumed requests, the last one after a single byte.
	server.cut(1_234_567, {on: 'get', times: 1});
	server.cut(3_000_000, {on: 'get', times: 1});
	server.cut(1, {on: 'get', times: 1});
	const numbers = await readNumbers(t);
	t.deepEqual(
		numbers,
		Array.from({length: 100_000}, (_, index) => index),
	);
	const gets = server.requests.filter(({operation}) => operation === 'get');
	t.deepEqual(
		gets.map(({range}) => range),
		[undefined, 'bytes=1234567-', 'bytes=4234567-', 'bytes=4234568-'],
	);
	t.is(
		gets.reduce((sum, {bytes}) => sum + bytes, 0),
		text.length,
	);
});

test.serial('resumes a broken download of a compressed object without losing text', async t => {
	const {server, bucket} = await startBucket(t);
	const random = randomNumbers(7);
	// Barely compressible, so that enough bytes are left to cut.
	const texts = Array.from({length: 20_000}, () =>
		Array.from({length: 8}, () => random(2 ** 31).toString(36)).join(' '),
	);
	const lines = Buffer.from(texts.map(artist => `${JSON.stringify({artist})}\n`).join(''));
	for (const [key, object] of [
		['log_data/a.json.gz', gzipSync(lines)],
		['log_data/a.json.zst', zstdFrame(lines)],
	] as const) {
		bucket.put(key, object);
		t.true(object.length > 500_000, `${object.length}`);
		for (const bytes of [5, 1, 70_001, 131_072, 200_003]) server.cut(bytes, {on: 'get', times: 1});
		const before = server.requests.length;
		const {rows, rejects} = await readEverything(s3Source(`s3://music/${key}`), 'events');
		t.deepEqual(
			rows.map(([artist]) => artist),
			texts,
		);
		t.deepEqual(rejects, []);
		const gets = server.requests.slice(before).filter(({operation}) => operation === 'get');
		t.is(gets.length, 6);
		t.true(gets.slice(1).every(({range}) => range !== undefined));
	}
});

test.serial('loses nothing when many downloads break at once', async t => {
	const {server, bucket} = await startBucket(t);
	const text = numbered(20_000);
	const lines = text.split('\n').slice(0, -1);
	for (let part = 0; part < 40; part++) {
		bucket.put(`log_data/${part}.json`, lines.slice(part * 500, (part + 1) * 500).join('\n'));
	}
	for (let cut = 0; cut < 60; cut++) server.cut(1 + cut * 700, {on: 'get', times: 1});
	const numbers = await readNumbers(t);
	t.deepEqual(
		numbers.sort((a, b) => a - b),
		Array.from({length: 20_000}, (_, index) => index),
	);
});

test.serial('fails if an object changes while being read', async t => {
	const {server, bucket} = await startBucket(t);
	bucket.put('log_data/a.json', numbered(200_000));
	// After the first batch of rows.
	server.cut(10_000_000, {on: 'get', times: 1});
	const source = s3Source('s3://music/log_data/');
	const inventory = await source.inventory('events');
	const error = await t.throwsAsync(
		async () => {
			for await (const _ of source.records('events', inventory))
				bucket.put('log_data/a.json', numbered(210_000));
		},
		{instanceOf: DataError},
	);
	t.is(error?.failure.message, 's3://music/log_data/a.json changed while it was being read.');
	t.is(error?.failure.where, 's3://music/log_data/a.json');
	t.regex(error?.failure.advice ?? '', /Run it again/);
});

test.serial('reports an idle connection after 10 s and retries it up to AWS_MAX_ATTEMPTS', async t => {
	const {server, bucket} = await startBucket(t, {env: {AWS_MAX_ATTEMPTS: '2'}});
	bucket.put('log_data/a.json', numbered(10_000));
	server.stall(0, {on: 'list', times: 1});
	server.stall(500_000, {on: 'get', times: 1});
	server.stall(0, {on: 'get'});
	const notices: string[] = [];
	const onNotice = (notice: string) => notices.push(notice);
	const source = s3Source('s3://music/log_data/');
	const start = performance.now();
	const inventory = await source.inventory('events', {onNotice});
	t.deepEqual(notices.splice(0), ['S3 has sent nothing for 10 s. Attempt 2 of 2.']);
	const error = await t.throwsAsync(
		async () => {
			for await (const _ of source.records('events', inventory, {onNotice}));
		},
		{instanceOf: DataError},
	);
	t.is(error?.failure.where, 's3://music/log_data/a.json');
	t.deepEqual(notices, ['S3 has sent nothing for 10 s. Attempt 2 of 2.']);
	const seconds = (performance.now() - start) / 1000;
	t.true(seconds > 29 && seconds < 50, `${seconds} s`);
});

test.serial('refuses an object that is shorter or longer than listed', async t => {
	const {bucket} = await startBucket(t);
	for (const count of [999, 1001]) {
		bucket.put('log_data/a.json', numbered(1000));
		const source = s3Source('s3://music/log_data/');
		const inventory = await source.inventory('events');
		bucket.put('log_data/a.json', numbered(count));
		const error = await t.throwsAsync(
			async () => {
				for await (const _ of source.records('events', inventory));
			},
			{instanceOf: DataError},
		);
		const size = (lines: number) => numbered(lines).length.toLocaleString('en-US');
		const difference = count < 1000 ? 'shorter' : 'longer';
		t.is(
			error?.failure.message,
			`s3://music/log_data/a.json is ${difference} than listed: ${size(count)} instead of ${size(1000)} bytes.`,
		);
		t.is(error?.failure.where, 's3://music/log_data/a.json');
	}
});

test.serial('refuses an object that was replaced after the listing by one of the same size', async t => {
	const {bucket} = await startBucket(t);
	bucket.put('log_data/a.json', numbered(1000));
	const source = s3Source('s3://music/log_data/');
	const inventory = await source.inventory('events');
	bucket.put('log_data/a.json', numbered(1000).replaceAll('9', '8'));
	const error = await t.throwsAsync(
		async () => {
			for await (const _ of source.records('events', inventory));
		},
		{instanceOf: DataError},
	);
	t.is(error?.failure.message, 's3://music/log_data/a.json has changed since it was listed.');
	t.is(error?.failure.where, 's3://music/log_data/a.json');
});

test.serial('gives up on a connection that always breaks before the first byte', async t => {
	const {server, bucket} = await startBucket(t, {env: {AWS_MAX_ATTEMPTS: '4'}});
	bucket.put('log_data/a.json', numbered(10_000));
	server.cut(500_000, {on: 'get', times: 1});
	server.cut(0, {on: 'get'});
	const error = await t.throwsAsync(readEverything(s3Source('s3://music/log_data/'), 'events'), {
		instanceOf: DataError,
	});
	t.is(
		error?.failure.message,
		'The connection kept dropping while s3://music/log_data/a.json was being read.',
	);
});

test.serial('retries after two transient refusals', async t => {
	const {server, bucket} = await startBucket(t);
	bucket.put('log_data/a.json', numbered(10));
	server.fail('InternalError', {on: 'list', times: 2});
	server.fail('SlowDown', {on: 'get', times: 2});
	t.is((await readNumbers(t)).length, 10);
	t.deepEqual(
		server.requests.map(({operation, status}) => `${operation} ${status}`),
		['list 500', 'list 500', 'list 200', 'get 503', 'get 503', 'get 200'],
	);
});

test.serial('never holds an entire large object in memory', async t => {
	const {bucket} = await startBucket(t);
	const folder = mkdtempSync(join(tmpdir(), 'sparkify-test-large-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	const piece = playLine().repeat(4000);
	const records = (pieces: number) => {
		for (let count = 0; count < pieces; count++) appendFileSync(join(folder, 'a.json'), piece);
		bucket.mount('log_data/', folder);
		return (statSync(join(folder, 'a.json')).size / piece.length) * 4000;
	};
	const read = async () => {
		const source = s3Source('s3://music/log_data/');
		let [rows, highest] = [0, 0];
		for await (const batch of source.records('events', await source.inventory('events'))) {
			rows += batch.rows;
			highest = Math.max(highest, process.memoryUsage.rss());
		}
		return {rows, highest};
	};

	// Warm up first, to exclude one-time memory (threads, the SDK, the allocator), with an object that is large enough for the
	// heap to reach the size at which it stays.
	const few = records(100);
	const first = await read();
	t.is(first.rows, few);
	const many = records(120);
	t.true((many - few) * (piece.length / 4000) > 120e6);
	const second = await read();
	t.is(second.rows, many);
	const growth = Math.round((second.highest - first.highest) / 1e6);
	t.true(growth < 60, `${growth} MB more`);
});

/** Returns the name and locations of the source for the settings. */
function opened(settings: Partial<DataSettings>) {
	const source = openSource({data: undefined, source: undefined, ...settings});
	return [source.name, source.locate('events'), source.locate('songs')];
}

test('finds log_data and song_data below an address with or without trailing slash', t => {
	const places = ['s3://music/in/log_data/', 's3://music/in/song_data/'];
	t.deepEqual(opened({data: 's3://music/in'}), ['s3://music/in', ...places]);
	t.deepEqual(opened({data: 's3://music/in/'}), ['s3://music/in/', ...places]);
	t.deepEqual(opened({data: 's3://music'}), ['s3://music', 's3://music/log_data/', 's3://music/song_data/']);
	t.deepEqual(opened({data: 's3://music/'}), [
		's3://music/',
		's3://music/log_data/',
		's3://music/song_data/',
	]);
});

test('uses separate addresses literally', t => {
	const source = {events: 's3://music/log_data', songs: 's3://other/a/song_data/A/'};
	t.deepEqual(opened({source}), [
		's3://music/log_data and s3://other/a/song_data/A/',
		source.events,
		source.songs,
	]);
});

test('prefers a data folder or address to separate locations, and those to the sample', t => {
	const source = {events: 's3://music/log_data', songs: 's3://music/song_data'};
	t.deepEqual(opened({data: '/data', source}), [
		'/data',
		join('/data', 'log_data'),
		join('/data', 'song_data'),
	]);
	t.is(opened({data: 's3://mine', source})[1], 's3://mine/log_data/');
	t.deepEqual(opened({}), [
		'bundled sample',
		join(packageRoot, 'sample', 'log_data'),
		join(packageRoot, 'sample', 'song_data'),
	]);
});

test('rejects an invalid address before any request', t => {
	for (const data of ['s3://', 's3:///log_data', 's3://a/b', 's3://my_bucket!/x', 's3://-music/x']) {
		const error = t.throws(() => openSource({data, source: undefined}), {instanceOf: UsageError}, data);
		t.true(error?.failure.message.includes(data), error?.failure.message);
	}
	t.throws(() => openSource({data: undefined, source: {events: 's3://music/x', songs: 's3://'}}), {
		instanceOf: UsageError,
	});
});

test.serial('reads events from a bucket and songs from a folder', async t => {
	const {bucket} = await startBucket(t);
	bucket.put('logs/2018.json', eventLine() + eventLine());
	const folder = createDataFolder({'tracks/A/a.json': songText(), 'tracks/b.json': 'trash'});
	t.teardown(() => folder.remove());
	const source = openSource({
		data: undefined,
		source: {events: 's3://music/logs', songs: join(folder.path, 'tracks')},
	});
	t.is((await readEverything(source, 'events')).rows.length, 2);
	const songs = await readEverything(source, 'songs');
	t.is(songs.rows.length, 1);
	t.deepEqual(
		songs.rejects.map(({file}) => file),
		['tracks/b.json'],
	);
});
