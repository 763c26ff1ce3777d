import {ListObjectsV2Command, type S3ServiceException} from '@aws-sdk/client-s3';
import test from 'ava';
import {pages, read, start} from './s3/test-clients.js';

test('2,500 keys come in three pages, every key once and in order', async t => {
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

test('a page is as small as the server or the request wants it', async t => {
	const {music, client} = await start(t, {pageSize: 2});
	for (const key of ['a', 'b', 'c', 'd', 'e']) music.put(key, '');
	t.deepEqual(await pages(client, {}), [['a', 'b'], ['c', 'd'], ['e']]);
	t.deepEqual(await pages(client, {MaxKeys: 1, StartAfter: 'c'}), [['d'], ['e']]);
	const none = await client.send(new ListObjectsV2Command({Bucket: 'music', MaxKeys: 0}));
	t.is(none.KeyCount, 0);
	t.false(none.IsTruncated);
});

test('a prefix is no folder: folder matches folder_1 and folder.log too', async t => {
	const {music, client} = await start(t);
	for (const key of ['folder/a', 'folder_1/b', 'folder.log', 'Folder/c', 'other']) music.put(key, '');
	t.deepEqual(await pages(client, {Prefix: 'folder'}), [['folder.log', 'folder/a', 'folder_1/b']]);
	t.deepEqual(await pages(client, {Prefix: 'folder/'}), [['folder/a']]);
	t.deepEqual(await pages(client, {Prefix: 'nothing'}), [[]]);
});

test('a delimiter rolls keys up into common prefixes, each once over all pages', async t => {
	const {music, client} = await start(t);
	for (const key of ['log/1', 'log/2', 'log/3', 'read.me', 'song/A/1', 'song/B/1', 'song/top'])
		music.put(key, '');
	t.deepEqual(await pages(client, {Delimiter: '/'}), [['read.me', 'log/', 'song/']]);
	t.deepEqual(await pages(client, {Delimiter: '/', MaxKeys: 1}), [['log/'], ['read.me'], ['song/']]);
	t.deepEqual(await pages(client, {Delimiter: '/', Prefix: 'song/'}), [['song/top', 'song/A/', 'song/B/']]);
});

test('keys are in the order of their bytes in UTF-8', async t => {
	const {music, client} = await start(t);
	// UTF-16 has the musical note before the full-width Z, UTF-8 after it.
	for (const key of ['\u{1d11e}', '\uff3a', 'z', 'é', 'Z']) music.put(key, '');
	t.deepEqual(await pages(client, {MaxKeys: 2}), [['Z', 'z'], ['é', '\uff3a'], ['\u{1d11e}']]);
});

test('keys with markup and spaces come back as they are, or encoded when asked', async t => {
	const {music, client} = await start(t);
	for (const key of ['a&b<c>"d"', "it's (so)~*+/é x.json"]) music.put(key, '');
	t.deepEqual(await pages(client, {}), [['a&b<c>"d"', "it's (so)~*+/é x.json"]]);
	t.deepEqual(await pages(client, {EncodingType: 'url'}), [
		['a%26b%3Cc%3E%22d%22', 'it%27s+%28so%29%7E*%2B/%C3%A9+x.json'],
	]);
	t.is((await read(client, "it's (so)~*+/é x.json")).text, '');
});

test('a token that is none is refused', async t => {
	const {client} = await start(t);
	const error = await t.throwsAsync<S3ServiceException>(
		client.send(new ListObjectsV2Command({Bucket: 'music', ContinuationToken: 'garbage'})),
		{name: 'InvalidArgument', message: 'The continuation token provided is incorrect'},
	);
	t.is(error.$metadata.httpStatusCode, 400);
});
