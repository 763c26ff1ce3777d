import type {Value} from '../warehouse/warehouse.js';
import {readCell} from './cells.js';
import type {ParityTable} from './parity-tables.js';
import {compareKeys, type OrderedRow} from './row-order.js';
import type {Side, UnmatchedRow} from './unmatched-rows.js';

export type NamedValue = {readonly column: string; readonly value: Value};
export type TwoValues = {readonly column: string; readonly here: Value; readonly there: Value};

/** A row that is not the same in both warehouses. */
export type Difference =
	| {
			readonly type: 'only';
			readonly side: Side;
			readonly key: readonly NamedValue[];
			readonly values: readonly NamedValue[];
	  }
	| {readonly type: 'changed'; readonly key: readonly NamedValue[]; readonly values: readonly TwoValues[]};

export type FirstDifferences = {
	readonly differences: readonly Difference[];
	/** Whether there are more than these. */
	readonly more: boolean;
};

/**
Returns the first differences of a table, in key order. Rows with the same key on both sides count as one changed row.
@param unmatched Rows in order; read only until there are enough differences.
@param limit Maximum number of differences, and of rows per key held in memory.
*/
export async function firstDifferences(
	table: ParityTable,
	unmatched: AsyncIterable<UnmatchedRow>,
	limit: number,
): Promise<FirstDifferences> {
	const differences: Difference[] = [];
	let group = new KeyGroup(limit);
	for await (const next of unmatched) {
		if (!group.takes(next)) {
			differences.push(...group.differences(table));
			if (differences.length > limit) break;
			group = new KeyGroup(limit);
		}
		group.add(next);
	}
	if (differences.length <= limit) differences.push(...group.differences(table));
	return {differences: differences.slice(0, limit), more: differences.length > limit};
}

/** Rows with the same key. Holds one row per side more than the limit, to detect that there are more. */
class KeyGroup {
	readonly #limit: number;
	readonly #rows: Readonly<Record<Side, OrderedRow[]>> = {here: [], there: []};

	constructor(limit: number) {
		this.#limit = limit;
	}

	takes({row}: UnmatchedRow): boolean {
		const first = this.#rows.here[0] ?? this.#rows.there[0];
		return first === undefined || compareKeys(first, row) === 0;
	}

	add({side, row}: UnmatchedRow): void {
		const rows = this.#rows[side];
		if (rows.length <= this.#limit) rows.push(row);
	}

	differences(table: ParityTable): readonly Difference[] {
		const {here, there} = this.#rows;
		const pairs = Math.min(here.length, there.length);
		return [
			...here.slice(0, pairs).map((row, index) => changed(table, row, there[index]!)),
			...here.slice(pairs).map(row => only(table, 'here', row)),
			...there.slice(pairs).map(row => only(table, 'there', row)),
		];
	}
}

function changed(table: ParityTable, here: OrderedRow, there: OrderedRow): Difference {
	const values = table.columns.flatMap(({name, type}, index) => {
		const [a = '', b = ''] = [here.cells[index], there.cells[index]];
		return a === b ? [] : [{column: name, here: readCell(a, type), there: readCell(b, type)}];
	});
	return {type: 'changed', key: keyOf(table, here), values};
}

function only(table: ParityTable, side: Side, row: OrderedRow): Difference {
	const values = table.columns.flatMap(({name, type}, index) =>
		table.key.includes(name) ? [] : [{column: name, value: readCell(row.cells[index] ?? '', type)}],
	);
	return {type: 'only', side, key: keyOf(table, row), values};
}

function keyOf({key}: ParityTable, row: OrderedRow): readonly NamedValue[] {
	return key.map((column, index) => ({column, value: row.key[index] ?? null}));
}
