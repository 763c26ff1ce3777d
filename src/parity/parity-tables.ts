import {filledTables} from '../star/stages.js';
import {tableInfo} from '../star/tables.js';
import {tableColumns} from '../warehouse/table-columns.js';

/** How the values of a column are encoded as text; `sql/parity` or `sql/<engine>/parity` has an expression for each type. */
export type CellType = 'text' | 'whole-number' | 'double' | 'timestamp';
export type ParityColumn = {readonly name: string; readonly type: CellType};

/** A table that holds the same rows in two warehouses loaded from the same data. */
export type ParityTable = {
	readonly name: string;
	/** Columns whose values come from the data; excludes songplay_id, which each engine assigns. */
	readonly columns: readonly ParityColumn[];
	/** Names of the columns that identify a row, in sort order. None of them is a double. */
	readonly key: readonly string[];
};

const cellTypes: Readonly<Record<string, CellType>> = {
	'character varying': 'text',
	integer: 'whole-number',
	bigint: 'whole-number',
	'double precision': 'double',
	'timestamp without time zone': 'timestamp',
};

const columnsOf = tableColumns({engine: 'duckdb'});

export const parityTables: readonly ParityTable[] = filledTables.map(name => {
	const {key = [], generated = []} = tableInfo(name);
	return {
		name,
		columns: columnsOf
			.get(name)!
			.filter(column => !generated.includes(column.name))
			.map(column => ({name: column.name, type: cellTypes[column.type]!})),
		key,
	};
});

/** The columns of the key, in key order. */
export function keyColumns({columns: all, key}: ParityTable): readonly ParityColumn[] {
	return key.map(name => all.find(column => column.name === name)!);
}
