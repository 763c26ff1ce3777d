import {safeText} from '../format/safe-text.js';
import type {Column, Value} from '../warehouse/warehouse.js';

/** The text of a value, raw and exact, numbers in their shortest form; null stays null. */
export function valueText(value: Value, {type}: Pick<Column, 'type'>): string | null {
	if (value === null) return null;
	if (typeof value === 'string') return type === 'number' ? withoutTrailingZeros(value) : value;
	return Object.is(value, -0) ? '-0' : String(value);
}

/** The text of a value as a person sees it: harmless on a terminal, null as `NULL`. */
export function shownText(value: Value | undefined, column: Pick<Column, 'type'>): string {
	return safeText(valueText(value ?? null, column) ?? 'NULL');
}

/** A decimal comes as text with all digits of its scale: `12.50` is `12.5`, `12.00` is `12`. */
function withoutTrailingZeros(digits: string): string {
	return /^-?\d+\.\d+$/.test(digits) ? digits.replace(/\.?0+$/, '') : digits;
}
