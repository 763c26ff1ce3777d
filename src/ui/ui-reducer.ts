import {safeText} from '../format/safe-text.js';
import {editorReducer} from '../notebook/editor.js';
import {type QueryState, visibleResult} from '../notebook/query-state.js';
import {stateAfterStage} from './after-stage.js';
import {isBusy} from './busy.js';
import {keyMode} from './keys/key-mode.js';
import type {Mode} from './mode.js';
import {keepCellVisible, keepTextVisible, move, selectStage} from './moves.js';
import type {UiAction} from './ui-action.js';
import {firstCell, noPlans, type UiState} from './ui-state.js';

/** The state after an action; the same object if nothing changed. */
export function uiReducer(state: UiState, action: UiAction): UiState {
	return clearStaleRefusal(state, closeStaleQuitQuestion(reduce(state, action)));
}

/** Clears the notice that a key does nothing once the key mode changes, as the key may now have a use. */
function clearStaleRefusal(before: UiState, after: UiState): UiState {
	const {refusedIn, notice} = after;
	if (refusedIn === undefined || refusedIn === keyMode(after)) return after;
	return {...after, refusedIn: undefined, notice: notice === before.notice ? undefined : notice};
}

/** Closes the quit question once nothing would be lost. */
function closeStaleQuitQuestion(state: UiState): UiState {
	const {mode} = state;
	const wouldLose = isBusy(state, state.query) || state.transaction !== 'none';
	return !wouldLose && mode.type === 'confirm-quit' ? {...state, mode: mode.back} : state;
}

function reduce(state: UiState, action: UiAction): UiState {
	switch (action.type) {
		case 'resized': {
			const resized = {...state, size: action.size};
			return {...resized, cell: keepCellVisible(resized), mode: keepTextVisible(resized)};
		}
		case 'ticked':
			return {...state, now: action.now, load: action.load};
		case 'load-changed':
			return changeLoad(state, action);
		case 'query-changed':
			return {...changeQuery(state, action.query, action.now), transaction: action.transaction};
		case 'catalog-read':
			return {...state, catalog: action.catalog};
		case 'stage-selected':
			return selectStage(state, action.stage);
		case 'stage-planned': {
			const planFailures = new Map(state.planFailures);
			if (action.failure === undefined) planFailures.delete(action.stage);
			else planFailures.set(action.stage, action.failure);
			return {...state, planFailures, freshPlans: new Set([...state.freshPlans, action.stage])};
		}
		case 'dry-run-ended': {
			const isInView = state.mode.type === 'stage' && state.selected === action.stage;
			return isInView ? {...state, mode: {type: 'dry-run', stage: action.stage, top: 0}} : state;
		}
		case 'plans-outdated':
			return {...state, ...noPlans};
		case 'stage-ended':
			return endStage(state, action);
		case 'run-all':
			return {...state, runAll: action.runAll};
		case 'cancelling':
			return {...state, cancelling: true, runAll: 'off'};
		case 'mode-changed':
			return {...state, mode: action.mode};
		case 'closed':
			return {...state, mode: previousMode(state.mode)};
		case 'moved':
			return move(state, action.to);
		case 'edited': {
			const editor = editorReducer(state.editor, action.edit);
			return editor === state.editor ? state : {...state, editor};
		}
		case 'notice-shown':
			// A notice may contain a file or column name, and is drawn unescaped.
			return {...state, notice: safeText(action.notice), refusedIn: undefined};
		case 'key-refused':
			return {...state, notice: safeText(action.notice), refusedIn: keyMode(state)};
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

function changeLoad(
	state: UiState,
	{load, running, task, now}: Extract<UiAction, {type: 'load-changed'}>,
): UiState {
	const ended = state.task !== undefined && task === undefined;
	return {...state, load, running, task, now, ...(ended && {cancelling: false})};
}

function endStage(
	state: UiState,
	{stage, end, load, now}: Extract<UiAction, {type: 'stage-ended'}>,
): UiState {
	return stateAfterStage(closeStaleQuitQuestion({...state, load, now, running: undefined}), stage, end);
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

function changeQuery(state: UiState, query: QueryState, now: number): UiState {
	const ended = state.query.type === 'running' && query.type !== 'running';
	// A further page keeps the selected cell; a new result starts at its first cell.
	const isPage = state.query.type === 'running' && state.query.purpose === 'more';
	const isNew = query.type === 'result' && !isPage && query.rows !== visibleResult(state.query)?.rows;
	const next = {...state, query, now, ...(ended && {cancelling: false})};
	if (isNew) return {...next, cell: firstCell};
	return {...next, cell: keepCellVisible(next)};
}
