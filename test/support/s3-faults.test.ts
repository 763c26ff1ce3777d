import {
	GetObjectCommand,
	HeadBucketCommand,
	ListObjectsCommand,
	ListObjectsV2Command,
	type S3ServiceException,
} from '@aws-sdk/client-s3';
import test from 'ava';
import type {InjectableError} from './s3/faults.js';
import {startS3} from './s3/start-s3.js';
import {connect, pages, read, requestsAt, start} from './s3/test-clients.js';

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
