import {graphemes} from './graphemes.js';
import measureWidth from './string-width.js';

/** The width of a text in terminal cells. The text must have passed through `safeText`. */
export function displayWidth(text: string): number {
	return measureWidth(text, {countAnsiEscapeCodes: true});
}

/** Truncates a text to a number of cells, with `…` at the end. Never splits a character. */
export function fitWidth(text: string, cells: number): string {
	if (displayWidth(text) <= cells) return text;
	return cells < 1 ? '' : `${takeWidth(text, cells - 1)}…`;
}

/** Truncates a text to its end in a number of cells, with `…` at the start. Never splits a character. */
export function fitEnd(text: string, cells: number): string {
	if (displayWidth(text) <= cells) return text;
	if (cells < 1) return '';
	let taken = '';
	let left = cells - 1;
	for (const grapheme of graphemes(text).toReversed()) {
		left -= displayWidth(grapheme);
		if (left < 0) break;
		taken = grapheme + taken;
	}
	return `…${taken}`;
}

/** Pads a text with spaces to a number of cells. Wider text is returned unchanged. */
export function padWidth(text: string, cells: number, align: 'left' | 'right' = 'left'): string {
	const padding = ' '.repeat(Math.max(0, cells - displayWidth(text)));
	return align === 'left' ? text + padding : padding + text;
}

/**
Wraps a text to a number of cells: at its line ends, then at spaces, then inside words. Drops the spaces at a break.
A character wider than a line gets its own line.
*/
export function wrapText(text: string, cells: number): readonly string[] {
	return text.split('\n').flatMap(line => wrapLine(line, Math.max(1, cells)));
}

/** Returns the longest prefix of a text that fits in a number of cells. */
function takeWidth(text: string, cells: number): string {
	let taken = '';
	let left = cells;
	for (const grapheme of graphemes(text)) {
		left -= displayWidth(grapheme);
		if (left < 0) break;
		taken += grapheme;
	}
	return taken;
}

function wrapLine(line: string, cells: number): readonly string[] {
	const lines: string[] = [];
	let current = '';
	for (const part of line.match(/ +|[^ ]+/g) ?? []) {
		if (displayWidth(current + part) <= cells) {
			current += part;
			continue;
		}
		if (part.startsWith(' ')) {
			// Drop the spaces at a break. Before the first word they are indentation.
			if (current !== '') lines.push(current);
			current = '';
			continue;
		}
		if (current.trim() !== '') lines.push(current.trimEnd());
		current = part;
		while (displayWidth(current) > cells) {
			const head = takeWidth(current, cells) || graphemes(current)[0]!;
			lines.push(head);
			current = current.slice(head.length);
		}
	}
	if (current !== '' || lines.length === 0) lines.push(current);
	return lines;
}
