import type {Segment} from '../notebook/highlight.js';
import {viewport} from '../notebook/viewport.js';
import {type Line, lineWidth, span, wrapLine} from './line.js';
import {tokenStyles} from './theme.js';

/** Cells by which the rest of a line that was too long stands further to the right. */
const hangingIndent = 2;

/** SQL, highlighted and harmless, in lines of at most so many cells: a longer one goes on in the next, between words. */
export function sqlLines(text: string, width: number): readonly Line[] {
	const {rows} = viewport({text, cursor: 0}, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
	return rows.flatMap(({segments}) => wrapHanging(segmentLine(segments), width));
}

function wrapHanging(line: Line, width: number): readonly Line[] {
	if (lineWidth(line) <= width) return [line];
	const text = line.map(piece => piece.text).join('');
	const indentation = text.length - text.trimStart().length;
	return wrapLine(line, width, Math.min(indentation + hangingIndent, Math.floor(width / 2)));
}

export function segmentLine(segments: readonly Segment[]): Line {
	return segments.map(({text, type}) => span(text, tokenStyles[type]));
}

/** The statements of a stage as one text that could be run as it is. */
export function joinStatements(statements: readonly string[], between = '\n\n'): string {
	return statements.map(statement => `${statement.trim().replace(/;$/, '')};`).join(between);
}
