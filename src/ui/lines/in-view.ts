import {visibleResult} from '../../notebook/query-state.js';
import type {Motion} from '../state/command.js';
import type {Mode} from '../state/mode.js';
import {clamped, distance} from '../state/moves.js';
import type {Snapshot} from '../state/snapshot.js';
import {type CellPosition, firstCell} from '../state/ui-state.js';
import {dryRunLines} from './dry-run-lines.js';
import {helpLines} from './help-lines.js';
import {paneLayout, textView} from './layout.js';
import {recordLines} from './record-lines.js';
import {sqlLines} from './sql-lines.js';
import {firstColumnShowing} from './visible-columns.js';

/** The snapshot with its scroll positions moved so that the selected cell is in view and texts fill their views. */
export function inView(state: Snapshot): Snapshot {
	return {...state, cell: cellInView(state), mode: modeInView(state)};
}

/** Where a motion scrolls the text or the table in view; undefined if there is none. */
export function movedInView(
	state: Snapshot,
	to: Motion,
): {mode: Mode} | {cell: CellPosition; mode?: Mode} | undefined {
	const {mode} = state;
	switch (mode.type) {
		case 'sql-text':
		case 'dry-run':
		case 'help':
			return {mode: scrollText(state, mode, to)};
		case 'grid':
			return {cell: moveCell(state, to)};
		case 'record':
			if (to === 'left' || to === 'right')
				return {cell: moveCell(state, to === 'left' ? 'up' : 'down'), mode: {...mode, top: 0}};
			return {mode: scrollText(state, mode, to)};
		case 'stage':
		case 'editor':
		case 'history-search':
		case 'gallery':
		case 'confirm':
		case 'confirm-quit':
			return undefined;
	}
}

function cellInView(state: Snapshot): CellPosition {
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

/** A text never scrolls past its last page. */
function modeInView(state: Snapshot, mode = state.mode): Mode {
	const back = 'back' in mode ? {back: modeInView(state, mode.back)} : {};
	if (!('top' in mode)) return {...mode, ...back};
	const {total, height} = textSize(state, mode);
	return {...mode, ...back, top: scrollTo(mode.top, total, height)};
}

type ScrolledMode = Extract<Mode, {readonly top: number}>;

/** Total and visible lines of a mode's text. */
function textSize(state: Snapshot, mode: ScrolledMode): {readonly total: number; readonly height: number} {
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

function scrollText(state: Snapshot, mode: ScrolledMode, to: Motion): Mode {
	const {total, height} = textSize(state, mode);
	return {...mode, top: scrollTo(mode.top + distance(to, total, height), total, height)};
}

/** The visible part of a long list. */
type ListWindow = {readonly top: number; readonly selected: number};

/** Selects an entry and scrolls as little as possible to keep it visible. */
export function moveSelection(window: ListWindow, to: number, total: number, height: number): ListWindow {
	const selected = Math.max(0, Math.min(to, total - 1));
	const lowest = Math.max(0, total - height);
	const top = Math.min(lowest, selected, Math.max(window.top, selected - height + 1));
	return {top, selected};
}

/** The first visible line after scrolling to `to`. */
export function scrollTo(to: number, total: number, height: number): number {
	return Math.max(0, Math.min(to, total - height));
}

function moveCell(state: Snapshot, to: Motion): CellPosition {
	const result = visibleResult(state.query);
	if (result === undefined) return state.cell;
	const {cell} = state;
	const {tableRows} = paneLayout(state);
	const place = (row: number, column: number) => cellInView({...state, cell: {...cell, row, column}});
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
