import test from 'ava';
import {FileList, fileAt, packFiles} from '../../src/source/file-list.js';

const files = [
	{path: 'log_data/a.json', bytes: 12},
	{path: 'log_data/Zoë/日本 🎵.json', bytes: 5_000_000_000},
	{path: 'log_data/z.json', bytes: 1},
];

test('what was packed is there again, in order', t => {
	const list = new FileList(packFiles(files));
	t.is(list.length, 3);
	t.deepEqual([...list], files);
	t.deepEqual(list.at(1), files[1]);
	t.is(list.at(3), undefined);
	t.is(list.at(-1), undefined);
});

test('a list is not packed a second time', t => {
	const packed = packFiles(files);
	t.is(packFiles(new FileList(packed)), packed);
});

test('threads share the memory', t => {
	const packed = packFiles(files);
	const posted = structuredClone(packed);
	t.is(fileAt(posted, 2)?.path, 'log_data/z.json');
	posted.bytes[2] = 9;
	t.is(fileAt(packed, 2)?.bytes, 9);
});

test('no files', t => {
	t.deepEqual([...new FileList(packFiles([]))], []);
});
