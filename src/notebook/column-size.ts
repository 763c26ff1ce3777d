import {safeText} from '../format/safe-text.js';
import {displayWidth} from '../format/text-width.js';
import type {Column} from '../warehouse/warehouse.js';
import {atOnce, type Slices} from './in-slices.js';

/** Width of a column's texts in cells. */
export type ColumnSize = {
	readonly width: number;
	/** In a column of numbers, the maximum length from the decimal point on; otherwise 0. */
	readonly fraction: number;
};

/** Measures a column by its name and its texts. */
export function columnSize(column: Column, texts: Iterable<string>): ColumnSize {
	return atOnce(measureColumn(column, texts));
}

export function* measureColumn({name, type}: Column, texts: Iterable<string>): Slices<ColumnSize> {
	let width = displayWidth(safeText(name));
	// Of numbers, the longest parts before and from the decimal point.
	let whole = 0;
	let fraction = 0;
	for (const text of texts) {
		if (type === 'number' && text !== 'NULL') {
			whole = Math.max(whole, text.length - fractionLength(text));
			fraction = Math.max(fraction, fractionLength(text));
			// No character is wider than two cells.
		} else if (2 * text.length > width) width = Math.max(width, displayWidth(text));
		yield;
	}
	return {width: Math.max(width, whole + fraction), fraction};
}

/** Pads a number on the right so that the decimal points of a right-aligned column line up. NULL stays as it is. */
export function padFraction(text: string, longest: number): string {
	return text === 'NULL' ? text : text + ' '.repeat(Math.max(0, longest - fractionLength(text)));
}

/** Length of a number from its decimal point on. */
function fractionLength(text: string): number {
	const point = text.indexOf('.');
	return point === -1 ? 0 : text.length - point;
}
