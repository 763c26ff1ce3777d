import {safeText} from '../format/safe-text.js';
import type {Value} from '../warehouse/warehouse.js';

/** Formats a value for display, safe for a terminal. Texts and timestamps are quoted as in SQL, which sets NULL apart. */
export function displayValue(value: Value): string {
	return typeof value === 'string' ? quoted(safeText(value)) : plain(value);
}

/** Formats two different values for display. Texts that would look the same get their non-ASCII characters escaped, as `\u{301}`. */
export function displayPair(a: Value, b: Value): readonly [string, string] {
	if (typeof a !== 'string' || typeof b !== 'string' || looks(a) !== looks(b))
		return [displayValue(a), displayValue(b)];
	return [quoted(spelt(a)), quoted(spelt(b))];
}

function plain(value: Exclude<Value, string>): string {
	return value === null ? 'NULL' : String(value);
}

function quoted(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}

/** Maps texts that look the same to one text: composed and decomposed letters, kinds of blanks. */
function looks(text: string): string {
	return safeText(text).normalize('NFKC');
}

function spelt(text: string): string {
	return text.replaceAll(/[^ -~]/gu, character => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}
