import {safeText} from '../format/safe-text.js';
import {displayWidth} from '../format/text-width.js';
import type {Column} from '../warehouse/warehouse.js';

/** Width of a column's texts in cells. */
export type ColumnSize = {
	readonly width: number;
	/** In a column of numbers, the maximum length from the decimal point on; otherwise 0. */
	readonly fraction: number;
};

/** Measures a column by its name and texts. */
export function columnSize({name, type}: Column, texts: readonly string[]): ColumnSize {
	const isNumber = type === 'number';
	const fraction = isNumber ? texts.reduce((longest, text) => Math.max(longest, fractionLength(text)), 0) : 0;
	const width = texts.reduce(
		(widest, text) => Math.max(widest, displayWidth(padFraction(text, fraction))),
		displayWidth(safeText(name)),
	);
	return {width, fraction};
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
