import type {Segment} from '../notebook/highlight.js';
import {viewport} from '../notebook/viewport.js';
import {type Line, span} from './line.js';
import {tokenStyles} from './theme.js';

/** SQL, highlighted and harmless, in lines of at most so many cells; a longer one goes on in the next. */
export function sqlLines(text: string, width: number): readonly Line[] {
	const {rows} = viewport({text, cursor: 0}, width, Number.MAX_SAFE_INTEGER);
	return rows.map(({segments}) => segmentLine(segments));
}

export function segmentLine(segments: readonly Segment[]): Line {
	return segments.map(({text, type}) => span(text, tokenStyles[type]));
}

/** The statements of a stage as one text that could be run as it is. */
export function joinStatements(statements: readonly string[], between = '\n\n'): string {
	return statements.map(statement => `${statement.trim().replace(/;$/, '')};`).join(between);
}
