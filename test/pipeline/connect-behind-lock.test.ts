import test from 'ava';
import {createLoadSession} from '../../src/pipeline/create-load-session.js';
import {PostgresWarehouse} from '../../src/warehouse/postgres.js';
import {connectionTo} from '../support/engine-postgres.js';
import {FakeSource} from '../support/fake-warehouse.js';
import {type PostgresServer, startPostgres} from '../support/postgres/start-postgres.js';
import {TestClient} from '../support/redshift/test-clients.js';

let postgres: PostgresServer;
test.before(async () => {
	postgres = await startPostgres();
});
test.after.always(async () => postgres?.stop());

test('connects within seconds while somebody holds a lock on a table, and names them', async t => {
	const database = await postgres.createDatabase();
	const {host, port, user, password} = postgres;
	const other = await TestClient.open({host, port, user, password, database});
	const [[pid] = []] = await other.rows('SELECT pg_backend_pid()');
	await other.run('CREATE TABLE users (user_id integer)');
	await other.run('BEGIN');
	await other.run('LOCK TABLE users');

	const warehouse = new PostgresWarehouse(connectionTo(postgres, database));
	const session = createLoadSession({warehouse, source: new FakeSource(), maxErrors: 0, ledger: false});
	t.teardown(async () => {
		await session.close();
		await other.close();
	});
	const started = Date.now();
	const status = await session.run('connect');
	t.true(Date.now() - started < 10_000);
	t.is(status.type, 'done');
	const {summary} = (status as {result: {summary: string}}).result;
	t.regex(summary, new RegExp(`tables were not counted. Session ${pid} of ${user} holds a lock`));
	await other.run('ROLLBACK');
	t.deepEqual((await session.plan('drop-tables')).notes.length, 1);
});
