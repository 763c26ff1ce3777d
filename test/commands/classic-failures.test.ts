import {writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {printValue} from '../../src/config/config-syntax.js';
import {songText} from '../support/data-folder.js';
import {type Stack, startStack} from '../support/redshift/test-clients.js';
import {stageCount} from '../support/stage-numbers.js';
import {type Ended, run, workFolder} from './run-program.js';
import {smallData} from './small-data.js';

let stack: Stack;

test.before(async () => {
	stack = await startStack();
});

test.after.always(async () => {
	await stack?.stop();
});

type Change = {
	readonly port?: number;
	readonly password?: string;
	readonly role?: string;
	/** The bucket name in dwh.cfg, and the region of the bucket. */
	readonly bucket?: string;
	readonly bucketRegion?: string;
	readonly logs?: string;
	/** Additional objects, by key. */
	readonly objects?: Readonly<Record<string, string>>;
};

/** Loads with a dwh.cfg that is correct except for one change. */
async function load(t: ExecutionContext, bucketName: string, change: Change = {}): Promise<Ended> {
	const {redshift, s3} = stack;
	const bucket = s3.createBucket(bucketName, {region: change.bucketRegion ?? 'us-west-2'});
	bucket.mount('', smallData(t));
	for (const [key, text] of Object.entries(change.objects ?? {})) bucket.put(key, text);
	const configuredBucket = change.bucket ?? bucketName;
	const folder = workFolder(t);
	const lines = [
		'[WAREHOUSE]',
		'ENGINE = redshift',
		'[CLUSTER]',
		`HOST = ${redshift.host}`,
		`DB_NAME = ${await redshift.createDatabase()}`,
		`DB_USER = ${redshift.user}`,
		`DB_PASSWORD = ${printValue(change.password ?? redshift.password)}`,
		`DB_PORT = ${change.port ?? redshift.port}`,
		'SSLMODE = disable',
		'[IAM_ROLE]',
		`ARN = ${change.role ?? redshift.role}`,
		'[S3]',
		`LOG_DATA = s3://${configuredBucket}/${change.logs ?? 'log_data'}`,
		`SONG_DATA = s3://${configuredBucket}/song_data`,
	];
	writeFileSync(join(folder, 'dwh.cfg'), `${lines.join('\n')}\n`);
	const ended = await run(folder, ['load', '--yes', '--config', 'dwh.cfg'], '', {
		AWS_ENDPOINT_URL_S3: s3.endpoint,
		AWS_ACCESS_KEY_ID: s3.accessKeyId,
		AWS_SECRET_ACCESS_KEY: 'any',
		AWS_REGION: 'us-west-2',
		AWS_MAX_ATTEMPTS: '1',
	});
	for (const secret of [redshift.password, change.password ?? redshift.password])
		t.false((ended.stdout + ended.stderr).includes(secret));
	return ended;
}

/** The lines below that of a failed stage, without indentation. */
function failureText(t: ExecutionContext, {stderr}: Ended, stage: string): readonly string[] {
	const lines = stderr.split('\n');
	const at = lines.findIndex(line => line.includes(`  ${stage} `) && line.includes('FAILED'));
	t.not(at, -1, stderr);
	const following = lines.slice(at + 1);
	const end = following.findIndex(line => !line.startsWith('    '));
	return following.slice(0, end).map(line => line.trim());
}

/** A local port without a listener. */
async function closedPort(): Promise<number> {
	const server = createServer();
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	await new Promise(resolve => server.close(resolve));
	if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
	return address.port;
}

test.serial('loads with a correct dwh.cfg', async t => {
	const {code, stdout, stderr} = await load(t, 'right');
	t.is(code, 0, stderr);
	t.regex(stdout, /^songplays +2$/m);
});

test.serial('names a closed port and where it is set', async t => {
	const port = await closedPort();
	const ended = await load(t, 'port', {port});
	t.is(ended.code, 3, ended.stderr);
	t.deepEqual(failureText(t, ended, 'connect'), [
		`127.0.0.1 refuses connections on port ${port}.`,
		`at 127.0.0.1:${port}`,
		`connect ECONNREFUSED 127.0.0.1:${port}`,
		'-> Check DB_PORT under [CLUSTER] in dwh.cfg: Redshift listens on 5439 by default. If HOST is a tunnel, start it.',
	]);
});

test.serial('names the keys to check after a wrong password', async t => {
	const ended = await load(t, 'password', {password: 'hunter2'});
	t.is(ended.code, 3, ended.stderr);
	const [message, , words, advice] = failureText(t, ended, 'connect');
	t.is(message, 'The password for awsuser is wrong, or the user does not exist.');
	t.is(words, 'password authentication failed for user "awsuser"');
	t.regex(advice ?? '', /Check DB_USER and DB_PASSWORD under \[CLUSTER\] in dwh\.cfg/);
	t.regex(
		ended.stderr,
		new RegExp(String.raw`^No connection\. 0 stages done, 1 failed, ${stageCount - 1} not run, `, 'm'),
	);
});

test.serial('says where to attach a role and what it must trust if it cannot be assumed', async t => {
	const role = 'arn:aws:iam::123456789012:role/of-somebody-else';
	const ended = await load(t, 'role', {role});
	t.is(ended.code, 1, ended.stderr);
	const [message, words, , advice] = failureText(t, ended, 'drop-tables');
	t.is(message, `The cluster cannot assume the role ${role}. Nothing was dropped.`);
	t.regex(words ?? '', /^User arn:aws:redshift:.* is not authorized to assume IAM Role arn:/);
	t.regex(
		advice ?? '',
		/Manage IAM roles.*ARN under \[IAM_ROLE\] in dwh\.cfg.*redshift\.amazonaws\.com.*redshift-serverless\.amazonaws\.com/,
	);
	t.is(ended.stdout, '');
	t.regex(ended.stderr, /create-tables +waiting: drop-tables failed/);
});

test.serial('names a denied bucket and the policy the role needs', async t => {
	stack.s3.fail('AccessDenied', {bucket: 'denied'});
	const ended = await load(t, 'denied');
	stack.s3.clearFaults();
	t.is(ended.code, 1, ended.stderr);
	const [message, words, context, advice] = failureText(t, ended, 'drop-tables');
	t.is(message, 'The role is not allowed to read s3://denied/log_data. Nothing was dropped.');
	t.regex(words ?? '', /^S3ServiceException:Access Denied,Status 403,Error AccessDenied/);
	t.regex(context ?? '', /Listing bucket=denied prefix=log_data/);
	t.regex(advice ?? '', /AmazonS3ReadOnlyAccess: IAM console, Roles.*s3:ListBucket and s3:GetObject/);
});

test.serial('names file, line, column and width of a value that is too long', async t => {
	const key = 'song_data/A/Y/F/TRAYFUW128F428F618.json';
	const ended = await load(t, 'long', {objects: {[key]: songText({artist_location: 'x'.repeat(2049)})}});
	t.is(ended.code, 1, ended.stderr);
	const [message, where, , advice] = failureText(t, ended, 'stage-songs');
	t.regex(
		message ?? '',
		/^A record can't be loaded, and none is allowed: "x+…" is longer than the 2048 bytes that the column holds \(String length exceeds DDL length\)\.$/,
	);
	t.is(where, `at s3://long/${key}:1, column artist_location`);
	t.regex(advice ?? '', /Shorten the value.*--max-errors/);
	t.regex(ended.stdout, /^staging_songs +0$/m);
	t.regex(ended.stdout, /^staging_rejects +1$/m);
});

test.serial('explains a bucket in another region, a missing bucket and an empty prefix', async t => {
	const far = await load(t, 'far', {bucketRegion: 'eu-central-1'});
	t.is(far.code, 1, far.stderr);
	const region = failureText(t, far, 'drop-tables');
	t.is(region[0], 'The bucket far is in a different region than COPY expects. Nothing was dropped.');
	t.regex(region.at(-1) ?? '', /^-> Set REGION under \[S3\] in dwh\.cfg/);

	const missing = failureText(t, await load(t, 'there', {bucket: 'not-there'}), 'drop-tables');
	t.is(missing[0], 'The bucket not-there does not exist. Nothing was dropped.');
	t.regex(missing.at(-1) ?? '', /spelling of LOG_DATA/);

	const empty = failureText(t, await load(t, 'prefix', {logs: 'log-data'}), 'drop-tables');
	t.is(empty[0], 'No object in S3 starts with s3://prefix/log-data. Nothing was dropped.');
	t.regex(empty.at(-1) ?? '', /`aws s3 ls s3:\/\/prefix\/`/);
});
