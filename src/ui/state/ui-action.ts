import type {PipelineEvent} from '../../load/events.js';
import type {EditorAction} from '../../notebook/editor.js';
import type {QueryState} from '../../notebook/query-state.js';
import type {StageId} from '../../star/stages.js';
import type {CatalogTable} from '../../warehouse/warehouse.js';
import type {Motion} from './command.js';
import type {Mode} from './mode.js';
import type {CellPosition, Size, UiState} from './ui-state.js';

/** Everything that changes what the notebook shows. */
export type UiAction =
	| {readonly type: 'resized'; readonly size: Size}
	/** Periodic while anything runs, to show its progress. */
	| {readonly type: 'ticked'; readonly now: number}
	/** The load session has changed, except for progress. */
	| {readonly type: 'load-changed'; readonly event: PipelineEvent; readonly now: number}
	/** The query session has changed; `before` is its previous state. */
	| {readonly type: 'query-changed'; readonly before: QueryState; readonly now: number}
	| {readonly type: 'catalog-read'; readonly catalog: readonly CatalogTable[]}
	| {readonly type: 'stage-selected'; readonly stage: StageId}
	| {readonly type: 'run-all'; readonly runAll: UiState['runAll']}
	| {readonly type: 'cancelling'}
	| {readonly type: 'mode-changed'; readonly mode: Mode}
	/** Esc: returns to the previous mode. */
	| {readonly type: 'closed'}
	/** Moves the selection of a list. */
	| {readonly type: 'moved'; readonly to: Motion}
	/** A text or a table was scrolled. */
	| {readonly type: 'scrolled'; readonly mode?: Mode; readonly cell?: CellPosition}
	/** The editor's text is run; `history` includes it. */
	| {readonly type: 'text-run'; readonly text: string; readonly history: readonly string[]}
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
