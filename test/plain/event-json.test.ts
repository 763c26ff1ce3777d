import test from 'ava';
import {eventJson, runFinishedJson, waitingJson} from '../../src/plain/event-json.js';

const at = Date.UTC(2018, 10, 21, 21, 56, 47, 796);
const time = '"at":"2018-11-21T21:56:47.796Z"';

test('prints the start of a stage', t => {
	t.is(
		eventJson({type: 'stage-started', stage: 'connect', at}),
		`{"type":"stage-started","stage":"connect",${time}}`,
	);
});

test('flattens progress', t => {
	t.is(
		eventJson({
			type: 'stage-progress',
			stage: 'stage-events',
			progress: {rows: 5, files: 1, filesTotal: 2},
			at,
		}),
		`{"type":"stage-progress","stage":"stage-events","rows":5,"files":1,"filesTotal":2,${time}}`,
	);
});

test('prints a finished stage with stage, rows, rejected and ms first', t => {
	t.is(
		eventJson({
			type: 'stage-finished',
			stage: 'stage-events',
			result: {
				rows: 8055,
				rowsBefore: 0,
				records: 8056,
				rejected: 1,
				rejects: ['a:1 bad'],
				warnings: ['"ts" is missing'],
				notes: ['N'],
				summary: 'Done',
			},
			ms: 12.6,
			at,
		}),
		`{"type":"stage-finished","stage":"stage-events","rows":8055,"rejected":1,"ms":13,"rowsBefore":0,"records":8056,"summary":"Done","warnings":["\\"ts\\" is missing"],"notes":["N"],"rejects":["a:1 bad"],${time}}`,
	);
});

test('prints the figures of checks by name, and the query of failed ones', t => {
	const figures = [['users', 2]] as const;
	t.is(
		eventJson({
			type: 'stage-failed',
			stage: 'verify',
			failure: {message: 'One failed.', where: 'b', advice: 'Look.'},
			checks: [
				{id: 'a', title: 'A', ok: true, figures, query: 'SELECT 1'},
				{id: 'b', title: 'B', ok: false, figures, query: 'SELECT 2'},
				{id: 'c', title: 'C', ok: true, warning: true, note: 'Odd.', figures, query: 'SELECT 3'},
			],
			ms: 1,
			at,
		}),
		`{"type":"stage-failed","stage":"verify","message":"One failed.","where":"b","advice":"Look.","ms":1,"checks":[{"id":"a","title":"A","ok":true,"figures":{"users":2}},{"id":"b","title":"B","ok":false,"figures":{"users":2},"query":"SELECT 2"},{"id":"c","title":"C","ok":true,"warning":true,"note":"Odd.","figures":{"users":2}}],${time}}`,
	);
});

test('prints failed, cancelled and skipped stages', t => {
	t.is(
		eventJson({type: 'stage-cancelled', stage: 'verify', ms: 3, at}),
		`{"type":"stage-cancelled","stage":"verify","ms":3,${time}}`,
	);
	t.is(
		eventJson({type: 'stage-skipped', stage: 'verify', at}),
		`{"type":"stage-skipped","stage":"verify",${time}}`,
	);
	t.is(
		waitingJson('verify', 'load-time failed', at),
		`{"type":"stage-waiting","stage":"verify","message":"load-time failed",${time}}`,
	);
});

test('leaves out events that only the notebook needs', t => {
	t.is(eventJson({type: 'tables-counted', counts: {users: 1}, loads: {}, foreign: new Map()}), undefined);
	t.is(
		eventJson({
			type: 'stage-planned',
			stage: 'verify',
			plan: {stage: 'verify', sql: [], reads: [], destroys: [], notes: []},
		}),
		undefined,
	);
});

test('ends with the counts by table', t => {
	t.is(
		runFinishedJson(true, {staging_events: 8056, users: 97}, 1234.5),
		'{"type":"run-finished","ok":true,"counts":{"staging_events":8056,"users":97},"ms":1235}',
	);
	t.is(runFinishedJson(false, {}, 1), '{"type":"run-finished","ok":false,"counts":{},"ms":1}');
});
