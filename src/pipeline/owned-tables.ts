import {DataError} from '../errors.js';
import {columnDifference, tableColumns} from '../warehouse/table-columns.js';
import type {StatementOptions, Warehouse} from '../warehouse/warehouse.js';
import {plural} from './plural.js';
import type {Loss, StageId} from './stage.js';

/** The tables that the program makes, fills and drops, in the order in which they are named. Others are left alone. */
export const ownedTables = [
	'songplays',
	'users',
	'songs',
	'artists',
	'time',
	'staging_events',
	'staging_songs',
	'staging_rejects',
	'staging_loads',
] as const;
export type OwnedTable = (typeof ownedTables)[number];

/** The table that each stage fills. */
export const stageTables = {
	'stage-events': 'staging_events',
	'stage-songs': 'staging_songs',
	'load-songplays': 'songplays',
	'load-users': 'users',
	'load-songs': 'songs',
	'load-artists': 'artists',
	'load-time': 'time',
} as const satisfies Partial<Record<StageId, OwnedTable>>;

/** Row counts of the program's own tables, of those that exist. */
export type TableCounts = Readonly<Partial<Record<OwnedTable, number>>>;

/** The program's own tables, of those that exist. */
export type OwnedTables = {
	readonly counts: TableCounts;
	/** How tables that have our names differ from ours: somebody else made them. */
	readonly foreign: ReadonlyMap<OwnedTable, string>;
};

/** @throws StatementError, ConnectionError, CancelledError */
export async function inspectOwnedTables(
	warehouse: Pick<Warehouse, 'inspectTables' | 'engine'>,
	options: StatementOptions = {},
): Promise<OwnedTables> {
	const tables = await warehouse.inspectTables(ownedTables, options);
	const expected = tableColumns(warehouse);
	const inOrder = ownedTables.flatMap(name => tables.find(table => table.name === name) ?? []);
	return {
		counts: Object.fromEntries(inOrder.map(({name, rows}) => [name, rows])) as TableCounts,
		foreign: new Map(
			inOrder.flatMap(table => {
				const difference = columnDifference(table, expected.get(table.name) ?? []);
				return difference === undefined ? [] : [[table.name as OwnedTable, difference]];
			}),
		),
	};
}

/** @throws StatementError, ConnectionError, CancelledError */
export async function countTables(
	warehouse: Pick<Warehouse, 'inspectTables' | 'engine'>,
	options: StatementOptions = {},
): Promise<TableCounts> {
	return (await inspectOwnedTables(warehouse, options)).counts;
}

/** What running a stage would remove: rows of the tables it drops or fills anew. An empty table is no loss. */
export function losses(stage: StageId, counts: Readonly<Record<string, number>>): readonly Loss[] {
	return replacedTables(stage)
		.map(table => ({table, rows: counts[table] ?? 0}))
		.filter(({rows}) => rows > 0);
}

function replacedTables(stage: StageId): readonly OwnedTable[] {
	if (stage === 'drop-tables') return ownedTables;
	const table = tableOf(stage);
	return table === undefined ? [] : [table];
}

/** The table that a stage fills; undefined for the stages that fill none. */
export function tableOf(stage: StageId): OwnedTable | undefined {
	return (stageTables as Partial<Record<StageId, OwnedTable>>)[stage];
}

/**
Counts the program's own tables, and makes sure that a stage can use those it needs.
@throws DataError that names the first table that is missing or that somebody else made, and the stages to run
*/
export async function requireTables(
	warehouse: Pick<Warehouse, 'inspectTables' | 'engine'>,
	tables: readonly OwnedTable[],
	options: StatementOptions,
): Promise<TableCounts> {
	const {counts, foreign} = await inspectOwnedTables(warehouse, options);
	const other = tables.find(table => foreign.has(table));
	if (other !== undefined)
		throw new DataError({
			message: `The table ${other} was not made by this program: ${foreign.get(other)}.`,
			where: other,
			advice: `If you don't need its ${plural(counts[other] ?? 0, 'row')}, run drop-tables, then create-tables, which replace it. Otherwise choose another schema: SCHEMA under [WAREHOUSE] in dwh.cfg.`,
		});
	const missing = tables.find(table => counts[table] === undefined);
	if (missing === undefined) return counts;
	const filledBy = (Object.keys(stageTables) as Array<keyof typeof stageTables>).find(
		stage => stageTables[stage] === missing,
	);
	throw new DataError({
		message: `The table ${missing} does not exist.`,
		where: missing,
		advice: `Run create-tables, which makes it${filledBy === undefined ? '' : `, and then ${filledBy}, which fills it`}.`,
	});
}
