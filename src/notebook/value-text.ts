import {safeText} from '../format/safe-text.js';
import type {Value} from '../warehouse/warehouse.js';

/** The exact, unescaped text of a value: a double in its shortest form, a decimal with its scale. Null stays null. */
export function valueText(value: Value): string | null {
	if (value === null) return null;
	return Object.is(value, -0) ? '-0' : String(value);
}

/** The text of a value for display: safe for a terminal, with null as `NULL`. */
export function shownText(value: Value | undefined): string {
	return safeText(valueText(value ?? null) ?? 'NULL');
}

/** Rounds a double to 6 significant decimals for display. Other values, including decimals, are unchanged. */
export function shortenDouble(value: Value | undefined): Value | undefined {
	if (typeof value !== 'number' || Number.isInteger(value)) return value;
	return Math.abs(value) < 1 ? Number(value.toPrecision(6)) : Number(value.toFixed(6));
}
