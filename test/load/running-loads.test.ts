import test from 'ava';
import {ConnectionError} from '../../src/errors.js';
import {createLoadSession} from '../../src/load/create-load-session.js';
import {describeLoad} from '../../src/load/running-loads.js';
import {stageIds} from '../../src/star/stages.js';
import {FakeSource, FakeWarehouse} from '../support/fake-warehouse.js';

const load = {
	session: 4711,
	table: 'staging_events',
	since: '2018-11-30 12:00:00',
	progress: {files: 8, filesTotal: 30, rows: 2048},
};

async function open() {
	const warehouse = new FakeWarehouse();
	const session = createLoadSession({warehouse, source: new FakeSource(), maxErrors: 1, ledger: false});
	for (const stage of stageIds.slice(0, 3)) await session.run(stage);
	return {warehouse, session};
}

test('describes a load by its session, start and progress', t => {
	t.is(
		describeLoad(load),
		'Session 4711 has been loading staging_events since 2018-11-30 12:00:00 UTC: 8 of 30 files, 2,048 rows.',
	);
	t.is(
		describeLoad({...load, progress: {}}),
		'Session 4711 has been loading staging_events since 2018-11-30 12:00:00 UTC.',
	);
});

test("includes only loads into the stage's table in the plan", async t => {
	const {warehouse, session} = await open();
	t.false('running' in (await session.plan('stage-events')));
	warehouse.loads = [load, {...load, session: 4712, table: 'staging_songs'}];
	t.deepEqual((await session.plan('stage-events')).running, [load]);
	t.false('running' in (await session.plan('load-users')));
});

test('does not run the stage during such a load', async t => {
	const {warehouse, session} = await open();
	warehouse.loads = [load];
	t.like(await session.run('stage-events'), {
		type: 'failed',
		failure: {
			message: describeLoad(load),
			advice:
				'Loading now could load the records twice. Wait for that load to end, or cancel it with ' +
				'SELECT pg_cancel_backend(4711); then run this stage again.',
		},
	});
	t.false(warehouse.calls.includes('stage events'));
	t.is((await session.run('stage-songs')).type, 'done');
	warehouse.loads = [];
	t.is((await session.run('stage-events')).type, 'done');
});

test('updates the plan while waiting, and plans again when the load ends', async t => {
	const {warehouse, session} = await open();
	warehouse.loads = [load];
	await session.plan('stage-events');
	const wait = session.waitForLoads('stage-events');
	t.deepEqual(session.task, {type: 'wait-for-loads', stage: 'stage-events'});
	const later = {...load, progress: {files: 20, filesTotal: 30}};
	warehouse.loads = [later];
	await new Promise<void>(resolve => {
		const leave = session.onEvent(() => {
			if (session.state.plans['stage-events']?.running?.[0] !== later) return;
			leave();
			resolve();
		});
	});
	t.is((await session.run('stage-events')).type, 'busy');
	t.is(session.state.stages['stage-events'].type, 'ready', 'nothing runs meanwhile');
	warehouse.loads = [];
	warehouse.tables.set('staging_events', 8056);
	await wait;
	t.is(session.task, undefined);
	const plan = session.state.plans['stage-events']!;
	t.false('running' in plan);
	t.is(plan.waitOutcome, 'Other loads ended: staging_events holds 8,056 rows, 0 before.');
	t.deepEqual(plan.destroys, [{table: 'staging_events', rows: 8056}]);
	t.is(session.state.counts.staging_events, 8056);
});

test('cancels the load on the server, after which the stage can run', async t => {
	const {warehouse, session} = await open();
	warehouse.loads = [load];
	await session.plan('stage-events');
	await session.endLoads('stage-events');
	t.true(warehouse.calls.includes('end 4711'));
	const plan = session.state.plans['stage-events']!;
	t.false('running' in plan);
	t.is(plan.waitOutcome, 'Other loads ended: staging_events holds 0 rows, as before.');
	t.is((await session.run('stage-events')).type, 'done');
});

test('can stop waiting without ending the load', async t => {
	const {warehouse, session} = await open();
	warehouse.loads = [load];
	await session.plan('stage-events');
	const wait = session.waitForLoads('stage-events');
	await session.cancel();
	await wait;
	t.is(session.task, undefined);
	t.deepEqual(session.state.plans['stage-events']?.running, [load]);
	t.false(warehouse.calls.some(what => what.startsWith('end ')));
});

test('stops waiting when the server does not respond, and says why in the plan', async t => {
	const {warehouse, session} = await open();
	warehouse.loads = [load];
	await session.plan('stage-events');
	warehouse.fail(/end 4711/, new ConnectionError({message: 'The connection was lost.'}));
	await session.endLoads('stage-events');
	t.is(session.task, undefined);
	const plan = session.state.plans['stage-events']!;
	t.is(plan.waitOutcome, 'The connection was lost.');
	t.deepEqual(plan.running, [load], 'queried over a new connection');
});

test('reconnects before the next run after a lost connection', async t => {
	const {warehouse, session} = await open();
	warehouse.fail(/stage events/, new ConnectionError({message: 'The connection was lost.'}));
	t.like(await session.run('stage-events'), {type: 'failed', failure: {message: 'The connection was lost.'}});
	warehouse.calls.length = 0;
	t.is((await session.run('stage-events')).type, 'done');
	t.is(warehouse.calls[0], 'connect');
	warehouse.calls.length = 0;
	t.is((await session.run('stage-songs')).type, 'done');
	t.false(warehouse.calls.includes('connect'));
});

test('reconnects before the next plan after a lost connection; says so if that fails, and retries', async t => {
	const {warehouse, session} = await open();
	warehouse.fail(/stage events/, new ConnectionError({message: 'The connection was lost.'}));
	await session.run('stage-events');
	warehouse.fail(/connect/, new ConnectionError({message: 'No answer.'}));
	t.deepEqual((await session.plan('stage-events')).notes, ["Couldn't count the tables: No answer."]);
	warehouse.loads = [load];
	t.deepEqual((await session.plan('stage-events')).running, [load]);
});

test('reconnects and plans again when planning finds the connection lost', async t => {
	const {warehouse, session} = await open();
	warehouse.fail(/catalog/, new ConnectionError({message: 'The connection was lost.'}));
	warehouse.calls.length = 0;
	t.deepEqual((await session.plan('load-users')).notes, []);
	t.is(warehouse.calls[0], 'connect');
});

test('does not treat a failed connect as a lost connection', async t => {
	const warehouse = new FakeWarehouse();
	const session = createLoadSession({warehouse, source: new FakeSource(), maxErrors: 0, ledger: false});
	warehouse.fail(/connect/, new ConnectionError({message: 'No answer.'}));
	t.is((await session.run('connect')).type, 'failed');
	await session.plan('connect');
	t.deepEqual(warehouse.calls, ['connect']);
});
