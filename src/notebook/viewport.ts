import {fitWidth} from '../format/text-width.js';
import type {EditorState} from './editor.js';
import {highlight, type Segment} from './highlight.js';
import {isPlain, layOut} from './line-cells.js';
import {lineStart} from './text-positions.js';

/** A row on screen. Lines longer than the view wrap to the next row. */
export type ViewRow = {
	/** Line of the text, from 0. */
	readonly line: number;
	/** Whether it continues the row above, and so has no line number. */
	readonly continued: boolean;
	/** Safe for a terminal: tabs become spaces (a stop every 4 cells), other control characters become visible symbols. */
	readonly segments: readonly Segment[];
};

export type Viewport = {
	/** At most `height` rows. */
	readonly rows: readonly ViewRow[];
	/** Cursor position in cells from the top left of the view. */
	readonly cursor: {readonly row: number; readonly column: number};
	/** Index of the first visible row. Pass it back as `top` to scroll as little as possible. */
	readonly top: number;
	/** Rows of the entire text at this width. */
	readonly totalRows: number;
};

/** The part of the text visible in `width` by `height` cells, at least 1 by 1. @param top `top` of the previous viewport. */
export function viewport(
	{text, cursor}: Pick<EditorState, 'text' | 'cursor'>,
	width: number,
	height: number,
	top = 0,
): Viewport {
	const [columns, visible] = [Math.max(1, width), Math.max(1, height)];
	const lines = text.split('\n').map(line => ({line, starts: rowStarts(line, columns)}));
	const cursorStart = lineStart(text, cursor);
	const cursorLine = text.slice(0, cursorStart).split('\n').length - 1;
	const place = placeInLine(
		lines[cursorLine]!.line,
		lines[cursorLine]!.starts,
		cursor - cursorStart,
		columns,
	);
	const rowCounts = lines.map(({starts}, line) =>
		line === cursorLine ? Math.max(starts.length, place.row + 1) : starts.length,
	);
	const totalRows = sum(rowCounts);
	const cursorRow = sum(rowCounts.slice(0, cursorLine)) + place.row;
	const first = Math.max(0, cursorRow - visible + 1, Math.min(top, cursorRow, totalRows - visible));

	const colored = highlight(text);
	const rows: ViewRow[] = [];
	let row = 0;
	for (const [index, {line, starts}] of lines.entries()) {
		const after = row + rowCounts[index]!;
		if (after > first && row < first + visible) {
			for (const [part, segments] of drawRows(colored[index]!, line, starts, columns).entries()) {
				rows.push({line: index, continued: part > 0, segments});
			}
			if (starts.length < rowCounts[index]!) rows.push({line: index, continued: true, segments: []});
			// Drop the rows above the view.
			if (row < first) rows.splice(0, first - row);
		}
		row = after;
	}
	return {
		rows: rows.slice(0, visible),
		cursor: {row: cursorRow - first, column: place.column},
		top: first,
		totalRows,
	};
}

/** Rows of a text at a width, without one for the cursor after a full row. Much faster than drawing them. */
export function countRows(text: string, width: number): number {
	return sum(text.split('\n').map(line => rowStarts(line, Math.max(1, width)).length));
}

/** Offsets at which the rows of a line start. A row ends after its last space, or within a word that is wider than the row. */
function rowStarts(line: string, width: number): readonly number[] {
	const starts = [0];
	if (line.length <= width && isPlain(line)) return starts;
	let offset = 0;
	let column = 0;
	/** Start of the last word in the row, and its width so far. */
	let word = {start: 0, width: 0};
	for (const glyph of layOut(line)) {
		const isSpace = /^\s/.test(line.slice(offset, offset + 1));
		if (!isSpace && column + glyph.width > width && word.start > starts.at(-1)!) {
			starts.push(word.start);
			column = word.width;
		}
		if (column > 0 && column + glyph.width > width) {
			starts.push(offset);
			column = 0;
		}
		column += glyph.width;
		offset += glyph.length;
		word = isSpace ? {start: offset, width: 0} : {...word, width: word.width + glyph.width};
	}
	return starts;
}

/** Row and cell of an offset in its line. After a full last row, the start of another row. */
function placeInLine(
	line: string,
	starts: readonly number[],
	target: number,
	width: number,
): Viewport['cursor'] {
	const row = starts.findLastIndex(start => start <= target);
	let offset = 0;
	let column = 0;
	for (const glyph of layOut(line)) {
		if (offset >= target) break;
		if (offset >= starts[row]!) column += glyph.width;
		offset += glyph.length;
	}
	return column < width ? {row, column} : {row: row + 1, column: 0};
}

/** The rows of a line as segments. */
function drawRows(
	segments: readonly Segment[],
	line: string,
	starts: readonly number[],
	width: number,
): readonly (readonly Segment[])[] {
	const rows: Segment[][] = starts.map(() => []);
	let [row, offset, segment, segmentEnd] = [0, 0, 0, segments[0]?.text.length ?? 0];
	for (const glyph of layOut(line)) {
		if (offset === starts[row + 1]) row++;
		while (offset >= segmentEnd) segmentEnd += segments[++segment]!.text.length;
		const {type} = segments[segment]!;
		const text = fitWidth(glyph.text, width);
		const last = rows[row]!.at(-1);
		if (last?.type === type) rows[row]![rows[row]!.length - 1] = {text: last.text + text, type};
		else rows[row]!.push({text, type});
		offset += glyph.length;
	}
	return rows;
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}
