import {safeJson} from '../../format/safe-text.js';
import type {Column, Row, Value} from '../../warehouse/warehouse.js';
import {valueText} from '../value-text.js';
import type {Writer} from './writer.js';

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** Writes one array with one object per row, as the rows arrive. Numbers keep all their digits. */
export const writeJson: Writer = async function* (columns, rows) {
	if (columns.length === 0) return;
	const keys = uniqueKeys(columns);
	let separator = '[\n';
	for await (const batch of rows) {
		if (batch.length === 0) continue;
		yield separator + safeJson(batch.map(row => object(keys, columns, row)).join(',\n'));
		separator = ',\n';
	}
	yield separator === '[\n' ? '[]\n' : '\n]\n';
};

/** Writes one object per line. */
export const writeNdjson: Writer = async function* (columns, rows) {
	if (columns.length === 0) return;
	const keys = uniqueKeys(columns);
	for await (const batch of rows)
		yield safeJson(batch.map(row => `${object(keys, columns, row)}\n`).join(''));
};

/** The names as JSON texts. Repeated ones are numbered, since keys in an object are unique: `id`, `id_2`. */
export function uniqueKeys(columns: readonly Column[]): readonly string[] {
	const names = new Set(columns.map(({name}) => name));
	const used = new Set<string>();
	return columns.map(({name}) => {
		let key = name;
		for (let n = 2; used.has(key) || (key !== name && names.has(key)); n++) key = `${name}_${n}`;
		used.add(key);
		return JSON.stringify(key);
	});
}

function object(keys: readonly string[], columns: readonly Column[], row: Row): string {
	return `{${keys.map((key, index) => `${key}:${jsonLiteral(row[index] ?? null, columns[index]!)}`).join(',')}}`;
}

/** A value as JSON. Numbers are exact, whatever their size. NaN and infinities, which JSON lacks, become strings. */
export function jsonLiteral(value: Value, column: Column): string {
	const text = valueText(value);
	if (text === null || typeof value === 'boolean') return String(text);
	const isNumber = typeof value !== 'string' || column.type === 'number';
	return isNumber && jsonNumber.test(text) ? text : JSON.stringify(text);
}
