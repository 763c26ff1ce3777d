import test from 'ava';
import {ConnectionError, StatementError} from '../../src/errors.js';
import {createLoadSession} from '../../src/load/create-load-session.js';
import type {PipelineEvent} from '../../src/load/events.js';
import {stageIds} from '../../src/star/stages.js';
import {ownedTables} from '../../src/star/tables.js';
import {RejectedError} from '../../src/warehouse/rejected-error.js';
import {FakeSource, FakeWarehouse, sampleReject} from '../support/fake-warehouse.js';
import {tableCount} from '../support/stage-numbers.js';

const owned: Readonly<Record<string, number>> = {
	...Object.fromEntries(ownedTables.map(table => [table, 1])),
	songplays: 6,
	users: 2,
	songs: 3,
	artists: 2,
	time: 5,
	staging_events: 8,
	staging_songs: 3,
	staging_rejects: 0,
	staging_loads: 2,
};

function open(tables: Readonly<Record<string, number>> = {}, maxErrors = 0) {
	const warehouse = new FakeWarehouse();
	for (const [table, rows] of Object.entries(tables)) warehouse.tables.set(table, rows);
	const session = createLoadSession({warehouse, source: new FakeSource(), maxErrors, ledger: false});
	const events: PipelineEvent['type'][] = [];
	session.onEvent(({type}) => events.push(type));
	return {warehouse, session, events};
}

test('checks every record of a staging stage, and leaves the table and the stage unchanged', async t => {
	const {warehouse, session, events} = open(owned, 1);
	warehouse.reports = [{rows: 4, rejected: 1}];
	const stage = session.state.stages['stage-events'];
	const status = await session.dryRun('stage-events', []);
	t.like(status, {
		type: 'finished',
		dryRun: {
			stage: 'stage-events',
			ok: true,
			destroys: [{table: 'staging_events', rows: 8}],
			findings: {
				type: 'records',
				isWhole: true,
				records: 9,
				rows: 8,
				rejected: 1,
				maxErrors: 1,
				rejects: ['log_data/a.json:3 ts: "x" is not a number'],
			},
		},
	});
	t.is(session.state.dryRuns['stage-events'], status);
	t.is(session.state.stages['stage-events'], stage);
	t.deepEqual(warehouse.calls, ['connect', 'running loads', 'begin', 'check events', 'rollback']);
	t.deepEqual(Object.fromEntries(warehouse.tables), owned);
	t.deepEqual(events, ['dry-run-started', 'tables-counted', 'dry-run-progress', 'dry-run-finished']);
	t.is(session.task, undefined);
});

test('predicts a failure on more rejects than allowed', async t => {
	const {session} = open(owned, 0);
	t.like(await session.dryRun('stage-events'), {
		type: 'finished',
		dryRun: {ok: false, findings: {rejected: 1, maxErrors: 0}},
	});
});

test('handles more rejects than can be counted', async t => {
	const {warehouse, session} = open(owned, 5);
	const rejects = Array.from({length: 12}, (_, index) => ({...sampleReject, line: index + 1}));
	warehouse.fail(/check events/, new RejectedError({message: 'Too many.'}, rejects, rejects.length));
	const status = await session.dryRun('stage-events');
	if (status?.type !== 'finished' || status.dryRun.findings.type !== 'records') return t.fail();
	t.false(status.dryRun.ok);
	t.false(status.dryRun.findings.isWhole);
	t.is(status.dryRun.findings.rejected, 100_000);
	t.is(status.dryRun.findings.records, undefined);
	t.is(status.dryRun.findings.rejects.length, 10);
	t.is(status.dryRun.findings.rejects[9], 'log_data/a.json:10 ts: "x" is not a number');
});

test('creates the tables of an empty warehouse and rolls them back', async t => {
	const {warehouse, session} = open({my_own: 7});
	t.like(await session.dryRun('stage-songs'), {type: 'finished', dryRun: {ok: true, destroys: []}});
	t.true(warehouse.calls.some(what => what.includes('CREATE TABLE staging_songs')));
	t.is(warehouse.calls.at(-1), 'rollback');
	t.false(warehouse.calls.includes('commit'));
	t.deepEqual([...warehouse.tables], [['my_own', 7]]);
});

test('names the missing tables when only some exist', async t => {
	const {warehouse, session} = open({users: 2, staging_events: 8});
	t.like(await session.dryRun('stage-events'), {
		type: 'failed',
		failure: {message: '2 tables that this stage needs do not exist: staging_rejects, staging_loads.'},
	});
	t.false(warehouse.calls.includes('begin'));
	t.like(await session.dryRun('load-users'), {type: 'finished'}, 'its own tables exist');
});

test('explains the INSERT of a transform', async t => {
	const {warehouse, session} = open(owned);
	warehouse.steps = [
		{text: 'XN Hash Join DS_BCAST_INNER', moves: 'broadcast'},
		{text: '  ->  XN Seq Scan', moves: null},
	];
	const status = await session.dryRun('load-users', []);
	if (status?.type !== 'finished' || status.dryRun.findings.type !== 'plans') return t.fail();
	t.true(status.dryRun.ok);
	t.deepEqual(status.dryRun.destroys, [{table: 'users', rows: 2}]);
	t.deepEqual(status.dryRun.notes, []);
	t.is(status.dryRun.findings.plans.length, 1);
	t.regex(status.dryRun.findings.plans[0]!.sql, /^-- .*\nINSERT INTO users/);
	t.deepEqual(status.dryRun.findings.plans[0]!.steps, warehouse.steps);
	t.deepEqual(
		warehouse.calls.filter(what => !what.startsWith('EXPLAIN')),
		['connect', 'begin', 'rollback'],
	);
});

test('predicts a failure on a statement that the engine rejects', async t => {
	const {warehouse, session} = open(owned);
	warehouse.fail(/EXPLAIN/, new StatementError({message: 'There is no column userid.'}));
	t.like(await session.dryRun('load-users'), {
		type: 'failed',
		failure: {message: 'There is no column userid.'},
	});
	t.is(warehouse.calls.at(-1), 'rollback');
});

test('lists every existing table for drop-tables; nothing else is lost after it', async t => {
	const {warehouse, session} = open({...owned, my_own: 1});
	t.like(await session.dryRun('drop-tables'), {
		type: 'finished',
		dryRun: {
			ok: true,
			findings: {type: 'message', text: `${tableCount} tables would be dropped.`},
			destroys: Object.entries(owned).map(([table, rows]) => ({table, rows})),
		},
	});
	t.deepEqual(warehouse.calls, ['connect']);
	t.like(await session.dryRun('load-users', ['drop-tables']), {dryRun: {destroys: []}});
});

test('tries create-tables unless tables exist, else points to drop-tables', async t => {
	const empty = open();
	t.like(await empty.session.dryRun('create-tables', []), {
		dryRun: {ok: true, findings: {type: 'message', text: `${tableCount} tables would be created.`}},
	});
	t.is(empty.warehouse.calls.at(-1), 'rollback');
	t.is(empty.warehouse.tables.size, 0);

	const {session} = open({users: 2, songs: 0});
	t.like(await session.dryRun('create-tables', []), {
		dryRun: {
			ok: false,
			findings: {type: 'message', text: 'Already exist: users, songs. Run drop-tables to remove them.'},
		},
	});
	// drop-tables is not done, so it must run first.
	t.like(await session.dryRun('create-tables'), {
		dryRun: {
			ok: true,
			findings: {
				type: 'message',
				text: 'Already exist: users, songs. drop-tables removes them first.',
			},
		},
	});
});

test('tries out nothing for verify, and only the login for connect', async t => {
	const {session} = open();
	t.like(await session.dryRun('connect'), {
		dryRun: {ok: true, findings: {type: 'message', text: 'Connected to FakeDB 1.0.'}},
	});
	t.is(session.state.stages.connect.type, 'ready');
	t.like(await session.dryRun('verify'), {
		dryRun: {ok: true, findings: {type: 'message', text: 'Nothing to dry-run: verify only reads.'}},
	});
});

test('fails without a connection', async t => {
	const {warehouse, session} = open();
	warehouse.fail(/connect/, new ConnectionError({message: 'No answer.'}));
	t.like(await session.dryRun('load-users'), {type: 'failed', failure: {message: 'No answer.'}});
});

test("refuses to run during another session's load", async t => {
	const {warehouse, session} = open(owned);
	const load = {session: 4711, table: 'staging_events', since: '2018-11-30 12:00:00', progress: {}};
	warehouse.loads = [load];
	t.like(await session.dryRun('stage-events'), {
		type: 'failed',
		failure: {message: 'Session 4711 has been loading staging_events since 2018-11-30 12:00:00 UTC.'},
	});
	t.false(warehouse.calls.includes('check events'));
	t.like(await session.dryRun('stage-songs'), {type: 'finished'});
});

test('is rolled back and leaves nothing once cancel resolves', async t => {
	const {warehouse, session, events} = open(owned);
	const held = warehouse.hold(/check events/);
	const dryRun = session.dryRun('stage-events');
	await held.reached;
	t.deepEqual(session.task, {type: 'dry-run', stage: 'stage-events'});
	t.is(session.running, undefined);
	t.is(session.state.dryRuns['stage-events']?.type, 'running');
	await session.cancel();
	t.is(warehouse.calls.at(-1), 'rollback');
	t.is(await dryRun, undefined);
	t.deepEqual(session.state.dryRuns, {});
	t.deepEqual(events, ['dry-run-started', 'tables-counted', 'dry-run-cancelled']);
});

test('never runs at the same time as a stage', async t => {
	const {warehouse, session} = open(owned);
	await session.run('connect');
	const check = warehouse.hold(/check events/);
	const dryRun = session.dryRun('stage-events');
	await check.reached;
	t.is((await session.run('stage-songs')).type, 'busy');
	t.is(session.state.stages['stage-songs'].type, 'ready');
	check.release();
	t.is((await dryRun)?.type, 'finished');
	const drop = warehouse.hold(/DROP TABLE/);
	const run = session.run('drop-tables');
	await drop.reached;
	await session.dryRun('load-users');
	drop.release();
	await run;
	t.false(warehouse.calls.some(what => what.startsWith('EXPLAIN')));
});

test('stays valid until the stage runs or the tables change', async t => {
	const {session} = open(owned);
	await session.run('connect');
	for (const stage of ['drop-tables', 'stage-events', 'load-users'] as const) await session.dryRun(stage);
	t.deepEqual(Object.keys(session.state.dryRuns), ['drop-tables', 'stage-events', 'load-users']);
	for (const stage of stageIds.slice(1, 3)) await session.run(stage);
	t.deepEqual(Object.keys(session.state.dryRuns), ['stage-events'], 'the files are unchanged');
	await session.run('stage-events');
	t.deepEqual(session.state.dryRuns, {});
});
