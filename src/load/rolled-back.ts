import {DataError} from '../errors.js';
import {plural} from '../format/figures.js';
import type {OwnedTable, TableCounts} from '../star/tables.js';
import {tableScript} from '../warehouse/table-script.js';
import type {StatementOptions, Warehouse} from '../warehouse/warehouse.js';

/** Carries a value out of a transaction that must not be committed. */
class RolledBack<T> extends Error {
	readonly value: T;

	constructor(value: T) {
		super('rolled back on purpose');
		this.value = value;
	}
}

/** Runs `body` in a transaction that is always rolled back, and returns its result. */
export async function rolledBack<T>(
	warehouse: Pick<Warehouse, 'transaction'>,
	options: StatementOptions,
	body: () => Promise<T>,
): Promise<T> {
	let end: RolledBack<T> | undefined;
	try {
		await warehouse.transaction(async () => {
			end = new RolledBack(await body());
			throw end;
		}, options);
	} catch (error) {
		if (end === undefined || error !== end) throw error;
	}
	return end!.value;
}

/**
Runs `body` in a transaction that is rolled back, with the existing tables or, if none of the program's tables exists,
with new ones.
@throws DataError when only some of the tables exist, because creating the others could fail
*/
export async function withTables<T>(
	warehouse: Pick<Warehouse, 'engine' | 'schema' | 'run' | 'transaction'>,
	counts: TableCounts,
	tables: readonly OwnedTable[],
	options: StatementOptions,
	body: () => Promise<T>,
): Promise<T> {
	const missing = tables.filter(table => counts[table] === undefined);
	const isEmpty = Object.keys(counts).length === 0;
	if (missing.length > 0 && !isEmpty) throw tablesMissing(missing);
	return rolledBack(warehouse, options, async () => {
		if (isEmpty) await createTables(warehouse, options);
		return body();
	});
}

/** Creates the tables in the open transaction. */
export async function createTables(
	warehouse: Pick<Warehouse, 'engine' | 'schema' | 'run'>,
	options: StatementOptions,
): Promise<void> {
	for (const sql of tableScript(warehouse, 'create-tables')) await warehouse.run(sql, options);
}

function tablesMissing(missing: readonly OwnedTable[]): DataError {
	return new DataError({
		message: `${plural(missing.length, 'table')} that this stage needs ${missing.length === 1 ? 'does' : 'do'} not exist: ${missing.join(', ')}.`,
		advice:
			'A dry run creates its own tables only if none exists. ' +
			'Run drop-tables and create-tables to recreate them all, or drop the others yourself.',
	});
}
