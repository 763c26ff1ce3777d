import type {StatementOptions, TableInfo, Warehouse} from '../warehouse/warehouse.js';
import {type FirstDifferences, firstDifferences} from './first-differences.js';
import type {ParityTable} from './parity-tables.js';
import {readColumnChecksums, readRows, readTotals, type TableTotals} from './table-figures.js';
import {type Side, unmatchedRows} from './unmatched-rows.js';

/** Something for each of the two warehouses. */
export type BothSides<T> = Readonly<Record<Side, T>>;

/** What a comparison of a table found. */
export type TableComparison = {readonly table: string} & (
	| {readonly type: 'equal'; readonly totals: BothSides<TableTotals>}
	| ({
			readonly type: 'different';
			readonly totals: BothSides<TableTotals>;
			/**
			Columns whose values are not the same ones; none where they are, but stand in other rows; undefined where one
			warehouse has more rows, so that no column can be the same.
			*/
			readonly columns: readonly string[] | undefined;
	  } & FirstDifferences)
	| {
			readonly type: 'incomparable';
			/** Rows of the table where it is. */
			readonly rows: BothSides<number | undefined>;
			/** Columns that it lacks where it is. */
			readonly missing: BothSides<readonly string[]>;
	  }
);

/** Differences that are shown of a table. */
const shownDifferences = 10;

/**
Compares a table in two warehouses: first by what it comes to; where that is not the same, column by column, and then row
by row until there are enough differences to show.
@param found What the catalogs have of the table.
@throws StatementError, CancelledError
*/
export async function compareTable(
	warehouses: BothSides<Warehouse>,
	table: ParityTable,
	found: BothSides<TableInfo | undefined>,
	options: StatementOptions,
): Promise<TableComparison> {
	const missing = {here: missingColumns(table, found.here), there: missingColumns(table, found.there)};
	if (!found.here || !found.there || missing.here.length + missing.there.length > 0) {
		const rows = {here: found.here?.rows, there: found.there?.rows};
		return {table: table.name, type: 'incomparable', rows, missing};
	}
	const totals = await onBoth(warehouses, async side => readTotals(side, table, options));
	if (totals.here.rows === totals.there.rows && totals.here.checksum === totals.there.checksum)
		return {table: table.name, type: 'equal', totals};

	const columns =
		totals.here.rows === totals.there.rows ? await differingColumns(warehouses, table, options) : undefined;
	const unmatched = unmatchedRows(
		readRows(warehouses.here, table, options),
		readRows(warehouses.there, table, options),
	);
	return {
		table: table.name,
		type: 'different',
		totals,
		columns,
		...(await firstDifferences(table, unmatched, shownDifferences)),
	};
}

async function differingColumns(
	warehouses: BothSides<Warehouse>,
	table: ParityTable,
	options: StatementOptions,
): Promise<readonly string[]> {
	const {here, there} = await onBoth(warehouses, async side => readColumnChecksums(side, table, options));
	return table.columns.filter((_, index) => here[index] !== there[index]).map(({name}) => name);
}

/** Two warehouses work at the same time. */
export async function onBoth<T>(
	{here, there}: BothSides<Warehouse>,
	work: (warehouse: Warehouse) => Promise<T>,
): Promise<BothSides<T>> {
	const [a, b] = await Promise.all([work(here), work(there)]);
	return {here: a, there: b};
}

function missingColumns(table: ParityTable, found: TableInfo | undefined): readonly string[] {
	if (found === undefined) return [];
	const there = new Set(found.columns.map(({name}) => name));
	return table.columns.map(({name}) => name).filter(name => !there.has(name));
}
