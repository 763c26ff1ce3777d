import {setTimeout as pause} from 'node:timers/promises';
import test from 'ava';
import {ConnectionError, DataError} from '../../src/errors.js';
import {plural} from '../../src/format/figures.js';
import {createLoadSession} from '../../src/load/create-load-session.js';
import type {RunEnd} from '../../src/load/load-session.js';
import {stageIds, stageTables} from '../../src/star/stages.js';
import {FakeSource, FakeWarehouse} from '../support/fake-warehouse.js';
import {checkCount, stageCount, stagesBefore, tableCount, transformStages} from '../support/stage-numbers.js';
import {fullTables, listen, openSession, runAll, untilStaging, untilTables} from './load-session-fixture.js';

test('runs a complete load: every stage is done, with its figures', async t => {
	const warehouse = new FakeWarehouse();
	warehouse.tables.set('users', 40).set('songs', 2).set('my_own', 7);
	const session = openSession(warehouse);
	const events = listen(session);
	let changes = 0;
	session.onEvent(() => changes++);
	const ends = await runAll(session);

	t.true(ends.every(({type}) => type === 'done'));
	const results = ends.map(end => (end.type === 'done' ? end.result : undefined));
	t.deepEqual(
		results.map(result => [result?.rowsBefore, result?.rows, result?.rejected]),
		[
			[0, 0, 0],
			[42, 0, 0],
			[0, 0, 0],
			[0, 8, 1],
			[0, 3, 0],
			...transformStages.map(id => [0, fullTables[stageTables[id]], 0]),
			[0, checkCount, 0],
		],
	);
	t.deepEqual(
		results.map(result => result?.summary),
		[
			'FakeDB 1.0',
			'2 tables dropped',
			`${tableCount} tables created`,
			'9 records read, 8 rows in staging_events, 1 record rejected',
			'3 records read, 3 rows in staging_songs, none rejected',
			...transformStages.map(id => `${plural(fullTables[stageTables[id]], 'row')} in ${stageTables[id]}`),
			`${checkCount} checks passed`,
		],
	);
	t.is(results[3]?.records, 9);
	t.deepEqual(results[3]?.rejects, ['log_data/a.json:3 ts: "x" is not a number']);
	t.is(results.at(-1)?.checks?.length, checkCount);
	t.deepEqual(session.state.counts, fullTables);
	t.is(warehouse.tables.get('my_own'), 7);
	t.is(session.running, undefined);
	t.deepEqual(
		events.filter(({type}) => type !== 'stage-progress').map(({type}) => type),
		stageIds.flatMap(() => ['stage-started', 'stage-finished', 'tables-counted'] as const),
	);
	t.is(changes, events.length);
});

test('neither connecting nor a transform waits until the files are listed', async t => {
	const warehouse = new FakeWarehouse();
	await runAll(openSession(warehouse));
	const source = new FakeSource();
	let refuse: ((error: Error) => void) | undefined;
	source.inventory = async () =>
		new Promise((_, reject) => {
			refuse = reject;
		});
	const session = createLoadSession({warehouse, source, maxErrors: 0, ledger: false, checksFiles: true});
	t.is((await session.run('connect')).type, 'done');
	t.is((await session.run('load-users')).type, 'done');
	t.is(session.state.stages['stage-events'].type, 'done');
	t.deepEqual(session.state.files, {});
	t.truthy(refuse, 'the list was requested');
	refuse?.(new DataError({message: 'Access is denied.'}));
	while (session.state.files.events === undefined) await pause(5);
	t.deepEqual(session.state.files.events, {type: 'not-checked', why: 'Access is denied.'});
	t.is(session.state.stages['stage-events'].type, 'done');
});

test('runs drop, create and each load in one transaction', async t => {
	const warehouse = new FakeWarehouse();
	const session = openSession(warehouse);
	await runAll(session, stagesBefore('verify'));
	const edges = warehouse.calls.filter(what => /^(?:connect|begin|commit|rollback)$/.test(what));
	t.deepEqual(edges, ['connect', ...Array.from({length: stageCount - 2}, () => ['begin', 'commit']).flat()]);
});

test('emits events with the time, and progress at most ten times a second but always the last one', async t => {
	const warehouse = new FakeWarehouse();
	const session = openSession(warehouse);
	await runAll(session, untilTables);
	warehouse.reports = Array.from({length: 100}, (_, index) => ({rows: index + 1}));
	const events = listen(session);
	const before = Date.now();
	await session.run('stage-events');
	const progress = events.flatMap(event => (event.type === 'stage-progress' ? [event] : []));
	t.deepEqual(
		progress.map(event => event.progress),
		[{rows: 1}, {rows: 100}],
	);
	t.true(progress.every(({at}) => at >= before && at <= Date.now()));
	t.is(events.at(-2)?.type, 'stage-finished', 'no progress after the end');
});

test('reports the progress of the warehouse during a transform', async t => {
	const warehouse = new FakeWarehouse();
	const session = openSession(warehouse);
	await runAll(session, untilStaging);
	warehouse.fraction = 0.25;
	const held = warehouse.hold(/INSERT INTO users/);
	const run = session.run('load-users');
	await held.reached;
	await pause(250);
	t.like(session.state.stages['load-users'], {type: 'running', progress: {fraction: 0.25}});
	held.release();
	t.is((await run).type, 'done');
});

test('passes the files that drop-tables listed to each staging stage, once', async t => {
	const warehouse = new FakeWarehouse();
	const session = openSession(warehouse);
	const staged: unknown[] = [];
	const stage = warehouse.stage.bind(warehouse);
	warehouse.stage = async (kind, source, options) => {
		staged.push([kind, options.earlier?.bytes]);
		return stage(kind, source, options);
	};
	await session.run('connect');
	await session.run('drop-tables', {isFollowedByStaging: true});
	await runAll(session, ['create-tables', 'stage-events', 'stage-songs', 'stage-songs']);
	// Planning lists the files, and so does staging after it.
	await session.run('drop-tables', {isFollowedByStaging: true});
	await session.run('create-tables');
	await session.plan('stage-events');
	await session.run('stage-events');
	t.deepEqual(staged, [
		['events', 3_703_680],
		['songs', 250],
		['songs', undefined],
		['events', undefined],
	]);
});

test('runs one stage at a time', async t => {
	const warehouse = new FakeWarehouse();
	const session = openSession(warehouse);
	await session.run('connect');
	const held = warehouse.hold(/DROP TABLE/);
	const first = session.run('drop-tables');
	await held.reached;
	t.is((await session.run('create-tables')).type, 'busy');
	t.deepEqual(session.state.stages['create-tables'], {type: 'waiting', on: ['drop-tables']});
	t.is((await session.run('drop-tables')).type, 'busy');
	t.is(session.state.stages['drop-tables'].type, 'running');
	held.release();
	t.is((await first).type, 'done');
	t.false(warehouse.calls.some(what => what.includes('CREATE TABLE')));
});

test('lets a listener start the next stage as soon as a stage ends', async t => {
	const warehouse = new FakeWarehouse();
	const session = openSession(warehouse);
	let next: Promise<RunEnd> | undefined;
	session.onEvent(event => {
		if (event.type === 'stage-finished' && event.stage === 'connect') next = session.run('drop-tables');
	});
	await session.run('connect');
	t.is((await next)?.type, 'done');
});

test('skips a stage, so that its dependents wait; does not skip a done stage', async t => {
	const warehouse = new FakeWarehouse();
	const session = openSession(warehouse);
	await runAll(session, untilTables);
	const events = listen(session);
	session.skip('stage-songs');
	session.skip('connect');
	t.deepEqual(
		events.map(({type}) => type),
		['stage-skipped'],
	);
	t.is(session.state.stages['stage-songs'].type, 'skipped');
	t.deepEqual(session.state.stages['load-songs'], {
		type: 'waiting',
		on: ['stage-events', 'stage-songs'],
	});
	t.is((await session.run('stage-songs')).type, 'done');
	t.deepEqual(session.state.stages['load-songs'], {type: 'waiting', on: ['stage-events']});
});

test('leaves a stage done when the tables cannot be counted afterwards', async t => {
	const warehouse = new FakeWarehouse();
	const session = openSession(warehouse);
	warehouse.fail(/catalog/, new ConnectionError({message: 'Connection lost.'}));
	const events = listen(session);
	t.is((await session.run('connect')).type, 'done');
	t.deepEqual(
		events.map(({type}) => type),
		['stage-started', 'stage-finished', 'tables-not-counted'],
	);
});

test('cancels the running stage on close, then closes the warehouse', async t => {
	const warehouse = new FakeWarehouse();
	const session = openSession(warehouse);
	await runAll(session, untilTables);
	const held = warehouse.hold(/stage events/);
	const run = session.run('stage-events');
	await held.reached;
	await session.close();
	t.deepEqual(warehouse.calls.slice(-2), ['rollback', 'close']);
	t.deepEqual(await run, {type: 'cancelled'});
	t.deepEqual(session.state.stages['stage-events'], {type: 'ready'});
});

test('calls listeners no more after they unsubscribe', async t => {
	const session = openSession(new FakeWarehouse());
	let heard = 0;
	const leave = [session.onEvent(() => heard++), session.onEvent(() => heard++)];
	for (const end of leave) end();
	await session.run('connect');
	t.is(heard, 0);
});

test("applies a limit of rejects to one run, and the session's limit to the next", async t => {
	const limits: number[] = [];
	class Recording extends FakeWarehouse {
		override async stage(...[kind, source, options]: Parameters<FakeWarehouse['stage']>) {
			limits.push(options.maxErrors);
			return super.stage(kind, source, options);
		}
	}
	const session = openSession(new Recording());
	await runAll(session, untilTables);
	await session.run('stage-events', {maxErrors: 7});
	await session.run('stage-events');
	t.deepEqual(limits, [7, 0]);
});
