import type {StatementOptions, Warehouse} from '../warehouse/warehouse.js';
import {type BothSides, compareTable, onBoth, type TableComparison} from './compare-table.js';
import {parityTables} from './parity-tables.js';

export type CompareOptions = StatementOptions & {
	/** Called before each table. */
	readonly onTable?: (table: string, number: number, total: number) => void;
};

/** Compares every table of two connected warehouses without changing them. @throws StatementError, CancelledError */
export async function* compareWarehouses(
	warehouses: BothSides<Warehouse>,
	{onTable, signal}: CompareOptions = {},
): AsyncGenerator<TableComparison> {
	const names = parityTables.map(({name}) => name);
	const catalogs = await onBoth(warehouses, async warehouse => warehouse.inspectTables(names));
	for (const [index, table] of parityTables.entries()) {
		onTable?.(table.name, index + 1, parityTables.length);
		const found = {
			here: catalogs.here.find(({name}) => name === table.name),
			there: catalogs.there.find(({name}) => name === table.name),
		};
		yield await compareTable(warehouses, table, found, {signal});
	}
}
