import {UsageError} from '../../errors.js';
import {tokenize} from '../../sql/scanner.js';
import {expression} from '../../sql/statements.js';

type Place = {readonly name: string; readonly start: number; readonly end: number};

/** Characters before the colon of a parameter. After others it belongs to a slice, a cast, a key or a label. */
const mayPrecede = /[\s=<>+\-*/%|&^~!#@(,;]/;

/** The parameters `:name` of a text, in order. Slices as in `a[1:n]` are not parameters; write `a[1:(:n)]`. */
export function parametersOf(sql: string): readonly Place[] {
	return tokenize(sql).flatMap(({type, start, end}) => {
		const isNamed = type === 'parameter' && sql[start] === ':';
		const before = sql[start - 1];
		if (!isNamed || (before !== undefined && !mayPrecede.test(before))) return [];
		return [{name: sql.slice(start + 1, end), start, end}];
	});
}

/**
Writes the values of parameters into a statement, each as one literal.
@throws UsageError if a parameter has no value, or a list does not follow IN
*/
export function withParameters(
	sql: string,
	values: ReadonlyMap<string, string>,
): {readonly sql: string; readonly edits: readonly Edit[]} {
	const edits = parametersOf(sql).map(({name, start, end}) => {
		const value = values.get(name);
		if (value === undefined)
			throw new UsageError({
				message: `The parameter :${name} has no value.`,
				advice: `Set it with \\set ${name} VALUE.`,
				sql: {text: sql, offset: start},
			});
		const isList = listItems(value) !== undefined;
		if (isList && !/\bin\s*$/i.test(sql.slice(0, start)))
			throw new UsageError({
				message: `The parameter :${name} is a list, which is allowed only after IN.`,
				advice: `Write IN :${name}.`,
				sql: {text: sql, offset: start},
			});
		return {start, end, text: literalOf(value)};
	});
	return {sql: applyEdits(sql, edits), edits};
}

/** A replacement of a part of a text. */
export type Edit = {readonly start: number; readonly end: number; readonly text: string};

/** @param edits In order, and not overlapping. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
	let result = '';
	let end = 0;
	for (const edit of edits) {
		result += text.slice(end, edit.start) + edit.text;
		end = edit.end;
	}
	return result + text.slice(end);
}

/** Translates an offset in the edited text to the text before the edits. */
export function offsetBefore(offset: number, edits: readonly Edit[]): number {
	let shift = 0;
	for (const {start, end, text} of edits) {
		if (offset < start + shift) break;
		if (offset < start + shift + text.length) return start;
		shift += text.length - (end - start);
	}
	return offset - shift;
}

const number = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const date = /^\d{4}-\d\d-\d\d$/;
const timestamp = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?$/;

/**
Writes a value as SQL. Its form tells its kind: `42`, `2018-11-01`, `2018-11-01 12:00`, `true`, `NULL`, a list `(1, 2)`;
anything else, and anything in single quotes, is text.
*/
export function literalOf(value: string): string {
	const items = listItems(value);
	if (items !== undefined) return `(${items.map(literalOf).join(', ') || 'NULL'})`;
	// In parentheses, or `1-:n` would begin a comment.
	if (number.test(value)) return value.startsWith('-') ? `(${value})` : value;
	if (date.test(value)) return `DATE '${value}'`;
	if (timestamp.test(value)) return `TIMESTAMP '${value.replace('T', ' ')}'`;
	if (/^(?:true|false|null)$/i.test(value)) return value.toUpperCase();
	const [, quoted] = /^'(.*)'$/s.exec(value) ?? [];
	return expression(quoted ?? value);
}

/** The items of a list `(a, b)`; undefined for other values. */
function listItems(value: string): readonly string[] | undefined {
	const [, inside] = /^\((.*)\)$/s.exec(value.trim()) ?? [];
	if (inside === undefined) return undefined;
	return inside.trim() === '' ? [] : inside.split(',').map(item => item.trim());
}
