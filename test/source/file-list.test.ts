import test from 'ava';
import {FileList, fileAt, packFiles} from '../../src/source/threads/file-list.js';

const files = [
	{path: 'log_data/a.json', bytes: 12},
	{path: 'log_data/Zoë/日本 🎵.json', bytes: 5_000_000_000},
	{path: 'log_data/z.json', bytes: 1},
];

test('unpacks the packed files in order', t => {
	const list = new FileList(packFiles(files));
	t.is(list.length, 3);
	t.deepEqual([...list], files);
	t.deepEqual(list.at(1), files[1]);
	t.is(list.at(3), undefined);
	t.is(list.at(-1), undefined);
});

test('does not pack a list twice', t => {
	const packed = packFiles(files);
	t.is(packFiles(new FileList(packed)), packed);
});

test('uses memory that threads share', t => {
	const packed = packFiles(files);
	const posted = structuredClone(packed);
	t.is(fileAt(posted, 2)?.path, 'log_data/z.json');
	posted.bytes[2] = 9;
	t.is(fileAt(packed, 2)?.bytes, 9);
});

test('packs an empty list', t => {
	t.deepEqual([...new FileList(packFiles([]))], []);
});
