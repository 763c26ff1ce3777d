import {chmodSync, truncateSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import {DataError} from '../../src/errors.js';
import type {FolderContents} from '../../src/source/browse/browsed.js';
import {localStore} from '../../src/source/browse/local-store.js';
import {lookInto} from '../../src/source/browse/look-into.js';
import {firstRecords, previewBytes, previewOf} from '../../src/source/browse/preview.js';
import {kindOfRecords} from '../../src/source/browse/record-kind.js';
import {s3Store} from '../../src/source/browse/s3-store.js';
import {createDataFolder, eventLine, playLine, songText} from '../support/data-folder.js';
import {startBucket} from './s3-fixture.js';
import {zstdFrame} from './zstd-frame.js';

function bytesOf(text: string): Uint8Array {
	return new TextEncoder().encode(text);
}

function recordsOf(text: string, isComplete = true) {
	return firstRecords({bytes: bytesOf(text), isComplete});
}

function folderOf(t: ExecutionContext, files: Parameters<typeof createDataFolder>[0]): string {
	const folder = createDataFolder(files);
	t.teardown(() => folder.remove());
	return folder.path;
}

function holdsBoth(contents: FolderContents) {
	if (contents.type !== 'both') throw new Error(whyNot(contents));
	return contents;
}

function whyNot(contents: FolderContents): string {
	return contents.type === 'neither' ? contents.why : `It holds ${contents.type}.`;
}

test('reads the first records of a text with their values as written', t => {
	t.deepEqual(recordsOf('\uFEFF{"ts":1540919166796.0,"b":"\\u00e9"}\n\n{"c":{"d":[1]}}{}'), {
		records: [
			[
				['ts', '1540919166796.0'],
				['b', '"\\u00e9"'],
			],
			[['c', '{"d":[1]}']],
			[],
		],
	});
	t.is(recordsOf('{"a":1}\n'.repeat(9)).records.length, 5);
	t.is(recordsOf(`{"a":"${'x'.repeat(9000)}"}`).records[0]![0]![1].length, 500);
});

test('says why the records of a text end', t => {
	t.regex(recordsOf('{"a":1}\n{"a":}').problem!, /^Record 2 is not valid JSON: expected a value\.$/);
	t.regex(recordsOf('{"a":1}\n{"a"').problem!, /^Record 2 is not valid JSON: its text ends too early\.$/);
	t.deepEqual(
		recordsOf('{"a":1}\n{"a"', false),
		{records: [[['a', '1']]]},
		'a part of a file may end anywhere',
	);
	t.is(recordsOf('[{"a":1}]').problem, 'Record 1 is an array, not an object.');
});

test('decompresses only the start of a compressed file', async t => {
	const text = bytesOf(eventLine({userId: '7'}).repeat(20_000));
	for (const [name, file] of [
		['a.json.gz', gzipSync(text)],
		['a.json.zst', zstdFrame(text)],
	] as const) {
		const head = file.subarray(0, previewBytes(name));
		const {records, problem} = await previewOf(name, {bytes: head, isComplete: head.length === file.length});
		t.is(records.length, 5, name);
		t.is(problem, undefined);
	}
	const {records, problem} = await previewOf('b.gz', {bytes: bytesOf('no gzip'), isComplete: true});
	t.deepEqual(records, []);
	t.regex(problem!, /^The file is not valid gzip: /);
});

test('tells events from songs by at least half of their keys, in any case', t => {
	t.is(kindOfRecords(recordsOf(playLine()).records), 'events');
	t.is(kindOfRecords(recordsOf(playLine().toUpperCase()).records), 'events');
	t.is(kindOfRecords(recordsOf(songText()).records), 'songs');
	t.deepEqual(kindOfRecords(recordsOf('{"id":1,"name":2,"a":0,"b":0,"c":0,"d":0}').records), {
		why: 'The records have none of the keys of events or songs. Their keys are id, name, a, b, c and 1 more.',
	});
	t.deepEqual(kindOfRecords(recordsOf('{"song_id":1,"title":2,"level":3}').records), {
		why: 'The records have 1 of the 18 keys of events and 2 of the 10 of songs. Their keys are song_id, title, level.',
	});
});

test('says which records a folder holds', async t => {
	const path = folderOf(t, {
		'data/log_data/2018/11/a.json': playLine(),
		'data/song_data/A/B/a.json': songText(),
		'mixed/plays/a.json': playLine(),
		'mixed/music/a.json': songText(),
		'wrong/log_data/a.json': songText(),
		'wrong/song_data/a.json': songText(),
		'above/data/log_data/a.json': eventLine(),
		'above/data/song_data/a.json': songText(),
		'above/notes/readme.txt': 'x',
		'twice/a/log_data/a.json': eventLine(),
		'twice/a/song_data/a.json': songText(),
		'twice/b/log_data/a.json': eventLine(),
		'twice/b/song_data/a.json': songText(),
		'other/readme.txt': 'x',
		'other/.hidden/a.json': playLine(),
	});
	const look = async (name: string) => lookInto(localStore, join(path, name));
	const {lookedAt, ...both} = holdsBoth(await look('data'));
	t.deepEqual(both, {
		type: 'both',
		events: join(path, 'data/log_data'),
		songs: join(path, 'data/song_data'),
	});
	t.like(lookedAt, {
		events: {file: join(path, 'data/log_data/2018/11/a.json')},
		songs: {file: join(path, 'data/song_data/A/B/a.json')},
	});
	t.like(
		await look('above'),
		{
			type: 'both',
			events: join(path, 'above/data/log_data'),
			songs: join(path, 'above/data/song_data'),
		},
		'one folder in it holds both',
	);
	t.regex(whyNot(await look('twice')), /^Several folders in it hold events and songs\. Open one of them\.$/);
	t.like(await look('data/log_data'), {type: 'events', file: join(path, 'data/log_data/2018/11/a.json')});
	t.is((await look('data/song_data/A')).type, 'songs');
	t.regex(whyNot(await look('mixed')), /both events and songs\. Open it and choose the folder of each/);
	t.is(whyNot(await look('wrong')), 'log_data in it holds no events. It holds songs.');
	t.is(whyNot(await look('other')), 'It has no .json, .gz or .zst files.');
});

test('lists folders first and names what it cannot read', async t => {
	const path = folderOf(t, {'b.json': playLine(), 'a.json': playLine(), 'z/a.json': songText(), '.x': ''});
	const {entries, isCut} = await localStore.list(path, 10);
	t.deepEqual(
		entries.map(({name}) => name),
		['z', 'a.json', 'b.json'],
	);
	t.false(isCut);
	t.true((await localStore.list(path, 2)).isCut);
	await t.throwsAsync(localStore.list(join(path, 'no'), 10), {
		instanceOf: DataError,
		message: `${join(path, 'no')} does not exist.`,
	});
	await t.throwsAsync(localStore.list(join(path, 'a.json'), 10), {message: /is not a folder\.$/});
	truncateSync(join(path, 'b.json'), 0);
	chmodSync(join(path, 'b.json'), 0o600);
	t.deepEqual(await previewOf('b.json', await localStore.head(join(path, 'b.json'), 100)), {records: []});
});

test.serial('looks into a bucket and reads only the start of an object', async t => {
	const {bucket} = await startBucket(t);
	bucket.put('data/log_data/2018/11/a.json', playLine().repeat(5000));
	bucket.put('data/song_data/A/a.json', songText());
	const {entries} = await s3Store.list('s3://music/data/', 10);
	t.deepEqual(
		entries.map(({name, isFolder}) => [name, isFolder]),
		[
			['log_data', true],
			['song_data', true],
		],
	);
	const {lookedAt: _, ...both} = holdsBoth(await lookInto(s3Store, 's3://music/data/'));
	t.deepEqual(both, {
		type: 'both',
		events: 's3://music/data/log_data/',
		songs: 's3://music/data/song_data/',
	});
	const head = await s3Store.head('s3://music/data/log_data/2018/11/a.json', 1000);
	t.is(head.bytes.length, 1000);
	t.false(head.isComplete);
	await t.throwsAsync(s3Store.list('s3://music/logs/', 10), {
		message: 'No key in the bucket music starts with logs/.',
	});
	await t.throwsAsync(s3Store.list('s3://nothing/', 10), {message: /nothing does not exist/});
});
