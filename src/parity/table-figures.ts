import {StatementError} from '../errors.js';
import type {QueryResult, Row, StatementOptions, Warehouse} from '../warehouse/warehouse.js';
import {readCell} from './cells.js';
import {columnChecksumsSql, rowsSql, totalsSql} from './parity-sql.js';
import {keyColumns, type ParityTable} from './parity-tables.js';
import type {OrderedRow} from './row-order.js';
import type {RowBatches} from './unmatched-rows.js';

/** What a table comes to. */
export type TableTotals = {
	readonly rows: number;
	/** Different keys, of the rows whose key has no NULL. */
	readonly keys: number;
	/** Rows whose key has a NULL. */
	readonly nullKeys: number;
	/** Of all rows, whatever their order; null for none. */
	readonly checksum: string | null;
};

/** @throws StatementError, CancelledError */
export async function readTotals(
	warehouse: Warehouse,
	table: ParityTable,
	options: StatementOptions,
): Promise<TableTotals> {
	const [rows, keys, wholeKeys, checksum] = await readOne(
		await ask(warehouse, totalsSql(warehouse.engine, table), options),
	);
	return {
		rows: Number(rows),
		keys: Number(keys),
		nullKeys: Number(rows) - Number(wholeKeys),
		checksum: textOrNull(checksum),
	};
}

/** The checksum of each column, in their order. @throws StatementError, CancelledError */
export async function readColumnChecksums(
	warehouse: Warehouse,
	table: ParityTable,
	options: StatementOptions,
): Promise<ReadonlyArray<string | null>> {
	const row = await readOne(await ask(warehouse, columnChecksumsSql(warehouse.engine, table), options));
	return row.map(textOrNull);
}

/** Every row in the order of `compareRows`, as it comes. @throws StatementError, CancelledError from the iteration */
export async function* readRows(
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
	const {rows} = await ask(warehouse, rowsSql(warehouse.engine, table), options);
	for await (const batch of rows) yield batch.map(toRow);
}

/** Runs a query; where it is refused, the error says by which of the two warehouses. */
async function ask(warehouse: Warehouse, sql: string, options: StatementOptions): Promise<QueryResult> {
	try {
		return await warehouse.query(sql, options);
	} catch (error) {
		if (!(error instanceof StatementError)) throw error;
		throw new StatementError({...error.failure, where: warehouse.name}, {cause: error});
	}
}

/** The first row of a result, which is read to its end. */
async function readOne({rows}: QueryResult): Promise<Row> {
	let first: Row = [];
	for await (const batch of rows) first = batch[0] ?? first;
	return first;
}

function textOrNull(value: Row[number] | undefined): string | null {
	return value === null || value === undefined ? null : String(value);
}
