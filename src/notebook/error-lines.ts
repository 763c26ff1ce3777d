import type {Failure} from '../errors.js';
import {safeText} from '../format/safe-text.js';
import {fitWidth, wrapText} from '../format/text-width.js';
import {lineNumber} from '../sql/positions.js';
import {type Glyph, layOut} from './line-cells.js';
import {lineEnd, lineStart} from './text-positions.js';

export type ErrorLine = {
	readonly kind: 'message' | 'where' | 'sql' | 'caret' | 'detail' | 'advice';
	readonly text: string;
};

/**
Formats a failure as lines that are safe for a terminal: the message, its location, the line of the statement with a caret
at the position that the engine reported, the engine's original message, and the advice.
@param width Available cells. Texts wrap; a long SQL line is cut around the position.
*/
export function errorLines(failure: Failure, width = 80): readonly ErrorLine[] {
	const wrap = (kind: ErrorLine['kind'], text: string | undefined): readonly ErrorLine[] =>
		text === undefined
			? []
			: safeLines(text)
					.flatMap(line => wrapText(line, width))
					.map(line => ({kind, text: line}));
	return [
		...wrap('message', failure.message),
		...wrap('where', failure.where),
		...(failure.sql?.offset === undefined ? [] : placeLines(failure.sql.text, failure.sql.offset, width)),
		...wrap('detail', failure.detail),
		...wrap('advice', failure.advice),
	];
}

function safeLines(text: string): readonly string[] {
	return text.split(/\r?\n/).map(line => safeText(line));
}

/** The numbered line of the statement that contains `offset`, with a caret under it. */
function placeLines(sql: string, offset: number, width: number): readonly ErrorLine[] {
	const start = lineStart(sql, offset);
	const gutter = `${lineNumber(sql, start)} │ `;
	const {text, column} = aroundPlace(
		layOut(sql.slice(start, lineEnd(sql, start)).replace(/\r$/, '')),
		offset - start,
		Math.max(1, width - gutter.length),
	);
	return [
		{kind: 'sql', text: gutter + text},
		{kind: 'caret', text: `${' '.repeat(gutter.length - 2)}│ ${' '.repeat(column)}^`},
	];
}

/** The part of a line around an offset, with `…` for omitted text, and the cell of the offset. */
function aroundPlace(
	glyphs: readonly Glyph[],
	offset: number,
	room: number,
): {readonly text: string; readonly column: number} {
	let units = 0;
	const place = glyphs.findIndex(glyph => {
		units += glyph.length;
		return units > offset;
	});
	const before = place === -1 ? glyphs : glyphs.slice(0, place);
	const caret = cells(before);
	// A third of the room is for the text after the position.
	const ahead = Math.floor((room * 2) / 3);
	if (caret <= ahead || (caret < room && cells(glyphs) <= room)) {
		return {text: fitWidth(textOf(glyphs), room), column: caret};
	}
	let from = 0;
	let column = caret + 1;
	while (from < before.length && column > ahead) column -= before[from++]!.width;
	return {text: `…${fitWidth(textOf(glyphs.slice(from)), room - 1)}`, column};
}

function textOf(glyphs: readonly Glyph[]): string {
	return glyphs.map(({text}) => text).join('');
}

function cells(glyphs: readonly Glyph[]): number {
	return glyphs.reduce((sum, {width}) => sum + width, 0);
}
