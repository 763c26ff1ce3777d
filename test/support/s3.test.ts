import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {
	GetObjectCommand,
	HeadBucketCommand,
	HeadObjectCommand,
	ListObjectsCommand,
	ListObjectsV2Command,
	type S3Client,
	type S3ServiceException,
} from '@aws-sdk/client-s3';
import test from 'ava';
import type {InjectableError} from './s3/faults.js';
import {startS3} from './s3/start-s3.js';
import {anonymous, connect, pages, read, requestsAt, start} from './s3/test-clients.js';

test('serves ranges with 206', async t => {
	const {music, client} = await start(t);
	music.put('digits', '0123456789');
	const part = (text: string, range: string) => ({text, status: 206, length: text.length, range});
	for (const [range, expected] of [
		['bytes=0-3', part('0123', 'bytes 0-3/10')],
		['bytes=7-', part('789', 'bytes 7-9/10')],
		['bytes=-2', part('89', 'bytes 8-9/10')],
		['bytes=-99', part('0123456789', 'bytes 0-9/10')],
		['bytes=8-99', part('89', 'bytes 8-9/10')],
	] as const) {
		const {etag: _, ...found} = await read(client, 'digits', range);
		t.deepEqual(found, expected, range);
	}
	for (const ignored of ['bytes=3-1', 'bytes=0-1,4-5', 'lines=1-2']) {
		t.like(
			await read(client, 'digits', ignored),
			{text: '0123456789', status: 200, range: undefined},
			ignored,
		);
	}
});

test('rejects a range past the end with 416', async t => {
	const {music, client} = await start(t);
	music.put('digits', '0123456789');
	music.put('empty', '');
	for (const [key, range] of [
		['digits', 'bytes=10-'],
		['digits', 'bytes=-0'],
		['empty', 'bytes=0-'],
	] as const) {
		const error = await t.throwsAsync<S3ServiceException>(read(client, key, range), {name: 'InvalidRange'});
		t.is(error.$metadata.httpStatusCode, 416);
	}
});

test('rejects a changed object with If-Match', async t => {
	const {music, client} = await start(t);
	music.put('song', 'old');
	const {etag} = await read(client, 'song');
	const get = () => client.send(new GetObjectCommand({Bucket: 'music', Key: 'song', IfMatch: etag}));
	await t.notThrowsAsync(get());
	music.put('song', 'new');
	const error = await t.throwsAsync<S3ServiceException>(get(), {name: 'PreconditionFailed'});
	t.is(error.$metadata.httpStatusCode, 412);
});

test('returns size and region for HEAD, and only the status on failure', async t => {
	const {music, client} = await start(t);
	music.put('song', 'abc');
	const object = await client.send(new HeadObjectCommand({Bucket: 'music', Key: 'song'}));
	t.is(object.ContentLength, 3);
	t.is(object.ETag, '"900150983cd24fb0d6963f7d28e17f72"');
	t.is((await client.send(new HeadBucketCommand({Bucket: 'music'}))).BucketRegion, 'us-west-2');
	for (const command of [
		new HeadObjectCommand({Bucket: 'music', Key: 'none'}),
		new HeadBucketCommand({Bucket: 'none'}),
	]) {
		const error = await t.throwsAsync<S3ServiceException>(client.send(command as HeadObjectCommand));
		t.is(error.name, 'NotFound');
		t.is(error.$metadata.httpStatusCode, 404);
	}
});

test('distinguishes a missing key from a missing bucket', async t => {
	const {client} = await start(t);
	await t.throwsAsync(read(client, 'none'), {
		name: 'NoSuchKey',
		message: 'The specified key does not exist.',
	});
	for (const command of [
		new ListObjectsV2Command({Bucket: 'none'}),
		new GetObjectCommand({Bucket: 'none', Key: 'song'}),
	]) {
		await t.throwsAsync(client.send(command as GetObjectCommand), {
			name: 'NoSuchBucket',
			message: 'The specified bucket does not exist',
		});
	}
});

test('serves a mounted folder under a prefix together with other objects', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'sparkify-test-s3-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	mkdirSync(join(folder, 'A/B'), {recursive: true});
	writeFileSync(join(folder, 'A/B/one.json'), 'one');
	writeFileSync(join(folder, 'two.json'), '');
	const {music, client} = await start(t);
	music.put('song_data/', '');
	music.mount('song_data/', folder);
	t.deepEqual(await pages(client, {}), [['song_data/', 'song_data/A/B/one.json', 'song_data/two.json']]);
	t.is((await read(client, 'song_data/A/B/one.json')).text, 'one');
	t.is((await read(client, 'song_data/A/B/one.json', 'bytes=1-1')).text, 'n');
	t.is((await read(client, 'song_data/two.json')).text, '');
	const {Contents} = await client.send(new ListObjectsV2Command({Bucket: 'music', Prefix: 'song_data/A'}));
	t.is(Contents?.[0]?.Size, 3);
	t.is(Contents?.[0]?.ETag, (await read(client, 'song_data/A/B/one.json')).etag);
});

test('allows anonymous access only to a public bucket, and no access with unknown credentials', async t => {
	const {server, client} = await start(t);
	server.createBucket('open', {public: true}).put('song', 'abc');
	const unsigned = connect(t, server, anonymous);
	const unknown = connect(t, server, {credentials: {accessKeyId: 'AKIASTRANGER', secretAccessKey: 'any'}});
	const list = (by: S3Client, Bucket: string) => by.send(new ListObjectsV2Command({Bucket}));
	t.is((await list(unsigned, 'open')).KeyCount, 1);
	t.is((await list(client, 'open')).KeyCount, 1);
	await t.throwsAsync(list(unsigned, 'music'), {name: 'AccessDenied', message: 'Access Denied'});
	await t.throwsAsync(list(unknown, 'open'), {
		name: 'InvalidAccessKeyId',
		message: 'The AWS Access Key Id you provided does not exist in our records.',
	});
	t.deepEqual(
		server.requests.map(({bucket, signedBy, status}) => [bucket, signedBy, status]),
		[
			['open', undefined, 200],
			['open', server.accessKeyId, 200],
			['music', undefined, 403],
			['open', 'AKIASTRANGER', 403],
		],
	);
});

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

const injected: ReadonlyArray<readonly [InjectableError, number, string]> = [
	['AccessDenied', 403, 'Access Denied'],
	['NoSuchKey', 404, 'The specified key does not exist.'],
	['ExpiredToken', 400, 'The provided token has expired.'],
	['InvalidAccessKeyId', 403, 'The AWS Access Key Id you provided does not exist in our records.'],
	[
		'SignatureDoesNotMatch',
		403,
		'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
	],
	[
		'AuthorizationHeaderMalformed',
		400,
		"The authorization header is malformed; the region 'us-west-2' is wrong; expecting 'eu-central-1'",
	],
	[
		'PermanentRedirect',
		301,
		'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
	],
	['SlowDown', 503, 'Please reduce your request rate.'],
	['InternalError', 500, 'We encountered an internal error. Please try again.'],
];

for (const [code, status, message] of injected) {
	test(`sends ${code} as ${status} only to the chosen requests`, async t => {
		const {server, client} = await start(t);
		const far = server.createBucket('far', {region: 'eu-central-1'});
		far.put('bad/1', 'x');
		far.put('good/1', 'y');
		server.fail(code, {bucket: 'far', on: 'get', key: /^bad\//, times: 2});
		const get = (Key: string) => client.send(new GetObjectCommand({Bucket: 'far', Key}));
		for (let i = 0; i < 2; i++) {
			const error = await t.throwsAsync<S3ServiceException>(get('bad/1'), {name: code, message});
			t.is(error.$metadata.httpStatusCode, status);
			t.regex(error.$metadata.requestId ?? '', /^[0-9A-F]{16}$/);
		}
		await t.notThrowsAsync(get('good/1'));
		await t.notThrowsAsync(get('bad/1'));
	});
}

test('sends errors with the body of S3', async t => {
	const {server} = await start(t);
	server.createBucket('far', {public: true, region: 'eu-central-1'});
	const get = async (path: string) => {
		const response = await fetch(`${server.endpoint}${path}`, {redirect: 'manual'});
		t.is(response.headers.get('content-type'), 'application/xml');
		const requestId = response.headers.get('x-amz-request-id')!;
		const hostId = response.headers.get('x-amz-id-2')!;
		const body = (await response.text()).replace(requestId, 'R').replace(hostId, 'H');
		return body.replace('<?xml version="1.0" encoding="UTF-8"?>\n', '');
	};
	const ids = '<RequestId>R</RequestId><HostId>H</HostId></Error>';
	t.is(
		await get('/far/a%20%26%20b'),
		`<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>a &amp; b</Key>${ids}`,
	);
	t.is(
		await get('/none?list-type=2'),
		`<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message><BucketName>none</BucketName>${ids}`,
	);
	server.fail('PermanentRedirect');
	t.is(
		await get('/far?list-type=2'),
		`<Error><Code>PermanentRedirect</Code><Message>The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.</Message><Endpoint>far.s3-eu-central-1.amazonaws.com</Endpoint><Bucket>far</Bucket>${ids}`,
	);
});

test('reports another region in a header, also for HEAD of a bucket', async t => {
	const {server, client} = await start(t);
	server.createBucket('far', {region: 'eu-central-1'});
	server.fail('PermanentRedirect', {bucket: 'far'});
	for (const command of [new HeadBucketCommand({Bucket: 'far'}), new ListObjectsV2Command({Bucket: 'far'})]) {
		const error = await t.throwsAsync<S3ServiceException>(client.send(command as HeadBucketCommand));
		t.is(error.$metadata.httpStatusCode, 301);
		t.is(error.$response?.headers['x-amz-bucket-region'], 'eu-central-1');
	}
});

test('serves a client that follows a redirect to the right region', async t => {
	const {server} = await start(t);
	server.createBucket('far', {region: 'eu-central-1'}).put('song', 'abc');
	server.fail('PermanentRedirect', {bucket: 'far', times: 1});
	const client = connect(t, server, {followRegionRedirects: true});
	const found = await client.send(new ListObjectsV2Command({Bucket: 'far'}));
	t.is(found.KeyCount, 1);
});

test('serves a client on its third attempt after two 503 responses', async t => {
	const {server, music} = await start(t);
	music.put('song', 'abc');
	server.fail('SlowDown', {key: /^song$/, times: 2});
	const client = connect(t, server, {maxAttempts: 3});
	t.is((await read(client, 'song')).text, 'abc');
	t.deepEqual(
		server.requests.map(({status}) => status),
		[503, 503, 200],
	);
});

test('cuts a body short, and resumes it with a range', async t => {
	const {server, music, client} = await start(t);
	music.put('song', 'x'.repeat(100_000) + 'y'.repeat(100_000));
	server.cut(150_000, {key: /^song$/, times: 1});
	const {Body} = await client.send(new GetObjectCommand({Bucket: 'music', Key: 'song'}));
	let received = 0;
	await t.throwsAsync(async () => {
		for await (const chunk of Body as AsyncIterable<Uint8Array>) received += chunk.length;
	});
	t.is(received, 150_000);
	t.is((await read(client, 'song', `bytes=${received}-`)).text, 'y'.repeat(50_000));
	t.deepEqual(
		server.requests.map(({range, status, bytes}) => [range, status, bytes]),
		[
			[undefined, 200, 150_000],
			['bytes=150000-', 206, 50_000],
		],
	);
});

test('makes the client fail for a body or listing that is cut', async t => {
	const {server, music, client} = await start(t);
	music.put('song', 'abc');
	server.cut(0, {on: 'get'});
	server.cut(50, {on: 'list'});
	await t.throwsAsync(read(client, 'song'));
	await t.throwsAsync(pages(client, {}));
	server.clearFaults();
	t.is((await read(client, 'song')).text, 'abc');
});

test('sends a body slowly, and does not wait for it when stopped', async t => {
	const server = await startS3();
	server.createBucket('music').put('song', 'x'.repeat(10));
	const client = connect(t, server);
	server.slow({msPerChunk: 40, chunkBytes: 4}, {times: 1});
	const from = performance.now();
	t.is((await read(client, 'song')).text, 'xxxxxxxxxx');
	// Three pieces; a timer may fire a millisecond early.
	t.true(performance.now() - from >= 3 * 39);

	server.slow({msPerChunk: 600_000, chunkBytes: 1});
	const stuck = t.throwsAsync(read(client, 'song'));
	await requestsAt(server, 2);
	await server.stop();
	await stuck;
});

test('logs the number of concurrent requests', async t => {
	const {server, music, client} = await start(t);
	music.put('song', 'abc');
	await read(client, 'song');
	await read(client, 'song');
	server.slow({msPerChunk: 600_000, chunkBytes: 3});
	const stuck = [1, 2, 3].map(() => t.throwsAsync(read(client, 'song')));
	await requestsAt(server, 5);
	t.deepEqual(
		server.requests.map(({atOnce}) => atOnce),
		[1, 1, 1, 2, 3],
	);
	await server.stop();
	await Promise.all(stuck);
});

test('rejects unsupported requests with 501 and fails the test that sent them', async t => {
	const server = await startS3();
	server.createBucket('music');
	const client = connect(t, server);
	const error = await t.throwsAsync<S3ServiceException>(
		client.send(new ListObjectsCommand({Bucket: 'music'})),
		{
			message: /does not support ListObjects version 1, in GET \/music/,
		},
	);
	t.is(error.$metadata.httpStatusCode, 501);
	for (const [method, path, headers] of [
		['PUT', '/music/song', {}],
		['GET', '/music/song?versionId=1', {}],
		['GET', '/music?list-type=2&fetch-owner=true', {}],
		['GET', '/music/song', {'x-amz-request-payer': 'requester'}],
		['GET', '/music/song', {authorization: 'AWS key:signature'}],
		['GET', '/', {}],
	] as const) {
		t.is((await fetch(`${server.endpoint}${path}`, {method, headers})).status, 501, `${method} ${path}`);
	}
	const problems = await t.throwsAsync(server.stop());
	t.is(problems.message.split('\n').length, 7);
	t.regex(problems.message, /does not support parameter versionId, in GET \/music\/song\?versionId=1\n/);
	t.deepEqual(server.requests, []);
});
