import {wrapText} from '../format/text-width.js';

/** A text is not broken into shorter lines than this, however narrow the terminal. */
const leastWidth = 20;

/** A line as lines of at most so many columns: a terminal would break it inside a word, and start it at its edge. */
export function wrapIndented(line: string, columns: number): readonly string[] {
	const text = line.trimStart();
	const indentation = ' '.repeat(line.length - text.length);
	return wrapText(text, Math.max(leastWidth, columns - indentation.length)).map(part => indentation + part);
}
