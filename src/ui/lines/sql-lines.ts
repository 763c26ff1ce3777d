import type {Segment} from '../../notebook/highlight.js';
import {viewport} from '../../notebook/viewport.js';
import {withSemicolon} from '../../sql/split-statements.js';
import {type Line, lineWidth, span, wrapLine} from './line.js';
import {tokenStyles} from './theme.js';

/** Extra indentation of continuation lines, in cells. */
const hangingIndent = 2;

/** Highlighted, escaped SQL, wrapped between words into lines of at most `width` cells. */
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

/** Joins a stage's statements into one text that can be run as is. */
export function joinStatements(statements: readonly string[], between = '\n\n'): string {
	return statements.map(withSemicolon).join(between);
}
