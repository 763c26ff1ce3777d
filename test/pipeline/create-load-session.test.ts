import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import test from 'ava';
import {ConnectionError, DataError, StatementError} from '../../src/errors.js';
import {createLoadSession} from '../../src/pipeline/create-load-session.js';
import type {PipelineEvent} from '../../src/pipeline/events.js';
import type {LoadSession} from '../../src/pipeline/load-session.js';
import {ownedTables} from '../../src/pipeline/owned-tables.js';
import {type StageId, stageIds} from '../../src/pipeline/stage.js';
import type {StageStatus} from '../../src/pipeline/state.js';
import {RejectedError} from '../../src/warehouse/rejected-error.js';
import {anyReject, FakeSource, FakeWarehouse} from '../support/fake-warehouse.js';

const source = new FakeSource();

function open(warehouse: FakeWarehouse, ledger: string | false = false): LoadSession {
	return createLoadSession({warehouse, source, maxErrors: 0, ledger});
}

function listen(session: LoadSession): PipelineEvent[] {
	const events: PipelineEvent[] = [];
	session.onEvent(event => events.push(event));
	return events;
}

async function runAll(
	session: LoadSession,
	stages: readonly StageId[] = stageIds,
): Promise<readonly StageStatus[]> {
	const ends: StageStatus[] = [];
	for (const stage of stages) ends.push(await session.run(stage));
	return ends;
}

const types = (session: LoadSession) => stageIds.map(id => session.state.stages[id].type);
const untilTables = stageIds.slice(0, 3);
const untilStaging = stageIds.slice(0, 5);
const full = {
	songplays: 6,
	users: 2,
	songs: 3,
	artists: 2,
	time: 5,
	staging_events: 8,
	staging_songs: 3,
	staging_rejects: 0,
	staging_loads: 1,
};

test('a whole load: every stage is done, with its figures', async t => {
	const warehouse = new FakeWarehouse();
	warehouse.tables.set('users', 40).set('songs', 2).set('my_own', 7);
	const session = open(warehouse);
	const events = listen(session);
	let changes = 0;
	session.subscribe(() => changes++);
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
			[0, 6, 0],
			[0, 2, 0],
			[0, 3, 0],
			[0, 2, 0],
			[0, 5, 0],
			[0, 11, 0],
		],
	);
	t.deepEqual(
		results.map(result => result?.summary),
		[
			'FakeDB 1.0',
			'2 tables dropped',
			'9 tables created',
			'9 records read, 8 rows in staging_events, 1 record rejected',
			'3 records read, 3 rows in staging_songs, none rejected',
			'6 rows in songplays',
			'2 rows in users',
			'3 rows in songs',
			'2 rows in artists',
			'5 rows in time',
			'11 checks passed',
		],
	);
	t.is(results[3]?.records, 9);
	t.deepEqual(results[3]?.rejects, ['log_data/a.json:3 ts: "x" is no number']);
	t.is(results[10]?.checks?.length, 11);
	t.deepEqual(session.state.counts, full);
	t.is(warehouse.tables.get('my_own'), 7);
	t.is(session.running, undefined);
	t.deepEqual(
		events.filter(({type}) => type !== 'stage-progress').map(({type}) => type),
		stageIds.flatMap(() => ['stage-started', 'stage-finished', 'tables-counted'] as const),
	);
	t.is(changes, events.length);
});

test('drop, create and each load are one transaction', async t => {
	const warehouse = new FakeWarehouse();
	const session = open(warehouse);
	await runAll(session, stageIds.slice(0, 10));
	const edges = warehouse.asked.filter(what => /^(?:connect|begin|commit|rollback)$/.test(what));
	t.deepEqual(edges, ['connect', ...Array.from({length: 9}, () => ['begin', 'commit']).flat()]);
});

test('events carry the time, and progress comes at most ten times a second with the last one always', async t => {
	const warehouse = new FakeWarehouse();
	const session = open(warehouse);
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

test('a transform tells the progress of the warehouse', async t => {
	const warehouse = new FakeWarehouse();
	const session = open(warehouse);
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

test('cancel: rolled back when it resolves, ready again, and can be run', async t => {
	const warehouse = new FakeWarehouse();
	const session = open(warehouse);
	await runAll(session, untilTables);
	const events = listen(session);
	const held = warehouse.hold(/stage events/);
	const run = session.run('stage-events');
	await held.reached;
	t.is(session.running, 'stage-events');
	await session.cancel();
	t.is(warehouse.asked.at(-1), 'rollback');
	t.is(session.running, undefined);
	t.deepEqual(await run, {type: 'ready'});
	t.deepEqual(
		events.map(({type}) => type),
		['stage-started', 'stage-cancelled'],
	);
	t.is((await session.run('stage-events')).type, 'done');
});

test('cancelling the second run of a done stage leaves the first one and all that depends on it', async t => {
	const warehouse = new FakeWarehouse();
	const session = open(warehouse);
	await runAll(session);
	const held = warehouse.hold(/stage songs/);
	const run = session.run('stage-songs');
	await held.reached;
	await session.cancel();
	t.is((await run).type, 'done');
	t.true(types(session).every(type => type === 'done'));
	t.is(warehouse.tables.get('staging_songs'), 3);
});

test('cancel with nothing running does nothing', async t => {
	const session = open(new FakeWarehouse());
	await session.cancel();
	t.is((await session.run('connect')).type, 'done');
});

test('a cancel that comes after the commit leaves the stage done', async t => {
	const warehouse = new FakeWarehouse();
	const session = open(warehouse);
	await session.run('connect');
	const held = warehouse.hold(/commit/);
	const run = session.run('drop-tables');
	await held.reached;
	const cancelled = session.cancel();
	held.release();
	await cancelled;
	t.is((await run).type, 'done');
	t.is(session.running, undefined);
});

test('one stage at a time', async t => {
	const warehouse = new FakeWarehouse();
	const session = open(warehouse);
	await session.run('connect');
	const held = warehouse.hold(/DROP TABLE/);
	const first = session.run('drop-tables');
	await held.reached;
	t.deepEqual(await session.run('create-tables'), {type: 'waiting', on: ['drop-tables']});
	t.is((await session.run('drop-tables')).type, 'running');
	held.release();
	t.is((await first).type, 'done');
	t.false(warehouse.asked.some(what => what.includes('CREATE TABLE')));
});

test('whoever hears of the end can start the next stage at once', async t => {
	const warehouse = new FakeWarehouse();
	const session = open(warehouse);
	let next: Promise<StageStatus> | undefined;
	session.onEvent(event => {
		if (event.type === 'stage-finished' && event.stage === 'connect') next = session.run('drop-tables');
	});
	await session.run('connect');
	t.is((await next)?.type, 'done');
});

test('a failure: told in the state and the events, rolled back, retried with success', async t => {
	const warehouse = new FakeWarehouse();
	const session = open(warehouse);
	await runAll(session, untilStaging);
	const failure = {message: 'Disk full.', advice: 'Free some space.'};
	warehouse.fail(/INSERT INTO users/, new StatementError(failure));
	const events = listen(session);
	t.like(await session.run('load-users'), {type: 'failed', failure});
	t.like(events.at(-1), {type: 'stage-failed', stage: 'load-users', failure});
	t.is(warehouse.asked.at(-1), 'rollback');
	t.like(await session.run('load-users'), {type: 'done'});
	t.is(session.state.counts.users, 2);
});

test('a failing connection, a driver and a defect are all failures, each with its advice', async t => {
	const warehouse = new FakeWarehouse();
	const session = open(warehouse);
	warehouse.fail(/connect/, new ConnectionError({message: 'No answer.', advice: 'Start it.'}));
	t.like(await session.run('connect'), {
		type: 'failed',
		failure: {message: 'No answer.', advice: 'Start it.'},
	});
	warehouse.fail(/connect/, Object.assign(new Error('read ECONNRESET'), {code: 'ECONNRESET'}));
	const driver = await session.run('connect');
	t.deepEqual(driver.type === 'failed' && driver.failure, {message: 'read ECONNRESET'});
	warehouse.fail(/connect/, new TypeError('x is not a function'));
	const defect = await session.run('connect');
	t.true(defect.type === 'failed' && defect.failure.message.includes('x is not a function'));
	t.regex((defect.type === 'failed' && defect.failure.advice) || '', /report it/);
	warehouse.fail(/connect/, 'just text');
	t.like(await session.run('connect'), {type: 'failed'});
	t.is((await session.run('connect')).type, 'done');
});

test('too many rejects: the table is as it was, the rejects are kept and told', async t => {
	const warehouse = new FakeWarehouse();
	const session = open(warehouse);
	await runAll(session, untilStaging);
	const rejects = [anyReject, {...anyReject, line: 9, column: null, reason: 'no JSON object'}];
	warehouse.fail(/stage events/, new RejectedError({message: 'Two are too many.'}, rejects));
	const status = await session.run('stage-events');
	t.like(status, {type: 'failed', failure: {message: 'Two are too many.'}});
	t.deepEqual(status.type === 'failed' && status.rejects, [
		'log_data/a.json:3 ts: "x" is no number',
		'log_data/a.json:9 no JSON object',
	]);
	t.is(warehouse.tables.get('staging_events'), 8);
	t.is(warehouse.tables.get('staging_rejects'), 2);
	t.true(
		warehouse.asked.some(
			what =>
				what.includes('INSERT INTO staging_rejects') &&
				what.includes(`('staging_events', 'log_data/a.json', 9, NULL, 'no JSON object', '{"ts":"x"}')`),
		),
	);
	t.is(warehouse.asked.at(-1), 'commit');
});

test('rejects that cannot be kept do not hide why the stage failed', async t => {
	const warehouse = new FakeWarehouse();
	const session = open(warehouse);
	await runAll(session, untilTables);
	warehouse.fail(/stage events/, new RejectedError({message: 'One is too many.'}, [anyReject]));
	warehouse.fail(/INSERT INTO staging_rejects/, new StatementError({message: 'Disk full.'}));
	const status = await session.run('stage-events');
	t.like(status, {
		type: 'failed',
		failure: {
			message: 'One is too many.',
			detail: 'The rejected records could not be kept in staging_rejects: Disk full.',
		},
	});
});

test('a stage without its tables says which one is missing and who makes it', async t => {
	const warehouse = new FakeWarehouse();
	const session = open(warehouse);
	await session.run('connect');
	t.like(await session.run('load-users'), {
		type: 'failed',
		failure: {
			message: 'The table staging_events does not exist.',
			advice: 'Run create-tables, which makes it, and then stage-events, which fills it.',
		},
	});
	t.like(await session.run('verify'), {
		type: 'failed',
		failure: {message: 'The table songplays does not exist.'},
	});
	warehouse.tables.set('staging_events', 8);
	t.like(await session.run('stage-events'), {
		type: 'failed',
		failure: {
			message: 'The table staging_rejects does not exist.',
			advice: 'Run create-tables, which makes it.',
		},
	});
});

test('a failed check is a failed stage, with every check and the query that shows the rows', async t => {
	const warehouse = new FakeWarehouse();
	const session = open(warehouse);
	await runAll(session, stageIds.slice(0, 10));
	warehouse.violations = {'keys-unique': 2};
	const status = await session.run('verify');
	if (status.type !== 'failed') return t.fail(status.type);
	t.is(
		status.failure.message,
		'1 check of 11 failed: keys are unique in songplays, users, songs and artists (some figure 12).',
	);
	t.is(status.failure.where, 'keys-unique');
	t.regex(status.failure.sql?.text ?? '', /HAVING count\(\*\) > 1/);
	t.is(status.checks?.length, 11);
	t.deepEqual(
		status.checks?.filter(({ok}) => !ok).map(({id}) => id),
		['keys-unique'],
	);
});

test('skip: the stage is skipped, what depends on it waits; a done stage cannot be skipped', async t => {
	const warehouse = new FakeWarehouse();
	const session = open(warehouse);
	await runAll(session, untilTables);
	const events = listen(session);
	session.skip('stage-songs');
	session.skip('connect');
	t.deepEqual(
		events.map(({type}) => type),
		['stage-skipped'],
	);
	t.is(session.state.stages['stage-songs'].type, 'skipped');
	t.deepEqual(session.state.stages['load-songs'], {type: 'waiting', on: ['stage-songs']});
	t.is((await session.run('stage-songs')).type, 'done');
	t.is(session.state.stages['load-songs'].type, 'ready');
});

test('plans: what is read, what is lost, what was passed over', async t => {
	const warehouse = new FakeWarehouse();
	const session = open(warehouse);
	await session.run('connect');
	const empty = await session.plan('drop-tables');
	t.deepEqual(empty.destroys, []);
	t.is(empty.sql[0], 'DROP TABLE IF EXISTS songplays');
	await runAll(session, stageIds.slice(1));
	const drop = await session.plan('drop-tables');
	t.deepEqual(
		drop.destroys,
		ownedTables.filter(table => full[table] > 0).map(table => ({table, rows: full[table]})),
	);
	t.is(session.state.plans['drop-tables'], drop);
	const events = await session.plan('stage-events');
	t.deepEqual(events.reads, ['30 files, 3.7 MB in log_data']);
	t.deepEqual(events.notes, ['2 files passed over: log_data/.DS_Store (hidden), log_data/x.json (empty)']);
	t.deepEqual(events.destroys, [{table: 'staging_events', rows: 8}]);
	const songs = await session.plan('stage-songs');
	t.deepEqual(songs.reads, ['1 file, 250 B in song_data']);
	t.deepEqual(songs.notes, []);
	const plays = await session.plan('load-songplays');
	t.deepEqual(plays.reads, ['staging_events, 8 rows', 'staging_songs, 3 rows']);
	t.deepEqual(plays.destroys, [{table: 'songplays', rows: 6}]);
	t.is(plays.sql[0], 'DELETE FROM songplays');
	t.deepEqual((await session.plan('create-tables')).destroys, []);
	t.deepEqual((await session.plan('verify')).destroys, []);
});

test('a plan never fails: what cannot be found out is a note, and known losses stay known', async t => {
	const warehouse = new FakeWarehouse();
	const poor = new FakeSource();
	poor.inventories = {...poor.inventories, events: new DataError({message: 'There is no folder log_data.'})};
	const session = createLoadSession({warehouse, source: poor, maxErrors: 0, ledger: false});
	warehouse.tables.set('users', 97);
	await session.run('connect');
	t.deepEqual((await session.plan('stage-events')).notes, [
		'The files could not be listed from this machine: There is no folder log_data.',
	]);
	t.deepEqual((await session.plan('load-users')).notes, [
		'The table staging_events does not exist yet: create-tables makes it.',
	]);
	warehouse.fail(/catalog/, new StatementError({message: 'Too busy.'}));
	const blind = await session.plan('drop-tables');
	t.deepEqual(blind.destroys, [{table: 'users', rows: 97}]);
	t.deepEqual(blind.notes, ['The tables cannot be counted now: Too busy.']);
	t.true(blind.sql.length > 0);
});

test('tables that cannot be counted after a stage leave it done', async t => {
	const warehouse = new FakeWarehouse();
	const session = open(warehouse);
	warehouse.fail(/catalog/, new ConnectionError({message: 'Connection lost.'}));
	const events = listen(session);
	t.is((await session.run('connect')).type, 'done');
	t.deepEqual(
		events.map(({type}) => type),
		['stage-started', 'stage-finished'],
	);
});

test('close cancels what is running, then closes the warehouse', async t => {
	const warehouse = new FakeWarehouse();
	const session = open(warehouse);
	await runAll(session, untilTables);
	const held = warehouse.hold(/stage events/);
	const run = session.run('stage-events');
	await held.reached;
	await session.close();
	t.deepEqual(warehouse.asked.slice(-2), ['rollback', 'close']);
	t.deepEqual(await run, {type: 'ready'});
});

test('listeners that have left hear nothing more', async t => {
	const session = open(new FakeWarehouse());
	let heard = 0;
	const leave = [session.subscribe(() => heard++), session.onEvent(() => heard++)];
	for (const end of leave) end();
	await session.run('connect');
	t.is(heard, 0);
});

const withLedger = test.macro(
	async (t, body: (t: import('ava').ExecutionContext, folder: string) => Promise<void>) => {
		const folder = await mkdtemp(join(tmpdir(), 'ledger-'));
		try {
			await body(t, folder);
		} finally {
			await rm(folder, {recursive: true});
		}
	},
);

test('a later run takes over what is still true', withLedger, async (t, folder) => {
	const warehouse = new FakeWarehouse();
	await runAll(open(warehouse, folder));
	const session = open(warehouse, folder);
	const events = listen(session);
	t.is(session.state.stages['drop-tables'].type, 'waiting');
	await session.run('connect');
	t.true(types(session).every(type => type === 'done'));
	t.like(session.state.stages['load-users'], {type: 'done', result: {rows: 2, summary: '2 rows in users'}});
	t.deepEqual(
		events.map(({type}) => type),
		['stage-started', 'stage-finished', 'tables-counted'],
		'what an earlier run did does not happen now',
	);
});

test(
	'from the first stage that the warehouse contradicts, nothing is taken over',
	withLedger,
	async (t, folder) => {
		const warehouse = new FakeWarehouse();
		await runAll(open(warehouse, folder));
		warehouse.tables.set('songs', 2);
		const session = open(warehouse, folder);
		await session.run('connect');
		t.deepEqual(
			types(session).slice(0, 7),
			Array.from({length: 7}, () => 'done'),
		);
		t.deepEqual(types(session).slice(7), ['ready', 'ready', 'ready', 'waiting']);
	},
);

test('another warehouse, or one whose tables are gone, starts anew', withLedger, async (t, folder) => {
	const warehouse = new FakeWarehouse();
	await runAll(open(warehouse, folder));
	const other = open(new FakeWarehouse('another'), folder);
	await other.run('connect');
	t.is(other.state.stages['drop-tables'].type, 'ready');
	warehouse.tables.clear();
	const same = open(warehouse, folder);
	await same.run('connect');
	t.is(same.state.stages['drop-tables'].type, 'ready');
	t.is(same.state.stages['create-tables'].type, 'waiting');
});

test(
	'failed, cancelled, skipped and stale stages of an earlier run are to be run',
	withLedger,
	async (t, folder) => {
		const warehouse = new FakeWarehouse();
		const first = open(warehouse, folder);
		await runAll(first, stageIds.slice(0, 9));
		first.skip('load-time');
		warehouse.fail(/INSERT INTO users/, new StatementError({message: 'No.'}));
		warehouse.tables.set('users', 2);
		await first.run('load-users');
		await first.run('stage-songs');
		const second = open(warehouse, folder);
		await second.run('connect');
		const shown = Object.fromEntries(stageIds.map((id, index) => [id, types(second)[index]]));
		t.deepEqual(shown, {
			connect: 'done',
			'drop-tables': 'done',
			'create-tables': 'done',
			'stage-events': 'done',
			'stage-songs': 'done',
			'load-songplays': 'ready',
			// The second run failed and was rolled back: the first one stands.
			'load-users': 'done',
			'load-songs': 'ready',
			'load-artists': 'ready',
			'load-time': 'waiting',
			verify: 'waiting',
		});
	},
);

test('connecting a second time takes nothing over: the state knows better', withLedger, async (t, folder) => {
	const warehouse = new FakeWarehouse();
	await runAll(open(warehouse, folder));
	const session = open(warehouse, folder);
	await session.run('connect');
	await session.run('drop-tables');
	await session.run('connect');
	t.is(session.state.stages['create-tables'].type, 'ready');
});
