import {safeText} from '../format/safe-text.js';
import {wrapText} from '../format/text-width.js';
import {terminalSize} from '../notebook/terminal-size.js';

/** Minimum text width, even on a narrower terminal. */
const minWidth = 20;

/** Wraps a line between words and keeps its indentation, which the terminal's own wrapping would not. */
export function wrapIndented(line: string, columns: number): readonly string[] {
	const text = line.trimStart();
	const indentation = ' '.repeat(line.length - text.length);
	return wrapText(text, Math.max(minWidth, columns - indentation.length)).map(part => indentation + part);
}

/** Wraps a text to the width of a terminal. Continuation lines keep the indentation, or align with a list item's description. */
export function wrapForTerminal(text: string, terminal: {readonly columns?: number}): readonly string[] {
	const width = terminalSize(terminal).columns - 1;
	return text.split('\n').flatMap(unsafe => {
		const line = safeText(unsafe);
		const [start = ''] = /^ +(?:\S+ {2,})?/.exec(line) ?? [];
		const wrapped = wrapText(line.slice(start.length), width - start.length);
		return wrapped.map((part, index) => (index === 0 ? start : ' '.repeat(start.length)) + part);
	});
}
