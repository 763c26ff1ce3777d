import test from 'ava';
import {copyAdvice} from '../../src/advice/copy-advice.js';
import {exitCode} from '../../src/errors.js';
import {pgStatementError} from '../../src/warehouse/pg/errors.js';
import {
	type Case,
	checkCases,
	copySql,
	nodeError,
	serverError,
	settings,
	statementFailure,
} from './error-cases.js';

const role = 'arn:aws:iam::123456789012:role/sparkify';
const listing = 'Listing bucket=udacity-dend prefix=log_data';
const s3 = (message: string, status: number, code: string, context = listing) =>
	nodeError(
		`S3ServiceException:${message},Status ${status},Error ${code},Rid 3F1A2B,ExtRid abc=,CanRetry 1`,
		context,
	);
const noRole = `The cluster cannot assume the role ${role}.`;
const keyRefused = 'S3 does not accept the access key in the COPY.';
const refusedRecords = 'The cluster rejected records for staging_songs.';
const busy = "S3 repeatedly failed to serve the cluster's requests.";

const cases: readonly Case[] = [
	[
		'role',
		nodeError(
			`User arn:aws:redshift:us-west-2:123456789012:dbuser:dwhcluster/awsuser is not authorized to assume IAM Role ${role}`,
			`IAM Role=${role}`,
		),
		noRole,
		/Manage IAM roles.*ARN under \[IAM_ROLE\] in dwh\.cfg.*redshift\.amazonaws\.com/,
	],
	[
		'role',
		nodeError(
			`exception name : UnauthorizedException, error type : 135, message: Not authorized to get credentials of role ${role}, should retry : 0`,
			`IAM Role=${role}`,
		),
		noRole,
		/redshift\.amazonaws\.com and redshift-serverless\.amazonaws\.com/,
	],
	[
		'role',
		nodeError(
			`exception name : UnauthorizedException, error type : 138, message: The requested role ${role} is not associated to cluster, should retry : 0`,
			`IAM Role=${role}`,
		),
		noRole,
		/Attach the role/,
	],
	[
		's3-denied',
		s3('Access Denied', 403, 'AccessDenied'),
		'The role is not allowed to read s3://udacity-dend/log_data.',
		/AmazonS3ReadOnlyAccess: IAM console.*s3:ListBucket and s3:GetObject/,
	],
	[
		's3-region',
		s3(
			'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
			301,
			'PermanentRedirect',
		),
		'The bucket udacity-dend is in a different region than COPY expects.',
		/REGION under \[S3\] in dwh\.cfg.*get-bucket-location --bucket udacity-dend/,
	],
	[
		's3-prefix',
		nodeError("The specified S3 prefix 'log_data' does not exist", listing),
		'No object in S3 starts with s3://udacity-dend/log_data.',
		/LOG_DATA, SONG_DATA and LOG_JSONPATH under \[S3\] in dwh\.cfg.*`aws s3 ls s3:\/\/udacity-dend\/`/,
	],
	[
		's3-bucket',
		s3('The specified bucket does not exist', 404, 'NoSuchBucket'),
		'The bucket udacity-dend does not exist.',
		/spelling of LOG_DATA, SONG_DATA/,
	],
	[
		's3-object',
		s3(
			'The specified key does not exist.',
			404,
			'NoSuchKey',
			'Reading s3://udacity-dend/meta/log_json_path.json',
		),
		'The object s3://udacity-dend/meta/log_json_path.json does not exist.',
		/LOG_JSONPATH under \[S3\] in dwh\.cfg.*`aws s3 ls s3:\/\/udacity-dend\/meta\/`/,
	],
	...(
		[
			[403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.'],
			[400, 'ExpiredToken', 'The provided token has expired.'],
			[403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match.'],
		] as const
	).map(
		([status, code, message]): Case => [
			's3-keys',
			s3(message, status, code),
			keyRefused,
			/Use a role instead.*ARN under \[IAM_ROLE\]/,
		],
	),
	['s3-busy', s3('Please reduce your request rate.', 503, 'SlowDown'), busy, /Wait a few minutes/],
	['s3-busy', s3('We encountered an internal error.', 500, 'InternalError'), busy, /run the stage again/],
	[
		'jsonpaths',
		nodeError('Invalid JSONPath format: Not an array or index out of range.', "$['artist']"),
		'Invalid JSONPath format: Not an array or index out of range.',
		/LOG_JSONPATH under \[S3\] in dwh\.cfg/,
	],
	[
		'load-failed',
		serverError(
			'XX000',
			"Load into table 'staging_songs' failed.  Check 'stl_load_errors' system table for details.",
		),
		refusedRecords,
		/sys_load_error_detail.*stl_load_errors.*MAX_ERRORS under \[LOAD\]/,
	],
	[
		'load-failed',
		serverError(
			'XX000',
			"Load into table 'staging_songs' failed.  Check 'sys_load_error_detail' system table for details. [ErrorId: 1-65a0b1c2-0123456789abcdef01234567]",
		),
		refusedRecords,
		/sys_load_error_detail/,
	],
	[
		'system-view',
		serverError('42501', 'permission denied for relation stl_load_errors'),
		'You have no access to stl_load_errors on this server.',
		/sys_load_error_detail/,
	],
];

test('gives cause, advice and original message for every COPY error', t => {
	checkCases(t, copyAdvice, cases, statementFailure);
});

test('exits with code 1 and includes the statement for a COPY error', t => {
	for (const [id, error] of cases) {
		const told = pgStatementError(error, {sql: copySql, prefix: 0}, settings, false);
		t.is(told.exitCode, exitCode.failed, id);
		t.is(told.failure.sql?.text, copySql, id);
	}
});

test("shows Redshift's framed detail as one line below the message", t => {
	t.is(
		statementFailure(s3('Access Denied', 403, 'AccessDenied')).detail,
		[
			'S3ServiceException:Access Denied,Status 403,Error AccessDenied,Rid 3F1A2B,ExtRid abc=,CanRetry 1',
			'code: 8001, context: Listing bucket=udacity-dend prefix=log_data, query: 568, location: s3_utility.cpp:840, process: padbmaster [pid=28532]',
		].join('\n'),
	);
});

test('takes the place from the detail, then the statement, then a placeholder', t => {
	const denied = serverError('XX000', 'S3ServiceException:Access Denied,Status 403,Error AccessDenied');
	t.is(statementFailure(denied).message, 'The role is not allowed to read s3://udacity-dend/log_data.');
	t.is(statementFailure(denied, 'SELECT 1').message, 'The role is not allowed to read what it needs in S3.');
	const missing = nodeError(
		"The specified S3 prefix 'a/b/c/' does not exist",
		'Listing bucket=music prefix=a/b/c/',
	);
	t.regex(statementFailure(missing).advice ?? '', /`aws s3 ls s3:\/\/music\/a\/b\/`/);
});

test('assumes that an unnamed missing object is the jsonpaths file', t => {
	const error = s3('The specified key does not exist.', 404, 'NoSuchKey', '');
	const sql = copySql.replace("'auto ignorecase'", "'s3://udacity-dend/paths.json'");
	t.is(statementFailure(error, sql).message, 'The object s3://udacity-dend/paths.json does not exist.');
});
