import test from 'ava';
import {DataError} from '../../src/errors.js';
import {otherRegion, s3Error, s3ErrorRows} from '../../src/source/s3/errors.js';

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

test('gives the message and advice of every row', t => {
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

test('keeps the original message, with status and request', t => {
	t.is(
		s3Error(refusal('AccessDenied', 403), where, signed).failure.detail,
		'AccessDenied: words of S3 (status 403, request R1)',
	);
	t.is(s3Error(systemError('EPIPE'), where, signed).failure.detail, 'Error: words of Node: EPIPE');
});

test('recognizes errors by status alone', t => {
	for (const [status, message] of [
		[403, `Access to ${where} is denied.`],
		[412, `${where} changed while it was being read.`],
		[503, 'S3 is throttling requests, even after several retries.'],
		[502, `S3 failed to answer for ${where} several times.`],
	] as const)
		t.is(s3Error(refusal('UnknownError', status), where, signed).failure.message, message);
});

test('keeps the message of an unknown error', t => {
	const {failure} = s3Error(new TypeError('odd'), where, signed);
	t.is(failure.message, `${where} cannot be read.`);
	t.is(failure.detail, 'TypeError: odd');
	t.is(s3Error('odd', where, signed).failure.detail, 'Error: odd');
});

test('returns a SparkifyError unchanged', t => {
	const error = new DataError({message: 'mine'});
	t.is(s3Error(error, where, signed), error);
});

test('names another region only for a redirecting response', t => {
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
