import test from 'ava';
import {ConnectionError, StatementError} from '../../src/errors.js';
import {createLoadSession} from '../../src/load/create-load-session.js';
import {type DryRunEnd, plainDryRunLines} from '../../src/plain/dry-run-lines.js';
import {eventJson} from '../../src/plain/event-json.js';
import {planScript} from '../../src/plain/plan-script.js';
import {dryRunClosing, runDryRuns} from '../../src/plain/run-dry-runs.js';
import {positionOf} from '../../src/plain/stage-position.js';
import {stageIds} from '../../src/star/stages.js';
import {FakeSource, FakeWarehouse} from '../support/fake-warehouse.js';
import {stageCount} from '../support/stage-numbers.js';

function open(maxErrors = 1) {
	const warehouse = new FakeWarehouse();
	const session = createLoadSession({warehouse, source: new FakeSource(), maxErrors, ledger: false});
	const controller = new AbortController();
	return {
		warehouse,
		controller,
		run: () => runDryRuns(session, {stages: stageIds, signal: controller.signal}),
	};
}

test('dry-runs all stages, each as if those before it had run', async t => {
	const {warehouse, run} = open();
	for (const table of ['users', 'songs']) warehouse.tables.set(table, 1);
	// On its own, create-tables would fail because the tables exist.
	const tally = await run();
	t.is(tally.end, 'completed');
	t.is(tally.ok, 4, 'connect, drop-tables, create-tables and verify need none of the tables');
	t.false(warehouse.calls.includes('commit'));
});

test('continues after a stage that would fail', async t => {
	const {warehouse, run} = open();
	warehouse.fail(/check events/, new StatementError({message: 'No.'}));
	const tally = await run();
	t.deepEqual(tally, {ok: stageCount - 1, failed: 1, notTried: 0, end: 'completed'});
	t.is(
		dryRunClosing(tally, 1200),
		`Dry run: ${stageCount - 1} stages would succeed, 1 would fail; nothing was changed. 1.2 s.`,
	);
});

test('tries nothing without a connection', async t => {
	const {warehouse, run} = open();
	warehouse.fail(/connect/, new ConnectionError({message: 'No.'}));
	const tally = await run();
	t.deepEqual(tally, {ok: 0, failed: 1, notTried: stageCount - 1, end: 'no-connection'});
	t.is(
		dryRunClosing(tally, 20),
		`No connection: 0 stages would succeed, 1 would fail, ${stageCount - 1} not tried; nothing was changed. 20 ms.`,
	);
});

test('cancels the current dry run when interrupted, and starts no other', async t => {
	const {warehouse, controller, run} = open();
	const held = warehouse.hold(/check songs/);
	const ended = run();
	await held.reached;
	controller.abort();
	t.deepEqual(await ended, {ok: 4, failed: 0, notTried: stageCount - 4, end: 'interrupted'});
	t.is(warehouse.calls.at(-1), 'rollback');
});

const stages = ['connect', 'drop-tables', 'stage-events', 'load-users'] as const;
const at = Date.UTC(2018, 10, 21, 21, 56, 47, 796);
const time = '"at":"2018-11-21T21:56:47.796Z"';

const records: DryRunEnd = {
	type: 'dry-run-finished',
	stage: 'stage-events',
	dryRun: {
		stage: 'stage-events',
		ok: false,
		destroys: [{table: 'staging_events', rows: 8056}],
		notes: [],
		findings: {
			type: 'records',
			isWhole: true,
			records: 9,
			rows: 7,
			rejected: 2,
			rejects: ['log_data/a.json:4 ts: "\u001B[2J" is no number'],
			maxErrors: 1,
		},
	},
	ms: 1500,
	at,
};
const plans: DryRunEnd = {
	type: 'dry-run-finished',
	stage: 'load-users',
	dryRun: {
		stage: 'load-users',
		ok: true,
		destroys: [],
		notes: ['The tables do not exist yet; this plan assumes empty ones.'],
		findings: {
			type: 'plans',
			plans: [{sql: 'INSERT', steps: [{text: '  ->  XN Hash Join DS_BCAST_INNER', moves: 'broadcast'}]}],
		},
	},
	ms: 12,
	at,
};
const failed: DryRunEnd = {
	type: 'dry-run-failed',
	stage: 'load-users',
	failure: {message: 'There is no column x.', advice: 'Report it.'},
	ms: 12,
	at,
};
const lines = (event: DryRunEnd) => plainDryRunLines(event, positionOf(event.stage, stages));

test('lines: prints figures, losses and the first rejects of records, safe for a terminal', t => {
	t.deepEqual(lines(records), [
		'3 of 4  stage-events  It would fail: 2 of 9 records are rejected; --max-errors allows 1.  1.5 s',
		'    It would remove 8,056 rows of staging_events.',
		'    rejected log_data/a.json:4 ts: "␛[2J" is no number',
		'    and 1 more',
	]);
});

test('lines: prints complete plans as the engine draws them', t => {
	t.deepEqual(lines(plans), [
		'4 of 4  load-users    Planned by the engine, with 1 broadcast of rows.  12 ms',
		'    The tables do not exist yet; this plan assumes empty ones.',
		'      »» broadcast: all these rows go to every node',
		'      ->  XN Hash Join DS_BCAST_INNER',
	]);
});

test('lines: prints failed and cancelled dry runs', t => {
	t.deepEqual(lines(failed), [
		'4 of 4  load-users    It would fail:  12 ms',
		'    There is no column x.',
		'    -> Report it.',
	]);
	t.deepEqual(lines({type: 'dry-run-cancelled', stage: 'stage-events', ms: 12, at}), [
		'3 of 4  stage-events  cancelled, nothing was changed  12 ms',
	]);
});

test('lines: prints a line of JSON per stage', t => {
	t.is(
		eventJson(records),
		'{"type":"dry-run","stage":"stage-events","ok":false,"isWhole":true,"records":9,"rows":7,"rejected":2,' +
			'"rejects":["log_data/a.json:4 ts: \\"\\u001b[2J\\" is no number"],"maxErrors":1,' +
			`"destroys":[{"table":"staging_events","rows":8056}],"notes":[],"ms":1500,${time}}`,
	);
	t.is(
		eventJson(plans),
		'{"type":"dry-run","stage":"load-users","ok":true,' +
			'"plans":[{"sql":"INSERT","steps":[{"text":"  ->  XN Hash Join DS_BCAST_INNER","moves":"broadcast"}]}],' +
			`"destroys":[],"notes":["The tables do not exist yet; this plan assumes empty ones."],"ms":12,${time}}`,
	);
	t.is(
		eventJson(failed),
		`{"type":"dry-run","stage":"load-users","ok":false,"message":"There is no column x.","advice":"Report it.","ms":12,${time}}`,
	);
	t.is(
		eventJson({type: 'dry-run-cancelled', stage: 'stage-events', ms: 12, at}),
		`{"type":"dry-run","stage":"stage-events","ok":false,"message":"Cancelled.","ms":12,${time}}`,
	);
	t.is(eventJson({type: 'dry-run-started', stage: 'stage-events', at}), undefined);
});

test('plan script: prints the statements under their stages', t => {
	const script = planScript([
		[{id: 'connect', title: 'Connect', explain: 'Opens it.'}, []],
		[
			{id: 'drop-tables', title: 'Drop', explain: 'Drops them.'},
			['DROP TABLE a', 'DROP TABLE b;', 'DROP TABLE c -- last'],
		],
	]);
	t.is(
		script,
		`-- 1 of 2  connect: Connect
-- Opens it.

-- No SQL.


-- 2 of 2  drop-tables: Drop
-- Drops them.

DROP TABLE a;

DROP TABLE b;

DROP TABLE c -- last
;
`,
	);
});

test('plan script: wraps long explanations', t => {
	const script = planScript([[{id: 'verify', title: 'V', explain: 'word '.repeat(50)}, ['SELECT 1']]]);
	for (const line of script.split('\n'))
		t.true(line.length <= 100 && (line === '' || line === 'SELECT 1;' || line.startsWith('-- ')));
	t.is(script.match(/\bword\b/g)?.length, 50);
});
