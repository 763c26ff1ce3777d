import test from 'ava';
import type {RunTally} from '../../src/load/run-stages.js';
import {initialState, reduce} from '../../src/load/state.js';
import {closingLine, countsTable, isCompleteRun} from '../../src/plain/closing-line.js';
import {closingSummary} from '../../src/plain/closing-summary.js';
import {plainFailureLines} from '../../src/plain/failure-lines.js';
import {LiveLine} from '../../src/plain/live-line.js';
import {plainPlanLines} from '../../src/plain/plan-lines.js';
import {progressLine} from '../../src/plain/progress-line.js';
import {stageEndLines, waitingLine} from '../../src/plain/stage-lines.js';
import {positionOf, positionText} from '../../src/plain/stage-position.js';
import {stageIds} from '../../src/star/stages.js';
import {lineStart, ordinal, stageCount, tableCount} from '../support/stage-numbers.js';

const stagePosition = (stage: (typeof stageIds)[number]) => positionOf(stage, stageIds);
const nothing = {rows: 0, rowsBefore: 0, rejected: 0, summary: ''};

test('prints the rows, rejects and records of a staging stage', t => {
	t.deepEqual(
		stageEndLines(
			{
				type: 'stage-finished',
				stage: 'stage-events',
				result: {...nothing, rows: 8056, records: 8056, summary: 'not shown'},
				ms: 400,
				at: 0,
			},
			stagePosition('stage-events'),
		),
		[`${lineStart('stage-events')}8,056 rows, 0 rejected, 8,056 records read  0.4 s`],
	);
});

test('lists the first rejects and the number of others', t => {
	t.deepEqual(
		stageEndLines(
			{
				type: 'stage-finished',
				stage: 'stage-songs',
				result: {
					...nothing,
					rows: 1,
					records: 13,
					rejected: 12,
					rejects: ['song_data/a.json:1 year: "x" is no number', 'song_data/\u001Bb.json:7 not JSON'],
				},
				ms: 12,
				at: 0,
			},
			stagePosition('stage-songs'),
		),
		[
			`${lineStart('stage-songs')}1 row, 12 rejected, 13 records read  12 ms`,
			'    rejected song_data/a.json:1 year: "x" is no number',
			'    rejected song_data/␛b.json:7 not JSON',
			'    and 10 more, see staging_rejects',
		],
	);
});

test('prints how many rows a table held before', t => {
	t.deepEqual(
		stageEndLines(
			{
				type: 'stage-finished',
				stage: 'load-users',
				result: {...nothing, rows: 97, rowsBefore: 96},
				ms: 2000,
				at: 0,
			},
			stagePosition('load-users'),
		),
		[`${lineStart('load-users')}97 rows, 96 before  2.0 s`],
	);
});

test('prints the summary of a stage without a table', t => {
	t.deepEqual(
		stageEndLines(
			{
				type: 'stage-finished',
				stage: 'drop-tables',
				result: {...nothing, rowsBefore: 14_000, summary: `${tableCount} tables dropped`},
				ms: 30,
				at: 0,
			},
			stagePosition('drop-tables'),
		),
		[`${lineStart('drop-tables')}${tableCount} tables dropped  30 ms`],
	);
});

test('prints every check of verify with its figures', t => {
	const checks = [
		{
			id: 'a',
			title: 'records read = staged + rejected',
			ok: true,
			figures: [
				['records read', 8056],
				['staged', 8056],
			],
			query: 'SELECT 1',
		},
		{
			id: 'b',
			title: 'no key is NULL',
			ok: false,
			figures: [['nulls in users', 2]],
			query: 'SELECT *\nFROM users',
		},
	] as const;
	const warned = {...checks[0], warning: true, note: 'No staged event has the page NextSong.'} as const;
	t.deepEqual(
		stageEndLines(
			{
				type: 'stage-finished',
				stage: 'verify',
				result: {...nothing, rows: 1, summary: '0 checks passed, 1 warning', checks: [warned]},
				ms: 60,
				at: 0,
			},
			stagePosition('verify'),
		),
		[
			`${lineStart('verify')}0 checks passed, 1 warning  60 ms`,
			'    warning  records read = staged + rejected  (records read 8,056, staged 8,056)',
			'            No staged event has the page NextSong.',
		],
	);
	t.deepEqual(
		stageEndLines(
			{
				type: 'stage-finished',
				stage: 'verify',
				result: {...nothing, rows: 1, summary: '1 check passed', checks: [checks[0]]},
				ms: 60,
				at: 0,
			},
			stagePosition('verify'),
		),
		[
			`${lineStart('verify')}1 check passed  60 ms`,
			'    ok      records read = staged + rejected  (records read 8,056, staged 8,056)',
		],
	);
	t.deepEqual(
		stageEndLines(
			{
				type: 'stage-failed',
				stage: 'verify',
				failure: {message: '1 check of 2 failed.'},
				checks,
				ms: 60,
				at: 0,
			},
			stagePosition('verify'),
		),
		[
			`${lineStart('verify')}FAILED  60 ms`,
			'    1 check of 2 failed.',
			'    ok      records read = staged + rejected  (records read 8,056, staged 8,056)',
			'    FAILED  no key is NULL  (nulls in users 2)',
			'            Query for the rows:',
			'            SELECT *',
			'            FROM users',
		],
	);
});

test('does not say that a stage was rolled back if the connection was lost', t => {
	const failure = {message: 'The load may still be running.', lost: true} as const;
	t.deepEqual(
		stageEndLines(
			{type: 'stage-failed', stage: 'stage-events', failure, ms: 1500, at: 0},
			stagePosition('stage-events'),
		),
		[`${lineStart('stage-events')}FAILED  1.5 s`, '    The load may still be running.'],
	);
});

test('prints the message, location and advice of a failure', t => {
	t.deepEqual(
		stageEndLines(
			{
				type: 'stage-failed',
				stage: 'stage-events',
				failure: {
					message: 'A record cannot be loaded.',
					where: 'log_data/a.json:2',
					advice: 'Fix the file.',
				},
				rejects: ['log_data/a.json:2 ts: "x" is no number'],
				ms: 1500,
				at: 0,
			},
			stagePosition('stage-events'),
		),
		[
			`${lineStart('stage-events')}FAILED, rolled back  1.5 s`,
			'    A record cannot be loaded.',
			'    at log_data/a.json:2',
			'    -> Fix the file.',
			'    rejected log_data/a.json:2 ts: "x" is no number',
		],
	);
});

test('prints cancelled, skipped and waiting stages', t => {
	t.deepEqual(
		stageEndLines({type: 'stage-cancelled', stage: 'load-time', ms: 250, at: 0}, stagePosition('load-time')),
		[`${lineStart('load-time')}cancelled, rolled back  0.3 s`],
	);
	t.deepEqual(stageEndLines({type: 'stage-skipped', stage: 'load-time', at: 0}, stagePosition('load-time')), [
		`${lineStart('load-time')}skipped`,
	]);
	t.is(
		waitingLine(stagePosition('verify'), 'stage-events failed'),
		`${lineStart('verify')}waiting: stage-events failed`,
	);
});

test('prints warnings and notes after the result', t => {
	const result = {
		rows: 2,
		rowsBefore: 0,
		records: 2,
		rejected: 0,
		summary: '',
		warnings: ['"userAgent" is missing in all 2 records.'],
		notes: ['2 records have an unknown key "user\u001b_agent" (first: a.json:1).'],
	};
	const lines = stageEndLines(
		{type: 'stage-finished', stage: 'stage-events', result, ms: 1, at: 0},
		{stage: 'stage-events', number: 4, total: 11, width: 12},
	);
	t.is(lines[1], '    warning: "userAgent" is missing in all 2 records.');
	t.regex(
		lines[2]!,
		/^ {4}note: 2 records have an unknown key "user[^\u001b]*_agent" \(first: a\.json:1\)\.$/,
	);
});

test('plan: describes what a stage does, what it reads and what would be lost', t => {
	t.deepEqual(
		plainPlanLines(
			{explain: 'Removes the tables.'},
			{
				stage: 'drop-tables',
				sql: [],
				reads: ['30 files, 3.7 MB in log_data'],
				destroys: [
					{table: 'songplays', rows: 6820},
					{table: 'users', rows: 1},
				],
				notes: ['2 files skipped: a\tb'],
			},
		),
		[
			'Removes the tables.',
			'Reads 30 files, 3.7 MB in log_data.',
			'2 files skipped: a␉b',
			'Removes 6,820 rows of songplays, 1 row of users.',
		],
	);
});

test('plan: describes a load of another session', t => {
	const load = {session: 4711, table: 'users', since: '2018-11-30 12:00:00', progress: {rows: 1}};
	t.deepEqual(
		plainPlanLines(
			{explain: 'Fills users.'},
			{stage: 'load-users', sql: [], reads: [], destroys: [], notes: [], running: [load]},
		),
		['Fills users.', 'Session 4711 has been loading users since 2018-11-30 12:00:00 UTC: 1 row.'],
	);
});

test('stage position: counts positions among the requested stages', t => {
	t.deepEqual(positionOf('verify', ['connect', 'verify']), {stage: 'verify', number: 2, total: 2, width: 7});
	t.throws(() => positionOf('load-time', ['connect', 'verify']), {message: /load-time/});
});

test('stage position: aligns positions', t => {
	t.is(positionText(positionOf('stage-events', stageIds)), `${ordinal('stage-events')}  stage-events    `);
	t.is(
		positionText(positionOf('load-songplays', stageIds)),
		`${ordinal('load-songplays')}  load-songplays  `,
	);
	t.is(positionText(positionOf('verify', stageIds)), `${ordinal('verify')}  verify          `);
});

const position = positionOf('stage-events', ['connect', 'stage-events']);

test('progress: shows the known progress and the time', t => {
	t.is(
		progressLine(
			position,
			{rows: 12_300, files: 3, filesTotal: 30, bytes: 1_500_000, bytesTotal: 6_000_000},
			1200,
			200,
		),
		'2 of 2  stage-events   25%  12,300 rows  3 of 30 files  1.5 MB of 6 MB  1.2 s',
	);
	t.is(
		progressLine(position, {rows: 12, rejected: 1200, files: 3}, 1200, 200),
		'2 of 2  stage-events  12 rows  1,200 rejected  3 files  1.2 s',
	);
	t.is(progressLine(position, {fraction: 0.5}, 40, 200), '2 of 2  stage-events   50%  40 ms');
	t.is(progressLine(position, {}, 40, 200), '2 of 2  stage-events  40 ms');
	t.is(
		progressLine(position, {rows: 1, files: 1, bytes: 9}, 40, 200),
		'2 of 2  stage-events  1 row  1 file  9 B  40 ms',
	);
});

test('progress: says that loading continues after all is read, and never exceeds 100%', t => {
	t.is(
		progressLine(position, {bytes: 7, bytesTotal: 6}, 40, 200),
		'2 of 2  stage-events  all read, loading …  7 B of 6 B  40 ms',
	);
	t.is(progressLine(position, {bytes: 0, bytesTotal: 0}, 40, 200), '2 of 2  stage-events  0 B of 0 B  40 ms');
});

test('progress: fits the terminal', t => {
	t.is(progressLine(position, {rows: 12_300}, 40, 30), '2 of 2  stage-events  12,300 …');
});

test('live line: rewrites its line and clears it once', t => {
	const written: string[] = [];
	const line = new LiveLine({write: text => written.push(text)});
	line.clear();
	t.deepEqual(written, []);
	line.show('one');
	line.show('two');
	line.clear();
	line.clear();
	t.deepEqual(written, ['\rone\u001B[K', '\rtwo\u001B[K', '\r\u001B[K']);
});

test('counts: prints a line per existing table, with right-aligned figures', t => {
	t.is(
		countsTable({staging_events: 8056, users: 97, somebody_elses: 5}),
		'table           rows\nusers             97\nstaging_events  8056\n',
	);
	t.is(countsTable({users: 1_234_567}), 'table     rows\nusers  1234567\n');
});

test('counts: prints nothing without tables', t => {
	t.is(countsTable({}), '');
});

test("prints the message, location, the engine's text and the advice", t => {
	t.deepEqual(
		plainFailureLines({
			message: 'The file is broken.',
			where: 'log_data/a.json:3',
			detail: 'EOF',
			advice: 'Fetch it again.',
		}),
		['The file is broken.', 'at log_data/a.json:3', 'EOF', '-> Fetch it again.'],
	);
});

test('failure: does not repeat a location that the message names', t => {
	t.deepEqual(plainFailureLines({message: 'There is no a.duckdb.', where: 'a.duckdb'}), [
		'There is no a.duckdb.',
	]);
});

test('failure: shows a position in SQL', t => {
	t.deepEqual(
		plainFailureLines({message: 'No such table.', sql: {text: 'SELECT 1\nFROM nowhere', offset: 14}}),
		['No such table.', '2 │ FROM nowhere', '  │      ^'],
	);
});

test('failure: wraps only on a terminal', t => {
	const message = 'word '.repeat(40).trim();
	t.deepEqual(plainFailureLines({message}), [message]);
	t.deepEqual(plainFailureLines({message: 'one two three'}, 8), ['one two', 'three']);
});

test('failure: makes control characters visible', t => {
	t.deepEqual(plainFailureLines({message: 'No file \u001B[31m.'}), ['No file ␛[31m.']);
});

const tally = (fields: Partial<RunTally>): RunTally => ({
	done: 0,
	failed: 0,
	skipped: 0,
	notRun: 0,
	end: 'completed',
	...fields,
});

test('closing line: describes a complete load', t => {
	t.is(closingLine(tally({done: 11}), 3210), 'Done. 11 stages, 3.2 s.');
	t.is(closingLine(tally({done: 1}), 5), 'Done. 1 stage, 5 ms.');
	t.true(isCompleteRun(tally({done: 11})));
});

test('closing line: describes an incomplete load', t => {
	t.is(
		closingLine(tally({done: 6, failed: 1, notRun: 4}), 1500),
		'Not done. 6 stages done, 1 failed, 4 not run, 1.5 s.',
	);
	t.is(
		closingLine(tally({failed: 1, notRun: 10, end: 'no-connection'}), 50),
		'No connection. 0 stages done, 1 failed, 10 not run, 50 ms.',
	);
	t.is(
		closingLine(tally({done: 3, notRun: 8, end: 'interrupted'}), 700),
		'Interrupted. 3 stages done, 8 not run, 0.7 s.',
	);
	t.is(
		closingLine(tally({done: 3, notRun: 8, end: 'stopped'}), 700),
		'Stopped. 3 stages done, 8 not run, 0.7 s.',
	);
	t.is(
		closingLine(tally({done: 1, skipped: 1, notRun: 9}), 700),
		'Ended. 1 stage done, 1 skipped, 9 not run, 0.7 s.',
	);
	t.false(isCompleteRun(tally({done: 10, skipped: 1})));
	t.false(isCompleteRun(tally({done: 10, failed: 1})));
	t.false(isCompleteRun(tally({done: 10, notRun: 1})));
});

const done = {rows: 0, rowsBefore: 0, rejected: 0, summary: ''};

test('closing summary: says that nothing was run', t => {
	t.is(closingSummary(initialState(), 'DuckDB a.duckdb'), 'Nothing was run.\n');
});

test('closing summary: reports the stages done and the rows in the star schema', t => {
	const connected = reduce(initialState(), {
		type: 'stage-finished',
		stage: 'connect',
		result: done,
		ms: 1,
		at: 0,
	});
	t.is(closingSummary(connected, 'DuckDB a.duckdb'), `DuckDB a.duckdb: 1 of ${stageCount} stages done.\n`);

	const counted = reduce(connected, {
		type: 'tables-counted',
		counts: {staging_events: 5, time: 6813, songplays: 6820},
		loads: {},
		foreign: new Map(),
	});
	const failed = reduce(counted, {
		type: 'stage-failed',
		stage: 'drop-tables',
		failure: {message: 'No.'},
		ms: 1,
		at: 0,
	});
	t.is(
		closingSummary(failed, 'DuckDB a.duckdb'),
		`DuckDB a.duckdb: 1 of ${stageCount} stages done, 1 failed.\nRows: songplays 6,820, time 6,813.\n`,
	);
});
