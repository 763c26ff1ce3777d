import {type TokenType, tokenize} from '../sql/scanner.js';

/** A part of a line with one token type. */
export type Segment = {readonly text: string; readonly type: TokenType};

/** Splits a text into lines of segments. Line ends are omitted; the texts are not escaped (see `safeText`). */
export function highlight(text: string): readonly (readonly Segment[])[] {
	const lines: Segment[][] = [[]];
	for (const {type, start, end} of tokenize(text)) {
		for (const [index, part] of text.slice(start, end).split('\n').entries()) {
			if (index > 0) lines.push([]);
			if (part !== '') lines.at(-1)!.push({text: part, type});
		}
	}
	return lines;
}
