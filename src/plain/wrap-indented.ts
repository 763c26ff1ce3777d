import {wrapText} from '../format/text-width.js';

/** Minimum text width, even on a narrower terminal. */
const minWidth = 20;

/** Wraps a line between words and keeps its indentation, which the terminal's own wrapping would not. */
export function wrapIndented(line: string, columns: number): readonly string[] {
	const text = line.trimStart();
	const indentation = ' '.repeat(line.length - text.length);
	return wrapText(text, Math.max(minWidth, columns - indentation.length)).map(part => indentation + part);
}
