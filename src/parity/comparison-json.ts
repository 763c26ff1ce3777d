import {safeJson} from '../format/safe-text.js';
import type {Value} from '../warehouse/warehouse.js';
import type {BothSides, TableComparison} from './compare-table.js';
import {verdict} from './comparison-lines.js';
import type {Difference, NamedValue} from './first-differences.js';
import type {TableTotals} from './table-figures.js';

/** A comparison as a line of JSON without a line end. Whole numbers beyond 2^53 are written as text. */
export function comparisonJson(comparison: TableComparison): string {
	const {table, type} = comparison;
	const equal = type === 'equal';
	if (type === 'incomparable') {
		const {rows, missing} = comparison;
		return line({table, equal, values: verdict(comparison), rows, missing});
	}
	const {totals} = comparison;
	return line({
		table,
		equal,
		values: verdict(comparison),
		rows: each(totals, side => side.rows),
		keys: each(totals, side => side.keys),
		nullKeys: each(totals, side => side.nullKeys),
		checksum: each(totals, side => side.checksum),
		...(type === 'different' && {
			columns: comparison.columns,
			differences: comparison.differences.map(flat),
			more: comparison.more,
		}),
	});
}

function each<T>({here, there}: BothSides<TableTotals>, figure: (totals: TableTotals) => T): BothSides<T> {
	return {here: figure(here), there: figure(there)};
}

function flat(difference: Difference) {
	const key = record(difference.key);
	switch (difference.type) {
		case 'only':
			return {type: `only-${difference.side}`, key, values: record(difference.values)};
		case 'changed': {
			const values = difference.values.map(({column, here, there}) => [column, {here, there}] as const);
			return {type: difference.type, key, values: Object.fromEntries(values)};
		}
	}
}

function record(values: readonly NamedValue[]): Readonly<Record<string, Value>> {
	return Object.fromEntries(values.map(({column, value}) => [column, value]));
}

function line(fields: object): string {
	return safeJson(
		JSON.stringify(fields, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
	);
}
