import {splitStatements, withoutSemicolon} from '../sql/split-statements.js';
import {firstWord} from '../sql/statement-kind.js';
import {expression, quoteIdentifier} from '../sql/statements.js';
import type {Column, Row, Value} from '../warehouse/warehouse.js';
import type {ColumnSize} from './column-size.js';
import {atOnce, inSlices, type Slices} from './in-slices.js';
import {columnSizes, measureColumns} from './result-table.js';
import {shortenDouble, shownText, valueText} from './value-text.js';

/** How a full-screen result is ordered and searched. Applies only to the rows held. */
export type GridView = {
	readonly sort?: Sort;
	/** The text to search for, regardless of case; not empty. */
	readonly search?: string;
};

export type Sort = {readonly column: number; readonly direction: 'asc' | 'desc'};

/** A result's columns and the rows held. Views are cached by the array of rows. */
export type HeldRows = {readonly columns: readonly Column[]; readonly rows: readonly Row[]};

/** Rows as a view shows them. */
export type ViewedRows = {
	/** The rows held, in the order of the view. */
	readonly rows: readonly Row[];
	readonly sizes: readonly ColumnSize[];
	/**
	The cells that contain the search text, from left to right and from top to bottom, each as
	`row * columns.length + column` with `row` an index of `rows`. Undefined without a search.
	*/
	readonly matches: readonly number[] | undefined;
	/** Whether `prepareView` must run before the rows are ordered, measured and searched. */
	readonly isPending: boolean;
};

/** Cells up to which a view is computed in the frame that first shows it, in some 10 ms. */
const maxCellsAtOnce = 10_000;
/** Rows measured for the column widths until the view is prepared. */
const firstRows = 200;

/** The last value computed for an array of rows. */
type Cache<T> = WeakMap<readonly Row[], {readonly key: string; readonly value: T}>;
const sizeCache: Cache<readonly ColumnSize[]> = new WeakMap();
const firstSizeCache: Cache<readonly ColumnSize[]> = new WeakMap();
const orderCache: Cache<readonly Row[]> = new WeakMap();
/** By the ordered rows. */
const matchCache: Cache<readonly number[]> = new WeakMap();

/**
The rows in the order of a view, with its matches. Never takes longer than a frame: what is missing for a large result
comes with `prepareView`. Until then the rows are in their own order, without matches.
*/
export function viewRows(held: HeldRows, view: GridView): ViewedRows {
	const {columns, rows} = held;
	if (rows.length * columns.length <= maxCellsAtOnce) return atOnce(prepare(held, view));
	const ordered = view.sort === undefined ? rows : cached(orderCache, rows, orderKey(view.sort));
	const matches = ordered && view.search !== undefined ? cached(matchCache, ordered, view.search) : undefined;
	const sizes = cached(sizeCache, rows, '');
	const isSearched = view.search === undefined || matches !== undefined;
	return {
		rows: ordered ?? rows,
		sizes: sizes ?? firstSizes(held),
		matches,
		isPending: ordered === undefined || sizes === undefined || !isSearched,
	};
}

/**
Orders, measures and searches the rows in slices between which the event loop runs; nothing is done twice. Call it when
the view or the rows change, and draw again afterwards.
@throws the signal's reason if it is aborted
*/
export async function prepareView(held: HeldRows, view: GridView, signal?: AbortSignal): Promise<void> {
	await inSlices(prepare(held, view), signal);
}

/** The sort after pressing the key on a column: ascending, then descending, then none. */
export function nextSort(sort: Sort | undefined, column: number): Sort | undefined {
	if (sort?.column !== column) return {column, direction: 'asc'};
	return sort.direction === 'asc' ? {column, direction: 'desc'} : undefined;
}

/**
The match after or before a cell, around the ends of the result; undefined if there is none.
@param cell As in `ViewedRows.matches`.
@param to `here` returns the cell itself if it matches, otherwise the next match.
*/
export function findMatch(
	matches: readonly number[],
	cell: number,
	to: 'here' | 'next' | 'previous',
): number | undefined {
	const index = firstAtLeast(matches, cell);
	if (to === 'previous') return matches.at(index - 1);
	const isHere = matches[index] === cell;
	return matches[isHere && to === 'next' ? index + 1 : index] ?? matches[0];
}

/** The number of a match, from 1; undefined if the cell does not match. */
export function matchNumber(matches: readonly number[], cell: number): number | undefined {
	const index = firstAtLeast(matches, cell);
	return matches[index] === cell ? index + 1 : undefined;
}

/** A query, or why there is none. */
export type FilterQuery = {readonly sql: string} | {readonly problem: string};

/**
The query for the rows of a result that have a value in a column.
@param query The statement that gave the result.
@param cell Name of the cell that holds this statement and no other; the new query then refers to it.
*/
export function filterQuery(
	query: string,
	columns: readonly Column[],
	column: number,
	value: Value,
	cell?: string,
): FilterQuery {
	const name = columns[column]?.name ?? '';
	const [only, second] = splitStatements(query);
	if (only === undefined || second !== undefined || !isQuery(only.text))
		return {problem: 'Only the result of a query can be filtered.'};
	if (columns.filter(other => other.name.toLowerCase() === name.toLowerCase()).length > 1)
		return {problem: `Several columns are named ${name}. Rename them with AS, then filter.`};
	const from = cell === undefined ? `(\n${withoutSemicolon(query).trim()}\n) AS t` : `{{${cell}}}`;
	const condition = value === null ? 'IS NULL' : `= ${constant(value)}`;
	return {sql: `SELECT * FROM ${from} WHERE ${quoteIdentifier(name)} ${condition}`};
}

function* prepare(held: HeldRows, {sort, search}: GridView): Slices<ViewedRows> {
	const {columns, rows} = held;
	const ordered =
		sort === undefined ? rows : yield* compute(orderCache, rows, orderKey(sort), () => sortRows(held, sort));
	const sizes = yield* compute(sizeCache, rows, '', () => measureColumns(columns, rows));
	const matches =
		search === undefined
			? undefined
			: yield* compute(matchCache, ordered, search, () => findCells(columns, ordered, search));
	return {rows: ordered, sizes, matches, isPending: false};
}

function* compute<T>(cache: Cache<T>, rows: readonly Row[], key: string, work: () => Slices<T>): Slices<T> {
	const known = cached(cache, rows, key);
	if (known !== undefined) return known;
	const value = yield* work();
	cache.set(rows, {key, value});
	return value;
}

function cached<T>(cache: Cache<T>, rows: readonly Row[], key: string): T | undefined {
	const entry = cache.get(rows);
	return entry?.key === key ? entry.value : undefined;
}

function firstSizes({columns, rows}: HeldRows): readonly ColumnSize[] {
	const sizes = cached(firstSizeCache, rows, '') ?? columnSizes(columns, rows.slice(0, firstRows));
	firstSizeCache.set(rows, {key: '', value: sizes});
	return sizes;
}

function orderKey({column, direction}: Sort): string {
	return `${column} ${direction}`;
}

/**
Sorts stably, NULL last in both directions. Numbers are compared exactly, NaN after all others; everything else as text by
code unit, as DuckDB and Redshift compare, which is the order of time for dates and timestamps.
*/
function* sortRows({columns, rows}: HeldRows, {column, direction}: Sort): Slices<readonly Row[]> {
	const isNumber = columns[column]?.type === 'number';
	const numbers = new Float64Array(isNumber ? rows.length : 0);
	const texts: string[] = [];
	const filled: number[] = [];
	const empty: number[] = [];
	for (const [index, row] of rows.entries()) {
		const value = row[column] ?? null;
		(value === null ? empty : filled).push(index);
		if (isNumber) numbers[index] = Number(value);
		else texts.push(valueText(value) ?? '');
		yield;
	}
	const sign = direction === 'asc' ? 1 : -1;
	const order = yield* mergeSort(Uint32Array.from(filled), (a, b) => {
		const difference = isNumber
			? compareNumbers(numbers[a]!, numbers[b]!) || compareExactly(rows[a]![column], rows[b]![column])
			: Number(texts[a]! > texts[b]!) - Number(texts[a]! < texts[b]!);
		return sign * difference || a - b;
	});
	const sorted: Row[] = [];
	for (const indices of [order, empty])
		for (const index of indices) {
			sorted.push(rows[index]!);
			yield;
		}
	return sorted;
}

function compareNumbers(a: number, b: number): number {
	if (a < b) return -1;
	if (a > b) return 1;
	return a === b ? 0 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** Compares two numbers that are equal when rounded to doubles. */
function compareExactly(a: Value | undefined, b: Value | undefined): number {
	if (a === b || (typeof a === 'number' && typeof b === 'number')) return 0;
	const [x, y] = [String(a), String(b)];
	if (!decimal.test(x) || !decimal.test(y)) return 0;
	const scale = Math.max(fraction(x).length, fraction(y).length);
	const difference = scaled(x, scale) - scaled(y, scale);
	return Number(difference > 0n) - Number(difference < 0n);
}

const decimal = /^-?\d+(?:\.\d*)?$/;

function scaled(text: string, scale: number): bigint {
	return BigInt(text.split('.')[0] + fraction(text).padEnd(scale, '0'));
}

function fraction(text: string): string {
	return text.split('.')[1] ?? '';
}

/** Items sorted natively at once, and merged between two yields; well below a millisecond. */
const chunk = 512;

function* mergeSort(
	items: Uint32Array<ArrayBuffer>,
	compare: (a: number, b: number) => number,
): Slices<Uint32Array> {
	const {length} = items;
	for (let start = 0; start < length; start += chunk) {
		items.subarray(start, start + chunk).sort(compare);
		yield;
	}
	let from = items;
	let into = new Uint32Array(length);
	for (let width = chunk; width < length; width *= 2) {
		for (let start = 0; start < length; start += 2 * width) {
			const middle = Math.min(start + width, length);
			const end = Math.min(start + 2 * width, length);
			let a = start;
			let b = middle;
			for (let out = start; out < end; out++) {
				const takesA = a < middle && (b >= end || compare(from[a]!, from[b]!) <= 0);
				into[out] = from[takesA ? a++ : b++]!;
				if (out % chunk === 0) yield;
			}
		}
		[from, into] = [into, from];
	}
	return from;
}

function* findCells(
	columns: readonly Column[],
	rows: readonly Row[],
	search: string,
): Slices<readonly number[]> {
	const wanted = search.toLowerCase();
	const cells: number[] = [];
	for (const [index, row] of rows.entries()) {
		for (let column = 0; column < columns.length; column++) {
			const text = shownText(shortenDouble(row[column])).toLowerCase();
			if (text.includes(wanted)) cells.push(index * columns.length + column);
		}
		yield;
	}
	return cells;
}

/** Index of the first number that is at least `wanted`; the length if there is none. */
function firstAtLeast(sorted: readonly number[], wanted: number): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (sorted[middle]! < wanted) low = middle + 1;
		else high = middle;
	}
	return low;
}

function isQuery(sql: string): boolean {
	return /^(?:select|with|values|from)$/.test(firstWord(sql));
}

/** In quotes, a value takes the type of the column, so that a REAL equals its own text. */
function constant(value: string | number | bigint | boolean): string {
	if (typeof value === 'boolean') return String(value).toUpperCase();
	return /^-?\d+$/.test(String(value)) && typeof value !== 'string'
		? String(value)
		: expression(String(value));
}
