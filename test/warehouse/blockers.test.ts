import {setTimeout as sleep} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {PostgresWarehouse} from '../../src/warehouse/postgres/warehouse.js';
import {RedshiftWarehouse} from '../../src/warehouse/redshift/warehouse.js';
import type {Blocker, Warehouse} from '../../src/warehouse/warehouse.js';
import {connectionTo} from '../support/engine-postgres.js';
import {connectionToRedshift} from '../support/engine-redshift.js';
import {startRedshift} from '../support/redshift/start-redshift.js';
import {login, type Stack, startStack, TestClient} from '../support/redshift/test-clients.js';

let stack: Stack;
test.before(async () => {
	stack = await startStack();
});
test.after.always(async () => stack?.stop());

/** Polls the blockers until there are some, or none. */
async function untilBlocked(warehouse: Warehouse, isBlocked: boolean): Promise<readonly Blocker[]> {
	for (const deadline = Date.now() + 10_000; ; await sleep(20)) {
		const blockers = await warehouse.blockers();
		if (blockers.length > 0 === isBlocked) return blockers;
		if (Date.now() > deadline) throw new Error(`In vain: ${JSON.stringify(blockers)}`);
	}
}

/** A DROP waits for a transaction that has read the table. */
async function heldUp(t: ExecutionContext, warehouse: Warehouse, other: TestClient, user: string) {
	await warehouse.connect();
	t.teardown(async () => warehouse.close());
	await warehouse.run('CREATE TABLE held (n INTEGER)');
	t.deepEqual(await warehouse.blockers(), []);

	const [[pid] = []] = await other.rows('SELECT pg_backend_pid()');
	await other.run('BEGIN');
	await other.run('SELECT n FROM held');
	const dropping = warehouse.transaction(async () => warehouse.run('DROP TABLE held'));
	const [blocker, ...more] = await untilBlocked(warehouse, true);
	t.like(blocker, {session: pid, user});
	const since = blocker !== undefined && 'since' in blocker ? blocker.since : '';
	t.regex(since, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
	t.true(Math.abs(Date.parse(`${since}Z`) - Date.now()) < 600_000, 'in UTC');
	t.deepEqual(more, []);

	await other.run('COMMIT');
	await dropping;
	t.deepEqual(await untilBlocked(warehouse, false), []);
	await other.close();
}

test('PostgreSQL: reports the session that holds a lock', async t => {
	const {postgres} = stack;
	const database = await postgres.createDatabase();
	const {host, port, user, password} = postgres;
	const other = await TestClient.open({host, port, user, password, database});
	await heldUp(t, new PostgresWarehouse(connectionTo(postgres, database)), other, user);
});

test('Redshift: tells a regular user that a hidden session holds a lock', async t => {
	const redshift = await startRedshift({...stack, regularUser: true});
	const {host, port, user, password} = stack.postgres;
	const other = await TestClient.open({host, port, user, password, database: redshift.database});
	const warehouse = new RedshiftWarehouse(connectionToRedshift(redshift, redshift.database), {
		iamRole: 'default',
	});
	await warehouse.connect();
	await warehouse.run('CREATE TABLE held (n INTEGER)');
	await other.run('BEGIN');
	await other.run('LOCK TABLE held');
	const waiting = warehouse.transaction(async () => warehouse.run('DELETE FROM held'));
	t.deepEqual(await untilBlocked(warehouse, true), [{session: 'hidden'}]);
	await other.run('ROLLBACK');
	await waiting;
	await other.close();
	await warehouse.close();
	await redshift.stop();
});

test('Redshift: reports the session that holds a lock', async t => {
	const {redshift} = stack;
	const database = await redshift.createDatabase();
	const other = await TestClient.open({...login(redshift), database});
	const warehouse = new RedshiftWarehouse(connectionToRedshift(redshift, database), {iamRole: 'default'});
	await heldUp(t, warehouse, other, redshift.user);
});
