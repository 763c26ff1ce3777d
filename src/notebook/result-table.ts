import {safeText} from '../format/safe-text.js';
import {fitWidth, padWidth} from '../format/text-width.js';
import type {Column, Row, Value} from '../warehouse/warehouse.js';
import {type ColumnSize, columnSize, padFraction} from './column-size.js';
import {shortenDouble, shownText} from './value-text.js';

/** Cells a column takes besides its text: a blank on either side and a line; one more line closes the table. */
export const columnFrame = 3;
/** Data rows in a frame at most: laying out more costs too much. */
export const maxTableRows = 50;

/** The part of a result to show. Values out of range are brought into it. */
export type TableWindow = {
	/** Index of the first row and column shown, from 0. */
	readonly firstRow: number;
	readonly firstColumn: number;
	/** Cells there are, the frame of the table included. */
	readonly width: number;
	/** Data rows there is room for. */
	readonly height: number;
};

export type TableColumn = {
	/** Index in the result, from 0: a key, since names may repeat. */
	readonly index: number;
	/** Harmless, cut and filled up to `width` cells. */
	readonly header: string;
	/** Cells of its text, without the frame. */
	readonly width: number;
	readonly align: 'left' | 'right';
};

/** Harmless, cut and filled up to the width of its column. */
export type TableCell = {readonly text: string; readonly isNull: boolean};

export type ResultTable = {
	readonly columns: readonly TableColumn[];
	/** `index` is the row's place in the result, from 0. */
	readonly rows: readonly {readonly index: number; readonly cells: readonly TableCell[]}[];
	/** The window's start, in range. */
	readonly firstRow: number;
	readonly firstColumn: number;
	/** Columns that are not shown, to the left and to the right. */
	readonly hiddenLeft: number;
	readonly hiddenRight: number;
};

/** Cells that a text is cut to while other columns need the room. */
const widestText = 40;
/** UTF-16 units of a text that are looked at: no screen is wider, and a value may be a whole document. */
const longestText = 1000;
/** Cells in which the start of a text still says something: with less, its column waits until one scrolls there. */
const narrowestText = 8;

/** The size of each column. Keep it with the rows: measuring 1,000 rows takes some milliseconds. */
export function columnSizes(columns: readonly Column[], rows: readonly Row[]): readonly ColumnSize[] {
	return columns.map((column, index) =>
		columnSize(
			column,
			rows.map(row => cellText(row[index])),
		),
	);
}

/**
What to draw of a result. Columns from `firstColumn` on, as many as fit, long texts cut to 40 cells while others need
the room; a number is never cut to let a column in. One column is always shown.
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

type ShownColumn = Pick<TableColumn, 'index' | 'width' | 'align'>;

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
		const mayBeCut = shown.length === 0 || (align === 'left' && free >= narrowestText);
		if (wanted > free && !mayBeCut) break;
		const width = Math.max(1, Math.min(wanted, free));
		shown.push({index, width, align});
		left -= width + columnFrame;
		if (width < wanted) break;
	}
	// What room is left goes to the texts that were cut.
	return shown.map(column => {
		const extra = clamp(left, widths[column.index]! - column.width);
		left -= extra;
		return {...column, width: column.width + extra};
	});
}

/** The first column from which on all columns fit: there is no reason to scroll further. */
function lastStart(widths: readonly number[], room: number): number {
	let left = room;
	const start = widths.findLastIndex(width => {
		left -= cappedWidth(width) + columnFrame;
		return left < 0;
	});
	return Math.min(start + 1, widths.length - 1);
}

function cappedWidth(width: number): number {
	return Math.min(width, widestText);
}

function cellText(value: Value | undefined): string {
	const isLong = typeof value === 'string' && value.length > longestText;
	return shownText(isLong ? `${value.slice(0, longestText)}…` : shortenDouble(value));
}

/** A column that is cut has no room for aligning its numbers. */
function alignedText(value: Value | undefined, size: ColumnSize, width: number): string {
	const text = cellText(value);
	return width < size.width ? text : padFraction(text, size.fraction);
}

function fill(text: string, width: number, align: 'left' | 'right'): string {
	return padWidth(fitWidth(text, width), width, align);
}

/** Brings a number into 0 to `highest`. */
function clamp(value: number, highest: number): number {
	return Math.max(0, Math.min(value, highest));
}
