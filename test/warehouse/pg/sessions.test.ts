import {setTimeout as sleep} from 'node:timers/promises';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {ConnectionError, StatementError} from '../../../src/errors.js';
import {placeOfName} from '../../../src/warehouse/pg/place-of-name.js';
import type {PgSession} from '../../../src/warehouse/pg/session.js';
import {PgSessions} from '../../../src/warehouse/pg/sessions.js';
import {PostgresWarehouse} from '../../../src/warehouse/postgres/warehouse.js';
import {RedshiftWarehouse} from '../../../src/warehouse/redshift/warehouse.js';
import type {Blocker, Warehouse} from '../../../src/warehouse/warehouse.js';
import {collectRows} from '../../support/engine-fixture.js';
import {connectionTo, openPostgres} from '../../support/engine-postgres.js';
import {connectionToRedshift, openRedshift} from '../../support/engine-redshift.js';
import {startRedshift} from '../../support/redshift/start-redshift.js';
import {login, type Stack, startStack, TestClient} from '../../support/redshift/test-clients.js';

let stack: Stack;
test.before(async () => {
	stack = await startStack();
});
test.after.always(async () => stack?.stop());

/** The connections to a double of the test's own. @param idleMs Time after which one is asked whether it is there. */
async function open(t: ExecutionContext, idleMs: number) {
	const redshift = await startRedshift(stack);
	const settings = connectionToRedshift(redshift, redshift.database);
	const sessions = new PgSessions(settings, () => [], {idleMs});
	t.teardown(async () => {
		await sessions.close();
		await redshift.stop();
	});
	return {redshift, sessions};
}

async function untilLost(session: PgSession): Promise<void> {
	for (const deadline = Date.now() + 10_000; !session.lost; await sleep(20))
		if (Date.now() > deadline) throw new Error('The connection is still there.');
}

test('replaces connections that were dropped while idle before their next use', async t => {
	const {redshift, sessions} = await open(t, 0);
	const before = await sessions.get('main');
	t.is(await sessions.get('main'), before);
	redshift.forgetClients();
	const after = await sessions.get('main');
	t.not(after, before);
	t.deepEqual(await after.all('SELECT 1'), [[1]]);
});

test('does not ping a connection that was just used', async t => {
	const {redshift, sessions} = await open(t, 60_000);
	const session = await sessions.get('main');
	redshift.forgetClients();
	t.is(await sessions.get('main'), session);
	await t.throwsAsync(session.run('SELECT 1'), {instanceOf: ConnectionError});
	t.not(await sessions.get('main'), session);
});

test('fails the next statement of a lost transaction instead of running it elsewhere', async t => {
	const {redshift, sessions} = await open(t, 0);
	const session = await sessions.get('main');
	const [[pid] = []] = await session.all('SELECT pg_backend_pid()');
	await session.run('BEGIN');
	const other = await TestClient.open(login(redshift));
	await other.run(`SELECT pg_terminate_backend(${pid})`);
	await other.close();
	await untilLost(session);
	const asked = await sessions.get('main');
	const error = await t.throwsAsync<ConnectionError>(asked.run('COMMIT'), {instanceOf: ConnectionError});
	t.regex(error?.failure.advice ?? '', /Uncommitted changes are rolled back/);
	const after = await sessions.get('main');
	t.is(await after.run('COMMIT'), 0);
});

/** Simulates a user whose statement fails in an explicit transaction and who continues. */
async function goesOn(t: ExecutionContext, warehouse: Warehouse, missing: string) {
	await warehouse.run('CREATE TABLE kept (n integer)');
	await warehouse.run('BEGIN');
	await warehouse.run('INSERT INTO kept VALUES (1)');
	await t.throwsAsync(warehouse.run('INSERT INTO kept (nope) VALUES (2)'), {instanceOf: StatementError});
	const error = await t.throwsAsync<StatementError>(warehouse.run('INSERT INTO kept VALUES (3)'), {
		instanceOf: StatementError,
	});
	t.is(error?.failure.message, `Not run. The transaction failed earlier: ${missing}`);
	t.is(
		error?.failure.detail,
		'current transaction is aborted, commands ignored until end of transaction block',
	);
	t.regex(error?.failure.advice ?? '', /Run ROLLBACK.*start over/);
	t.is(error?.failure.sql?.text, 'INSERT INTO kept VALUES (3)');
	await t.throwsAsync(warehouse.run('INSERT INTO kept VALUES (4)'), {message: error?.message ?? ''});
	await warehouse.run('ROLLBACK');
	await warehouse.run('INSERT INTO kept VALUES (4)');
	t.deepEqual(await collectRows(await warehouse.query('SELECT n FROM kept')), [[4]]);
}

test.serial('PostgreSQL: reports the first error of a failed transaction until ROLLBACK', async t => {
	const {warehouse, close} = await openPostgres(stack.postgres);
	t.teardown(close);
	await goesOn(t, warehouse, 'column "nope" of relation "kept" does not exist');
});

test.serial('Redshift: reports the first error of a failed transaction until ROLLBACK', async t => {
	const {warehouse, close} = await openRedshift(stack);
	t.teardown(close);
	await goesOn(t, warehouse, 'column "nope" of relation "kept" does not exist');
});

const cases: ReadonlyArray<readonly [message: string, sql: string, place: string | undefined]> = [
	['column "nope" does not exist in songplays', 'SELECT nope FROM songplays', 'nope'],
	['column "p.nope" does not exist', 'SELECT p.nope FROM songplays AS p', 'nope'],
	['relation "no_such" does not exist', "SELECT 'no_such' FROM no_such -- no_such", 'no_such -- '],
	['function no_such(integer) does not exist', 'SELECT no_such(1)', 'no_such'],
	[
		'syntax error at or near "FORM" in context "SELECT 1 FORM", at line 1',
		"SELECT '\\'FORM' FORM t",
		'FORM t',
	],
	['syntax error at or near "$" in context "$", at line 1', 'SET search_path TO $', '$'],
	['syntax error at or near "." in context "SELECT .", at line 1', 'SELECT . FROM t', '. FROM'],
	['column "t.Total" does not exist', 'SELECT /* total /* total */ total */ t."total" FROM t', '"total"'],
	// Part of another name, or twice there: no place is better than a wrong one.
	['column "name" does not exist in t', 'SELECT first_name FROM t', undefined],
	['column "nope" does not exist in t', 'SELECT nope FROM t WHERE nope = 1', undefined],
	['Something else', 'SELECT 1', undefined],
];

test('finds the position of the name in an error', t => {
	for (const [message, sql, place] of cases) {
		t.is(placeOfName(message, sql), place === undefined ? undefined : sql.lastIndexOf(place), message);
	}
});

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
