import {graphemes} from '../format/graphemes.js';
import {layOut} from './line-cells.js';

/*
Positions in a multi-line text as UTF-16 offsets. No grapheme crosses a line end, so each function looks at one line.
*/

export function lineStart(text: string, offset: number): number {
	return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

export function lineEnd(text: string, offset: number): number {
	const end = text.indexOf('\n', offset);
	return end === -1 ? text.length : end;
}

/** The nearest grapheme boundary before `offset`. */
export function previousPlace(text: string, offset: number): number {
	const start = lineStart(text, offset);
	if (offset === start) return Math.max(0, offset - 1);
	return places(text, offset).findLast(place => place < offset) ?? start;
}

/** The nearest grapheme boundary after `offset`. */
export function nextPlace(text: string, offset: number): number {
	if (offset === lineEnd(text, offset)) return Math.min(text.length, offset + 1);
	return places(text, offset).find(place => place > offset) ?? text.length;
}

/** `offset` if it is a grapheme boundary, otherwise the next boundary. */
export function snap(text: string, offset: number): number {
	const inside = Math.max(0, Math.min(offset, text.length));
	return places(text, inside).find(place => place >= inside) ?? text.length;
}

/** Start of the word that ends at or before `offset`. */
export function wordLeft(text: string, offset: number): number {
	const blanks = runBefore(text, offset, character => !isWord(character));
	return runBefore(text, blanks, isWord);
}

/** End of the word that ends after `offset`. */
export function wordRight(text: string, offset: number): number {
	const match = /[^\p{L}\p{N}\p{M}_]*[\p{L}\p{N}\p{M}_]+/uy;
	match.lastIndex = offset;
	return match.test(text) ? match.lastIndex : text.length;
}

/** Cell in its line where the grapheme after `offset` starts. */
export function cellAt(text: string, offset: number): number {
	return layOut(text.slice(lineStart(text, offset), offset)).reduce((cells, glyph) => cells + glyph.width, 0);
}

/** The last grapheme boundary, in the line at `start`, that is not after a cell. */
export function placeAtCell(text: string, start: number, cell: number): number {
	let offset = start;
	let cells = 0;
	for (const glyph of layOut(text.slice(start, lineEnd(text, start)))) {
		cells += glyph.width;
		if (cells > cell) break;
		offset += glyph.length;
	}
	return offset;
}

/** All grapheme boundaries in the line that contains `offset`, including its start and end. */
function places(text: string, offset: number): readonly number[] {
	const start = lineStart(text, offset);
	const found = [start];
	for (const grapheme of graphemes(text.slice(start, lineEnd(text, offset)))) {
		found.push(found.at(-1)! + grapheme.length);
	}
	return found;
}

function isWord(character: string): boolean {
	return /[\p{L}\p{N}\p{M}_]/u.test(character);
}

/** Start of the run of matching characters that ends at `offset`. */
function runBefore(text: string, offset: number, belongs: (character: string) => boolean): number {
	let start = offset;
	while (start > 0) {
		const isPair = start > 1 && text.codePointAt(start - 2)! > 0xffff;
		const before = start - (isPair ? 2 : 1);
		if (!belongs(text.slice(before, start))) break;
		start = before;
	}
	return start;
}
