import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {inspect} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import {DataError} from '../../src/errors.js';
import type {Source} from '../../src/source/source.js';
import {readEverything, s3Source, setEnvironment, startBucket} from './s3-fixture.js';

const noCredentials = {AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined};

/** Returns the failure of a reading, after checking that it contains no secret. */
async function failure(t: ExecutionContext, source: Source) {
	const error = await t.throwsAsync(readEverything(source, 'events'), {instanceOf: DataError});
	t.notRegex(inspect(error, {depth: 9}), /a-secret-that-nobody-may-see/);
	return error!.failure;
}

test.serial('signs requests with the key from the environment', async t => {
	const {server, bucket} = await startBucket(t);
	bucket.put('log_data/a.json', '{"artist":"A"}');
	await readEverything(s3Source('s3://music/log_data/'), 'events');
	t.deepEqual(
		server.requests.map(({operation, signedBy}) => `${operation} ${signedBy}`),
		[`list ${server.accessKeyId}`, `get ${server.accessKeyId}`],
	);
});

test.serial('takes credentials and region from a profile', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'sparkify-test-aws-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	const {server, bucket} = await startBucket(t, {env: {...noCredentials, AWS_PROFILE: 'loader'}});
	writeFileSync(
		join(folder, 'credentials'),
		`[loader]\naws_access_key_id = ${server.accessKeyId}\naws_secret_access_key = any\n`,
	);
	writeFileSync(join(folder, 'config'), '[profile loader]\nregion = eu-central-1\n');
	setEnvironment(t, {
		AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
		AWS_CONFIG_FILE: join(folder, 'config'),
	});
	bucket.put('log_data/a.json', '{"artist":"A"}');
	const {rows} = await readEverything(s3Source('s3://music/log_data/'), 'events');
	t.is(rows.length, 1);
	server.fail('AuthorizationHeaderMalformed', {times: 2});
	const {detail} = await failure(t, s3Source('s3://music/log_data/'));
	t.regex(detail ?? '', /us-west-2/);
});

test.serial('reads a public bucket with unsigned requests without credentials', async t => {
	const {server, bucket} = await startBucket(t, {public: true, env: noCredentials});
	bucket.put('log_data/a.json', '{"artist":"A"}');
	const {rows} = await readEverything(s3Source('s3://music/log_data/'), 'events');
	t.is(rows.length, 1);
	t.deepEqual(
		server.requests.map(({signedBy}) => signedBy),
		[undefined, undefined],
	);
});

test.serial('advises to set credentials if a private bucket denies access', async t => {
	const {bucket} = await startBucket(t, {env: noCredentials});
	bucket.put('log_data/a.json', '{"artist":"A"}');
	const {message, where, advice} = await failure(t, s3Source('s3://music/log_data/'));
	t.is(message, 'Access to s3://music/log_data/ is denied to requests without credentials.');
	t.is(where, 's3://music/log_data/');
	t.regex(advice ?? '', /set AWS_PROFILE/);
});

test.serial('uses credentials that become available later', async t => {
	const {server, bucket} = await startBucket(t, {env: noCredentials});
	bucket.put('log_data/a.json', '{"artist":"A"}');
	const source = s3Source('s3://music/log_data/');
	await failure(t, source);
	setEnvironment(t, {AWS_ACCESS_KEY_ID: server.accessKeyId, AWS_SECRET_ACCESS_KEY: 'any'});
	t.is((await readEverything(source, 'events')).rows.length, 1);
});

test.serial('sends no credentials with AWS_NO_SIGN_REQUEST', async t => {
	const {server, bucket} = await startBucket(t, {public: true, env: {AWS_NO_SIGN_REQUEST: 'true'}});
	bucket.put('log_data/a.json', '{"artist":"A"}');
	await readEverything(s3Source('s3://music/log_data/'), 'events');
	t.deepEqual(
		server.requests.map(({signedBy}) => signedBy),
		[undefined, undefined],
	);
});

test.serial('fails if the profile does not exist, instead of sending unsigned requests', async t => {
	const {server} = await startBucket(t, {public: true, env: {...noCredentials, AWS_PROFILE: 'nobody'}});
	const {message, advice} = await failure(t, s3Source('s3://music/log_data/'));
	t.is(message, 'The AWS credentials cannot be read.');
	t.regex(advice ?? '', /AWS_PROFILE/);
	t.deepEqual(server.requests, []);
});

test.serial('follows a bucket to its region once and remembers it', async t => {
	for (const code of ['PermanentRedirect', 'AuthorizationHeaderMalformed'] as const) {
		const {server, bucket} = await startBucket(t, {region: 'eu-west-1'});
		bucket.put('log_data/a.json', '{"artist":"A"}');
		server.fail(code, {times: 1});
		const source = s3Source('s3://music/log_data/');
		const {rows} = await readEverything(source, 'events');
		t.is(rows.length, 1, code);
		t.deepEqual(
			server.requests.map(({operation, status}) => `${operation} ${status}`),
			[code === 'PermanentRedirect' ? 'list 301' : 'list 400', 'list 200', 'get 200'],
			code,
		);
		// A request to the first region would be rejected with that region's name.
		server.fail('AuthorizationHeaderMalformed', {times: 2});
		const {detail} = await failure(t, source);
		t.regex(detail ?? '', /region 'eu-west-1' is wrong/, code);
	}
});

test.serial('tries the configured region first', async t => {
	const {server} = await startBucket(t, {region: 'eu-west-1', env: {AWS_REGION: 'us-east-2'}});
	server.fail('AuthorizationHeaderMalformed');
	// The second request goes where the first response pointed, so only its error names a region.
	const {message, advice} = await failure(t, s3Source('s3://music/log_data/', 'ap-south-1'));
	t.is(message, 'The bucket music is not in the region eu-west-1.');
	t.regex(advice ?? '', /REGION in dwh\.cfg/);
	t.is(server.requests.length, 2);
});

test.serial('reports each refusal with its address and advice', async t => {
	const {server, bucket} = await startBucket(t, {env: {AWS_MAX_ATTEMPTS: '2'}});
	bucket.put('log_data/a.json', '{"artist":"A"}');
	for (const [code, message, advice] of [
		['AccessDenied', 'Access to s3://music/log_data/ is denied.', /s3:ListBucket .* s3:GetObject/],
		['ExpiredToken', 'The AWS credentials have expired.', /aws sso login/],
		['InvalidAccessKeyId', 'AWS does not recognize the access key.', /AWS_SESSION_TOKEN/],
		['SignatureDoesNotMatch', 'The secret key does not match the access key.', /AWS_SECRET_ACCESS_KEY/],
		['SlowDown', 'S3 is throttling requests, even after several retries.', /again in a few minutes/],
		['InternalError', 'S3 failed to answer for s3://music/log_data/ several times.', /again/],
	] as const) {
		server.clearFaults();
		server.fail(code);
		const reported = await failure(t, s3Source('s3://music/log_data/'));
		t.is(reported.message, message);
		t.is(reported.where, 's3://music/log_data/');
		t.regex(reported.advice ?? '', advice);
		t.true(reported.detail?.startsWith(`${code}: `), reported.detail);
	}
});

test.serial('fails if the bucket does not exist', async t => {
	await startBucket(t);
	const {message, where, advice} = await failure(t, s3Source('s3://musik/log_data/'));
	t.is(message, 'The bucket musik does not exist.');
	t.is(where, 's3://musik/log_data/');
	t.regex(advice ?? '', /spelling/);
});

test.serial('names an object that is denied or was deleted after the listing', async t => {
	const {server, bucket} = await startBucket(t);
	bucket.put('log_data/a.json', '{"artist":"A"}');
	bucket.put('log_data/b.json', '{"artist":"B"}');
	server.fail('AccessDenied', {on: 'get', key: /b\.json/});
	const denied = await failure(t, s3Source('s3://music/log_data/'));
	t.is(denied.message, 'Access to s3://music/log_data/b.json is denied.');
	server.clearFaults();
	server.fail('NoSuchKey', {on: 'get', key: /b\.json/});
	const gone = await failure(t, s3Source('s3://music/log_data/'));
	t.is(gone.message, 's3://music/log_data/b.json no longer exists.');
	t.regex(gone.advice ?? '', /Run the stage again/);
});

test.serial('reports an unreachable server and an unknown host', async t => {
	await startBucket(t, {env: {AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1'}});
	const refused = await failure(t, s3Source('s3://music/log_data/'));
	t.is(refused.message, '127.0.0.1:1 refused the connection.');
	t.regex(refused.advice ?? '', /AWS_ENDPOINT_URL_S3/);
	setEnvironment(t, {AWS_ENDPOINT_URL_S3: 'http://s3.invalid'});
	const unknown = await failure(t, s3Source('s3://music/log_data/'));
	t.is(unknown.message, 'The host s3.invalid cannot be found.');
});
