import stringWidth from 'string-width';
import {graphemes, simplePieces, simpleWidth} from './graphemes.js';

/** Terminal cells that a text takes, once `safeText` has been over it. */
export function displayWidth(text: string): number {
	let width = 0;
	for (const piece of simplePieces(text)) {
		width += piece.isSimple ? simpleWidth(piece.text) : stringWidth(piece.text, {countAnsiEscapeCodes: true});
	}
	return width;
}

/** Cuts a text to at most so many cells, `…` at the end where something was cut; a character is never cut in two. */
export function fitWidth(text: string, cells: number): string {
	if (displayWidth(text) <= cells) return text;
	return cells < 1 ? '' : `${takeWidth(text, cells - 1)}…`;
}

/** Fills a text up with spaces to so many cells, before it for `right`; a text that is wider stays. */
export function padWidth(text: string, cells: number, align: 'left' | 'right' = 'left'): string {
	const padding = ' '.repeat(Math.max(0, cells - displayWidth(text)));
	return align === 'left' ? text + padding : padding + text;
}

/**
Breaks a text into lines of at most so many cells: at its own line ends, else at spaces, else inside a word.
Spaces at a break are dropped. A single character wider than a line stands on a line of its own.
*/
export function wrapText(text: string, cells: number): readonly string[] {
	return text.split('\n').flatMap(line => wrapLine(line, Math.max(1, cells)));
}

/** The longest start of a text that takes at most so many cells. */
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
			// A line ends here: the spaces would only be trailing blanks. Before the first word they are indentation.
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
