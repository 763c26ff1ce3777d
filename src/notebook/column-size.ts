import {safeText} from '../format/safe-text.js';
import {displayWidth} from '../format/text-width.js';
import type {Column} from '../warehouse/warehouse.js';

/** Cells that the texts of a column take. */
export type ColumnSize = {
	readonly width: number;
	/** Of a column of numbers: the most characters from a decimal point on. Otherwise 0. */
	readonly fraction: number;
};

/** The size of a column with these texts and its name. */
export function columnSize({name, type}: Column, texts: readonly string[]): ColumnSize {
	const isNumber = type === 'number';
	const fraction = isNumber ? texts.reduce((longest, text) => Math.max(longest, fractionLength(text)), 0) : 0;
	const width = texts.reduce(
		(widest, text) => Math.max(widest, displayWidth(padFraction(text, fraction))),
		displayWidth(safeText(name)),
	);
	return {width, fraction};
}

/** Fills up a number for a column aligned to the right, so that the decimal points stand below each other; not NULL. */
export function padFraction(text: string, longest: number): string {
	return text === 'NULL' ? text : text + ' '.repeat(Math.max(0, longest - fractionLength(text)));
}

/** Characters of a number from its decimal point on. */
function fractionLength(text: string): number {
	const point = text.indexOf('.');
	return point === -1 ? 0 : text.length - point;
}
