import type {StageId} from './stage.js';

/** The tables that the program creates, fills and drops, in display order. It never touches others. */
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

export const stageTables = {
	'stage-events': 'staging_events',
	'stage-songs': 'staging_songs',
	'load-songplays': 'songplays',
	'load-users': 'users',
	'load-songs': 'songs',
	'load-artists': 'artists',
	'load-time': 'time',
} as const satisfies Partial<Record<StageId, OwnedTable>>;

/** A table that a stage fills; each has a row in `staging_loads`. */
export type FilledTable = (typeof stageTables)[FillingStage];
export type FillingStage = keyof typeof stageTables;
export const fillingStages = Object.keys(stageTables) as readonly FillingStage[];

/** Tables in the order of the stages that fill them. */
export const filledTables: readonly FilledTable[] = fillingStages.map(stage => stageTables[stage]);

/** The stage that fills a table. */
export function stageOf(table: FilledTable): FillingStage {
	return fillingStages.find(stage => stageTables[stage] === table)!;
}

/** Row counts of the program's tables that exist. */
export type TableCounts = Readonly<Partial<Record<OwnedTable, number>>>;

/** The table that a stage fills, if any. */
export function tableOf(stage: StageId): FilledTable | undefined {
	return (stageTables as Partial<Record<StageId, FilledTable>>)[stage];
}
