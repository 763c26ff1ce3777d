import {setTimeout as sleep} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {ConnectionError} from '../../../src/errors.js';
import type {PgSession} from '../../../src/warehouse/pg/session.js';
import {PgSessions} from '../../../src/warehouse/pg/sessions.js';
import {connectionToRedshift} from '../../support/engine-redshift.js';
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
