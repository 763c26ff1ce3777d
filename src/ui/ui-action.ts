import type {Failure} from '../errors.js';
import type {EditorAction} from '../notebook/editor.js';
import type {QueryState} from '../notebook/query-state.js';
import type {SessionTask} from '../pipeline/load-session.js';
import type {StageId} from '../pipeline/stage.js';
import type {PipelineState} from '../pipeline/state.js';
import type {CatalogTable, TransactionState} from '../warehouse/warehouse.js';
import type {Motion} from './command.js';
import type {Mode} from './mode.js';
import type {Size, UiState} from './ui-state.js';

/** How a stage came to its end. */
export type StageEnd = 'finished' | 'failed' | 'cancelled' | 'skipped';

/** Everything that changes what the notebook shows. */
export type UiAction =
	| {readonly type: 'resized'; readonly size: Size}
	/** Time went by while something runs; `load` carries the latest progress. */
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
	/** A stage was planned; with a failure where that was not possible. */
	| {readonly type: 'stage-planned'; readonly stage: StageId; readonly failure?: Failure}
	/** What a dry run found out is known. */
	| {readonly type: 'dry-run-ended'; readonly stage: StageId}
	/** The warehouse has changed, so that what the plans say of it may be wrong. */
	| {readonly type: 'plans-outdated'}
	/** Nothing runs any more; `load` is how things stand now. */
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
	/** Esc: the mode before, or what stands behind the view. */
	| {readonly type: 'closed'}
	| {readonly type: 'moved'; readonly to: Motion}
	| {readonly type: 'edited'; readonly edit: EditorAction}
	| {readonly type: 'notice-shown'; readonly notice: string}
	/** A key did nothing, and why. */
	| {readonly type: 'key-refused'; readonly notice: string}
	/** Any key takes the notice away. */
	| {readonly type: 'key-pressed'}
	/** Whether another Ctrl+C quits, which is told in a notice. */
	| {readonly type: 'quit-armed'; readonly armed: boolean}
	/** The answer to a question that takes a word, as typed so far. */
	| {readonly type: 'answer-typed'; readonly text: string}
	/** The question that is asked is on the screen: from now on keys answer it. */
	| {readonly type: 'question-seen'}
	/** Ctrl+Z: the program is to be stopped until the shell brings it back. */
	| {readonly type: 'suspended'};
