import test from 'ava';
import {createLoadSession} from '../../src/load/create-load-session.js';
import {PostgresWarehouse} from '../../src/warehouse/postgres/warehouse.js';
import {connectionTo} from '../support/engine-postgres.js';
import {FakeSource} from '../support/fake-warehouse.js';
import {type PostgresServer, startPostgres} from '../support/postgres/start-postgres.js';
import {startStack, TestClient} from '../support/redshift/test-clients.js';
import {openFixture} from '../warehouse/redshift/fixture.js';

let postgres: PostgresServer;
test.before(async () => {
	postgres = await startPostgres();
});
test.after.always(async () => postgres?.stop());

test('stops connecting after seconds while another session holds a lock, and names that session', async t => {
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
	t.like(status, {type: 'failed'});
	const {message, detail} = (status as {failure: {message: string; detail: string}}).failure;
	t.is(message, 'The tables are locked: another load is running, or a transaction is open elsewhere.');
	t.regex(detail, new RegExp(`^Session ${pid} of ${user} holds a lock`));
	await other.run('ROLLBACK');
	t.like(await session.run('connect'), {type: 'done'});
	t.deepEqual((await session.plan('drop-tables')).notes.length, 3);
});

test('Redshift: stops connecting after seconds while a stage of another session holds its lock', async t => {
	const stack = await startStack();
	t.teardown(async () => stack.stop());
	const {warehouse, source, other} = await openFixture(t, stack, {});
	await other.run('BEGIN');
	await other.run('LOCK staging_loads');
	const session = createLoadSession({warehouse, source, maxErrors: 0, ledger: false});
	const started = Date.now();
	const status = await session.run('connect');
	t.true(Date.now() - started < 10_000);
	t.like(status, {
		type: 'failed',
		failure: {message: 'The tables are locked: another load is running, or a transaction is open elsewhere.'},
	});
	await other.run('ROLLBACK');
	t.like(await session.run('connect'), {type: 'done'});
});
