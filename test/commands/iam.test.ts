import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {type AwsDouble, startAws} from '../support/aws/start-aws.js';
import {type Stack, startStack} from '../support/redshift/test-clients.js';
import {startOnTerminal} from './on-terminal.js';
import {type Ended, run, runAlone, workFolder} from './run-program.js';

let stack: Stack;
let aws: AwsDouble;

test.before(async () => {
	stack = await startStack({tls: 'required'});
	const {user, password} = stack.redshift;
	// The Redshift double has one user, which AWS returns here without a prefix.
	aws = await startAws({identity: user, password});
});

test.after.always(async () => {
	await aws?.stop();
	await stack?.stop();
});

const secrets = ['wJalrXUtnFEMI', 'SESSIONTOKENEXAMPLE'];

/** A folder with a dwh.cfg for a new database, behind a tunnel. @param lines Additional lines for [CLUSTER]. */
async function configured(t: ExecutionContext, ...lines: readonly string[]): Promise<string> {
	const folder = workFolder(t);
	const {host, port, ca, role} = stack.redshift;
	const database = await stack.redshift.createDatabase();
	writeFileSync(join(folder, 'ca.pem'), ca ?? '');
	writeFileSync(
		join(folder, 'dwh.cfg'),
		[
			'[CLUSTER]',
			`HOST = ${host}`,
			`DB_PORT = ${port}`,
			`DB_NAME = ${database}`,
			'IAM = true',
			'SSLROOTCERT = ca.pem',
			...(lines.length > 0 ? lines : ['CLUSTER_IDENTIFIER = sparkify', 'REGION = us-west-2']),
			`[IAM_ROLE]\nARN = ${role}`,
			'[S3]\nLOG_DATA = s3://bucket/log_data\nSONG_DATA = s3://bucket/song_data\n',
		].join('\n'),
	);
	return folder;
}

/** Hides the AWS configuration of the test machine. */
const ours = Object.fromEntries(
	Object.keys(process.env)
		.filter(name => name.startsWith('AWS_'))
		.map(name => [name, undefined]),
);

const sql = ['query', 'SELECT current_user AS me', '--format', 'csv'];

function silent(t: ExecutionContext, {stdout, stderr}: Ended): void {
	for (const secret of [stack.redshift.password, ...secrets]) t.false((stdout + stderr).includes(secret));
	t.false(/warning/i.test(stderr), stderr);
}

test.serial('logs in to a cluster with the credentials from AWS', async t => {
	const folder = await configured(t);
	const ended = await runAlone(folder, sql, '', {...ours, ...aws.environment});
	t.is(ended.code, 0, ended.stderr);
	t.is(ended.stdout, `me\r\n${stack.redshift.user}\r\n`);
	silent(t, ended);
	t.like(aws.requests.at(-1), {action: 'GetClusterCredentialsWithIAM', region: 'us-west-2'});
	for (const entry of readdirSync(folder, {recursive: true, withFileTypes: true})) {
		if (!entry.isFile()) continue;
		const kept = readFileSync(join(entry.parentPath, entry.name), 'utf8');
		for (const secret of [stack.redshift.password, ...secrets]) t.false(kept.includes(secret), entry.name);
	}
});

test.serial('logs in to a workgroup', async t => {
	const folder = await configured(t, 'WORKGROUP = sparkify-wg');
	const ended = await run(folder, sql, '', {...ours, ...aws.environment, AWS_REGION: 'eu-west-1'});
	t.is(ended.stdout, `me\r\n${stack.redshift.user}\r\n`, ended.stderr);
	silent(t, ended);
	t.like(aws.requests.at(-1), {action: 'GetCredentials', region: 'eu-west-1'});
});

test.serial('exits with code 3 and advice if AWS refuses', async t => {
	const folder = await configured(t);
	aws.fail({code: 'AccessDenied', status: 403, message: 'User: arn:aws:iam::1:user/me is not authorized'});
	try {
		const ended = await run(folder, sql, '', {...ours, ...aws.environment});
		t.is(ended.code, 3);
		t.is(ended.stdout, '');
		for (const text of [
			"sparkify-tui: This machine's IAM identity is not allowed to request a password for the cluster sparkify.",
			'Ask for the permission redshift:GetClusterCredentialsWithIAM on that resource',
			'User: arn:aws:iam::1:user/me is not authorized',
		]) {
			t.true(ended.stderr.includes(text), ended.stderr);
		}
		silent(t, ended);
	} finally {
		aws.fail(undefined);
	}
});

test.serial('says where it looked for credentials', async t => {
	const folder = await configured(t);
	const {AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, ...rest} = aws.environment;
	const ended = await run(folder, sql, '', {...ours, ...rest});
	t.is(ended.code, 3);
	t.true(ended.stderr.includes('No AWS credentials were found on this machine'), ended.stderr);
	silent(t, ended);
});

test.serial('does not ask for a password on a terminal', async t => {
	const folder = await configured(t);
	const query = startOnTerminal(t, folder, sql, aws.environment);
	await query.until(stack.redshift.user);
	t.is(await query.exited, 0);
	t.false(query.written().includes('Password'));
});
