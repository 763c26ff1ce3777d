import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {inspect} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import {DataError} from '../../src/errors.js';
import type {Source} from '../../src/source/source.js';
import {readEverything, s3Source, setEnvironment, startBucket} from './s3-fixture.js';

const noCredentials = {AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined};

/** What a person is told of a reading that fails, which holds no secret. */
async function failure(t: ExecutionContext, source: Source) {
	const error = await t.throwsAsync(readEverything(source, 'events'), {instanceOf: DataError});
	t.notRegex(inspect(error, {depth: 9}), /a-secret-that-nobody-may-see/);
	return error!.failure;
}

test.serial('a request is signed with the key of the environment', async t => {
	const {server, bucket} = await startBucket(t);
	bucket.put('log_data/a.json', '{"artist":"A"}');
	await readEverything(s3Source('s3://music/log_data/'), 'events');
	t.deepEqual(
		server.requests.map(({operation, signedBy}) => `${operation} ${signedBy}`),
		[`list ${server.accessKeyId}`, `get ${server.accessKeyId}`],
	);
});

test.serial('a profile has credentials and a region', async t => {
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

test.serial('without credentials a public bucket is read with unsigned requests', async t => {
	const {server, bucket} = await startBucket(t, {public: true, env: noCredentials});
	bucket.put('log_data/a.json', '{"artist":"A"}');
	const {rows} = await readEverything(s3Source('s3://music/log_data/'), 'events');
	t.is(rows.length, 1);
	t.deepEqual(
		server.requests.map(({signedBy}) => signedBy),
		[undefined, undefined],
	);
});

test.serial('without credentials another bucket is denied, and the advice is to get some', async t => {
	const {bucket} = await startBucket(t, {env: noCredentials});
	bucket.put('log_data/a.json', '{"artist":"A"}');
	const {message, where, advice} = await failure(t, s3Source('s3://music/log_data/'));
	t.is(message, 'Access to s3://music/log_data/ is denied to requests without credentials.');
	t.is(where, 's3://music/log_data/');
	t.regex(advice ?? '', /set AWS_PROFILE/);
});

test.serial('credentials that somebody gets meanwhile are used', async t => {
	const {server, bucket} = await startBucket(t, {env: noCredentials});
	bucket.put('log_data/a.json', '{"artist":"A"}');
	const source = s3Source('s3://music/log_data/');
	await failure(t, source);
	setEnvironment(t, {AWS_ACCESS_KEY_ID: server.accessKeyId, AWS_SECRET_ACCESS_KEY: 'any'});
	t.is((await readEverything(source, 'events')).rows.length, 1);
});

test.serial('AWS_NO_SIGN_REQUEST sends no credentials, though there are some', async t => {
	const {server, bucket} = await startBucket(t, {public: true, env: {AWS_NO_SIGN_REQUEST: 'true'}});
	bucket.put('log_data/a.json', '{"artist":"A"}');
	await readEverything(s3Source('s3://music/log_data/'), 'events');
	t.deepEqual(
		server.requests.map(({signedBy}) => signedBy),
		[undefined, undefined],
	);
});

test.serial('a profile that is not there is an error, not a reason to go without', async t => {
	const {server} = await startBucket(t, {public: true, env: {...noCredentials, AWS_PROFILE: 'nobody'}});
	const {message, advice} = await failure(t, s3Source('s3://music/log_data/'));
	t.is(message, 'The AWS credentials cannot be read.');
	t.regex(advice ?? '', /AWS_PROFILE/);
	t.deepEqual(server.requests, []);
});

test.serial('a bucket in another region is followed there once, and found there from then on', async t => {
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
		// Were it asked in the first region again, it would name the first region as the wrong one.
		server.fail('AuthorizationHeaderMalformed', {times: 2});
		const {detail} = await failure(t, source);
		t.regex(detail ?? '', /region 'eu-west-1' is wrong/, code);
	}
});

test.serial('a region that is given is tried first', async t => {
	const {server} = await startBucket(t, {region: 'eu-west-1', env: {AWS_REGION: 'us-east-2'}});
	server.fail('AuthorizationHeaderMalformed');
	// The second answer comes from where the first one sent: only the region of the first tells, by its own error.
	const {message, advice} = await failure(t, s3Source('s3://music/log_data/', 'ap-south-1'));
	t.is(message, 'The bucket music is not in the region eu-west-1.');
	t.regex(advice ?? '', /REGION in dwh\.cfg/);
	t.is(server.requests.length, 2);
});

test.serial('each refusal is told in words, where it is and what to do', async t => {
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
		const shown = await failure(t, s3Source('s3://music/log_data/'));
		t.is(shown.message, message);
		t.is(shown.where, 's3://music/log_data/');
		t.regex(shown.advice ?? '', advice);
		t.true(shown.detail?.startsWith(`${code}: `), shown.detail);
	}
});

test.serial('a bucket that is not there', async t => {
	await startBucket(t);
	const {message, where, advice} = await failure(t, s3Source('s3://musik/log_data/'));
	t.is(message, 'The bucket musik does not exist.');
	t.is(where, 's3://musik/log_data/');
	t.regex(advice ?? '', /spelling/);
});

test.serial('an object that may not be read, or is deleted after the listing, is named', async t => {
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

test.serial('a server that is not there, and a name that is none', async t => {
	await startBucket(t, {env: {AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1'}});
	const refused = await failure(t, s3Source('s3://music/log_data/'));
	t.is(refused.message, '127.0.0.1:1 refused the connection.');
	t.regex(refused.advice ?? '', /AWS_ENDPOINT_URL_S3/);
	setEnvironment(t, {AWS_ENDPOINT_URL_S3: 'http://s3.invalid'});
	const unknown = await failure(t, s3Source('s3://music/log_data/'));
	t.is(unknown.message, 'The host s3.invalid cannot be found.');
});
