import test, {type ExecutionContext} from 'ava';
import {readSettings} from '../../src/config/read-settings.js';
import {configFolder} from './config-folder.js';

const rest = '[IAM_ROLE]\nARN=default\n[S3]\nLOG_DATA=s3://bucket/log\nSONG_DATA=s3://bucket/song\n';

/** Reads the connection of a valid [CLUSTER]. */
function connection(t: ExecutionContext, lines: string, environment: Readonly<Record<string, string>> = {}) {
	const folder = configFolder(t, {'dwh.cfg': `[CLUSTER]\nDB_NAME=dev\n${lines}${rest}`});
	const {settings, problems} = readSettings({}, {environment: {HOME: folder, ...environment}, folder});
	t.deepEqual(problems, []);
	if (settings.engine !== 'redshift') throw new Error(`The engine is ${settings.engine}.`);
	return settings.connection;
}

const host = 'sparkify.abc123.us-west-2.redshift.amazonaws.com';

test('derives the cluster and its region from the endpoint', t => {
	t.deepEqual(connection(t, `HOST=${host}:5439/dev\niam: yes\n`), {
		host,
		port: 5439,
		database: 'dev',
		user: '',
		password: undefined,
		sslMode: 'verify-full',
		iam: {issuer: {kind: 'cluster', name: 'sparkify'}, region: 'us-west-2'},
	});
	t.like(connection(t, `HOST=${host}\nIAM=on\nDB_USER='etl'\n`), {user: 'etl', password: undefined});
});

test('derives a workgroup and its region from the endpoint', t => {
	const workgroup = 'wg.123456789012.eu-north-1.redshift-serverless.amazonaws.com';
	t.like(connection(t, `HOST=${workgroup}\nIAM=1\n`), {
		user: '',
		iam: {issuer: {kind: 'workgroup', name: 'wg'}, region: 'eu-north-1'},
	});
});

test('uses the configured names for a tunnel, and infers Redshift from IAM', t => {
	const tunnel = connection(
		t,
		'HOST=localhost:15439\nIAM=true\nCLUSTER_IDENTIFIER=Sparkify\nREGION=eu-west-1\nSSLMODE=verify-ca\n',
	);
	t.like(tunnel, {
		host: 'localhost',
		port: 15_439,
		sslMode: 'verify-ca',
		iam: {issuer: {kind: 'cluster', name: 'sparkify'}, region: 'eu-west-1'},
	});
	t.deepEqual(connection(t, 'HOST=dwh.example.com\nIAM=true\nWORKGROUP=wg\n').iam, {
		issuer: {kind: 'workgroup', name: 'wg'},
		region: undefined,
	});
});

test('accepts a VPC endpoint that is not named after the cluster', t => {
	const endpoint = 'mine-endpoint-abc.xyz.us-west-2.redshift.amazonaws.com';
	t.deepEqual(connection(t, `HOST=${endpoint}\nIAM=true\nCLUSTER_IDENTIFIER=sparkify\n`).iam, {
		issuer: {kind: 'cluster', name: 'sparkify'},
		region: 'us-west-2',
	});
});

test("ignores libpq's user and password and an empty DB_PASSWORD with IAM", t => {
	const environment = {PGUSER: 'osuser', PGPASSWORD: 'hunter2'};
	const {user, password} = connection(t, `HOST=${host}\nIAM=true\nDB_PASSWORD=''\n`, environment);
	t.is(user, '');
	t.is(password, undefined);
});

test('does not validate IAM keys without IAM', t => {
	const {iam, user} = connection(
		t,
		`HOST=${host}\nIAM=false\nDB_USER=me\nCLUSTER_IDENTIFIER=!\nREGION=there\n`,
	);
	t.is(iam, undefined);
	t.is(user, 'me');
});

test('requires TLS with IAM, wherever TLS is turned off', t => {
	const folder = configFolder(t, {'dwh.cfg': `[CLUSTER]\nDB_NAME=dev\nHOST=${host}\nIAM=true\n${rest}`});
	for (const mode of ['disable', 'allow', 'prefer']) {
		t.deepEqual(readSettings({}, {environment: {PGSSLMODE: mode}, folder}).problems, [
			{
				message: `PGSSLMODE is ${mode}, but IAM login requires TLS.`,
				advice: 'Remove it, or set verify-full.',
			},
		]);
	}
});
