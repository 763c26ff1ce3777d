import {graphemes} from '../format/graphemes.js';
import {safeText} from '../format/safe-text.js';
import {displayWidth} from '../format/text-width.js';

/** Cells from one tab stop to the next. */
const tabStop = 4;

/** One character of a line as it is drawn. */
export type Glyph = {
	/** Harmless on a terminal; a tab as its blanks. */
	readonly text: string;
	/** Cells it takes. */
	readonly width: number;
	/** UTF-16 length in the line it comes from. */
	readonly length: number;
};

/** The characters of one line as they are drawn from the line's first cell on. */
export function layOut(line: string): readonly Glyph[] {
	let column = 0;
	return graphemes(line).map(grapheme => {
		const text = grapheme === '\t' ? ' '.repeat(tabStop - (column % tabStop)) : safeText(grapheme);
		const width = displayWidth(text);
		column += width;
		return {text, width, length: grapheme.length};
	});
}
