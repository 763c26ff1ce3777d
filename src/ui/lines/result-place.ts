import {count} from '../../format/figures.js';
import {safeText} from '../../format/safe-text.js';
import {visibleResult} from '../../notebook/query-state.js';
import {shownMode} from '../state/mode.js';
import type {Snapshot} from '../state/snapshot.js';
import {paneLayout} from './layout.js';
import {recordLines} from './record-lines.js';
import {visibleTable} from './visible-columns.js';

/**
The visible part of the result: `row 12 · title · column 2 of 11` in the table, `lines 1–9 of 14` in a full row,
`rows 1–6, columns 1–2 of 11` below the editor. Empty if the entire result is visible.
*/
export function resultPlace(state: Snapshot): string {
	const {query, mode, cell, size} = state;
	const result = visibleResult(query);
	if (result === undefined || result.columns.length === 0) return '';
	const {columns} = result;
	const {tableRows} = paneLayout(state);
	const shown = visibleTable(result, cell, size.columns, tableRows);
	const isWider = shown.columns.length < columns.length;
	const ofAll = `of ${count(columns.length)}`;
	const view = shownMode(mode);
	switch (view.type) {
		case 'grid': {
			const name = safeText(columns[cell.column]?.name ?? '');
			return `row ${count(cell.row + 1)} · ${name}${isWider ? ` · column ${count(cell.column + 1)} ${ofAll}` : ''}`;
		}
		case 'editor': {
			const isLonger = shown.rows.length < result.rows.length;
			const parts = [
				...(isLonger ? [`rows ${span(shown.firstRow, shown.rows.length)}`] : []),
				...(isWider ? [`columns ${span(shown.firstColumn, shown.columns.length)} ${ofAll}`] : []),
			];
			// With both, there is no room for `shown`.
			return parts.length === 1 ? `${parts[0]} shown` : parts.join(', ');
		}
		case 'record': {
			const {length} = recordLines(state);
			const {result: height} = paneLayout(state);
			return length <= height ? '' : `lines ${span(view.top, height)} of ${count(length)}`;
		}
		default:
			return '';
	}
}

/** `3–7`, or `3` if `length` is 1. @param first From 0. */
function span(first: number, length: number): string {
	return length === 1 ? count(first + 1) : `${count(first + 1)}–${count(first + length)}`;
}
