import type {Failure} from '../errors.js';
import {plural} from '../format/figures.js';
import type {RecordKind} from '../source/source.js';
import {
	dependentStages,
	downstreamStages,
	fillingStages,
	type StageId,
	stageDependencies,
	stageIds,
	stageTables,
	tableOf,
} from '../star/stages.js';
import {ownedTables, type TableCounts} from '../star/tables.js';
import type {Progress} from '../warehouse/warehouse.js';
import type {CheckResult} from './checks.js';
import type {DryRun} from './dry-run.js';
import type {PipelineEvent} from './events.js';
import type {FileChecks} from './file-check.js';
import type {LoadRecord, LoadRecords} from './load-records.js';
import {
	firstNotDone,
	type LoadStatus,
	type LoadStatuses,
	loadStatuses,
	missingTables,
	runIds,
} from './load-status.js';
import {isSameSource, type SourceId} from './source-id.js';
import type {Plan, StageResult} from './stage.js';
import type {StaleReason} from './stale-reason.js';
import type {Survey} from './survey.js';

export type DoneStatus = {
	readonly type: 'done';
	readonly result: StageResult;
	/** Duration; absent if another user or machine ran it. */
	readonly ms?: number;
	/** Finish time, ms since 1970, possibly in an earlier run of the program. */
	readonly at?: number;
};

export type StaleStatus = {
	readonly type: 'stale';
	readonly result: StageResult;
	readonly ms?: number;
	readonly because: StaleReason;
};

export type FailedStatus = {
	readonly type: 'failed';
	readonly failure: Failure;
	readonly ms: number;
	/** The checks of `verify`, passed and failed. */
	readonly checks?: readonly CheckResult[];
	/** The first rejects, formatted as in `StageResult`, when there were more than allowed. */
	readonly rejects?: readonly string[];
	/** Number of rejected records, when there were more than allowed. */
	readonly rejected?: number;
	/** Whether it failed because of the keys of the records. */
	readonly schemaDrift?: true;
	/** Whether the stage was run again since, and cancelled. */
	readonly retryCancelled?: true;
	/** The result of an earlier run, which the table still holds because the failed run was rolled back. */
	readonly previous?: DoneStatus | StaleStatus;
};

/** The status of a stage. `waiting` and `ready` are derived from its dependencies. */
export type StageStatus =
	| {
			readonly type: 'waiting';
			/** Its dependencies that are not done, for any reason. */
			readonly on: readonly StageId[];
	  }
	| {readonly type: 'ready'}
	| {
			readonly type: 'running';
			readonly startedAt: number;
			readonly progress: Progress;
			/** The status that the stage returns to when it is cancelled. */
			readonly previous?: StageStatus;
	  }
	| DoneStatus
	| FailedStatus
	| {readonly type: 'skipped'}
	| StaleStatus;

/** The status of a dry run. It does not affect the status of the stage. */
export type DryRunStatus =
	| {readonly type: 'running'; readonly startedAt: number; readonly progress: Progress}
	| {readonly type: 'finished'; readonly dryRun: DryRun; readonly ms: number}
	| {readonly type: 'failed'; readonly failure: Failure; readonly ms: number};

type DryRuns = Readonly<Partial<Record<StageId, DryRunStatus>>>;

export type PipelineState = {
	readonly stages: Readonly<Record<StageId, StageStatus>>;
	/** The latest plan of each planned stage. */
	readonly plans: Readonly<Partial<Record<StageId, Plan>>>;
	/** The stages planned since the warehouse last changed. */
	readonly freshPlans: ReadonlySet<StageId>;
	/** The latest dry run of each stage, as long as its findings may still hold. */
	readonly dryRuns: DryRuns;
	/** Row counts by table, as last counted; empty while they can't be. */
	readonly counts: TableCounts;
	/** The rows of `staging_loads` at that time; undefined before the first read, and if the table is from another version. */
	readonly loads: LoadRecords | undefined;
	/** Differences of tables that have our names but other columns. */
	readonly foreign: Survey['foreign'];
	/** The source of this load; undefined until it is identified. */
	readonly source: SourceId | undefined;
	readonly files: FileChecks;
};

export type Reducer = (state: PipelineState, event: PipelineEvent) => PipelineState;

type Statuses = PipelineState['stages'];

/** The state before anything has run: `connect` is ready, everything else waits. */
export function initialState(source?: SourceId): PipelineState {
	const stages = Object.fromEntries(stageIds.map(id => [id, {type: 'ready'}])) as Record<
		StageId,
		StageStatus
	>;
	return {
		stages: derive(stages),
		plans: {},
		freshPlans: new Set(),
		dryRuns: {},
		counts: {},
		loads: undefined,
		foreign: new Map(),
		source,
		files: {},
	};
}

export const reduce: Reducer = (state, event) => {
	switch (event.type) {
		case 'stage-planned': {
			const freshPlans = new Set([...state.freshPlans, event.stage]);
			return {...state, plans: {...state.plans, [event.stage]: event.plan}, freshPlans};
		}
		case 'plans-outdated':
			return {...state, freshPlans: new Set()};
		case 'wait-started':
			return state;
		case 'wait-ended':
			return {...state, freshPlans: new Set([event.stage])};
		case 'tables-counted':
			return compare({...state, counts: event.counts, loads: event.loads, foreign: event.foreign});
		case 'source-identified':
			// What was found out about the files of another source says nothing about these.
			return compare(
				state.source === undefined || isSameSource(state.source, event.source)
					? {...state, source: event.source}
					: {...state, source: event.source, files: {}, dryRuns: {}, freshPlans: new Set()},
			);
		case 'tables-not-counted':
			return {...state, counts: {}};
		case 'files-checked':
			return compare({...state, files: {...state.files, [event.kind]: event.check}});
		case 'stage-started': {
			const {stage, at} = event;
			const previous = withoutRun(state.stages[stage]);
			const dryRuns = without(state.dryRuns, stage);
			return setStatus({...state, dryRuns}, stage, {type: 'running', startedAt: at, progress: {}, previous});
		}
		case 'stage-progress': {
			const status = state.stages[event.stage];
			if (status.type !== 'running') return state;
			return {...state, stages: {...state.stages, [event.stage]: {...status, progress: event.progress}}};
		}
		case 'stage-finished': {
			const {stage, result, ms, at} = event;
			const stages = derive(finish(state.stages, stage, {type: 'done', result, ms, at}));
			return {...state, stages, freshPlans: new Set(), dryRuns: afterChange(state.dryRuns)};
		}
		case 'stage-failed': {
			const {stage, failure, ms, checks, rejects, rejected, schemaDrift} = event;
			const previous = currentResult(withoutRun(state.stages[stage]));
			return setStatus({...state, freshPlans: new Set()}, stage, {
				type: 'failed',
				failure,
				ms,
				...(checks !== undefined && {checks}),
				...(rejects !== undefined && {rejects}),
				...(rejected !== undefined && {rejected}),
				...(schemaDrift && {schemaDrift}),
				...(previous !== undefined && {previous}),
			});
		}
		case 'stage-cancelled': {
			const before = withoutRun(state.stages[event.stage]);
			const status = before.type === 'failed' ? {...before, retryCancelled: true as const} : before;
			return setStatus({...state, freshPlans: new Set()}, event.stage, status);
		}
		case 'stage-skipped':
			return setStatus(state, event.stage, skip(state.stages[event.stage]));
		case 'dry-run-started':
			return setDryRun(state, event.stage, {type: 'running', startedAt: event.at, progress: {}});
		case 'dry-run-progress': {
			const status = state.dryRuns[event.stage];
			if (status?.type !== 'running') return state;
			return setDryRun(state, event.stage, {...status, progress: event.progress});
		}
		case 'dry-run-finished':
			return setDryRun(state, event.stage, {type: 'finished', dryRun: event.dryRun, ms: event.ms});
		case 'dry-run-failed':
			return setDryRun(state, event.stage, {type: 'failed', failure: event.failure, ms: event.ms});
		case 'dry-run-cancelled':
			return {...state, dryRuns: without(state.dryRuns, event.stage)};
	}
};

/** The next stage to run: the first that is ready, stale or failed and whose dependencies are done. */
export function nextStage(state: PipelineState): StageId | undefined {
	return stageIds.find(id => {
		const {type} = state.stages[id];
		return (
			(type === 'ready' || type === 'stale' || type === 'failed') && unmetDependencies(state, id).length === 0
		);
	});
}

/**
The stages that would still run, in order, if none failed. Excludes a running stage, but includes those that wait only for
it.
*/
export function remaining(state: PipelineState): readonly StageId[] {
	const order: StageId[] = [];
	let future = state;
	for (const id of stageIds)
		if (state.stages[id].type === 'running') future = reduce(future, simulatedEnd(id));
	for (let next = nextStage(future); next !== undefined; next = nextStage(future)) {
		order.push(next);
		future = reduce(future, simulatedEnd(next));
	}
	return order;
}

/** The dependencies of a stage that are not done. */
export function unmetDependencies(
	{stages}: Pick<PipelineState, 'stages'>,
	stage: StageId,
): readonly StageId[] {
	const unmet = stageDependencies[stage].filter(id => stages[id].type !== 'done');
	return unmet.length === 0 && isTableMissing(stages, stage) ? ['create-tables'] : unmet;
}

/** Whether somebody dropped the table of a stage whose dependencies are done: then `create-tables` is to run again. */
function isTableMissing(stages: Statuses, stage: StageId): boolean {
	const create = stages['create-tables'].type;
	return (
		tableOf(stage) !== undefined &&
		(create === 'ready' || create === 'waiting') &&
		currentResult(withoutRun(stages[stage])) === undefined
	);
}

/** All direct and indirect dependencies of a stage that are not done. */
export function pendingDependencies(
	state: Pick<PipelineState, 'stages'>,
	stage: StageId,
): readonly StageId[] {
	return unmetDependencies(state, stage).flatMap(id => [id, ...pendingDependencies(state, id)]);
}

/**
Applies a finished stage to the others. After drop-tables or create-tables the tables are new, so no later stage has run;
any other stage has changed its table, so results made from the previous rows are stale.
*/
function finish(stages: Statuses, stage: StageId, status: DoneStatus): Statuses {
	const next = {...stages, [stage]: status};
	switch (stage) {
		case 'connect':
		case 'verify':
			return next;
		case 'drop-tables':
		case 'create-tables':
			for (const id of dependentStages(stage)) next[id] = {type: 'ready'};
			return next;
		default:
			for (const id of downstreamStages(stage)) next[id] = markStale(stages[id], stage);
			return next;
	}
}

function markStale(status: StageStatus, stage: StageId): StageStatus {
	const because = {type: 'rerun', stage} as const;
	if (status.type === 'done') return toStale(status, because);
	if (status.type !== 'failed' || status.previous?.type !== 'done') return status;
	const {result, ms} = status.previous;
	return {...status, previous: {type: 'stale', result, ...(ms !== undefined && {ms}), because}};
}

/**
Skips a stage. If a finished load precedes a failed run, the stage counts as done. A skipped stale table must not be used
by later stages.
*/
function skip(status: StageStatus): StageStatus {
	if (status.type === 'running' || status.type === 'done') return status;
	if (status.type === 'failed' && status.previous?.type === 'done') return status.previous;
	return {type: 'skipped'};
}

/** Updates the stages to match what the warehouse holds, including changes by other sessions. */
function compare(state: PipelineState): PipelineState {
	const {counts, loads, foreign} = state;
	if (state.stages.connect.type !== 'done' || (loads === undefined && foreign.size === 0)) return state;
	const next = {...state.stages};
	const statuses = loadStatuses({...state, loads: loads ?? {}, fingerprints: fingerprintsOf(state.files)});
	for (const stage of fillingStages) next[stage] = withLoadStatus(next[stage], statuses[stage]);
	const tables = tableStatuses(state.stages, counts, foreign);
	next['drop-tables'] = tables.drop;
	next['create-tables'] = tables.create;
	next.verify = verified(next.verify, statuses, loads);
	return {...state, stages: derive(next)};
}

export function fingerprintsOf(files: FileChecks): Partial<Record<RecordKind, string>> {
	const fingerprints: Partial<Record<RecordKind, string>> = {};
	for (const kind of ['events', 'songs'] as const) {
		const check = files[kind];
		if (check?.type === 'checked') fingerprints[kind] = check.fingerprint;
	}
	return fingerprints;
}

/** Applies a table's load status to its stage. A failure or skip remains until the stage runs again. */
function withLoadStatus(status: StageStatus, loadStatus: LoadStatus): StageStatus {
	const current = loadStatus.type === 'none' ? undefined : tableResult(withoutRun(status), loadStatus);
	switch (status.type) {
		case 'running':
			return {...status, previous: current ?? {type: 'ready'}};
		case 'failed': {
			const {previous: _, ...failed} = status;
			return current === undefined ? failed : {...failed, previous: current};
		}
		case 'skipped':
			return current?.type === 'done' ? current : status;
		default:
			return current ?? {type: 'ready'};
	}
}

/** @param status The known status, from the run that filled the table or from another run. */
function tableResult(
	status: StageStatus,
	loadStatus: Exclude<LoadStatus, {readonly type: 'none'}>,
): DoneStatus | StaleStatus {
	const {record} = loadStatus;
	const known = currentResult(status);
	const done: DoneStatus =
		known?.result.runId === record.runId
			? {
					type: 'done',
					result: known.result,
					...(known.ms !== undefined && {ms: known.ms}),
					...(known.type === 'done' && known.at !== undefined && {at: known.at}),
				}
			: {
					type: 'done',
					result: recordedResult(record),
					at: Date.parse(`${record.finishedAt.replace(' ', 'T')}Z`),
				};
	if (loadStatus.type === 'done') return done;
	const {result, ms} = done;
	return {type: 'stale', result, ...(ms !== undefined && {ms}), because: loadStatus.because};
}

/** The result of another session's run, from its record. */
function recordedResult(record: LoadRecord): StageResult {
	const {rows, rejected, records, runId, table} = record;
	return {
		rows,
		rowsBefore: rows,
		rejected,
		...(records !== null && {records}),
		runId,
		summary: `${plural(rows, 'row')} in ${table}, loaded by ${record.user} on ${record.host}`,
	};
}

const noResult = {rows: 0, rowsBefore: 0, rejected: 0};

function tableStatuses(
	stages: Statuses,
	counts: TableCounts,
	foreign: Survey['foreign'],
): {readonly drop: StageStatus; readonly create: StageStatus} {
	const [drop, create] = [stages['drop-tables'], stages['create-tables']];
	if (drop.type === 'running' || create.type === 'running') return {drop, create};
	const missing = missingTables(counts);
	const found = ownedTables.length - missing.length;
	if (foreign.size > 0) {
		const because = {type: 'foreign', tables: [...foreign.keys()]} as const;
		return {drop: toStale(drop, because), create: {type: 'ready'}};
	}
	if (missing.length === 0) {
		const summary = `${plural(found, 'table')} exist already`;
		const present: DoneStatus = {type: 'done', result: {...noResult, summary}};
		return {drop: withTables(drop, present), create: withTables(create, present)};
	}
	// The tables were created and then dropped by another session.
	if (found === 0) return {drop: create.type === 'done' ? {type: 'ready'} : drop, create: {type: 'ready'}};
	return {drop: toStale(drop, {type: 'missing', tables: missing}), create: {type: 'ready'}};
}

/** The status of drop-tables or create-tables when all tables exist. A failure remains until the stage runs again. */
function withTables(status: StageStatus, present: DoneStatus): StageStatus {
	if (status.type === 'done') return status;
	return status.type === 'failed' ? {...status, previous: present} : present;
}

function toStale(status: StageStatus, because: StaleReason): StageStatus {
	if (status.type !== 'done' && status.type !== 'stale') return status;
	const {result, ms} = status;
	return {type: 'stale', result, ...(ms !== undefined && {ms}), because};
}

/** The status of `verify`, whose result holds as long as every table is from the run that it checked. */
function verified(status: StageStatus, statuses: LoadStatuses, loads: LoadRecords | undefined): StageStatus {
	const current = currentResult(withoutRun(status));
	if (current === undefined) return status;
	const now = loads && runIds(loads);
	const changed = fillingStages.find(
		stage => now?.[stageTables[stage]] !== current.result.verified?.[stageTables[stage]],
	);
	const pending = firstNotDone(statuses);
	const because: StaleReason | undefined =
		pending !== undefined
			? {type: 'input', stage: pending}
			: changed !== undefined
				? {type: 'rerun', stage: changed}
				: undefined;
	const {result, ms} = current;
	const held: DoneStatus | StaleStatus =
		because === undefined
			? {...current, type: 'done'}
			: {type: 'stale', result, ...(ms !== undefined && {ms}), because};
	switch (status.type) {
		case 'running':
			return {...status, previous: held};
		case 'failed':
			return {...status, previous: held};
		default:
			return held;
	}
}

/** A stage's status without its current run, which is rolled back unless it finishes. */
function withoutRun(status: StageStatus): StageStatus {
	return status.type === 'running' ? (status.previous ?? {type: 'ready'}) : status;
}

/** The result that a stage's table currently holds. */
export function currentResult(status: StageStatus): DoneStatus | StaleStatus | undefined {
	if (status.type === 'done' || status.type === 'stale') return status;
	return status.type === 'failed' ? status.previous : undefined;
}

/** The check results of `verify`; empty for other stages and before it ran. */
export function checksOf(status: StageStatus): readonly CheckResult[] {
	if (status.type === 'failed') return status.checks ?? [];
	return status.type === 'done' ? (status.result.checks ?? []) : [];
}

export function failedChecks(status: StageStatus): readonly CheckResult[] {
	return checksOf(status).filter(({ok}) => !ok);
}

function setDryRun(state: PipelineState, stage: StageId, status: DryRunStatus): PipelineState {
	return {...state, dryRuns: {...state.dryRuns, [stage]: status}};
}

function without(dryRuns: DryRuns, stage: StageId): DryRuns {
	const {[stage]: _, ...others} = dryRuns;
	return others;
}

/** The dry runs that remain valid after a stage has changed the tables: those that only checked files. */
function afterChange(dryRuns: DryRuns): DryRuns {
	return Object.fromEntries(
		Object.entries(dryRuns).filter(
			([, status]) => status.type === 'finished' && status.dryRun.findings.type === 'records',
		),
	);
}

function setStatus(state: PipelineState, stage: StageId, status: StageStatus): PipelineState {
	return {...state, stages: derive({...state.stages, [stage]: status})};
}

/** Recomputes which of the stages that have not run are ready, and what the others wait for. */
function derive(stages: Statuses): Statuses {
	const next = {...stages};
	for (const id of stageIds) {
		if (stages[id].type !== 'waiting' && stages[id].type !== 'ready') continue;
		const on = unmetDependencies({stages}, id);
		next[id] = on.length === 0 ? {type: 'ready'} : {type: 'waiting', on};
	}
	return next;
}

/** A simulated end of a stage, without figures. */
function simulatedEnd(stage: StageId): PipelineEvent {
	return {
		type: 'stage-finished',
		stage,
		result: {rows: 0, rowsBefore: 0, rejected: 0, summary: ''},
		ms: 0,
		at: 0,
	};
}
