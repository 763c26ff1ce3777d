import {safeText} from '../../format/safe-text.js';
import type {PipelineEvent} from '../../load/events.js';
import {findCell} from '../../notebook/document/cells.js';
import type {Cell, Document} from '../../notebook/document/document.js';
import {createEditor, editorReducer} from '../../notebook/editor.js';
import {stateAfterStage} from './after-stage.js';
import {isBusy, wouldLose} from './busy.js';
import {firstCell} from './cell-position.js';
import {keyMode} from './key-mode.js';
import {isQuestion, type Mode, takesAnswer} from './mode.js';
import {move, selectStage} from './moves.js';
import type {PageItem} from './page-anchor.js';
import {pageMode, resultOf} from './selected-cell.js';
import type {Sessions} from './snapshot.js';
import {advanceTour} from './tour.js';
import type {UiAction} from './ui-action.js';
import type {UiState} from './ui-state.js';

/** The state after an action, given what the sessions report; the same object if nothing changed. */
export function uiReducer(state: UiState, action: UiAction, sessions: Sessions): UiState {
	const after = closeStaleQuitQuestion(beginTyping(state, reduce(state, action, sessions)), sessions);
	const toured = advanceTour(state, endCancelling(after, sessions), action, sessions);
	return clearStaleRefusal(state, toured, sessions);
}

/** Clears the notice that a key does nothing once the key mode changes, as the key may now have a use. */
function clearStaleRefusal(before: UiState, after: UiState, sessions: Sessions): UiState {
	const {refusedIn, notice} = after;
	if (refusedIn === undefined || refusedIn === keyMode({...after, ...sessions})) return after;
	return {...after, refusedIn: undefined, notice: notice === before.notice ? undefined : notice};
}

/** With vi keys, starts in insert mode whenever the text of a cell begins to be edited. */
function beginTyping(before: UiState, after: UiState): UiState {
	const {vi, mode, page} = after;
	if (vi === undefined || mode.type !== 'editor') return after;
	const isSame = before.mode.type === 'editor' && before.page.selected === page.selected;
	if (isSame || (vi.mode === 'insert' && vi.pending === '')) return after;
	return {...after, vi: {...vi, mode: 'insert', pending: ''}};
}

/** Closes the quit question once nothing would be lost. */
function closeStaleQuitQuestion(state: UiState, sessions: Sessions): UiState {
	const {mode} = state;
	return !wouldLose(sessions) && mode.type === 'confirm-quit' ? {...state, mode: mode.back} : state;
}

function endCancelling(state: UiState, sessions: Sessions): UiState {
	return state.cancelling && !isBusy(sessions) ? {...state, cancelling: false} : state;
}

function reduce(state: UiState, action: UiAction, sessions: Sessions): UiState {
	switch (action.type) {
		case 'resized':
			return {...state, size: action.size};
		case 'ticked':
			return {...state, now: action.now};
		case 'load-changed':
			return changeLoad({...state, now: action.now}, action.event, sessions);
		case 'document-changed':
			return changeDocument({...state, now: action.now}, action.before, sessions);
		case 'file-changed':
			return {...state, now: action.now};
		case 'display-changed':
			return {...state, display: action.display};
		case 'catalog-read':
			return {...state, catalog: action.catalog};
		case 'stage-selected':
			return selectStage(state, action.stage, sessions);
		case 'run-all':
			return {...state, runAll: action.runAll};
		case 'cancelling':
			return {...state, cancelling: true, runAll: 'off'};
		case 'tour-moved':
			return {...state, tour: action.step};
		case 'mode-changed':
			return {...state, mode: action.mode};
		case 'closed':
			return {...state, mode: previousMode(state, sessions)};
		case 'moved':
			return move(state, action.to, sessions);
		case 'scrolled': {
			const {mode = state.mode, page = state.page} = action;
			return selectCell(
				{...state, mode, page: {...state.page, anchor: page.anchor}},
				page.selected,
				sessions,
			);
		}
		case 'cell-selected': {
			const after = selectCell(state, action.selected, sessions);
			return action.mode === undefined ? after : {...after, mode: action.mode};
		}
		case 'edited': {
			const editor = editorReducer(state.editor, action.edit);
			return editor === state.editor ? state : {...state, editor};
		}
		case 'vi-changed':
			return {...state, vi: action.vi};
		case 'result-opened':
			return {...state, mode: {type: 'result', cell: action.cell, view: {}, position: firstCell}};
		case 'history-added':
			return {...state, history: action.history};
		case 'first-key':
			return {...state, firstKey: action.key};
		case 'notice-shown':
			// A notice may contain a file or column name, and is drawn unescaped.
			return {...state, notice: safeText(action.notice), refusedIn: undefined};
		case 'key-refused':
			return {...state, notice: safeText(action.notice), refusedIn: keyMode({...state, ...sessions})};
		case 'key-pressed':
			return state.notice === undefined && state.firstKey === undefined
				? state
				: {...state, notice: undefined, firstKey: undefined, refusedIn: undefined};
		case 'quit-armed':
			return armQuit(state, action.armed);
		case 'answer-typed':
			return takesAnswer(state.mode) ? {...state, mode: {...state.mode, text: action.text}} : state;
		case 'question-seen': {
			const {mode} = state;
			const isQuestion = mode.type === 'confirm' || mode.type === 'confirm-quit';
			return isQuestion ? {...state, mode: {...mode, isSeen: true}} : state;
		}
	}
}

function changeLoad(state: UiState, event: PipelineEvent, sessions: Sessions): UiState {
	switch (event.type) {
		case 'stage-finished':
		case 'stage-failed':
		case 'stage-cancelled':
		case 'stage-skipped':
			return stateAfterStage(closeStaleQuitQuestion(state, sessions), event, sessions);
		case 'dry-run-finished':
		case 'dry-run-failed': {
			const {stage} = event;
			const isInView = state.mode.type === 'stage' && state.selected === stage;
			return isInView ? {...state, mode: {type: 'dry-run', stage, top: 0}} : state;
		}
		case 'dry-run-cancelled':
			return {...state, notice: 'Cancelled; nothing was changed.'};
		default:
			return state;
	}
}

const quitNotice = 'Press Ctrl+C again to quit.';

/** Disarming clears the quit notice, but no other notice. */
function armQuit(state: UiState, armed: boolean): UiState {
	if (armed) return {...state, quitArmed: true, notice: quitNotice};
	if (!state.quitArmed) return state;
	return {...state, quitArmed: false, notice: state.notice === quitNotice ? undefined : state.notice};
}

/** The mode that Esc returns to. */
function previousMode({mode, page}: UiState, {document}: Sessions): Mode {
	switch (mode.type) {
		case 'sql-text':
		case 'dry-run':
		case 'confirm':
			return {type: 'stage'};
		case 'history-search':
		case 'gallery':
			return pageMode({document, page});
		case 'editor':
			return mode.completion === undefined ? {type: 'cells'} : {type: 'editor'};
		case 'result':
			return {type: 'cells'};
		case 'browse':
		case 'file-text':
		case 'use-data':
		case 'setup-answers':
		case 'record':
		case 'help':
		case 'prompt':
		case 'confirm-quit':
			return mode.back;
		case 'start':
		case 'setup-question':
		case 'setup-checks':
		case 'stage':
		case 'cells':
			return mode;
	}
}

/** Selects a cell and begins to edit its text. */
function selectCell(state: UiState, selected: PageItem, {document}: Sessions): UiState {
	if (selected === state.page.selected) return state;
	if (selected === 'load') return {...state, page: {...state.page, selected}, editor: createEditor()};
	const cell = findCell(document, selected);
	return cell === undefined ? state : {...editCell(state, cell, document), page: {...state.page, selected}};
}

/** Begins to edit the text of a cell. Only the input recalls the history. */
function editCell(state: UiState, cell: Cell, {cells}: Document): UiState {
	return {...state, editor: createEditor(cell.text, cell === cells.at(-1) ? state.history : [])};
}

function changeDocument(state: UiState, before: Document, sessions: Sessions): UiState {
	return closeQuestion(leaveResult(keepSelection(state, before, sessions), sessions), sessions);
}

/** Keeps the selection and the editor on a cell that exists, and the input selected when it moved up because it ran. */
function keepSelection(state: UiState, before: Document, sessions: Sessions): UiState {
	const {selected} = state.page;
	if (selected === 'load') return state;
	const {document} = sessions;
	const input = document.cells.at(-1)!;
	const index = before.cells.findIndex(({id}) => id === selected);
	const wasInput = index === before.cells.length - 1;
	if (wasInput && input.id !== selected) return selectCell(state, input.id, sessions);
	const cell = findCell(document, selected);
	if (cell === undefined)
		return selectCell(state, (document.cells[Math.max(0, index)] ?? input).id, sessions);
	return cell.text === state.editor.text ? state : editCell(state, cell, document);
}

/** Closes the full screen of a result that no longer exists. */
function leaveResult(state: UiState, {document}: Sessions): UiState {
	const {mode} = state;
	const result = mode.type === 'record' ? mode.back : mode;
	if (result.type !== 'result' || resultOf(document, result.cell) !== undefined) return state;
	return {...state, mode: {type: 'cells'}};
}

/** Closes the question about a statement that has been answered, or was not within its time. */
function closeQuestion(state: UiState, {document}: Sessions): UiState {
	const {mode} = state;
	return isQuestion(mode) && document.question === undefined ? {...state, mode: mode.back} : state;
}
