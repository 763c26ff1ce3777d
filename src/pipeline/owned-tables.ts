import {DataError} from '../errors.js';
import type {StatementOptions, Warehouse} from '../warehouse/warehouse.js';
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

/** @throws StatementError, ConnectionError, CancelledError */
export async function countTables(
	warehouse: Pick<Warehouse, 'inspectTables'>,
	options: StatementOptions = {},
): Promise<TableCounts> {
	const tables = await warehouse.inspectTables(ownedTables, options);
	const rows = new Map(tables.map(table => [table.name, table.rows]));
	return Object.fromEntries(
		ownedTables.flatMap(table => (rows.has(table) ? [[table, rows.get(table)]] : [])),
	) as TableCounts;
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

/** @throws DataError that names the first table that is missing, and the stages that make and fill it. */
export function requireTables(counts: TableCounts, tables: readonly OwnedTable[]): void {
	const missing = tables.find(table => counts[table] === undefined);
	if (missing === undefined) return;
	const filledBy = (Object.keys(stageTables) as Array<keyof typeof stageTables>).find(
		stage => stageTables[stage] === missing,
	);
	throw new DataError({
		message: `The table ${missing} does not exist.`,
		where: missing,
		advice: `Run create-tables, which makes it${filledBy === undefined ? '' : `, and then ${filledBy}, which fills it`}.`,
	});
}
