import {failedChecks} from '../../load/state.js';
import {type StageId, stageIds} from '../../star/stages.js';
import {shownEntries} from './browse.js';
import type {Motion} from './command.js';
import type {Sessions} from './snapshot.js';
import {startChoices} from './start-choices.js';
import type {UiState} from './ui-state.js';

/** The state after a motion in the list of the current mode. */
export function move(state: UiState, to: Motion, sessions: Sessions): UiState {
	const {mode} = state;
	switch (mode.type) {
		case 'stage':
			return moveStage(state, to, sessions);
		case 'editor': {
			if (mode.completion === undefined) return state;
			const {completion, selected} = mode.completion;
			const next = cycled(selected, to, completion.suggestions.length);
			return {...state, mode: {...mode, completion: {completion, selected: next}}};
		}
		case 'history-search':
			return {...state, mode: {...mode, selected: clamped(mode.selected, to, mode.matches.length)}};
		case 'gallery':
			return {...state, mode: {...mode, selected: clamped(mode.selected, to, mode.queries.length)}};
		case 'start':
			return {...state, mode: {...mode, selected: clamped(mode.selected, to, startChoices.length)}};
		case 'browse':
			return {
				...state,
				mode: {...mode, selected: clamped(mode.selected, to, shownEntries(mode).length)},
			};
		case 'setup-answers':
			return {...state, mode: {...mode, selected: clamped(mode.selected, to, mode.answers.length)}};
		case 'setup-question':
		case 'setup-checks':
		case 'file-text':
		case 'use-data':
		case 'sql-text':
		case 'dry-run':
		case 'help':
		case 'cells':
		case 'result':
		case 'record':
		case 'prompt':
		case 'confirm':
		case 'confirm-quit':
			return state;
	}
}

function moveStage(state: UiState, to: Motion, sessions: Sessions): UiState {
	if (to === 'left' || to === 'right') {
		const failed = failedChecks(sessions.load.stages[state.selected]);
		return {...state, check: cycled(state.check, to === 'left' ? 'up' : 'down', failed.length)};
	}
	const selected = stageIds[clamped(stageIds.indexOf(state.selected), to, stageIds.length)]!;
	return selectStage(state, selected, sessions);
}

/** Selects a stage on the user's behalf and drops the summary of the finished stage, which has been read. */
export function selectStage(state: UiState, selected: StageId, {running}: Sessions): UiState {
	if (selected === state.selected) return state;
	// Leaving the stage that awaits confirmation stops running all.
	const runAll = state.runAll === 'paused' && running === undefined ? 'off' : state.runAll;
	return {...state, selected, finished: undefined, check: 0, runAll};
}

/** The entry that a motion leads to, within `total` entries and with pages of `height`. */
export function clamped(from: number, to: Motion, total: number, height = 10): number {
	return Math.max(0, Math.min(from + distance(to, total, height), total - 1));
}

/** Like `clamped`, but wraps around. */
function cycled(from: number, to: Motion, total: number): number {
	return total === 0 ? 0 : (from + distance(to, total, total) + total) % total;
}

/** How far a motion leads, within `total` entries and with pages of `height`. */
export function distance(to: Motion, total: number, height: number): number {
	switch (to) {
		case 'up':
			return -1;
		case 'down':
			return 1;
		case 'page-up':
			return -height;
		case 'page-down':
			return height;
		case 'start':
			return -total;
		case 'end':
			return total;
		case 'left':
		case 'right':
		case 'row-start':
		case 'row-end':
			return 0;
	}
}
