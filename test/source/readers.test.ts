import {execFile} from 'node:child_process';
import {rmSync, utimesSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {gzipSync} from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import {CancelledError, DataError} from '../../src/errors.js';
import {DamagedFileError, decompressed} from '../../src/source/file-chunks.js';
import type {RecordKind, Reject} from '../../src/source/source.js';
import {createDataFolder, type DataFolder, eventLine, type Files, songText} from '../support/data-folder.js';
import {decodeCopy} from './read-records.js';
import {zstdFrame} from './zstd-frame.js';

function folderOf(t: ExecutionContext, files: Files): DataFolder {
	const folder = createDataFolder(files);
	t.teardown(() => folder.remove());
	return folder;
}

async function readAll({source}: DataFolder, kind: RecordKind) {
	const inventory = await source.inventory(kind);
	const rows: Array<string | null>[] = [];
	const rejects: Reject[] = [];
	let [bytes, files, counted] = [0, 0, 0];
	for await (const batch of source.records(kind, inventory)) {
		rows.push(...decodeCopy(batch.copyText).map(row => [...row]));
		rejects.push(...batch.rejects);
		bytes += batch.bytes;
		files += batch.files;
		counted += batch.rows;
	}
	return {inventory, rows, rejects, bytes, files, counted};
}

/** Artists of the rows, sorted, because batches arrive in no particular order. */
const artists = (rows: ReadonlyArray<ReadonlyArray<string | null>>) => rows.map(row => String(row[0])).sort();
const line = (artist: string) => `{"artist":"${artist}"}\n`;

/** Lines of about a hundred bytes, to fill more than a few batches. */
function manyLines(count: number, prefix = ''): string {
	return Array.from(
		{length: count},
		(_, index) => `{"artist":"${prefix}${index}","pad":"${'x'.repeat(70)}"}\n`,
	).join('');
}

test('reads rows, files and bytes that add up to the inventory', async t => {
	const folder = folderOf(t, {
		'log_data/a.json': line('A') + line('B'),
		'log_data/b.json.gz': gzipSync(line('C')),
		'log_data/c.json.zst': zstdFrame(Buffer.from(line('D'))),
		'log_data/d.json': `${line('E')}trash\n`,
		'log_data/blank.json': '\n\n',
		'log_data/empty.json': '',
	});
	const {inventory, rows, rejects, bytes, files, counted} = await readAll(folder, 'events');
	t.deepEqual(artists(rows), ['A', 'B', 'C', 'D', 'E']);
	t.is(counted, 5);
	t.is(rejects.length, 1);
	t.is(files, 5);
	t.is(inventory.files.length, 5);
	t.is(bytes, inventory.bytes);
	t.deepEqual(inventory.skipped, [{path: 'log_data/empty.json', reason: 'empty'}]);
});

test('names the file in rejects as in the inventory', async t => {
	const folder = folderOf(t, {
		'log_data/2018/11/a.json': `${line('A')}trash\n`,
		'log_data/2018/b.json.gz': gzipSync(`\n\n${line('B')}{"ts":"x"}`),
	});
	const {rejects} = await readAll(folder, 'events');
	t.deepEqual(rejects.map(({file, line, column}) => `${file}:${line} ${column}`).sort(), [
		'log_data/2018/11/a.json:2 null',
		'log_data/2018/b.json.gz:4 ts',
	]);
});

test('reads compressed files of any length and with several members or frames', async t => {
	const long = manyLines(20_000);
	t.true(long.length > 1 << 20);
	const {rows, rejects, bytes, inventory} = await readAll(
		folderOf(t, {
			'log_data/long.json.gz': gzipSync(long),
			'log_data/long.json.zst': zstdFrame(Buffer.from(long)),
			'log_data/blocks.json.zst': zstdFrame(Buffer.from(long), 1000),
			'log_data/members.json.gz': Buffer.concat([gzipSync(line('G1')), gzipSync(line('G2'))]),
			'log_data/frames.json.zst': Buffer.concat(['Z1', 'Z2'].map(name => zstdFrame(Buffer.from(line(name))))),
			// Output of `zstd -19` for twenty lines {"artist":"A"}: compressed blocks and a checksum.
			'log_data/real.json.zst': Buffer.from('KLUv/WQsALUAAHh7ImFydGlzdCI6IkEifQoBABqizjpiuKzg', 'base64'),
			'log_data/nothing.json.gz': gzipSync(''),
			'log_data/nothing.json.zst': zstdFrame(Buffer.alloc(0)),
		}),
		'events',
	);
	t.deepEqual(rejects, []);
	t.is(bytes, inventory.bytes);
	const names = new Map<string, number>();
	for (const [name] of rows) names.set(String(name), (names.get(String(name)) ?? 0) + 1);
	t.is(rows.length, 3 * 20_000 + 2 + 2 + 20);
	for (const [name, count] of [
		['0', 3],
		['19999', 3],
		['G1', 1],
		['G2', 1],
		['Z1', 1],
		['Z2', 1],
		['A', 20],
	] as const)
		t.is(names.get(name), count, name);
});

test('fails with the name of a damaged compressed file', async t => {
	const whole = manyLines(3000);
	const gz = gzipSync(whole);
	const zst = zstdFrame(Buffer.from(whole), 1000);
	const real = Buffer.from('KLUv/WQsALUAAHh7ImFydGlzdCI6IkEifQoBABqizjpiuKzg', 'base64');
	for (const [name, content] of [
		['no.json.gz', 'this is not gzip'],
		['cut.json.gz', gz.subarray(0, gz.length / 2)],
		['short.json.gz', gz.subarray(0, 5)],
		['flipped.json.gz', Buffer.from(gz).fill(0xff, 200, 220)],
		['no.json.zst', 'this is not a zstandard file, but long enough'],
		['cut.json.zst', zst.subarray(0, zst.length / 2)],
		['short.json.zst', zst.subarray(0, 7)],
		['cut-real.json.zst', real.subarray(0, 25)],
		// A block of the type reserved by RFC 8878.
		['type.json.zst', Buffer.from(zst).fill(0xff, 9, 10)],
	] as const) {
		const folder = folderOf(t, {'log_data/a.json': line('A'), [`log_data/${name}`]: content});
		const error = await t.throwsAsync(readAll(folder, 'events'), {instanceOf: DataError}, name);
		t.is(error?.failure.message, `log_data/${name} is not a complete compressed file.`);
		t.is(error?.failure.where, `log_data/${name}`);
		t.regex(error?.failure.advice ?? '', /again/);
	}
});

test('refuses a file that is shorter or longer than listed', async t => {
	const short = line('A').repeat(3);
	const long = line('A').repeat(4);
	for (const [name, listed, read] of [
		['cut.json', long, short],
		['cut-in-record.json', long, long.slice(0, -5)],
		['gone.json', long, ''],
		['grown.json', short, long],
		['grown-large.json', manyLines(20_000), manyLines(20_001)],
		['short.json.gz', gzipSync(manyLines(300)), gzipSync(short)],
		['grown.json.gz', gzipSync(short), gzipSync(manyLines(300))],
		['short.json.zst', zstdFrame(Buffer.from(long)), zstdFrame(Buffer.from(short))],
		// Several members or frames are valid, so only the size reveals a missing one.
		['member.json.gz', Buffer.concat([gzipSync(long), gzipSync(short)]), gzipSync(long)],
	] as const) {
		const folder = folderOf(t, {[`log_data/${name}`]: listed});
		const inventory = await folder.source.inventory('events');
		folder.write({[`log_data/${name}`]: read});
		const error = await t.throwsAsync(
			async () => {
				for await (const _ of folder.source.records('events', inventory));
			},
			{instanceOf: DataError},
			name,
		);
		const difference = read.length < listed.length ? 'shorter' : 'longer';
		const message = `log_data/${name} is ${difference} than listed: `;
		t.true(error?.failure.message.startsWith(message), error?.failure.message);
		t.true(error?.failure.message.endsWith(` instead of ${listed.length.toLocaleString('en-US')} bytes.`));
		t.is(error?.failure.where, `log_data/${name}`);
		t.regex(error?.failure.advice ?? '', /run the stage again/);
	}
});

test('refuses a file that was written to after the listing, even with the same size', async t => {
	for (const [name, listed, read] of [
		['a.json', line('A'), line('B')],
		['a.json.gz', gzipSync(line('A')), gzipSync(line('A'))],
	] as const) {
		t.is(listed.length, read.length);
		const folder = folderOf(t, {[`log_data/${name}`]: listed});
		utimesSync(join(folder.path, 'log_data', name), 1.5e9, 1.5e9);
		const inventory = await folder.source.inventory('events');
		folder.write({[`log_data/${name}`]: read});
		const error = await t.throwsAsync(
			async () => {
				for await (const _ of folder.source.records('events', inventory));
			},
			{instanceOf: DataError},
			name,
		);
		t.is(error?.failure.message, `log_data/${name} has changed since it was listed.`);
		t.is(error?.failure.where, `log_data/${name}`);
		t.regex(error?.failure.advice ?? '', /run the stage again/);
	}
});

test('refuses a compressed file cut at any byte', async t => {
	const text = Buffer.from(manyLines(40));
	const real = Buffer.from('KLUv/WQsALUAAHh7ImFydGlzdCI6IkEifQoBABqizjpiuKzg', 'base64');
	const wholes = {gz: gzipSync(text.subarray(0, 500)), zst: zstdFrame(text.subarray(0, 200), 50), real};
	for (const [name, whole] of Object.entries(wholes)) {
		for (let length = 1; length < whole.length; length++) {
			const path = name === 'gz' ? 'a.gz' : 'a.zst';
			async function* chunks() {
				yield whole.subarray(0, length);
			}
			await t.throwsAsync(
				async () => {
					for await (const _ of decompressed(path, chunks()));
				},
				{instanceOf: DamagedFileError},
				`${name} cut to ${length}`,
			);
		}
	}
});

test('fails with the name of a file removed before it is read', async t => {
	for (const name of ['b.json', 'b.json.gz', 'b.json.zst']) {
		const folder = folderOf(t, {'log_data/a.json': line('A'), [`log_data/${name}`]: line('B')});
		const inventory = await folder.source.inventory('events');
		rmSync(join(folder.path, 'log_data', name));
		const error = await t.throwsAsync(
			async () => {
				for await (const _ of folder.source.records('events', inventory));
			},
			{instanceOf: DataError},
		);
		t.is(error?.failure.message, `log_data/${name} cannot be read.`);
		t.is(error?.failure.where, `log_data/${name}`);
		t.regex(error?.failure.detail ?? '', /ENOENT/);
	}
});

test('fails if the folder is missing or has no loadable files', async t => {
	const folder = folderOf(t, {'log_data/note.txt': 'x'});
	const missing = await t.throwsAsync(folder.source.inventory('songs'), {instanceOf: DataError});
	t.is(missing?.failure.message, 'test data has no folder song_data.');
	t.is(missing?.failure.where, join(folder.path, 'song_data'));
	t.regex(missing?.failure.advice ?? '', /--data/);
	const none = await t.throwsAsync(folder.source.inventory('events'), {instanceOf: DataError});
	t.is(none?.failure.message, 'log_data in test data has no .json, .gz or .zst file.');
	folder.write({song_data: 'a file'});
	await t.throwsAsync(folder.source.inventory('songs'), {
		message: 'test data has no folder song_data.',
	});
});

test('lists the files again for each inventory', async t => {
	const folder = folderOf(t, {'log_data/a.json': line('A')});
	t.is((await folder.source.inventory('events')).files.length, 1);
	folder.write({'log_data/b.json': line('B')});
	t.is((await folder.source.inventory('events')).files.length, 2);
});

test('reads three thousand tiny files', async t => {
	const files: Record<string, string> = {};
	for (let index = 0; index < 3000; index++) {
		const [a, b] = [
			String.fromCharCode(65 + (index % 26)),
			String.fromCharCode(65 + (Math.floor(index / 26) % 26)),
		];
		files[`song_data/${a}/${b}/TR${index}.json`] = songText({song_id: `SO${index}`});
	}
	const {inventory, rows, rejects, files: done, bytes} = await readAll(folderOf(t, files), 'songs');
	t.is(inventory.files.length, 3000);
	t.is(done, 3000);
	t.is(bytes, inventory.bytes);
	t.is(rows.length, 3000);
	t.deepEqual(rejects, []);
	t.is(new Set(rows.map(row => row[6])).size, 3000);
});

test('reads large files with two threads, each row once', async t => {
	const folder = folderOf(
		t,
		Object.fromEntries(['a', 'b', 'c'].map(name => [`log_data/${name}.json`, manyLines(20_000, name)])),
	);
	const {inventory, rows, bytes, files} = await readAll(folder, 'events');
	t.true(inventory.bytes > 4 << 20);
	t.is(rows.length, 60_000);
	t.is(new Set(rows.map(([name]) => name)).size, 60_000);
	t.is(bytes, inventory.bytes);
	t.is(files, 3);
});

test('loses nothing with a slow consumer', async t => {
	const folder = folderOf(t, {'log_data/a.json': manyLines(60_000)});
	let rows = 0;
	for await (const batch of folder.source.records('events', await folder.source.inventory('events'))) {
		rows += batch.rows;
		await new Promise(resolve => setTimeout(resolve, 50));
	}
	t.is(rows, 60_000);
});

test('ends with a CancelledError when aborted while reading', async t => {
	const folder = folderOf(t, {'log_data/a.json': manyLines(60_000)});
	const inventory = await folder.source.inventory('events');
	const controller = new AbortController();
	let batches = 0;
	await t.throwsAsync(
		async () => {
			for await (const _ of folder.source.records('events', inventory, {signal: controller.signal})) {
				batches++;
				controller.abort();
			}
		},
		{instanceOf: CancelledError},
	);
	t.is(batches, 1);
});

test('cancels the listing and reading if already aborted', async t => {
	const folder = folderOf(t, {'log_data/a.json': line('A')});
	const inventory = await folder.source.inventory('events');
	const signal = AbortSignal.abort();
	await t.throwsAsync(
		async () => {
			for await (const _ of folder.source.records('events', inventory, {signal}));
		},
		{instanceOf: CancelledError},
	);
	await t.throwsAsync(folder.source.inventory('events', {signal}), {instanceOf: CancelledError});
});

test('ends the threads when the iteration ends early', async t => {
	const folder = folderOf(t, {'log_data/a.json': manyLines(60_000), 'log_data/b.json': manyLines(60_000)});
	const script = fileURLToPath(new URL('leave-early.js', import.meta.url));
	// A thread that waits to send its next batch would keep the process alive until it is killed here.
	const {stdout} = await promisify(execFile)(process.execPath, [script, folder.path], {
		timeout: 60_000,
	});
	t.is(stdout.trim(), 'some rows');
});

test('reads back the events that were written', async t => {
	const lines = [
		eventLine({artist: 'Zoë\t"\\"\n', length: 1.5, userId: ''}),
		eventLine({song: '', ts: null}),
	];
	const {rows} = await readAll(folderOf(t, {'log_data/a.json': lines.join('')}), 'events');
	const middle = ['Logged In', 'Ada', 'F', '0', 'Quill'];
	const where = ['free', 'Reno, NV', 'GET', 'Home', '1540919166796', '1'];
	t.deepEqual(rows, [
		['Zoë\t"\\"\n', ...middle, '1.5', ...where, null, '200', '1541106106796', '"Mozilla/5.0"', null],
		[null, ...middle, null, ...where, null, '200', null, '"Mozilla/5.0"', '10'],
	]);
});
