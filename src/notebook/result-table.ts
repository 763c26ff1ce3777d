import {safeText} from '../format/safe-text.js';
import {fitWidth, padWidth} from '../format/text-width.js';
import type {Column, Row, Value} from '../warehouse/warehouse.js';
import {type ColumnSize, measureColumn, padFraction} from './column-size.js';
import {atOnce, type Slices} from './in-slices.js';
import {shortenDouble, shownText} from './value-text.js';

/** Cells of a column in addition to its text: two spaces and a border. The table has one more border at its end. */
const columnFrame = 3;
/** Maximum number of data rows in a frame; laying out more is too slow. */
export const maxTableRows = 50;

/** The part of a result to show. Values out of range are clamped. */
export type TableWindow = {
	/** Index of the first row and column shown, from 0. */
	readonly firstRow: number;
	readonly firstColumn: number;
	/** Available cells, including the table's borders. */
	readonly width: number;
	/** Available data rows. */
	readonly height: number;
};

export type ResultColumn = {
	/** Index in the result, from 0. Serves as the key, since names may repeat. */
	readonly index: number;
	/** Safe for a terminal, cut or padded to `width` cells. */
	readonly header: string;
	/** Width of the text in cells, without borders. */
	readonly width: number;
	readonly align: 'left' | 'right';
};

/** Safe for a terminal, cut or padded to the column's width. */
export type TableCell = {readonly text: string; readonly isNull: boolean};

export type ResultTable = {
	readonly columns: readonly ResultColumn[];
	/** `index` is the row's index in the result, from 0. */
	readonly rows: readonly {readonly index: number; readonly cells: readonly TableCell[]}[];
	/** Start of the window, clamped. */
	readonly firstRow: number;
	readonly firstColumn: number;
	/** Number of hidden columns on either side. */
	readonly hiddenLeft: number;
	readonly hiddenRight: number;
};

/** Width that long texts are cut to while other columns need the room. */
const maxTextWidth = 40;
/** Length up to which a text is measured, in UTF-16 units: no screen is wider, and a value may be an entire document. */
const maxTextLength = 1000;
/** Width at which the start of a text is still useful. A column with less room is hidden until the user scrolls to it. */
const minTextWidth = 8;

/** Measures each column. Cache the result: measuring 1,000 rows takes some milliseconds. */
export function columnSizes(columns: readonly Column[], rows: readonly Row[]): readonly ColumnSize[] {
	return atOnce(measureColumns(columns, rows));
}

export function* measureColumns(
	columns: readonly Column[],
	rows: readonly Row[],
): Slices<readonly ColumnSize[]> {
	const sizes: ColumnSize[] = [];
	for (const [index, column] of columns.entries())
		sizes.push(yield* measureColumn(column, textsOf(rows, index)));
	return sizes;
}

function* textsOf(rows: readonly Row[], column: number): Generator<string, void> {
	for (const row of rows) yield cellText(row[column]);
}

/**
Lays out the visible part of a result: as many columns from `firstColumn` on as fit. Long texts are cut to 40 cells while
other columns need the room; a number is never cut to make room. At least one column is shown.
@param sizes What `columnSizes` returned for these rows.
*/
export function resultTable(
	columns: readonly Column[],
	rows: readonly Row[],
	sizes: readonly ColumnSize[],
	window: TableWindow,
): ResultTable {
	const widths = sizes.map(({width}) => width);
	const room = window.width - 1;
	const height = Math.max(0, Math.min(window.height, maxTableRows));
	const firstRow = clamp(window.firstRow, rows.length - height);
	const firstColumn = clamp(window.firstColumn, lastStart(widths, room));
	const shown = fitColumns(columns, widths, firstColumn, room);
	return {
		columns: shown.map(({index, width, align}) => ({
			index,
			header: fill(safeText(columns[index]!.name), width, align),
			width,
			align,
		})),
		rows: rows.slice(firstRow, firstRow + height).map((row, offset) => ({
			index: firstRow + offset,
			cells: shown.map(({index, width, align}) => ({
				text: fill(alignedText(row[index], sizes[index]!, width), width, align),
				isNull: row[index] === null,
			})),
		})),
		firstRow,
		firstColumn,
		hiddenLeft: firstColumn,
		hiddenRight: columns.length - firstColumn - shown.length,
	};
}

type ShownColumn = Pick<ResultColumn, 'index' | 'width' | 'align'>;

function fitColumns(
	columns: readonly Column[],
	widths: readonly number[],
	firstColumn: number,
	room: number,
): readonly ShownColumn[] {
	const shown: ShownColumn[] = [];
	let left = room;
	for (let index = firstColumn; index < columns.length; index++) {
		const align = columns[index]!.type === 'number' ? 'right' : 'left';
		const wanted = cappedWidth(widths[index]!);
		const free = left - columnFrame;
		const mayBeCut = shown.length === 0 || (align === 'left' && free >= minTextWidth);
		if (wanted > free && !mayBeCut) break;
		const width = Math.max(1, Math.min(wanted, free));
		shown.push({index, width, align});
		left -= width + columnFrame;
		if (width < wanted) break;
	}
	// The remaining room goes to the texts that were cut.
	return shown.map(column => {
		const extra = clamp(left, widths[column.index]! - column.width);
		left -= extra;
		return {...column, width: column.width + extra};
	});
}

/** The first column from which all remaining columns fit, which is the scroll limit. */
function lastStart(widths: readonly number[], room: number): number {
	let left = room;
	const start = widths.findLastIndex(width => {
		left -= cappedWidth(width) + columnFrame;
		return left < 0;
	});
	return Math.min(start + 1, widths.length - 1);
}

function cappedWidth(width: number): number {
	return Math.min(width, maxTextWidth);
}

function cellText(value: Value | undefined): string {
	const isLong = typeof value === 'string' && value.length > maxTextLength;
	return shownText(isLong ? `${value.slice(0, maxTextLength)}…` : shortenDouble(value));
}

/** Aligns decimal points unless the column is cut. */
function alignedText(value: Value | undefined, size: ColumnSize, width: number): string {
	const text = cellText(value);
	return width < size.width ? text : padFraction(text, size.fraction);
}

function fill(text: string, width: number, align: 'left' | 'right'): string {
	return padWidth(fitWidth(text, width), width, align);
}

/** Clamps a number to the range from 0 to `max`. */
function clamp(value: number, max: number): number {
	return Math.max(0, Math.min(value, max));
}
