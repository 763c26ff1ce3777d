import {ListObjectsV2Command, type S3ServiceException} from '@aws-sdk/client-s3';
import test from 'ava';
import {pages, read, start} from './s3/test-clients.js';

test('lists 2,500 keys in three pages, each key once and in order', async t => {
	const {server, music, client} = await start(t);
	const keys = Array.from({length: 2500}, (_, i) => `song_data/${String(i).padStart(4, '0')}.json`);
	for (const key of keys.toReversed()) music.put(key, '{}');
	const found = await pages(client, {Prefix: 'song_data/'});
	t.deepEqual(
		found.map(page => page.length),
		[1000, 1000, 500],
	);
	t.deepEqual(found.flat(), keys);
	t.deepEqual(
		server.requests.map(({operation, key, status}) => ({operation, key, status})),
		Array.from({length: 3}, () => ({operation: 'list', key: 'song_data/', status: 200})),
	);
});

test('limits pages to the size set by the server or the request', async t => {
	const {music, client} = await start(t, {pageSize: 2});
	for (const key of ['a', 'b', 'c', 'd', 'e']) music.put(key, '');
	t.deepEqual(await pages(client, {}), [['a', 'b'], ['c', 'd'], ['e']]);
	t.deepEqual(await pages(client, {MaxKeys: 1, StartAfter: 'c'}), [['d'], ['e']]);
	const none = await client.send(new ListObjectsV2Command({Bucket: 'music', MaxKeys: 0}));
	t.is(none.KeyCount, 0);
	t.false(none.IsTruncated);
});

test('matches prefixes, not folders: folder matches folder_1 and folder.log too', async t => {
	const {music, client} = await start(t);
	for (const key of ['folder/a', 'folder_1/b', 'folder.log', 'Folder/c', 'other']) music.put(key, '');
	t.deepEqual(await pages(client, {Prefix: 'folder'}), [['folder.log', 'folder/a', 'folder_1/b']]);
	t.deepEqual(await pages(client, {Prefix: 'folder/'}), [['folder/a']]);
	t.deepEqual(await pages(client, {Prefix: 'nothing'}), [[]]);
});

test('groups keys by delimiter into common prefixes, each once across all pages', async t => {
	const {music, client} = await start(t);
	for (const key of ['log/1', 'log/2', 'log/3', 'read.me', 'song/A/1', 'song/B/1', 'song/top'])
		music.put(key, '');
	t.deepEqual(await pages(client, {Delimiter: '/'}), [['read.me', 'log/', 'song/']]);
	t.deepEqual(await pages(client, {Delimiter: '/', MaxKeys: 1}), [['log/'], ['read.me'], ['song/']]);
	t.deepEqual(await pages(client, {Delimiter: '/', Prefix: 'song/'}), [['song/top', 'song/A/', 'song/B/']]);
});

test('sorts keys by their UTF-8 bytes', async t => {
	const {music, client} = await start(t);
	// UTF-16 sorts the musical note before the full-width Z, UTF-8 after it.
	for (const key of ['\u{1d11e}', '\uff3a', 'z', 'é', 'Z']) music.put(key, '');
	t.deepEqual(await pages(client, {MaxKeys: 2}), [['Z', 'z'], ['é', '\uff3a'], ['\u{1d11e}']]);
});

test('returns keys with markup and spaces unchanged, or encoded on request', async t => {
	const {music, client} = await start(t);
	for (const key of ['a&b<c>"d"', "it's (so)~*+/é x.json"]) music.put(key, '');
	t.deepEqual(await pages(client, {}), [['a&b<c>"d"', "it's (so)~*+/é x.json"]]);
	t.deepEqual(await pages(client, {EncodingType: 'url'}), [
		['a%26b%3Cc%3E%22d%22', 'it%27s+%28so%29%7E*%2B/%C3%A9+x.json'],
	]);
	t.is((await read(client, "it's (so)~*+/é x.json")).text, '');
});

test('rejects an invalid token', async t => {
	const {client} = await start(t);
	const error = await t.throwsAsync<S3ServiceException>(
		client.send(new ListObjectsV2Command({Bucket: 'music', ContinuationToken: 'garbage'})),
		{name: 'InvalidArgument', message: 'The continuation token provided is incorrect'},
	);
	t.is(error.$metadata.httpStatusCode, 400);
});
