import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import pg from 'pg';
import type {ConnectionSettings} from '../../../../src/config/settings.js';
import {ConnectionError} from '../../../../src/errors.js';
import {PgSession} from '../../../../src/warehouse/pg/session.js';
import {configFolder} from '../../../config/config-folder.js';
import {type AwsDouble, startAws} from '../../../support/aws/start-aws.js';
import {type PostgresServer, startPostgres} from '../../../support/postgres/start-postgres.js';

const password = 'Temp0rary+/= "#;%';
let server: PostgresServer;
let aws: AwsDouble;

test.before(async () => {
	[server, aws] = await Promise.all([startPostgres({tls: 'required'}), startAws({password})]);
	for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
	Object.assign(process.env, aws.environment);
	const admin = new pg.Client({
		host: server.host,
		port: server.port,
		user: server.user,
		password: server.password,
		database: 'postgres',
		ssl: {ca: server.authority},
	});
	await admin.connect();
	await admin.query(`CREATE ROLE "IAM:etl" LOGIN PASSWORD '${password}'`);
	await admin.end();
});

test.after.always(async () => {
	await aws?.stop();
	await server?.stop();
});

test('logs in over TLS as the user that AWS names, prefix and all', async t => {
	const folder = configFolder(t);
	const sslRootCert = join(folder, 'ca.pem');
	writeFileSync(sslRootCert, server.authority);
	const settings: ConnectionSettings = {
		host: server.host,
		port: server.port,
		database: await server.createDatabase(),
		user: 'etl',
		password: undefined,
		sslMode: 'verify-full',
		sslRootCert,
		iam: {issuer: {kind: 'cluster', name: 'sparkify'}, region: 'us-west-2'},
	};
	const session = await PgSession.open(settings);
	try {
		const rows = await session.all('SELECT current_user, ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
		t.deepEqual(rows, [['IAM:etl', true]]);
	} finally {
		await session.close();
	}

	const error = await t.throwsAsync(PgSession.open({...settings, user: 'other'}), {
		instanceOf: ConnectionError,
	});
	t.regex(error!.failure.message, /IAM:other/, 'a user whom the database does not have');
	t.false(JSON.stringify(error!.failure).includes('Temp0rary'));
});

test('does not let the driver look for a password', async t => {
	const folder = configFolder(t);
	process.env.PGPASSFILE = join(folder, 'pgpass');
	writeFileSync(process.env.PGPASSFILE, `*:*:*:*:${server.password}\n`, {mode: 0o600});
	const {host, port, user} = server;
	const settings = {host, port, user, database: 'postgres', password: undefined, sslMode: 'require'} as const;
	const error = await t.throwsAsync(PgSession.open(settings), {instanceOf: ConnectionError});
	t.is(error!.failure.message, 'The server requires a password, and none is set.');
});
