import {safeText} from '../../format/safe-text.js';
import type {PipelineEvent} from '../../load/events.js';
import {type EditorState, editorReducer} from '../../notebook/editor.js';
import {type QueryState, visibleResult} from '../../notebook/query-state.js';
import {stateAfterStage} from './after-stage.js';
import {isBusy} from './busy.js';
import {keyMode} from './key-mode.js';
import type {Mode} from './mode.js';
import {move, selectStage} from './moves.js';
import type {Sessions} from './snapshot.js';
import type {UiAction} from './ui-action.js';
import {firstCell, type UiState} from './ui-state.js';

/** The state after an action, given what the sessions report; the same object if nothing changed. */
export function uiReducer(state: UiState, action: UiAction, sessions: Sessions): UiState {
	const after = closeStaleQuitQuestion(reduce(state, action, sessions), sessions);
	return clearStaleRefusal(state, endCancelling(after, sessions), sessions);
}

/** Clears the notice that a key does nothing once the key mode changes, as the key may now have a use. */
function clearStaleRefusal(before: UiState, after: UiState, sessions: Sessions): UiState {
	const {refusedIn, notice} = after;
	if (refusedIn === undefined || refusedIn === keyMode({...after, ...sessions})) return after;
	return {...after, refusedIn: undefined, notice: notice === before.notice ? undefined : notice};
}

/** Closes the quit question once nothing would be lost. */
function closeStaleQuitQuestion(state: UiState, sessions: Sessions): UiState {
	const {mode} = state;
	const wouldLose = isBusy(sessions) || sessions.transaction !== 'none';
	return !wouldLose && mode.type === 'confirm-quit' ? {...state, mode: mode.back} : state;
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
		case 'query-changed':
			return changeQuery({...state, now: action.now}, action.before, sessions);
		case 'catalog-read':
			return {...state, catalog: action.catalog};
		case 'stage-selected':
			return selectStage(state, action.stage, sessions);
		case 'run-all':
			return {...state, runAll: action.runAll};
		case 'cancelling':
			return {...state, cancelling: true, runAll: 'off'};
		case 'mode-changed':
			return {...state, mode: action.mode};
		case 'closed':
			return {...state, mode: previousMode(state.mode)};
		case 'moved':
			return move(state, action.to, sessions);
		case 'scrolled': {
			const {mode = state.mode, cell = state.cell} = action;
			return {...state, mode, cell};
		}
		case 'edited': {
			const editor = editorReducer(state.editor, action.edit);
			return editor === state.editor ? state : {...state, editor};
		}
		case 'text-run': {
			const {text, history: entries} = action;
			return {...state, ran: text, editor: editorReducer(state.editor, {type: 'set-history', entries})};
		}
		case 'notice-shown':
			// A notice may contain a file or column name, and is drawn unescaped.
			return {...state, notice: safeText(action.notice), refusedIn: undefined};
		case 'key-refused':
			return {...state, notice: safeText(action.notice), refusedIn: keyMode({...state, ...sessions})};
		case 'key-pressed':
			return state.notice === undefined ? state : {...state, notice: undefined, refusedIn: undefined};
		case 'quit-armed':
			return armQuit(state, action.armed);
		case 'answer-typed':
			return state.mode.type === 'confirm' ? {...state, mode: {...state.mode, text: action.text}} : state;
		case 'question-seen': {
			const {mode} = state;
			const isQuestion = mode.type === 'confirm' || mode.type === 'confirm-quit';
			return isQuestion ? {...state, mode: {...mode, isSeen: true}} : state;
		}
		case 'suspended':
			return {...state, suspensions: state.suspensions + 1};
	}
}

function changeLoad(state: UiState, event: PipelineEvent, sessions: Sessions): UiState {
	switch (event.type) {
		case 'stage-finished':
		case 'stage-failed':
		case 'stage-cancelled':
		case 'stage-skipped':
			return stateAfterStage(closeStaleQuitQuestion(state, sessions), event, sessions.load);
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
function previousMode(mode: Mode): Mode {
	switch (mode.type) {
		case 'sql-text':
		case 'dry-run':
		case 'confirm':
			return {type: 'stage'};
		case 'history-search':
		case 'gallery':
		case 'editor':
			return {type: 'editor'};
		case 'record':
			return {type: 'grid'};
		case 'help':
		case 'confirm-quit':
			return mode.back;
		case 'stage':
		case 'grid':
			return mode;
	}
}

function changeQuery(state: UiState, before: QueryState, {query}: Sessions): UiState {
	if (query.type !== 'result') return state;
	const hasRun = before.type === 'running' && before.purpose === 'run';
	const isPage = before.type === 'running' && before.purpose === 'more';
	// A further page keeps the selected cell; a new result starts at its first cell.
	const isNew = !isPage && query.rows !== visibleResult(before)?.rows;
	return {
		...state,
		...(isNew && {cell: firstCell}),
		...(hasRun && {editor: withoutPrefix(state.editor, state.ran)}),
	};
}

/** Removes a text from the start of the editor and keeps what was typed after it. */
function withoutPrefix(editor: EditorState, prefix: string): EditorState {
	if (!editor.text.startsWith(prefix)) return editor;
	return editorReducer(editor, {type: 'set-text', text: editor.text.slice(prefix.length).trimStart()});
}
