import test from 'ava';
import type {PipelineEvent} from '../../src/pipeline/events.js';
import type {TableCounts} from '../../src/pipeline/owned-tables.js';
import {replay} from '../../src/pipeline/replay.js';
import {type StageId, stageIds} from '../../src/pipeline/stage.js';

/** Rows that each stage has left. */
const rows: Partial<Record<StageId, number>> = {
	'stage-events': 8,
	'stage-songs': 3,
	'load-songplays': 6,
	'load-users': 2,
	'load-songs': 3,
	'load-artists': 2,
	'load-time': 5,
};
const empty: TableCounts = {
	songplays: 0,
	users: 0,
	songs: 0,
	artists: 0,
	time: 0,
	staging_events: 0,
	staging_songs: 0,
	staging_rejects: 0,
	staging_loads: 0,
};
const full: TableCounts = {
	...empty,
	songplays: 6,
	users: 2,
	songs: 3,
	artists: 2,
	time: 5,
	staging_events: 8,
	staging_songs: 3,
	staging_loads: 2,
};

const started = (stage: StageId): PipelineEvent => ({type: 'stage-started', stage, at: 1});
const finished = (stage: StageId): PipelineEvent => ({
	type: 'stage-finished',
	stage,
	result: {rows: rows[stage] ?? 0, rowsBefore: 0, rejected: 0, summary: stage},
	ms: 2,
	at: 3,
});
const failed = (stage: StageId): PipelineEvent => ({
	type: 'stage-failed',
	stage,
	failure: {message: 'No.'},
	ms: 2,
	at: 3,
});
const cancelled = (stage: StageId): PipelineEvent => ({type: 'stage-cancelled', stage, ms: 2, at: 3});
const everything = stageIds.map(finished);

const cases: ReadonlyArray<readonly [string, readonly PipelineEvent[], TableCounts, readonly StageId[]]> = [
	['no ledger', [], full, []],
	['everything stands', everything, full, stageIds.slice(1)],
	['the tables are gone', everything, {}, []],
	['some tables are gone', everything, {users: 2}, []],
	['the tables are there but empty', everything, empty, ['drop-tables', 'create-tables']],
	['one more event', everything, {...full, staging_events: 9}, ['drop-tables', 'create-tables']],
	['one artist less', everything, {...full, artists: 1}, stageIds.slice(1, 8)],
	['dropped and no more', [finished('drop-tables')], {}, ['drop-tables']],
	['dropped, then created by somebody else', [finished('drop-tables')], empty, []],
	[
		'killed in the middle of a second run',
		[...everything, started('load-users')],
		full,
		stageIds.slice(1, 10).filter(id => id !== 'load-users'),
	],
	[
		'a second run was cancelled',
		[...everything, started('load-users'), cancelled('load-users')],
		full,
		stageIds.slice(1),
	],
	[
		'a second run failed',
		[...everything, started('load-users'), failed('load-users')],
		full,
		stageIds.slice(1),
	],
	[
		'a first run failed',
		[
			...stageIds.slice(0, 4).map(finished),
			started('stage-songs'),
			failed('stage-songs'),
			finished('load-users'),
		],
		{...empty, staging_events: 8, users: 2},
		['drop-tables', 'create-tables', 'stage-events', 'load-users'],
	],
	[
		'stale stages have to run again',
		[...everything, started('stage-songs'), finished('stage-songs')],
		full,
		['drop-tables', 'create-tables', 'stage-events', 'stage-songs', 'load-users'],
	],
];

for (const [name, events, counts, expected] of cases) {
	test(name, t => {
		t.deepEqual(
			replay(events, counts).map(({stage}) => stage),
			expected,
		);
	});
}

test('a stage comes back with its result and the time of its end', t => {
	t.deepEqual(replay(everything, full)[2], finished('stage-events') as ReturnType<typeof replay>[number]);
});
