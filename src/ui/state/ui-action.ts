import type {PipelineEvent} from '../../load/events.js';
import type {CellId, Document, DocumentAction} from '../../notebook/document/document.js';
import type {EditorAction} from '../../notebook/editor.js';
import type {ViState} from '../../notebook/vi.js';
import type {StageId} from '../../star/stages.js';
import type {CatalogTable} from '../../warehouse/warehouse.js';
import type {Motion} from './command.js';
import type {Display} from './display.js';
import type {Mode} from './mode.js';
import type {PageState, Size, UiState} from './ui-state.js';

/** Everything that changes what the notebook shows. */
export type UiAction =
	| {readonly type: 'resized'; readonly size: Size}
	/** Periodic while anything runs, to show its progress. */
	| {readonly type: 'ticked'; readonly now: number}
	/** The load session has changed, except for progress. */
	| {readonly type: 'load-changed'; readonly event: PipelineEvent; readonly now: number}
	/** The document has changed; `before` is its previous state. */
	| {
			readonly type: 'document-changed';
			readonly action: DocumentAction;
			readonly before: Document;
			readonly now: number;
	  }
	/** The state of the notebook's file has changed. */
	| {readonly type: 'file-changed'; readonly now: number}
	| {readonly type: 'display-changed'; readonly display: Display}
	| {readonly type: 'catalog-read'; readonly catalog: readonly CatalogTable[]}
	| {readonly type: 'stage-selected'; readonly stage: StageId}
	| {readonly type: 'run-all'; readonly runAll: UiState['runAll']}
	| {readonly type: 'cancelling'}
	| {readonly type: 'mode-changed'; readonly mode: Mode}
	/** Shows a step of the tour, or ends it. */
	| {readonly type: 'tour-moved'; readonly step: number | undefined}
	/** Esc: returns to the previous mode. */
	| {readonly type: 'closed'}
	/** Moves the selection of a list. */
	| {readonly type: 'moved'; readonly to: Motion}
	/** A text, a table or the page was scrolled. */
	| {readonly type: 'scrolled'; readonly mode?: Mode; readonly page?: PageState}
	/** Selects a cell, in edit mode if the mode is `editor`. */
	| {readonly type: 'cell-selected'; readonly selected: PageState['selected']; readonly mode?: Mode}
	/** Shows the last result of a cell full screen. */
	| {readonly type: 'result-opened'; readonly cell: CellId}
	/** A text is run; `history` includes it. */
	| {readonly type: 'history-added'; readonly history: readonly string[]}
	/** The first key of a command of two keys. */
	| {readonly type: 'first-key'; readonly key: string | undefined}
	| {readonly type: 'edited'; readonly edit: EditorAction}
	| {readonly type: 'vi-changed'; readonly vi: ViState}
	| {readonly type: 'notice-shown'; readonly notice: string}
	/** A key did nothing; `notice` says why. */
	| {readonly type: 'key-refused'; readonly notice: string}
	/** Any key clears the notice. */
	| {readonly type: 'key-pressed'}
	/** Whether another Ctrl+C quits. A notice says so. */
	| {readonly type: 'quit-armed'; readonly armed: boolean}
	/** The answer to a question or prompt, as typed so far. */
	| {readonly type: 'answer-typed'; readonly text: string}
	/** The question is on the screen; from now on keys answer it. */
	| {readonly type: 'question-seen'};
