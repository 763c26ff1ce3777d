import test from 'ava';
import {ConnectionError, StatementError} from '../../src/errors.js';
import {createLoadSession} from '../../src/load/create-load-session.js';
import {type Decision, type RunStagesOptions, runStages, type Step} from '../../src/load/run-stages.js';
import {type StageId, stageIds} from '../../src/star/stages.js';
import {FakeSource, FakeWarehouse} from '../support/fake-warehouse.js';
import {stageCount, transformStages} from '../support/stage-numbers.js';

function open(warehouse = new FakeWarehouse()) {
	const session = createLoadSession({warehouse, source: new FakeSource(), maxErrors: 1, ledger: false});
	const started: StageId[] = [];
	session.onEvent(event => {
		if (event.type === 'stage-started') started.push(event.stage);
	});
	const waiting: string[] = [];
	const controller = new AbortController();
	return {
		session,
		started,
		waiting,
		controller,
		run: (options: Partial<RunStagesOptions> = {}) =>
			runStages(session, {
				stages: stageIds,
				continuesAfterFailure: true,
				onBlocked: (stage, why) => waiting.push(`${stage}: ${why}`),
				signal: controller.signal,
				...options,
			}),
	};
}

test('runs all stages in order', async t => {
	const {run, started, waiting} = open();
	t.deepEqual(await run(), {done: stageCount, failed: 0, skipped: 0, notRun: 0, end: 'completed'});
	t.deepEqual(started, [...stageIds]);
	t.deepEqual(waiting, []);
});

test('counts between two stages only what the first has changed, and all tables at the end', async t => {
	const warehouse = new FakeWarehouse();
	const {run, session} = open(warehouse);
	await run();
	const counted: (number | undefined)[] = [];
	session.onEvent(event => {
		if (event.type === 'stage-finished' && event.stage === 'load-users') warehouse.tables.set('songs', 99);
		if (event.type === 'tables-counted') counted.push(event.counts.songs);
	});
	const songs = session.state.counts.songs!;
	await run({stages: ['load-users', 'load-artists']});
	t.deepEqual(counted, [songs, songs, 99]);
	await session.run('load-users');
	t.is(session.state.counts.songs, 99);
});

test('blocks only the dependents of a failed stage', async t => {
	const warehouse = new FakeWarehouse();
	warehouse.fail(/^stage events/, new StatementError({message: 'No.'}));
	const {run, started, waiting} = open(warehouse);
	t.deepEqual(await run(), {done: 4, failed: 1, skipped: 0, notRun: stageCount - 5, end: 'completed'});
	t.deepEqual(waiting, [
		...transformStages.map(id => `${id}: stage-events failed`),
		'verify: stage-events failed',
	]);
	t.is(started.at(-1), 'stage-songs');
});

test('runs nothing without a connection', async t => {
	const warehouse = new FakeWarehouse();
	warehouse.fail(/^connect/, new ConnectionError({message: 'No.'}));
	const {run, started, waiting} = open(warehouse);
	t.deepEqual(await run(), {done: 0, failed: 1, skipped: 0, notRun: stageCount - 1, end: 'no-connection'});
	t.deepEqual(started, ['connect']);
	t.deepEqual(waiting, []);
});

test('runs some stages without their dependencies', async t => {
	const warehouse = new FakeWarehouse();
	await open(warehouse).run();
	const {run, started} = open(warehouse);
	t.deepEqual(await run({stages: ['connect', 'load-users']}), {
		done: 2,
		failed: 0,
		skipped: 0,
		notRun: 0,
		end: 'completed',
	});
	t.deepEqual(started, ['connect', 'load-users']);
});

test('blocks the dependents of a skipped stage', async t => {
	const {run, waiting} = open();
	const decide = ({stage}: Step): Decision => (stage === 'load-songplays' ? 'skip' : 'run');
	t.deepEqual(await run({decide}), {
		done: stageCount - 3,
		failed: 0,
		skipped: 1,
		notRun: 2,
		end: 'completed',
	});
	t.deepEqual(waiting, ['load-time: load-songplays was skipped', 'verify: load-songplays was skipped']);
});

test('stops when the user stops', async t => {
	const {run, started} = open();
	const decide = ({stage}: Step): Decision => (stage === 'create-tables' ? 'stop' : 'run');
	t.deepEqual(await run({decide}), {done: 2, failed: 0, skipped: 0, notRun: stageCount - 2, end: 'stopped'});
	t.deepEqual(started, ['connect', 'drop-tables']);
});

test('cancels the running stage when interrupted, and starts no other', async t => {
	const warehouse = new FakeWarehouse();
	const {reached} = warehouse.hold(/^stage songs/);
	const {run, controller, started} = open(warehouse);
	const ended = run();
	await reached;
	controller.abort();
	t.deepEqual(await ended, {done: 4, failed: 0, skipped: 0, notRun: stageCount - 4, end: 'interrupted'});
	t.is(started.at(-1), 'stage-songs');
});

test('stops when interrupted during a prompt', async t => {
	const {run, controller, started} = open();
	const decide = ({stage}: Step): Decision => {
		if (stage === 'drop-tables') controller.abort();
		return stage === 'drop-tables' ? 'stop' : 'run';
	};
	t.deepEqual(await run({decide}), {
		done: 1,
		failed: 0,
		skipped: 0,
		notRun: stageCount - 1,
		end: 'interrupted',
	});
	t.deepEqual(started, ['connect']);
});

test('runs nothing when interrupted beforehand', async t => {
	const {run, controller, started} = open();
	controller.abort();
	t.deepEqual(await run(), {done: 0, failed: 0, skipped: 0, notRun: stageCount, end: 'interrupted'});
	t.deepEqual(started, []);
});

test('runs the stages that remain, and stops at a failure', async t => {
	const warehouse = new FakeWarehouse();
	warehouse.fail(/^stage events/, new StatementError({message: 'No.'}));
	const {session, started, controller} = open(warehouse);
	const {signal} = controller;
	t.like(await runStages(session, {signal}), {done: 3, failed: 1, end: 'stopped'});
	t.is(started.at(-1), 'stage-events');
	t.like(await runStages(session, {signal}), {done: stageCount - 3, notRun: 0, end: 'completed'});
});

test('asks once about everything that the stages destroy, as soon as it is connected', async t => {
	const warehouse = new FakeWarehouse();
	warehouse.tables.set('songplays', 8).set('users', 3);
	const {session, started, run, controller} = open(warehouse);
	const stages = ['connect', 'load-songs', 'load-songplays', 'load-users'] as const;
	const asked: Array<readonly [StageId, Step['losses']]> = [];
	const decide = ({stage, losses}: Step): Decision => {
		if (losses.length > 0) asked.push([stage, losses]);
		return losses.length > 0 ? 'stop' : 'run';
	};
	t.like(await run({stages, decide, confirmsFirst: true}), {done: 1, notRun: 3, end: 'stopped'});
	t.deepEqual(started, ['connect']);
	const losses = [
		{table: 'songplays', rows: 8, stage: 'load-songplays'},
		{table: 'users', rows: 3, stage: 'load-users'},
	] as const;
	t.deepEqual(asked, [['load-songs', losses]]);
	await runStages(session, {
		stages,
		decide,
		confirmsFirst: true,
		confirmed: losses,
		signal: controller.signal,
	});
	t.is(asked.length, 1);
});
