import test from 'ava';
import {stageEndLines, waitingLine} from '../../src/plain/stage-lines.js';
import {positionOf} from '../../src/plain/stage-position.js';
import {stageIds} from '../../src/star/stages.js';
import {lineStart, tableCount} from '../support/stage-numbers.js';

const position = (stage: (typeof stageIds)[number]) => positionOf(stage, stageIds);
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
			position('stage-events'),
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
			position('stage-songs'),
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
			position('load-users'),
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
			position('drop-tables'),
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
			position('verify'),
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
			position('verify'),
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
			position('verify'),
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
			position('stage-events'),
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
		stageEndLines({type: 'stage-cancelled', stage: 'load-time', ms: 250, at: 0}, position('load-time')),
		[`${lineStart('load-time')}cancelled, rolled back  0.3 s`],
	);
	t.deepEqual(stageEndLines({type: 'stage-skipped', stage: 'load-time', at: 0}, position('load-time')), [
		`${lineStart('load-time')}skipped`,
	]);
	t.is(
		waitingLine(position('verify'), 'stage-events failed'),
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
