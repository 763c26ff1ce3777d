import {StatementError} from '../errors.js';
import type {Row, StatementOptions, Warehouse} from '../warehouse/warehouse.js';
import {readCell} from './cells.js';
import {columnChecksumsSql, rowsSql, totalsSql} from './parity-sql.js';
import {keyColumns, type ParityTable} from './parity-tables.js';
import type {OrderedRow} from './row-order.js';
import type {RowBatches} from './unmatched-rows.js';

/** The totals of a table. */
export type TableTotals = {
	readonly rows: number;
	/** Distinct keys among rows whose key has no NULL. */
	readonly keys: number;
	/** Rows whose key has a NULL. */
	readonly nullKeys: number;
	/** Checksum of all rows, independent of their order; null for an empty table. */
	readonly checksum: string | null;
};

/** @throws StatementError, CancelledError */
export async function readTotals(
	warehouse: Warehouse,
	table: ParityTable,
	options: StatementOptions,
): Promise<TableTotals> {
	const [rows, keys, wholeKeys, checksum] = await readOne(warehouse, totalsSql(warehouse, table), options);
	return {
		rows: Number(rows),
		keys: Number(keys),
		nullKeys: Number(rows) - Number(wholeKeys),
		checksum: textOrNull(checksum),
	};
}

/** Reads the checksum of each column, in column order. @throws StatementError, CancelledError */
export async function readColumnChecksums(
	warehouse: Warehouse,
	table: ParityTable,
	options: StatementOptions,
): Promise<ReadonlyArray<string | null>> {
	const row = await readOne(warehouse, columnChecksumsSql(warehouse, table), options);
	return row.map(textOrNull);
}

/** Streams all rows in the order of `compareRows`. @throws StatementError, CancelledError during iteration */
export async function* readOrderedRows(
	warehouse: Warehouse,
	table: ParityTable,
	options: StatementOptions,
): RowBatches {
	const key = keyColumns(table).map(column => ({...column, at: table.columns.indexOf(column)}));
	const toRow = ([checksum, ...values]: Row): OrderedRow => {
		const cells = values.map(String);
		return {
			key: key.map(({at, type}) => readCell(cells[at] ?? '', type)),
			checksum: BigInt(String(checksum)),
			cells,
		};
	};
	const {rows} = await named(warehouse, async () => warehouse.query(rowsSql(warehouse, table), options));
	for await (const batch of rows) yield batch.map(toRow);
}

/** Runs a query. A StatementError names the warehouse that rejected it. */
async function named<T>({name}: Warehouse, query: () => Promise<T>): Promise<T> {
	try {
		return await query();
	} catch (error) {
		if (!(error instanceof StatementError)) throw error;
		throw new StatementError({...error.failure, where: name}, {cause: error});
	}
}

/** Returns the first row of a query. */
async function readOne(warehouse: Warehouse, sql: string, options: StatementOptions): Promise<Row> {
	const {rows} = await named(warehouse, async () => warehouse.read(sql, options));
	return rows[0] ?? [];
}

function textOrNull(value: Row[number] | undefined): string | null {
	return value === null || value === undefined ? null : String(value);
}
