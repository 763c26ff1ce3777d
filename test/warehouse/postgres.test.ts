import test from 'ava';
import {ConnectionError} from '../../src/errors.js';
import {PostgresWarehouse} from '../../src/warehouse/postgres.js';
import {collectRows} from '../support/engine-fixture.js';
import {connectionTo} from '../support/engine-postgres.js';
import {type PostgresServer, startPostgres} from '../support/postgres/start-postgres.js';

let server: PostgresServer;
test.before(async () => {
	server = await startPostgres();
});
test.after.always(async () => server?.stop());

/** Two warehouses on one database, the other of which can end the sessions of the first. */
async function open(t: {teardown(end: () => Promise<void>): void}) {
	const settings = connectionTo(server, await server.createDatabase());
	const [warehouse, other] = [new PostgresWarehouse(settings), new PostgresWarehouse(settings)];
	await warehouse.connect();
	await other.connect();
	t.teardown(async () => {
		await warehouse.close();
		await other.close();
	});
	const rows = async (sql: string) => collectRows(await warehouse.query(sql));
	const session = async () => Number((await rows('SELECT pg_backend_pid()'))[0]?.[0]);
	return {warehouse, rows, session, end: (pid: number) => other.run(`SELECT pg_terminate_backend(${pid})`)};
}

test('a connection lost in a transaction: all of it is rolled back, and the next one works', async t => {
	const {warehouse, rows, session, end} = await open(t);
	await warehouse.run('CREATE TABLE t (i integer)');
	const before = await session();
	const error = await t.throwsAsync<ConnectionError>(
		warehouse.transaction(async () => {
			await warehouse.run('INSERT INTO t VALUES (1)');
			await end(before);
			await warehouse.run('INSERT INTO t VALUES (2)').catch(() => {});
			await warehouse.run('INSERT INTO t VALUES (3)');
		}),
		{instanceOf: ConnectionError},
	);
	t.true(error?.failure.lost);
	t.deepEqual(await rows('SELECT count(*) FROM t'), [[0]]);
	await warehouse.transaction(() => warehouse.run('INSERT INTO t VALUES (4)'));
	t.deepEqual(await rows('SELECT i FROM t'), [[4]]);
	t.not(await session(), before);
});

test('connect replaces what was lost', async t => {
	const {warehouse, session, end} = await open(t);
	const before = await session();
	await end(before);
	// The first statement may find out, or come when it is known already.
	await warehouse.run('SELECT 1').catch(() => {});
	t.regex(await warehouse.connect(), /^PostgreSQL \d+/);
	t.not(await session(), before);
});
