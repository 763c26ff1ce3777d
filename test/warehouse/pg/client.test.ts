import test from 'ava';
import {Secret} from '../../../src/config/password.js';
import type {ConnectionSettings} from '../../../src/config/settings.js';
import {PgSession} from '../../../src/warehouse/pg/session.js';
import {type PostgresServer, startPostgres} from '../../support/postgres/start-postgres.js';

let server: PostgresServer;

test.before(async () => {
	server = await startPostgres();
	process.env.PGOPTIONS = '-c search_path=elsewhere';
	process.env.PGREPLICATION = 'database';
	process.env.PGSSLNEGOTIATION = 'direct';
});

test.after.always(async () => server?.stop());

test('keeps variables that pg reads by itself out of the connection and of a cancel request', async t => {
	const {host, port, user, database} = server;
	const settings: ConnectionSettings = {
		host,
		port,
		user,
		database,
		password: new Secret(server.password),
		sslMode: 'disable',
	};
	const session = await PgSession.open(settings);
	try {
		t.deepEqual(await session.all('SHOW search_path'), [['"$user", public']]);
		t.deepEqual(await session.all('SELECT backend_type FROM pg_stat_activity WHERE pid = pg_backend_pid()'), [
			['client backend'],
		]);
		const signal = AbortSignal.timeout(200);
		await t.throwsAsync(session.run('SELECT pg_sleep(30)', {signal}), {message: /cancel/i});
	} finally {
		await session.close();
	}
});
