import {fitWidth} from '../format/text-width.js';
import type {EditorState} from './editor.js';
import {highlight, type Segment} from './highlight.js';
import {layOut} from './line-cells.js';
import {lineStart} from './text-positions.js';

/** A row on the screen. A line longer than the width goes on in the next row: rows are never wider than the view. */
export type ViewRow = {
	/** Line of the text, from 0. */
	readonly line: number;
	/** Whether it goes on from the row above: no line number belongs before it. */
	readonly continued: boolean;
	/** Harmless on a terminal: tabs are spaces (a stop every 4 cells), other controls are visible symbols. */
	readonly segments: readonly Segment[];
};

export type Viewport = {
	/** `height` rows at most; fewer when the text has fewer. */
	readonly rows: readonly ViewRow[];
	/** Where the cursor stands, in cells from the top left of the view. */
	readonly cursor: {readonly row: number; readonly column: number};
	/** First visible row of all rows; hand it back as `top` so that the view scrolls as little as possible. */
	readonly top: number;
	/** Rows that the whole text takes at this width. */
	readonly totalRows: number;
};

/** What of the text is visible in `width` by `height` cells (1 by 1 at least). @param top `top` of the viewport before. */
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
			// Rows of a line that starts above the view are dropped again.
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

/** Offsets into a line at which its rows start: a row ends behind its last space, or within a word that is wider than it. */
function rowStarts(line: string, width: number): readonly number[] {
	const starts = [0];
	let offset = 0;
	let column = 0;
	/** Where the word starts that the row ends with, and its width so far. */
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

/** Row and cell of an offset in its line. Behind a full last row it is the start of one more. */
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

/** The rows of a line as pieces of one kind each. */
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
