import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {inspect} from 'node:util';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {DataError} from '../../src/errors.js';
import {otherRegion, s3Error, s3ErrorRows} from '../../src/source/s3/errors.js';
import {RetryPolicy} from '../../src/source/s3/retry-policy.js';
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

const where = 's3://music/log_data/a.json';
const signed = {region: 'us-east-1', anonymous: false};

/** An error response as thrown by the SDK. */
function refusal(name: string, status: number, headers: Readonly<Record<string, string>> = {}): Error {
	const error = Object.assign(new Error('words of S3'), {
		name,
		$metadata: {httpStatusCode: status, requestId: 'R1'},
	});
	return Object.assign(error, {$response: {headers}});
}

/** An error as thrown by Node. */
function systemError(code: string, more: object = {}): Error {
	return Object.assign(new Error(`words of Node: ${code}`), {code, ...more});
}

const redirect = refusal('PermanentRedirect', 301, {'x-amz-bucket-region': 'eu-west-1'});

/** For each row of the table: the error thrown, the message, and part of the advice. */
const expected: ReadonlyArray<readonly [id: string, error: Error, message: string, advice: RegExp]> = [
	['no-bucket', refusal('NoSuchBucket', 404), 'The bucket music does not exist.', /spelling/],
	['no-object', refusal('NoSuchKey', 404), `${where} no longer exists.`, /to list them again/],
	[
		'changed',
		refusal('PreconditionFailed', 412),
		`${where} changed while it was being read.`,
		/nothing writes/,
	],
	[
		'archived',
		refusal('InvalidObjectState', 403),
		`${where} is archived (S3 Glacier) and cannot be read.`,
		/Restore/,
	],
	['expired', refusal('ExpiredToken', 400), 'The AWS credentials have expired.', /aws sso login/],
	[
		'unknown-key',
		refusal('InvalidAccessKeyId', 403),
		'AWS does not recognize the access key.',
		/AWS_SESSION_TOKEN/,
	],
	[
		'wrong-secret',
		refusal('SignatureDoesNotMatch', 403),
		'The secret key does not match the access key.',
		/quotes, spaces and line ends/,
	],
	[
		'clock',
		refusal('RequestTimeTooSkewed', 403),
		"This machine's clock differs from AWS's by more than 15 minutes.",
		/Set the clock/,
	],
	['region', redirect, 'The bucket music is not in the region us-east-1 but in eu-west-1.', /AWS_REGION/],
	['denied', refusal('AccessDenied', 403), `Access to ${where} is denied.`, /s3:ListBucket.*s3:GetObject/],
	[
		'credentials',
		Object.assign(new Error('The SSO session has expired'), {name: 'CredentialsProviderError'}),
		'The AWS credentials cannot be read.',
		/aws sso login/,
	],
	[
		'slow-down',
		refusal('SlowDown', 503),
		'S3 is throttling requests, even after several retries.',
		/again in a few minutes/,
	],
	['server', refusal('InternalError', 500), `S3 failed to answer for ${where} several times.`, /health\.aws/],
	['proxy', new Error('Bad response: 407'), 'The proxy did not connect to S3.', /HTTPS_PROXY.*NO_PROXY/],
	[
		'unknown-host',
		systemError('ENOTFOUND', {hostname: 's3.nowhere.example'}),
		'The host s3.nowhere.example cannot be found.',
		/AWS_ENDPOINT_URL_S3/,
	],
	[
		'refused',
		systemError('ECONNREFUSED', {address: '127.0.0.1', port: 9000}),
		'127.0.0.1:9000 refused the connection.',
		/server is running/,
	],
	['no-answer', systemError('ETIMEDOUT'), `No answer from S3 for ${where}.`, /firewall/],
	[
		'certificate',
		systemError('SELF_SIGNED_CERT_IN_CHAIN'),
		'This machine does not trust the certificate of the S3 server.',
		/NODE_EXTRA_CA_CERTS/,
	],
	[
		'lost',
		systemError('ECONNRESET'),
		`The connection kept dropping while ${where} was being read.`,
		/Check the network/,
	],
];

test('errors: gives the message and advice of every row', t => {
	for (const [id, error, message, advice] of expected) {
		const {failure} = s3Error(error, where, signed);
		t.is(failure.message, message, id);
		t.is(failure.where, where);
		t.regex(failure.advice ?? '', advice, id);
		t.notRegex(`${failure.message} ${failure.advice}`, /[{}]/, id);
	}
	const unsigned = s3Error(refusal('AccessDenied', 403), where, {
		region: 'us-east-1',
		anonymous: true,
	}).failure;
	t.is(unsigned.message, `Access to ${where} is denied to requests without credentials.`);
	t.regex(unsigned.advice ?? '', /AWS_PROFILE/);
	t.deepEqual(
		s3ErrorRows.map(({id}) => id).sort(),
		['denied-unsigned', ...expected.map(([id]) => id)].sort(),
	);
});

test('errors: keeps the original message, with status and request', t => {
	t.is(
		s3Error(refusal('AccessDenied', 403), where, signed).failure.detail,
		'AccessDenied: words of S3 (status 403, request R1)',
	);
	t.is(s3Error(systemError('EPIPE'), where, signed).failure.detail, 'Error: words of Node: EPIPE');
});

test('errors: recognizes errors by status alone', t => {
	for (const [status, message] of [
		[403, `Access to ${where} is denied.`],
		[412, `${where} changed while it was being read.`],
		[503, 'S3 is throttling requests, even after several retries.'],
		[502, `S3 failed to answer for ${where} several times.`],
	] as const)
		t.is(s3Error(refusal('UnknownError', status), where, signed).failure.message, message);
});

test('errors: keeps the message of an unknown error', t => {
	const {failure} = s3Error(new TypeError('odd'), where, signed);
	t.is(failure.message, `${where} cannot be read.`);
	t.is(failure.detail, 'TypeError: odd');
	t.is(s3Error('odd', where, signed).failure.detail, 'Error: odd');
});

test('errors: returns a SparkifyError unchanged', t => {
	const error = new DataError({message: 'mine'});
	t.is(s3Error(error, where, signed), error);
});

test('errors: names another region only for a redirecting response', t => {
	t.is(otherRegion(redirect), 'eu-west-1');
	t.is(
		otherRegion(refusal('AuthorizationHeaderMalformed', 400, {'x-amz-bucket-region': 'eu-west-1'})),
		'eu-west-1',
	);
	t.is(otherRegion(refusal('AccessDenied', 403, {'x-amz-bucket-region': 'eu-west-1'})), undefined);
	t.is(otherRegion(refusal('PermanentRedirect', 301)), undefined);
	t.is(otherRegion(systemError('ECONNRESET')), undefined);
	t.is(otherRegion(undefined), undefined);
});

/** Counts the attempts for a request that always fails in the same way. */
async function countAttempts(
	policy: RetryPolicy,
	errorType: 'THROTTLING' | 'TRANSIENT' | 'CLIENT_ERROR',
	status?: number,
) {
	const error = status === undefined ? {} : {$metadata: {httpStatusCode: status}};
	let token = await policy.acquireInitialRetryToken();
	const delays: number[] = [];
	for (;;) {
		try {
			token = await policy.refreshRetryTokenForRetry(token, {errorType, error});
		} catch {
			return {count: token.getRetryCount() + 1, delays};
		}
		delays.push(token.getRetryDelay());
	}
}

test('retries: makes ten attempts with growing delays for transient errors', async t => {
	const {count, delays} = await countAttempts(new RetryPolicy(true), 'TRANSIENT');
	t.is(count, 10);
	for (const [index, delay] of delays.entries()) {
		const longest = Math.min(20_000, 100 * 2 ** index);
		t.true(delay >= longest / 2 && delay <= longest, `${delay} ms after ${index + 1} failures`);
	}
});

test('retries: starts with a delay of a second when throttled', async t => {
	const {count, delays} = await countAttempts(new RetryPolicy(true), 'THROTTLING', 503);
	t.is(count, 10);
	t.true(delays[0]! >= 500 && delays[0]! <= 1000);
	t.true(delays.at(-1)! >= 10_000 && delays.at(-1)! <= 20_000);
});

test('retries: makes one attempt for permanent errors', async t => {
	t.is((await countAttempts(new RetryPolicy(true), 'CLIENT_ERROR', 403)).count, 1);
});

test('retries: makes three attempts if nothing has ever answered', async t => {
	t.is((await countAttempts(new RetryPolicy(false), 'TRANSIENT')).count, 3);
	// A refusal counts as an answer.
	t.is((await countAttempts(new RetryPolicy(false), 'TRANSIENT', 500)).count, 10);
	const answered = new RetryPolicy(false);
	answered.recordSuccess();
	t.is((await countAttempts(answered, 'TRANSIENT')).count, 10);
});

test.serial('retries: makes AWS_MAX_ATTEMPTS attempts', async t => {
	process.env.AWS_MAX_ATTEMPTS = '4';
	t.teardown(() => delete process.env.AWS_MAX_ATTEMPTS);
	t.is((await countAttempts(new RetryPolicy(true), 'TRANSIENT')).count, 4);
	process.env.AWS_MAX_ATTEMPTS = 'many';
	t.is((await countAttempts(new RetryPolicy(true), 'TRANSIENT')).count, 10);
});
