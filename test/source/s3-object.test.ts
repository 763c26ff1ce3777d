import {appendFileSync, mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import {DataError} from '../../src/errors.js';
import {playLine} from '../support/data-folder.js';
import {randomNumbers} from './random-numbers.js';
import {readEverything, s3Source, startBucket} from './s3-fixture.js';
import {zstdFrame} from './zstd-frame.js';

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
	bucket.put('log_data/a.json', numbered(50_000));
	server.cut(2_000_000, {on: 'get', times: 1});
	const source = s3Source('s3://music/log_data/');
	const inventory = await source.inventory('events');
	const error = await t.throwsAsync(
		async () => {
			for await (const _ of source.records('events', inventory))
				bucket.put('log_data/a.json', numbered(60_000));
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

	// Warm up first, to exclude one-time memory (threads, the SDK, the allocator).
	const few = records(20);
	const first = await read();
	t.is(first.rows, few);
	const many = records(100);
	t.true(many * (piece.length / 4000) > 120e6);
	const second = await read();
	t.is(second.rows, many);
	const growth = Math.round((second.highest - first.highest) / 1e6);
	t.true(growth < 60, `${growth} MB more`);
});
