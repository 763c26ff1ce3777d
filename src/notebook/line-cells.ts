import {graphemes} from '../format/graphemes.js';
import {safeText} from '../format/safe-text.js';
import {displayWidth} from '../format/text-width.js';

/** Cells between tab stops. */
const tabStop = 4;

/** One grapheme of a line as it is drawn. */
export type Glyph = {
	/** Safe for a terminal; a tab is expanded to spaces. */
	readonly text: string;
	/** Width in cells. */
	readonly width: number;
	/** UTF-16 length in the source line. */
	readonly length: number;
};

const printable = /^[ -~]*$/;

/** Whether each character of a line takes one cell and is drawn as it is. */
export function isPlain(line: string): boolean {
	return printable.test(line);
}

/** Lays out the graphemes of a line, starting at its first cell. */
export function layOut(line: string): readonly Glyph[] {
	// Measuring each character would take ten times as long.
	if (isPlain(line)) return Array.from(line, text => ({text, width: 1, length: 1}));
	let column = 0;
	return graphemes(line).map(grapheme => {
		const text = grapheme === '\t' ? ' '.repeat(tabStop - (column % tabStop)) : safeText(grapheme);
		const width = displayWidth(text);
		column += width;
		return {text, width, length: grapheme.length};
	});
}
