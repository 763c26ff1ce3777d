import {safeText} from '../format/safe-text.js';
import type {Value} from '../warehouse/warehouse.js';

/** A value for a person, harmless on a terminal: texts and timestamps as SQL writes them, so that NULL is no text. */
export function displayValue(value: Value): string {
	return typeof value === 'string' ? quoted(safeText(value)) : plain(value);
}

/** Two values that differ, for a person: texts that would look the same with their unusual characters as `\u{301}`. */
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

/** The same for texts that a reader can't tell apart: composed and decomposed letters, kinds of blanks. */
function looks(text: string): string {
	return safeText(text).normalize('NFKC');
}

function spelt(text: string): string {
	return text.replaceAll(/[^ -~]/gu, character => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}
