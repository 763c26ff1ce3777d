import type {Failure} from '../errors.js';
import type {Progress} from '../warehouse/warehouse.js';
import type {PipelineEvent} from './events.js';
import type {Plan, StageId, StageResult} from './stage.js';

/** Where a stage stands. `waiting` and `ready` follow from the stages before it. */
export type StageStatus =
	| {
			readonly type: 'waiting' /** Stages it waits for, with why: not yet run, failed, skipped, stale. */;
			readonly on: readonly StageId[];
	  }
	| {readonly type: 'ready'}
	| {readonly type: 'running'; readonly startedAt: number; readonly progress: Progress}
	| {readonly type: 'done'; readonly result: StageResult; readonly ms: number}
	| {readonly type: 'failed'; readonly failure: Failure; readonly ms: number}
	| {readonly type: 'skipped'}
	| {
			readonly type: 'stale';
			readonly result: StageResult;
			readonly ms: number /** The earlier stage that ran again. */;
			readonly because: StageId;
	  };

export type PipelineState = {
	readonly stages: Readonly<Record<StageId, StageStatus>>;
	/** The latest plan of each stage that was looked at. */
	readonly plans: Readonly<Partial<Record<StageId, Plan>>>;
	/** Row counts by table, as last counted. */
	readonly counts: Readonly<Record<string, number>>;
};

export type Reducer = (state: PipelineState, event: PipelineEvent) => PipelineState;
