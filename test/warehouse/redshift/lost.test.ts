import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {CancelledError, ConnectionError} from '../../../src/errors.js';
import type {Progress, RunningLoad, Warehouse} from '../../../src/warehouse/warehouse.js';
import {eventLine} from '../../support/data-folder.js';
import {type Stack, startStack} from '../../support/redshift/test-clients.js';
import {openFixture} from './fixture.js';

let stack: Stack;
test.before(async () => {
	stack = await startStack();
});
test.after.always(async () => stack?.stop());

/** Five files of two events each. */
const files = Object.fromEntries(
	[1, 2, 3, 4, 5].map(day => [`log_data/${day}.json`, eventLine().repeat(2)] as const),
);
const staged = 'SELECT count(*) FROM staging_events';

/** Asks for the loads that run until they are as wanted. */
async function untilLoads(
	warehouse: Warehouse,
	wanted: (loads: readonly RunningLoad[]) => boolean,
): Promise<readonly RunningLoad[]> {
	for (const deadline = Date.now() + 10_000; ; await sleep(50)) {
		const loads = await warehouse.runningLoads();
		if (wanted(loads)) return loads;
		if (Date.now() > deadline) throw new Error(`Waited in vain, the loads are ${JSON.stringify(loads)}.`);
	}
}

test('explains a connection lost during COPY and allows a retry', async t => {
	const {redshift, stage, other, warehouse} = await openFixture(t, stack, files);
	redshift.faults.cutAfterFiles = 2;
	const error = await t.throwsAsync<ConnectionError>(stage('events'), {instanceOf: ConnectionError});
	t.true(error?.failure.lost);
	t.regex(error?.failure.message ?? '', /lost during COPY.* will be rolled back/);
	t.regex(
		error?.failure.advice ?? '',
		/Run the stage again\. If that load is still running, .* nothing is loaded twice/,
	);
	t.is(error?.failure.where, `127.0.0.1:${redshift.port}`);
	redshift.faults.clear();
	await untilLoads(warehouse, loads => loads.length === 0);
	t.deepEqual(await other.rows(staged), [['0']]);
	t.like(await stage('events'), {rows: 10, rejected: 0});
	t.deepEqual(await other.rows(staged), [['10']]);
	t.regex(await warehouse.connect(), /^Redshift 1\.0/);
});

test('reports a commit with a lost response as unknown, and reloads without duplicates', async t => {
	const {redshift, stage, other} = await openFixture(t, stack, files);
	redshift.faults.cutInCommit = true;
	const error = await t.throwsAsync<ConnectionError>(stage('events'), {instanceOf: ConnectionError});
	t.true(error?.failure.lost);
	t.regex(error?.failure.message ?? '', /Whether the stage was committed is unknown/);
	redshift.faults.clear();
	t.deepEqual(await other.rows(staged), [['10']]);
	t.like(await stage('events'), {rows: 10});
	t.deepEqual(await other.rows(staged), [['10']]);
});

test('does not run the rest of a lost transaction outside it', async t => {
	const {redshift, warehouse, source, other} = await openFixture(t, stack, files);
	redshift.faults.cutAfterFiles = 2;
	await t.throwsAsync(
		warehouse.transaction(async () => {
			await warehouse.stage('events', source, {maxErrors: 0, runId: 'run'}).catch(() => {});
			await warehouse.run('INSERT INTO users (user_id) VALUES (1)');
		}),
		{instanceOf: ConnectionError},
	);
	t.deepEqual(await other.rows('SELECT count(*) FROM users'), [['0']]);
	t.is(await warehouse.run('INSERT INTO users (user_id) VALUES (1)'), 1);
});

for (const [where, options] of [
	['by the history of loads', {}],
	['on a cluster without it, by what it runs', {withoutViews: ['sys_load_history']}],
] as const) {
	test(`finds and ends a load in another session ${where}`, async t => {
		const {redshift, warehouse, source, other} = await openFixture(t, stack, files, options);
		t.deepEqual(await warehouse.runningLoads(), []);
		const [[pid] = []] = await other.rows('SELECT pg_backend_pid()');
		redshift.faults.holdAfterFiles = 2;
		const copy = `-- A comment\nCOPY staging_events FROM '${source.locate('events')}' IAM_ROLE default JSON 'auto ignorecase'`;
		const loading = t.throwsAsync(other.rows(copy), {message: /cancelled on user's request/});
		const [load] = await untilLoads(warehouse, ([first]) => first?.progress.files === 2);
		t.like(load, {session: pid, table: 'staging_events'});
		t.is(load!.progress.filesTotal, 5);
		t.regex(load!.since, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
		t.true(Math.abs(Date.now() - Date.parse(`${load!.since.replace(' ', 'T')}Z`)) < 60_000);
		await warehouse.endLoad(load!.session);
		await loading;
		t.deepEqual(await warehouse.runningLoads(), []);
		t.deepEqual(await other.rows(staged), [['0']]);
	});
}

test('reports no running loads if no view is available', async t => {
	const {warehouse} = await openFixture(t, stack, {}, {withoutViews: ['sys_load_history', 'stv_recents']});
	t.deepEqual(await warehouse.runningLoads(), []);
});

test('abandons a cancelled load without a response and keeps nothing of it', async t => {
	const {redshift, stage, other, warehouse} = await openFixture(t, stack, files);
	redshift.faults.silentAfterFiles = 2;
	// The progress can only be seen until COPY has read the other three files. 1.5 s were too short on a busy machine.
	redshift.faults.copyDelayMs = 2000;
	const controller = new AbortController();
	let loading: Promise<unknown> | undefined;
	await new Promise<void>(seen => {
		const onProgress = ({files = 0}: Progress) => {
			if (files >= 2) seen();
		};
		loading = stage('events', {signal: controller.signal, onProgress});
	});
	controller.abort();
	const error = await t.throwsAsync(loading!);
	t.true(error instanceof ConnectionError || error instanceof CancelledError, String(error));
	redshift.faults.clear();
	await untilLoads(warehouse, loads => loads.length === 0);
	t.deepEqual(await other.rows(staged), [['0']]);
	t.like(await stage('events'), {rows: 10});
});
