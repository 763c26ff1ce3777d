import {type TokenType, tokenize} from './lexer.js';

/** A piece of a line, all of one kind. */
export type Segment = {readonly text: string; readonly type: TokenType};

/** The lines of a text, each as its pieces in order. The line ends are left out; the texts are raw (see `safeText`). */
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
