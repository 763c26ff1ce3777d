import {count, plural} from '../../format/figures.js';
import {safeText} from '../../format/safe-text.js';
import {canHoldMore} from '../../notebook/document/release-rows.js';
import {maxTableRows, type ResultColumn, resultTable} from '../../notebook/result-table.js';
import {
	findMatch,
	type GridView,
	type HeldRows,
	matchNumber,
	type ViewedRows,
	viewRows,
} from '../../notebook/result-view.js';
import type {CellPosition} from '../state/cell-position.js';
import type {Motion} from '../state/command.js';
import {clamped, distance} from '../state/moves.js';
import type {Size} from '../state/ui-state.js';
import {fitLine, type Line, lineWidth, span, spread} from './line.js';
import {rowLines} from './record-lines.js';
import {moveSelection, scrollTo} from './scroll-to.js';

/** A result that fills the screen. */
export type FullScreen = {
	/** Name or number of the cell, e.g. `plays_by_hour` or `[3]`. */
	readonly title: string;
	readonly result: HeldRows & {
		readonly sql: string;
		readonly isComplete: boolean;
		/** Whether more rows can be fetched without running the query again. */
		readonly isOpen: boolean;
	};
	readonly view: GridView;
	/** `row` and `top` count in the order of the view. */
	readonly cell: CellPosition;
	/** The first visible line of the record of the selected row; undefined in the table. */
	readonly recordTop?: number;
	/** The text typed so far while the search prompt is open. */
	readonly prompt?: string;
	/** Shown in place of the status, e.g. `Copied.` */
	readonly notice?: string;
	/** The available cells, without the screen's header and footer. */
	readonly size: Size;
};

/** A table's top rule, heading, rule and bottom rule. */
const tableChrome = 4;
/** The title and the status line. */
const ownLines = 2;
const maxTitleWidth = 40;

/** Rows for the table with its frame, or for the record. */
export function fullScreenHeight({rows}: Size): number {
	return Math.max(0, rows - ownLines);
}

/** The name of the cell and the first line of its query. */
export function titleLine({title, result, size}: FullScreen): Line {
	const first = result.sql.trimStart().split('\n', 1)[0]!;
	const sql = safeText(first.trimEnd() + (first.length < result.sql.trim().length ? ' …' : ''));
	const name = fitLine([span(safeText(title), {bold: true})], maxTitleWidth);
	return fitLine([span(' '), ...name, span('  '), span(sql, {dim: true})], size.columns);
}

/** The visible lines of the selected row's record; undefined in the table. */
export function fullScreenRecord(full: FullScreen): readonly Line[] | undefined {
	if (full.recordTop === undefined) return undefined;
	const lines = allRecordLines(full);
	const height = fullScreenHeight(full.size);
	const top = scrollTo(full.recordTop, lines.length, height);
	return lines.slice(top, top + height);
}

/**
What is shown: `first 1,000 rows · sorted by plays, of the rows held · match 3 of 12 · m for more`, and at the right the
selected cell; or the search prompt.
*/
export function fullScreenStatus(full: FullScreen): Line {
	const {prompt, notice, size} = full;
	const width = size.columns - 2;
	if (notice !== undefined)
		return [span(' '), ...fitLine([span(safeText(notice), {color: 'magenta'})], width)];
	const place: Line = [span(placeText(full), {dim: true})];
	if (prompt !== undefined) {
		const found = prompt === '' ? '' : ` · ${searchText(full, viewed(full), prompt)}`;
		return [
			span(' '),
			...spread([span('/', {color: 'cyan'}), span(safeText(prompt)), span('▏'), span(found)], place, width),
		];
	}
	const more = canHoldMore(full.result.rows)
		? full.result.isOpen
			? 'm for more'
			: 'm runs it again'
		: 'E exports all';
	const hint: Line = full.result.isComplete ? [] : [span(` · ${more}`)];
	const left = span(viewText(full));
	if (lineWidth([left, ...hint]) + 1 + lineWidth(place) <= width)
		return [span(' '), ...spread([left, ...hint], place, width)];
	return [span(' '), ...fitLine([left], width - lineWidth(hint)), ...hint];
}

/** The position moved into the result, and its view scrolled so that the cell is visible. */
export function cellInView(full: FullScreen): CellPosition {
	const {result, cell, size} = full;
	const {top, selected: row} = moveSelection(
		{top: cell.top, selected: cell.row},
		Math.max(0, cell.row),
		result.rows.length,
		tableRows(size),
	);
	const column = Math.max(0, Math.min(cell.column, result.columns.length - 1));
	let firstColumn = Math.min(cell.firstColumn, column);
	const isVisible = () => shownColumns(full, firstColumn).some(({index}) => index === column);
	while (firstColumn < column && !isVisible()) firstColumn++;
	return {row: Math.max(0, row), column, top: Math.max(0, top), firstColumn};
}

/** Where a motion in the table leads. */
export function moveCell(full: FullScreen, to: Motion): CellPosition {
	const {result, cell, size} = full;
	const place = (row: number, column: number) => cellInView({...full, cell: {...cell, row, column}});
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
			return place(clamped(cell.row, to, result.rows.length, tableRows(size)), cell.column);
	}
}

/** Where a motion in the record leads: left and right to the other rows, the others through its lines. */
export function moveInRecord(
	full: FullScreen,
	to: Motion,
): {readonly cell: CellPosition; readonly recordTop: number} {
	if (to === 'left' || to === 'right')
		return {cell: moveCell(full, to === 'left' ? 'up' : 'down'), recordTop: 0};
	const total = allRecordLines(full).length;
	const height = fullScreenHeight(full.size);
	const top = scrollTo(full.recordTop ?? 0, total, height);
	return {cell: full.cell, recordTop: scrollTo(top + distance(to, total, height), total, height)};
}

/**
The position of a match of the view's search, around the ends of the result; undefined if there is none, or none yet
(see `prepareView`).
@param to `here` keeps a cell that matches, as while the search text is typed.
*/
export function moveToMatch(full: FullScreen, to: 'here' | 'next' | 'previous'): CellPosition | undefined {
	const {columns} = full.result;
	const {matches = []} = viewed(full);
	const found = findMatch(matches, full.cell.row * columns.length + full.cell.column, to);
	if (found === undefined) return undefined;
	const column = found % columns.length;
	return cellInView({...full, cell: {...full.cell, row: (found - column) / columns.length, column}});
}

/** The selected row, in the order of the view. */
export function selectedRow(full: FullScreen): HeldRows['rows'][number] | undefined {
	return viewed(full).rows[full.cell.row];
}

function viewed({result, view}: FullScreen): ViewedRows {
	return viewRows(result, view);
}

/** Data rows of the table. */
export function tableRows(size: Size): number {
	return Math.max(1, Math.min(maxTableRows, fullScreenHeight(size) - tableChrome));
}

function shownColumns({result, view, size}: FullScreen, firstColumn: number): readonly ResultColumn[] {
	const {rows, sizes} = viewRows(result, view);
	const window = {firstRow: 0, firstColumn, width: size.columns, height: 0};
	return resultTable(result.columns, rows, sizes, window).columns;
}

function allRecordLines(full: FullScreen): readonly Line[] {
	return rowLines(full.result.columns, selectedRow(full), full.cell.column, full.size.columns);
}

/** The rows held, their order and the search. */
function viewText(full: FullScreen): string {
	const {result, view} = full;
	const {columns, rows, isComplete} = result;
	const data = viewed(full);
	const parts = [isComplete ? plural(rows.length, 'row') : `first ${plural(rows.length, 'row')}`];
	if (view.sort !== undefined) {
		const name = safeText(columns[view.sort.column]?.name ?? '');
		const isSorted = data.rows !== rows;
		const direction = view.sort.direction === 'asc' ? '' : ' descending';
		parts.push(isSorted ? `sorted by ${name}${direction}` : `sorting by ${name}…`);
	}
	if (view.search !== undefined) parts.push(searchText(full, data, view.search));
	const isPart = !isComplete && parts.length > 1;
	return parts.join(' · ') + (isPart ? ', of the rows held' : '');
}

function searchText({result, cell, view}: FullScreen, {matches}: ViewedRows, text: string): string {
	if (matches === undefined || text !== view.search) return 'searching…';
	if (matches.length === 0) return `no match for ${safeText(text)}`;
	const number = matchNumber(matches, cell.row * result.columns.length + cell.column);
	if (number !== undefined) return `match ${count(number)} of ${count(matches.length)}`;
	return matches.length === 1 ? '1 match' : `${count(matches.length)} matches`;
}

/** The selected cell: `row 12 · title · column 2 of 11`, or the visible lines of its record. */
function placeText(full: FullScreen): string {
	const {result, cell, size} = full;
	const {columns, rows} = result;
	if (columns.length === 0 || rows.length === 0) return '';
	if (full.recordTop !== undefined) {
		const total = allRecordLines(full).length;
		const height = fullScreenHeight(size);
		const top = scrollTo(full.recordTop, total, height);
		const row = `row ${count(cell.row + 1)} of ${count(rows.length)}`;
		return total <= height
			? row
			: `${row} · lines ${count(top + 1)}–${count(top + height)} of ${count(total)}`;
	}
	const shown = shownColumns(full, cellInView(full).firstColumn).length;
	const column = ` · column ${count(cell.column + 1)} of ${count(columns.length)}`;
	return `row ${count(cell.row + 1)} · ${safeText(columns[cell.column]?.name ?? '')}${shown < columns.length ? column : ''}`;
}
