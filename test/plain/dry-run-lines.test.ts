import test from 'ava';
import {type DryRunEnd, plainDryRunLines} from '../../src/plain/dry-run-lines.js';
import {eventJson} from '../../src/plain/event-json.js';
import {positionOf} from '../../src/plain/stage-position.js';

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

test('prints figures, losses and the first rejects of records, safe for a terminal', t => {
	t.deepEqual(lines(records), [
		'3 of 4  stage-events  It would fail: 2 of 9 records are rejected; --max-errors allows 1.  1.5 s',
		'    It would remove 8,056 rows of staging_events.',
		'    rejected log_data/a.json:4 ts: "␛[2J" is no number',
		'    and 1 more',
	]);
});

test('prints complete plans as the engine draws them', t => {
	t.deepEqual(lines(plans), [
		'4 of 4  load-users    Planned by the engine, with 1 broadcast of rows.  12 ms',
		'    The tables do not exist yet; this plan assumes empty ones.',
		'      »» broadcast: all these rows go to every node',
		'      ->  XN Hash Join DS_BCAST_INNER',
	]);
});

test('prints failed and cancelled dry runs', t => {
	t.deepEqual(lines(failed), [
		'4 of 4  load-users    It would fail:  12 ms',
		'    There is no column x.',
		'    -> Report it.',
	]);
	t.deepEqual(lines({type: 'dry-run-cancelled', stage: 'stage-events', ms: 12, at}), [
		'3 of 4  stage-events  cancelled, nothing was changed  12 ms',
	]);
});

test('prints a line of JSON per stage', t => {
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
