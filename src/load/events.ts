import type {Failure} from '../errors.js';
import type {RecordKind} from '../source/source.js';
import type {StageId} from '../star/stages.js';
import type {Progress} from '../warehouse/warehouse.js';
import type {CheckResult} from './checks.js';
import type {DryRun} from './dry-run.js';
import type {FileCheck} from './file-check.js';
import type {SourceId} from './source-id.js';
import type {Plan, StageResult} from './stage.js';
import type {Survey} from './survey.js';

/** Everything that happens in a load. The state is a fold of these events; the ledger stores them. Times are ms since 1970. */
export type PipelineEvent =
	| {readonly type: 'stage-planned'; readonly stage: StageId; readonly plan: Plan}
	/** The warehouse has changed and may contradict the plans. */
	| {readonly type: 'plans-outdated'}
	/** Begins a wait for other sessions' loads into the stage's table, which may be cancelled for it. */
	| {readonly type: 'wait-started'; readonly stage: StageId}
	/** The stage is planned again; the plans of the others may be outdated. */
	| {readonly type: 'wait-ended'; readonly stage: StageId}
	| {readonly type: 'stage-started'; readonly stage: StageId; readonly at: number}
	| {
			readonly type: 'stage-progress';
			readonly stage: StageId;
			readonly progress: Progress;
			readonly at: number;
	  }
	| {
			readonly type: 'stage-finished';
			readonly stage: StageId;
			readonly result: StageResult;
			readonly ms: number;
			readonly at: number;
	  }
	| {
			readonly type: 'stage-failed';
			readonly stage: StageId;
			readonly failure: Failure;
			/** The checks of `verify`, passed and failed. */
			readonly checks?: readonly CheckResult[];
			/** The first rejects, formatted as in `StageResult`, when there were more than allowed. */
			readonly rejects?: readonly string[];
			/** Number of rejected records, when there were more than allowed. */
			readonly rejected?: number;
			/** Whether it failed because of the keys of the records. */
			readonly schemaDrift?: true;
			readonly ms: number;
			readonly at: number;
	  }
	| {readonly type: 'stage-cancelled'; readonly stage: StageId; readonly ms: number; readonly at: number}
	| {readonly type: 'stage-skipped'; readonly stage: StageId; readonly at: number}
	| {readonly type: 'dry-run-started'; readonly stage: StageId; readonly at: number}
	| {
			readonly type: 'dry-run-progress';
			readonly stage: StageId;
			readonly progress: Progress;
			readonly at: number;
	  }
	| {
			readonly type: 'dry-run-finished';
			readonly stage: StageId;
			readonly dryRun: DryRun;
			readonly ms: number;
			readonly at: number;
	  }
	| {
			readonly type: 'dry-run-failed';
			readonly stage: StageId;
			readonly failure: Failure;
			readonly ms: number;
			readonly at: number;
	  }
	| {readonly type: 'dry-run-cancelled'; readonly stage: StageId; readonly ms: number; readonly at: number}
	/** What the warehouse holds. */
	| ({readonly type: 'tables-counted'} & Survey)
	| {readonly type: 'source-identified'; readonly source: SourceId}
	/** Counting failed, so earlier counts may be out of date. */
	| {readonly type: 'tables-not-counted'}
	| {readonly type: 'files-checked'; readonly kind: RecordKind; readonly check: FileCheck};

/** The events that end a stage. */
export type StageEndEvent = Extract<
	PipelineEvent,
	{readonly type: 'stage-finished' | 'stage-failed' | 'stage-cancelled' | 'stage-skipped'}
>;
