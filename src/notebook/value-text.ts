import {safeText} from '../format/safe-text.js';
import type {Value} from '../warehouse/warehouse.js';

/** The text of a value, raw and exact: a double in its shortest form, a decimal with its scale; null stays null. */
export function valueText(value: Value): string | null {
	if (value === null) return null;
	return Object.is(value, -0) ? '-0' : String(value);
}

/** The text of a value as it is written for people: safe on a terminal, null as `NULL`. */
export function shownText(value: Value | undefined): string {
	return safeText(valueText(value ?? null) ?? 'NULL');
}

/** A double with at most 6 significant decimals, for the screen. Other values, decimals included, stay as they are. */
export function shortenDouble(value: Value | undefined): Value | undefined {
	if (typeof value !== 'number' || Number.isInteger(value)) return value;
	return Math.abs(value) < 1 ? Number(value.toPrecision(6)) : Number(value.toFixed(6));
}
