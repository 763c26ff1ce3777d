import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {
	GetObjectCommand,
	HeadBucketCommand,
	HeadObjectCommand,
	ListObjectsV2Command,
	type S3Client,
	type S3ServiceException,
} from '@aws-sdk/client-s3';
import test from 'ava';
import {anonymous, connect, pages, read, start} from './s3/test-clients.js';

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
