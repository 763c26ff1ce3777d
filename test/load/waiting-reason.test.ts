import test from 'ava';
import type {PipelineEvent} from '../../src/load/events.js';
import {initialState, reduce} from '../../src/load/state.js';
import {waitingReason} from '../../src/load/waiting-reason.js';
import type {StageId} from '../../src/star/stages.js';
import {transformStages} from '../support/stage-numbers.js';

const result = {rows: 0, rowsBefore: 0, rejected: 0, summary: ''};
const done = (...stages: readonly StageId[]): readonly PipelineEvent[] =>
	stages.map(stage => ({type: 'stage-finished', stage, result, ms: 0, at: 0}));
const failed = (stage: StageId): PipelineEvent => ({
	type: 'stage-failed',
	stage,
	failure: {message: ''},
	ms: 0,
	at: 0,
});
const skipped = (stage: StageId): PipelineEvent => ({type: 'stage-skipped', stage, at: 0});
const started = (stage: StageId): PipelineEvent => ({type: 'stage-started', stage, at: 0});
const tables = done('connect', 'drop-tables', 'create-tables');

const cases: ReadonlyArray<readonly [StageId, readonly PipelineEvent[], string | undefined]> = [
	['connect', [], undefined],
	['drop-tables', [], 'waiting for connect, which has not run yet'],
	['drop-tables', [started('connect')], 'waiting for connect, which is running'],
	[
		'verify',
		done('connect'),
		`waiting for ${new Intl.ListFormat('en-GB').format(transformStages)}, which have not run yet`,
	],
	[
		'load-users',
		[...tables, ...done('stage-songs'), failed('stage-events')],
		'waiting for stage-events, which failed',
	],
	[
		'load-users',
		[...tables, ...done('stage-songs'), skipped('stage-events')],
		'waiting for stage-events, which was skipped',
	],
	[
		'load-songplays',
		[...tables, skipped('stage-events'), skipped('stage-songs')],
		'waiting for stage-events and stage-songs, which were skipped',
	],
	[
		'load-songplays',
		[...tables, failed('stage-events')],
		'waiting for stage-events, which failed; and for stage-songs, which has not run yet',
	],
	[
		'load-time',
		[...tables, ...done('stage-songs'), failed('stage-events')],
		'waiting for load-songplays, blocked by stage-events, which failed',
	],
	[
		'load-time',
		[...tables, ...done('stage-events', 'stage-songs', 'load-songplays', 'stage-songs')],
		'waiting for load-songplays, which is out of date: stage-songs ran again',
	],
];

for (const [stage, events, expected] of cases) {
	test(`${stage}: ${expected ?? 'nothing blocks it'}`, t => {
		t.is(waitingReason(events.reduce(reduce, initialState()), stage), expected);
	});
}
