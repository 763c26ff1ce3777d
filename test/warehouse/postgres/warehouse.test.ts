import {once} from 'node:events';
import {type AddressInfo, connect, createServer, type Socket} from 'node:net';
import test from 'ava';
import {ConnectionError} from '../../../src/errors.js';
import {statement, statements} from '../../../src/sql/statements.js';
import {PostgresWarehouse} from '../../../src/warehouse/postgres/warehouse.js';
import {tableScript} from '../../../src/warehouse/table-script.js';
import {collectRows} from '../../support/engine-fixture.js';
import {connectionTo} from '../../support/engine-postgres.js';
import {type PostgresServer, startPostgres} from '../../support/postgres/start-postgres.js';

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
	const end = async (pid: number) => {
		await other.run(`SELECT pg_terminate_backend(${pid})`);
		// It only asks the backend to end.
		while ((await other.run(`SELECT 1 FROM pg_stat_activity WHERE pid = ${pid}`)) > 0);
	};
	return {warehouse, rows, session, end};
}

test('joins many plays with many songs by hash', async t => {
	const {warehouse} = await open(t);
	for (const sql of tableScript(warehouse, 'create-tables')) await warehouse.run(sql);
	await warehouse.run(
		"INSERT INTO staging_events (page, userid, ts, song) SELECT 'NextSong', i, i, 'Song' FROM generate_series(1, 20000) i",
	);
	await warehouse.run(
		"INSERT INTO staging_songs (song_id, title) SELECT i, 'Song' FROM generate_series(1, 3000) i",
	);
	for (const kind of ['events', 'songs']) await warehouse.run(statement(`postgres/analyze-${kind}`));
	const [, insert = ''] = statements('transform/songplays');
	const plan = (await warehouse.explain(insert)).map(({text}) => text).join('\n');
	t.regex(plan, /Hash/);
	t.notRegex(plan, /Nested Loop/);
});

test("counts and checks on several of the server's processors, in a stage's transaction", async t => {
	const {warehouse} = await open(t);
	await warehouse.run('CREATE TABLE t AS SELECT i FROM generate_series(1, 10) i');
	// Has a worker process run whatever may run in one.
	await warehouse.run('SET debug_parallel_query = on');
	const launched = async () => {
		await warehouse.read('SELECT pg_stat_force_next_flush()');
		const {rows} = await warehouse.read(
			'SELECT parallel_workers_launched FROM pg_stat_database WHERE datname = current_database()',
		);
		return Number(rows[0]?.[0]);
	};
	const before = await launched();
	const counted = await warehouse.transaction(async () => warehouse.read('SELECT count(*) AS rows FROM t'));
	t.deepEqual(counted, {columns: ['rows'], rows: [[10]]});
	t.true((await launched()) > before);
});

test('rolls back a transaction whose connection was lost, and recovers', async t => {
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

test('replaces lost connections on connect', async t => {
	const {warehouse, session, end} = await open(t);
	const before = await session();
	await end(before);
	// The first statement may find out, or come when it is known already.
	await warehouse.run('SELECT 1').catch(() => {});
	t.regex(await warehouse.connect(), /^PostgreSQL \d+/);
	t.not(await session(), before);
});

/** A way to the server that can fall silent: nothing comes through any more, and nobody is let in. */
async function openFickleWay(t: {teardown(end: () => void): void}) {
	const sockets: Socket[] = [];
	const listener = createServer(client => {
		const backend = connect(server.port, server.host);
		for (const [socket, other] of [
			[client, backend],
			[backend, client],
		] as const) {
			socket.pipe(other);
			socket.on('error', () => other.destroy());
			sockets.push(socket);
		}
	});
	listener.listen(0, '127.0.0.1');
	await once(listener, 'listening');
	const fallSilent = () => {
		listener.close();
		for (const socket of sockets) socket.unpipe().pause();
	};
	t.teardown(() => {
		fallSilent();
		for (const socket of sockets) socket.destroy();
	});
	return {port: (listener.address() as AddressInfo).port, fallSilent};
}

test('ends a statement as lost if the cancel reaches no server', async t => {
	const {port, fallSilent} = await openFickleWay(t);
	const settings = {...connectionTo(server, await server.createDatabase()), port};
	const warehouse = new PostgresWarehouse(settings);
	t.teardown(async () => warehouse.close());
	await warehouse.connect();
	const controller = new AbortController();
	const slept = warehouse.run('SELECT pg_sleep(3600)', {signal: controller.signal});
	const {rows} = await open(t);
	while ((await rows("SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(3600)'")).length === 0);
	fallSilent();
	controller.abort();
	const error = await t.throwsAsync<ConnectionError>(slept, {instanceOf: ConnectionError});
	t.true(error?.failure.lost);
	t.regex(error?.failure.advice ?? '', /Check the network/);
});
