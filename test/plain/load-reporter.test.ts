import {setTimeout as pause} from 'node:timers/promises';
import test from 'ava';
import {eventJson, runFinishedJson, waitingJson} from '../../src/plain/event-json.js';
import {LoadReporter} from '../../src/plain/load-reporter.js';
import {wrapForTerminal, wrapIndented} from '../../src/plain/wrap-indented.js';

function stream(fields: {readonly isTTY?: boolean; readonly columns?: number} = {}) {
	const written: string[] = [];
	return {...fields, written, write: (text: string) => written.push(text)};
}

const result = {rows: 0, rowsBefore: 0, rejected: 0, summary: 'DuckDB 1.5.6'};

test('prints a line per finished stage without escape codes when not on a terminal', async t => {
	const out = stream();
	const talk = new LoadReporter(['connect', 'verify'], out);
	talk.say('Hello.');
	talk.event({type: 'stage-started', stage: 'connect', at: Date.now()});
	talk.event({type: 'stage-progress', stage: 'connect', progress: {fraction: 0.5}, at: Date.now()});
	await pause(150);
	talk.event({type: 'stage-finished', stage: 'connect', result, ms: 120, at: Date.now()});
	talk.waiting('verify', 'connect failed');
	talk.end();
	t.is(
		out.written.join(''),
		'Hello.\n1 of 2  connect  DuckDB 1.5.6  0.1 s\n2 of 2  verify   waiting: connect failed\n',
	);
});

test('prints only failures when quiet', t => {
	const out = stream({isTTY: true, columns: 60});
	const talk = new LoadReporter(['connect', 'verify'], out, {quiet: true});
	talk.say('Hello.');
	talk.event({type: 'stage-started', stage: 'connect', at: 0});
	talk.event({type: 'stage-finished', stage: 'connect', result, ms: 120, at: 0});
	talk.waiting('verify', 'connect failed');
	t.deepEqual(out.written, []);
	talk.event({type: 'stage-failed', stage: 'verify', failure: {message: 'No.'}, ms: 1, at: 0});
	t.regex(out.written.join(''), /^.*2 of 2 {2}verify {3}FAILED .*\n {4}No\./);
});

test('reports once why reading waits', t => {
	const out = stream();
	const talk = new LoadReporter(['stage-events'], out);
	const waitingFor = 'S3 has sent nothing for 10 s. Attempt 2 of 10.';
	talk.event({type: 'stage-started', stage: 'stage-events', at: 0});
	for (const rows of [5, 5]) {
		talk.event({type: 'stage-progress', stage: 'stage-events', progress: {rows, waitingFor}, at: 0});
	}
	t.deepEqual(out.written, [`    ${waitingFor}\n`]);
});

test('shows only the progress of a dry run', async t => {
	const out = stream({isTTY: true, columns: 60});
	const talk = new LoadReporter(['connect', 'stage-events'], out);
	talk.event({type: 'dry-run-started', stage: 'stage-events', at: Date.now()});
	const progress = {rows: 7, rejected: 2};
	talk.event({type: 'dry-run-progress', stage: 'stage-events', progress, at: Date.now()});
	await pause(250);
	talk.event({type: 'dry-run-cancelled', stage: 'stage-events', ms: 250, at: Date.now()});
	t.true(out.written.some(text => text.includes('2 of 2  stage-events  7 rows  2 rejected  ')));
	t.is(out.written.at(-1), '\r\u001B[K');
	const silent = stream();
	new LoadReporter(['connect'], silent).event({type: 'dry-run-cancelled', stage: 'connect', ms: 1, at: 0});
	t.deepEqual(silent.written, []);
});

test('rewrites a progress line on a terminal while a stage runs', async t => {
	const out = stream({isTTY: true, columns: 60});
	const talk = new LoadReporter(['connect', 'verify'], out);
	talk.event({type: 'stage-started', stage: 'verify', at: Date.now()});
	talk.event({type: 'stage-progress', stage: 'verify', progress: {fraction: 0.5}, at: Date.now()});
	await pause(350);
	talk.event({type: 'stage-cancelled', stage: 'verify', ms: 350, at: Date.now()});
	const after = out.written.length;
	await pause(250);
	t.is(out.written.length, after, 'nothing is written after the end');
	t.regex(out.written[0]!, /^\r2 of 2 {2}verify {3}\d+ ms\u001B\[K$/);
	t.true(out.written.some(text => /^\r2 of 2 {2}verify {4}50% {2}0\.\d s\u001B\[K$/.test(text)));
	t.deepEqual(out.written.slice(-2), ['\r\u001B[K', '2 of 2  verify   cancelled, rolled back  0.4 s\n']);
});

test('wraps long lines between words on a terminal but not in a pipe', t => {
	const [terminal, pipe] = [stream({isTTY: true, columns: 24}), stream()];
	const long = '    Nothing of this fits in one line.';
	for (const out of [terminal, pipe]) new LoadReporter(['connect'], out).say(long);
	t.true(terminal.written.join('').endsWith('    Nothing of this fits\n    in one line.\n'));
	t.is(pipe.written.join(''), `${long}\n`);
});

const at = Date.UTC(2018, 10, 21, 21, 56, 47, 796);
const time = '"at":"2018-11-21T21:56:47.796Z"';

test('JSON: prints the start of a stage', t => {
	t.is(
		eventJson({type: 'stage-started', stage: 'connect', at}),
		`{"type":"stage-started","stage":"connect",${time}}`,
	);
});

test('JSON: flattens progress', t => {
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

test('JSON: prints a finished stage with stage, rows, rejected and ms first', t => {
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

test('JSON: prints the figures of checks by name, and the query of failed ones', t => {
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

test('JSON: prints failed, cancelled and skipped stages', t => {
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

test('JSON: leaves out events that only the notebook needs', t => {
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

test('JSON: ends with the counts by table', t => {
	t.is(
		runFinishedJson(true, {staging_events: 8056, users: 97}, 1234.5),
		'{"type":"run-finished","ok":true,"counts":{"staging_events":8056,"users":97},"ms":1235}',
	);
	t.is(runFinishedJson(false, {}, 1), '{"type":"run-finished","ok":false,"counts":{},"ms":1}');
});

test('wrapping: keeps the indentation of wrapped lines and list items', t => {
	t.deepEqual(wrapForTerminal('\nOne two three four\n  five six seven\n  iam   eight nine', {columns: 16}), [
		'',
		'One two three',
		'four',
		'  five six',
		'  seven',
		'  iam   eight',
		'        nine',
	]);
});

test('wrapping: does not wrap to single characters on a terminal of unknown size', t => {
	t.deepEqual(wrapForTerminal('One two', {columns: 0}), ['One two']);
	t.deepEqual(wrapForTerminal('One two', {}), ['One two']);
});

test('wrapping: replaces escape characters', t => {
	t.false(wrapForTerminal('a\u001B[2Jb', {columns: 80}).join('').includes('\u001B'));
});

test('wrapping: continues a line at its indentation without breaking words', t => {
	t.deepEqual(wrapIndented('    ok      no play is lost or counted twice', 28), [
		'    ok      no play is lost',
		'    or counted twice',
	]);
	t.deepEqual(wrapIndented('Source: a folder. Warehouse: DuckDB.', 30), [
		'Source: a folder. Warehouse:',
		'DuckDB.',
	]);
});

test('wrapping: leaves a line that fits unchanged, and breaks no words on a narrow terminal', t => {
	t.deepEqual(wrapIndented(' 4 of 11  stage-events    3 rows  2 ms', 80), [
		' 4 of 11  stage-events    3 rows  2 ms',
	]);
	t.deepEqual(wrapIndented('        songplays', 10), ['        songplays']);
	t.deepEqual(wrapIndented('', 80), ['']);
});
