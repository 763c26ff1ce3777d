import test from 'ava';
import type {PipelineEvent} from '../../src/load/events.js';
import type {StageResult} from '../../src/load/stage.js';
import {initialState, nextStage, type PipelineState, reduce, remaining} from '../../src/load/state.js';
import {
	dependentStages,
	downstreamStages,
	type StageId,
	stageDependencies,
	stageIds,
} from '../../src/star/stages.js';
import {transformStages} from '../support/stage-numbers.js';

const result: StageResult = {rows: 5, rowsBefore: 0, rejected: 0, summary: '5 rows'};
const failure = {message: 'It broke.'};

const started = (stage: StageId): PipelineEvent => ({type: 'stage-started', stage, at: 100});
const finished = (stage: StageId): PipelineEvent => ({type: 'stage-finished', stage, result, ms: 7, at: 107});
const failed = (stage: StageId): PipelineEvent => ({type: 'stage-failed', stage, failure, ms: 7, at: 107});
const cancelled = (stage: StageId): PipelineEvent => ({type: 'stage-cancelled', stage, ms: 7, at: 107});
const skipped = (stage: StageId): PipelineEvent => ({type: 'stage-skipped', stage, at: 100});
const ran = (...stages: readonly StageId[]) => stages.flatMap(stage => [started(stage), finished(stage)]);

const fold = (...events: readonly PipelineEvent[]) => events.reduce(reduce, initialState());
const everything = ran(...stageIds);

/** `connect:done verify:waiting(load-time)`: the stages whose status is not `unless`. */
function shown({stages}: PipelineState, unless?: string): string {
	return stageIds
		.filter(id => stages[id].type !== unless)
		.map(id => {
			const status = stages[id];
			const more =
				status.type === 'waiting'
					? `(${status.on.join(' ')})`
					: status.type === 'stale'
						? `(${status.because.type === 'rerun' ? status.because.stage : status.because.type})`
						: '';
			return `${id}:${status.type}${more}`;
		})
		.join(' ');
}

/** `verify:waiting(load-songs load-time)` for each of the stages that is not done, with its dependencies that are not. */
function waiting(stages: readonly StageId[], ...done: readonly StageId[]): string {
	return stages
		.filter(id => !done.includes(id))
		.map(id => `${id}:waiting(${stageDependencies[id].filter(need => !done.includes(need)).join(' ')})`)
		.join(' ');
}

/** `load-time:stale(load-songplays) …`: every stage downstream of one that ran again. */
function stale(stage: StageId): string {
	return downstreamStages(stage)
		.map(id => `${id}:stale(${stage})`)
		.join(' ');
}

function otherTransforms(stage: StageId): readonly StageId[] {
	return transformStages.filter(id => id !== stage);
}

test('starts with connect ready and every other stage waiting for its dependencies', t => {
	const state = initialState();
	t.is(shown(state), `connect:ready ${waiting(dependentStages('connect'))}`);
	t.deepEqual(state.plans, {});
	t.deepEqual(state.counts, {});
});

test('keeps dependents waiting while a stage runs, and makes them ready when it is done', t => {
	const running = fold(...ran('connect'), started('drop-tables'));
	t.like(running.stages['drop-tables'], {type: 'running', startedAt: 100, progress: {}});
	t.deepEqual(running.stages['create-tables'], {type: 'waiting', on: ['drop-tables']});
	const done = reduce(running, finished('drop-tables'));
	t.deepEqual(done.stages['drop-tables'], {type: 'done', result, ms: 7, at: 107});
	t.deepEqual(done.stages['create-tables'], {type: 'ready'});
});

test('applies progress only to the running stage', t => {
	const running = fold(started('connect'));
	const progress = {rows: 3, files: 1, filesTotal: 2};
	const further = reduce(running, {type: 'stage-progress', stage: 'connect', progress, at: 101});
	t.like(further.stages.connect, {type: 'running', startedAt: 100, progress});
	t.is(reduce(further, {type: 'stage-progress', stage: 'verify', progress, at: 102}), further);
});

test('keeps the latest plans and counts', t => {
	const plan = {stage: 'connect', sql: [], reads: [], destroys: [], notes: []} as const;
	const state = fold(
		{type: 'stage-planned', stage: 'connect', plan},
		{type: 'tables-counted', counts: {users: 1, songs: 2}, loads: {}, foreign: new Map()},
		{type: 'tables-counted', counts: {users: 97}, loads: {}, foreign: new Map()},
	);
	t.deepEqual(state.plans, {connect: plan});
	t.deepEqual(state.counts, {users: 97});
});

const untilStaging = ran('connect', 'drop-tables', 'create-tables', 'stage-events', 'stage-songs');

/** The state after a sequence of events: the stages that are not done (or not waiting, if given). */
const sequences: ReadonlyArray<readonly [string, readonly PipelineEvent[], string]> = [
	[
		'a failure blocks its dependents only',
		[
			...ran('connect', 'drop-tables', 'create-tables', 'stage-events'),
			failed('stage-songs'),
			...ran('load-users'),
		],
		`stage-songs:failed ${waiting(dependentStages('stage-songs'), 'stage-events', 'load-users')}`,
	],
	[
		'a failed stage that succeeds on retry',
		[...untilStaging, started('load-songplays'), failed('load-songplays'), ...ran('load-songplays')],
		`${otherTransforms('load-songplays')
			.map(id => `${id}:ready`)
			.join(' ')} ${waiting(['verify'], 'load-songplays')}`,
	],
	[
		'a skipped stage blocks its dependents',
		[...ran('connect', 'drop-tables', 'create-tables', 'stage-events'), skipped('stage-songs')],
		`stage-songs:skipped ${waiting(dependentStages('stage-songs'), 'stage-events')}`,
	],
	[
		'a skipped stage that runs later',
		[...untilStaging, skipped('load-users'), ...ran(...otherTransforms('load-users'), 'load-users')],
		'verify:ready',
	],
	[
		'a cancelled first run is ready again',
		[...untilStaging, started('load-users'), cancelled('load-users')],
		dependentStages('stage-events')
			.map(id => (stageDependencies[id].includes('stage-events') ? `${id}:ready` : waiting([id])))
			.join(' '),
	],
	['everything done', everything, ''],
	[
		'nothing else changes while a done stage runs again',
		[...everything, started('stage-events')],
		'stage-events:running',
	],
	[
		'direct and indirect dependents are stale after a done stage ran again',
		[...everything, ...ran('stage-events')],
		stale('stage-events'),
	],
	[
		'stale stages run again one by one',
		[...everything, ...ran('stage-events', 'load-songplays', 'load-users', 'load-time', 'verify')],
		'',
	],
	[
		'after one of two stale stages ran again, only dependents of the other stay stale',
		[...everything, ...ran('stage-events', 'load-users')],
		'load-songplays:stale(stage-events) load-time:stale(stage-events) verify:stale(stage-events)',
	],
	[
		'a done stage stays done, with its dependents, when its second run is cancelled',
		[...everything, started('stage-events'), cancelled('stage-events')],
		'',
	],
	[
		'dependents of a done stage stay done when its second run fails',
		[...everything, started('stage-events'), failed('stage-events')],
		'stage-events:failed',
	],
	[
		'skipping a failed second run restores the first',
		[...everything, started('stage-events'), failed('stage-events'), skipped('stage-events')],
		'',
	],
	[
		'a failed second run stays failed when its retry is cancelled',
		[
			...everything,
			started('stage-events'),
			failed('stage-events'),
			started('stage-events'),
			cancelled('stage-events'),
		],
		'stage-events:failed',
	],
	[
		'skipping after two failed runs restores the first',
		[
			...everything,
			...[started('stage-events'), failed('stage-events')],
			...[started('stage-events'), failed('stage-events')],
			skipped('stage-events'),
		],
		'',
	],
	[
		'dependents are stale when a failed second run succeeds on retry',
		[...everything, started('load-songplays'), failed('load-songplays'), ...ran('load-songplays')],
		'load-time:stale(load-songplays) verify:stale(load-songplays)',
	],
	[
		'the previous result of a failed stage goes stale with its dependencies',
		[
			...everything,
			...[started('load-users'), failed('load-users')],
			...ran('stage-events'),
			skipped('load-users'),
		],
		'load-songplays:stale(stage-events) load-users:skipped load-time:stale(stage-events) verify:stale(stage-events)',
	],
	[
		'a stale stage stays stale when cancelled',
		[...everything, ...ran('stage-songs'), started('load-songs'), cancelled('load-songs')],
		stale('stage-songs'),
	],
	[
		'a stale stage can be skipped',
		[...everything, ...ran('load-users'), skipped('verify')],
		'verify:skipped',
	],
	['a done stage cannot be skipped', [...everything, skipped('load-users')], ''],
	[
		'a running stage cannot be skipped',
		[started('connect'), skipped('connect'), finished('connect'), ...everything],
		'',
	],
	['verify ran again changes nothing', [...everything, ...ran('verify')], ''],
	['connecting again changes nothing', [...everything, ...ran('connect')], ''],
	[
		'all later stages start over after drop-tables ran again',
		[...everything, skipped('verify'), ...ran('drop-tables')],
		`create-tables:ready ${waiting(dependentStages('create-tables'))}`,
	],
	[
		'the tables still exist after drop-tables failed',
		[...everything, started('drop-tables'), failed('drop-tables')],
		'drop-tables:failed',
	],
	[
		'later stages start over after create-tables ran again',
		[...everything, ...ran('create-tables')],
		`stage-events:ready stage-songs:ready ${waiting(dependentStages('stage-events'))}`,
	],
	[
		'one stage ran alone, with unknown dependencies',
		ran('connect', 'load-users'),
		`drop-tables:ready ${waiting(dependentStages('drop-tables'), 'load-users')}`,
	],
];

for (const [name, events, expected] of sequences) {
	test(name, t => {
		t.is(shown(fold(...events), 'done'), expected);
	});
}

test('keeps the checks, rejects and previous result of a failed stage', t => {
	const check = {id: 'a', title: 'a holds', ok: false, figures: [['rows', 1]], query: 'SELECT 1'} as const;
	const state = fold(...everything, started('verify'), {
		type: 'stage-failed',
		stage: 'verify',
		failure,
		checks: [check],
		rejects: ['a.json:1 ts: no number'],
		ms: 7,
		at: 107,
	});
	t.deepEqual(state.stages.verify, {
		type: 'failed',
		failure,
		ms: 7,
		checks: [check],
		rejects: ['a.json:1 ts: no number'],
		previous: {type: 'done', result, ms: 7, at: 107},
	});
	t.deepEqual(fold(failed('connect')).stages.connect, {type: 'failed', failure, ms: 7});
});

const goesTo: ReadonlyArray<
	readonly [string, readonly PipelineEvent[], StageId | undefined, readonly StageId[]]
> = [
	['everything remains at first', [], 'connect', stageIds],
	['nothing remains at the end', everything, undefined, []],
	['a running stage is excluded, its dependents are not', [started('connect')], undefined, stageIds.slice(1)],
	[
		'a failed stage comes first',
		[...untilStaging, started('load-songplays'), failed('load-songplays'), ...ran('load-users')],
		'load-songplays',
		[...otherTransforms('load-users'), 'verify'],
	],
	[
		'skipped stages and their dependents are left out',
		[...ran('connect', 'drop-tables', 'create-tables'), skipped('stage-songs')],
		'stage-events',
		['stage-events'],
	],
	[
		'stale stages are run again',
		[...everything, ...ran('load-songplays')],
		'load-time',
		['load-time', 'verify'],
	],
	[
		'a failed stage with a skipped dependency is not offered',
		[
			...everything,
			...[started('load-time'), failed('load-time')],
			...ran('stage-events'),
			...[skipped('load-songplays'), ...ran('load-users')],
		],
		undefined,
		[],
	],
];

for (const [name, events, next, ahead] of goesTo) {
	test(`next and remaining: ${name}`, t => {
		t.is(nextStage(fold(...events)), next);
		t.deepEqual(remaining(fold(...events)), ahead);
	});
}

const plan = {stage: 'drop-tables', sql: [], reads: [], destroys: [], notes: []} as const;

test('keeps plans fresh until the warehouse changes', t => {
	const planned = reduce(initialState(), {type: 'stage-planned', stage: 'drop-tables', plan});
	t.true(planned.freshPlans.has('drop-tables'));
	t.is(reduce(planned, {type: 'plans-outdated'}).freshPlans.size, 0);
});

test('discards plans when a stage ends, but not when one is skipped', t => {
	const planned = reduce(initialState(), {type: 'stage-planned', stage: 'drop-tables', plan});
	const result = {rows: 0, rowsBefore: 0, rejected: 0, summary: ''};
	const finished = {type: 'stage-finished', stage: 'connect', result, ms: 1, at: 1} as const;
	t.is(reduce(planned, finished).freshPlans.size, 0);
	const skipped = reduce(planned, {type: 'stage-skipped', stage: 'connect', at: 1});
	t.true(skipped.freshPlans.has('drop-tables'));
});
