import {DataError} from '../errors.js';
import {plural} from '../format/figures.js';
import {fillingStages, stageTables} from '../star/stages.js';
import {type OwnedTable, ownedTables, type TableCounts} from '../star/tables.js';
import {columnDifference, tableColumns} from '../warehouse/table-columns.js';
import type {CatalogTable, InspectOptions, StatementOptions, Warehouse} from '../warehouse/warehouse.js';
import {type LoadRecords, loadsQuery, parseLoads} from './load-records.js';

type SurveyedWarehouse = Pick<
	Warehouse,
	'inspectTables' | 'describeTables' | 'observe' | 'engine' | 'schema'
>;

/** The program's tables in the warehouse, and their records in `staging_loads`. */
export type Survey = {
	readonly counts: TableCounts;
	/** Differences of tables that have our names but were created by another version or program. */
	readonly foreign: ReadonlyMap<OwnedTable, string>;
	/** Undefined if `staging_loads` is one of those. */
	readonly loads: LoadRecords | undefined;
};

/**
Reads what the warehouse holds, even while a stage runs.
@throws StatementError, ConnectionError, CancelledError
*/
export async function survey(warehouse: SurveyedWarehouse, options: InspectOptions = {}): Promise<Survey> {
	const tables = await warehouse.inspectTables(ownedTables, options);
	const inOrder = ownedTables.flatMap(name => tables.find(table => table.name === name) ?? []);
	const counts = Object.fromEntries(inOrder.map(({name, rows}) => [name, rows])) as TableCounts;
	const foreign = foreignTables(warehouse, inOrder);
	if (foreign.has('staging_loads')) return {counts, foreign, loads: undefined};
	const loads =
		counts.staging_loads === undefined
			? {}
			: parseLoads(await warehouse.observe(loadsQuery(warehouse), options));
	return {counts, foreign, loads};
}

/**
Checks that a stage can use the tables it needs.
@throws DataError naming the first missing or foreign table and the stages to run
*/
export async function requireTables(
	warehouse: SurveyedWarehouse,
	tables: readonly OwnedTable[],
	options: StatementOptions = {},
): Promise<void> {
	const needed = [...tables, 'staging_loads' as const];
	const found = await warehouse.describeTables(needed, options);
	const isReady =
		needed.every(name => found.some(table => table.name === name)) &&
		foreignTables(warehouse, found).size === 0;
	// Only a refusal needs the counts.
	if (!isReady) refuseTables(await survey(warehouse, options), tables);
}

function refuseTables({counts, foreign}: Survey, tables: readonly OwnedTable[]): void {
	const other = [...tables, 'staging_loads' as const].find(table => foreign.has(table));
	if (other !== undefined) {
		throw new DataError({
			message: `The table ${other} was not created by this program: ${foreign.get(other)}.`,
			where: other,
			advice: `If you don't need its ${plural(counts[other] ?? 0, 'row')}, run drop-tables, then create-tables to replace it. Otherwise set another SCHEMA under [WAREHOUSE] in dwh.cfg.`,
		});
	}
	const missing = tables.find(table => counts[table] === undefined);
	if (missing === undefined) return;
	const filledBy = fillingStages.find(stage => stageTables[stage] === missing);
	throw new DataError({
		message: `The table ${missing} does not exist.`,
		where: missing,
		advice:
			Object.keys(counts).length > 0
				? // create-tables creates all tables or none.
					'Run drop-tables, then create-tables, and load again.'
				: `Run create-tables${filledBy === undefined ? '' : `, then ${filledBy}`}.`,
	});
}

/** Differences between the tables and those that `create-tables` creates. */
function foreignTables(
	warehouse: SurveyedWarehouse,
	tables: readonly CatalogTable[],
): ReadonlyMap<OwnedTable, string> {
	const expected = tableColumns(warehouse);
	return new Map(
		tables.flatMap(table => {
			const difference = columnDifference(table, expected.get(table.name) ?? []);
			return difference === undefined ? [] : [[table.name as OwnedTable, difference]];
		}),
	);
}
