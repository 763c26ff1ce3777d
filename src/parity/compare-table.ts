import type {StatementOptions, TableInfo, Warehouse} from '../warehouse/warehouse.js';
import {type FirstDifferences, firstDifferences} from './first-differences.js';
import type {ParityTable} from './parity-tables.js';
import {readColumnChecksums, readOrderedRows, readTotals, type TableTotals} from './table-figures.js';
import {type Side, unmatchedRows} from './unmatched-rows.js';

/** A value for each of the two warehouses. */
export type BothSides<T> = Readonly<Record<Side, T>>;

/** The result of comparing a table. */
export type TableComparison = {readonly table: string} & (
	| {readonly type: 'equal'; readonly totals: BothSides<TableTotals>}
	| ({
			readonly type: 'different';
			readonly totals: BothSides<TableTotals>;
			/**
			Columns whose values differ; empty if each column holds the same values in different rows; undefined if the row
			counts differ, in which case every column does.
			*/
			readonly columns: readonly string[] | undefined;
	  } & FirstDifferences)
	| {
			readonly type: 'incomparable';
			/** Row counts; undefined where the table does not exist. */
			readonly rows: BothSides<number | undefined>;
			/** Columns that the table lacks where it exists. */
			readonly missing: BothSides<readonly string[]>;
	  }
);

/** Differences to show per table. */
const maxDifferences = 10;

/**
Compares a table in two warehouses by its totals. If they differ, compares column by column, and then row by row until
there are enough differences to show.
@param found The table in the two catalogs.
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
		readOrderedRows(warehouses.here, table, options),
		readOrderedRows(warehouses.there, table, options),
	);
	return {
		table: table.name,
		type: 'different',
		totals,
		columns,
		...(await firstDifferences(table, unmatched, maxDifferences)),
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

/** Runs work on both warehouses concurrently. */
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
