import type {Failure} from '../errors.js';
import type {SessionTask} from '../load/load-session.js';
import type {PipelineState} from '../load/state.js';
import type {EditorAction} from '../notebook/editor.js';
import type {QueryState} from '../notebook/query-state.js';
import type {StageId} from '../star/stages.js';
import type {CatalogTable, TransactionState} from '../warehouse/warehouse.js';
import type {Motion} from './command.js';
import type {Mode} from './mode.js';
import type {Size, UiState} from './ui-state.js';

/** How a stage ended. */
export type StageEnd = 'finished' | 'failed' | 'cancelled' | 'skipped';

/** Everything that changes what the notebook shows. */
export type UiAction =
	| {readonly type: 'resized'; readonly size: Size}
	/** Periodic while anything runs; `load` carries the latest progress. */
	| {readonly type: 'ticked'; readonly now: number; readonly load: PipelineState}
	| {
			readonly type: 'load-changed';
			readonly load: PipelineState;
			readonly running: StageId | undefined;
			readonly task: SessionTask | undefined;
			readonly now: number;
	  }
	| {
			readonly type: 'query-changed';
			readonly query: QueryState;
			readonly transaction: TransactionState;
			readonly now: number;
	  }
	| {readonly type: 'catalog-read'; readonly catalog: readonly CatalogTable[]}
	| {readonly type: 'stage-selected'; readonly stage: StageId}
	/** A stage was planned, or planning failed. */
	| {readonly type: 'stage-planned'; readonly stage: StageId; readonly failure?: Failure}
	| {readonly type: 'dry-run-ended'; readonly stage: StageId}
	/** The warehouse has changed and may contradict the plans. */
	| {readonly type: 'plans-outdated'}
	/** The running stage ended; `load` is the state afterwards. */
	| {
			readonly type: 'stage-ended';
			readonly stage: StageId;
			readonly end: StageEnd;
			readonly load: PipelineState;
			readonly now: number;
	  }
	| {readonly type: 'run-all'; readonly runAll: UiState['runAll']}
	| {readonly type: 'cancelling'}
	| {readonly type: 'mode-changed'; readonly mode: Mode}
	/** Esc: returns to the previous mode. */
	| {readonly type: 'closed'}
	| {readonly type: 'moved'; readonly to: Motion}
	| {readonly type: 'edited'; readonly edit: EditorAction}
	| {readonly type: 'notice-shown'; readonly notice: string}
	/** A key did nothing; `notice` says why. */
	| {readonly type: 'key-refused'; readonly notice: string}
	/** Any key clears the notice. */
	| {readonly type: 'key-pressed'}
	/** Whether another Ctrl+C quits. A notice says so. */
	| {readonly type: 'quit-armed'; readonly armed: boolean}
	/** The answer to the confirmation question, as typed so far. */
	| {readonly type: 'answer-typed'; readonly text: string}
	/** The question is on the screen; from now on keys answer it. */
	| {readonly type: 'question-seen'}
	/** Ctrl+Z: stops the program until the shell continues it. */
	| {readonly type: 'suspended'};
