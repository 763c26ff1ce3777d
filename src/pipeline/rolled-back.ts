import {DataError} from '../errors.js';
import {tableScript} from '../warehouse/table-script.js';
import type {StatementOptions, Warehouse} from '../warehouse/warehouse.js';
import type {OwnedTable, TableCounts} from './owned-tables.js';
import {plural} from './plural.js';

/** Carries an answer out of a transaction that must not be committed. */
class RolledBack<T> extends Error {
	readonly value: T;

	constructor(value: T) {
		super('rolled back on purpose');
		this.value = value;
	}
}

/** Runs `body` in a transaction that is rolled back whatever happens; answers what it answered. */
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
Runs `body` with the tables there, in a transaction that is rolled back: the tables as they are or, where none of the
program's own exists, new ones.
@throws DataError where only some of them exist: then those cannot be made
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

/** Makes the tables, in the transaction that is open. */
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
			'Other tables of the load are there, so that these cannot be made for a dry run alone. ' +
			'Run drop-tables and create-tables, which make all of them anew, or drop the others yourself.',
	});
}
