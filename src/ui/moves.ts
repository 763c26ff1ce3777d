import {visibleResult} from '../notebook/query-state.js';
import {stageIds} from '../star/stages.js';
import {failedChecks} from './checks.js';
import type {Motion} from './command.js';
import {dryRunLines} from './dry-run-lines.js';
import {helpLines} from './help-lines.js';
import {textView} from './layout.js';
import {moveSelection, scrollTo} from './list-window.js';
import type {Mode} from './mode.js';
import {paneLayout} from './pane-layout.js';
import {recordLines} from './record-lines.js';
import {sqlLines} from './sql-lines.js';
import {type CellPosition, firstCell, type UiState} from './ui-state.js';
import {firstColumnShowing} from './visible-columns.js';

/** The state after a motion in the current mode. */
export function move(state: UiState, to: Motion): UiState {
	const {mode} = state;
	switch (mode.type) {
		case 'stage':
			return moveStage(state, to);
		case 'sql-text':
		case 'dry-run':
		case 'help':
			return scrollText(state, mode, to);
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
		case 'grid':
			return {...state, cell: moveCell(state, to)};
		case 'record': {
			if (to === 'left' || to === 'right')
				return {...state, cell: moveCell(state, to === 'left' ? 'up' : 'down'), mode: {...mode, top: 0}};
			return scrollText(state, mode, to);
		}
		case 'confirm':
		case 'confirm-quit':
			return state;
	}
}

/** Keeps the selected cell in view when the result or the layout changes. */
export function keepCellVisible(state: UiState): CellPosition {
	const result = visibleResult(state.query);
	if (result === undefined || result.columns.length === 0) return firstCell;
	const {tableRows} = paneLayout(state);
	const {top, selected: row} = moveSelection(
		{top: state.cell.top, selected: state.cell.row},
		state.cell.row,
		result.rows.length,
		tableRows,
	);
	const column = Math.max(0, Math.min(state.cell.column, result.columns.length - 1));
	return {
		row,
		column,
		top,
		firstColumn: firstColumnShowing(result, column, state.cell.firstColumn, state.size.columns),
	};
}

/** Keeps the visible part of a scrolled text full when the layout changes. */
export function keepTextVisible(state: UiState, mode = state.mode): Mode {
	const back = 'back' in mode ? {back: keepTextVisible(state, mode.back)} : {};
	if (!('top' in mode)) return {...mode, ...back};
	const {total, height} = textSize(state, mode);
	return {...mode, ...back, top: scrollTo(mode.top, total, height)};
}

type ScrolledMode = Extract<Mode, {readonly top: number}>;

/** Total and visible lines of a mode's text. */
function textSize(state: UiState, mode: ScrolledMode): {readonly total: number; readonly height: number} {
	const {width, height} = textView(state.size);
	switch (mode.type) {
		case 'sql-text':
			return {total: sqlLines(mode.text, width).length, height};
		case 'dry-run':
			return {total: dryRunLines(state.load.dryRuns[mode.stage], width).length, height};
		case 'help':
			return {total: helpLines(mode.back, width).length, height};
		case 'record':
			return {total: recordLines(state).length, height: paneLayout(state).result};
	}
}

function scrollText(state: UiState, mode: ScrolledMode, to: Motion): UiState {
	const {total, height} = textSize(state, mode);
	return {...state, mode: {...mode, top: scrollTo(mode.top + distance(to, total, height), total, height)}};
}

function moveCell(state: UiState, to: Motion): CellPosition {
	const result = visibleResult(state.query);
	if (result === undefined) return state.cell;
	const {cell} = state;
	const {tableRows} = paneLayout(state);
	const place = (row: number, column: number) => keepCellVisible({...state, cell: {...cell, row, column}});
	switch (to) {
		case 'left':
			return place(cell.row, cell.column - 1);
		case 'right':
			return place(cell.row, cell.column + 1);
		case 'row-start':
			return place(cell.row, 0);
		case 'row-end':
			return place(cell.row, result.columns.length - 1);
		default:
			return place(clamped(cell.row, to, result.rows.length, tableRows), cell.column);
	}
}

function moveStage(state: UiState, to: Motion): UiState {
	if (to === 'left' || to === 'right') {
		const failed = failedChecks(state.load.stages[state.selected]);
		return {...state, check: cycled(state.check, to === 'left' ? 'up' : 'down', failed.length)};
	}
	const selected = stageIds[clamped(stageIds.indexOf(state.selected), to, stageIds.length)]!;
	return selectStage(state, selected);
}

/** Selects a stage on the user's behalf and drops the summary of the finished stage, which has been read. */
export function selectStage(state: UiState, selected: UiState['selected']): UiState {
	if (selected === state.selected) return state;
	// Leaving the stage that awaits confirmation stops running all.
	const runAll = state.runAll === 'paused' && state.running === undefined ? 'off' : state.runAll;
	return {...state, selected, finished: undefined, check: 0, runAll};
}

/** The entry that a motion leads to, within `total` entries and with pages of `height`. */
function clamped(from: number, to: Motion, total: number, height = 10): number {
	return Math.max(0, Math.min(from + distance(to, total, height), total - 1));
}

/** Like `clamped`, but wraps around. */
function cycled(from: number, to: Motion, total: number): number {
	return total === 0 ? 0 : (from + distance(to, total, total) + total) % total;
}

function distance(to: Motion, total: number, height: number): number {
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
