/** A table of the load. Its columns and types are in `sql/<engine>/create-tables.sql`. */
type Table = {
	readonly kind: 'fact' | 'dimension' | 'staging' | 'bookkeeping';
	/** Columns that identify a row, none of them a double; in this order `parity` compares the rows. */
	readonly key?: readonly string[];
	/** Columns that an engine numbers as it likes: `parity` ignores them. */
	readonly generated?: readonly string[];
	/** The sequence that numbers them on DuckDB. */
	readonly sequence?: string;
};

/** Every table that the program creates, fills and drops, in the order in which they are listed and dropped. */
export const tables = {
	songplays: {
		kind: 'fact',
		key: ['start_time', 'user_id', 'session_id'],
		generated: ['songplay_id'],
		sequence: 'songplays_songplay_id',
	},
	users: {kind: 'dimension', key: ['user_id']},
	songs: {kind: 'dimension', key: ['song_id']},
	artists: {kind: 'dimension', key: ['artist_id']},
	time: {kind: 'dimension', key: ['start_time']},
	// The key is what makes two events the same delivery.
	staging_events: {kind: 'staging', key: ['ts', 'userid', 'sessionid', 'iteminsession']},
	staging_songs: {kind: 'staging', key: ['song_id']},
	staging_rejects: {kind: 'bookkeeping'},
	staging_loads: {kind: 'bookkeeping'},
} as const satisfies Readonly<Record<string, Table>>;

export type OwnedTable = keyof typeof tables;
type OfKind<Kind extends Table['kind']> = {
	[Name in OwnedTable]: (typeof tables)[Name]['kind'] extends Kind ? Name : never;
}[OwnedTable];
export type StarTable = OfKind<'fact' | 'dimension'>;
export type StagingTable = OfKind<'staging'>;
/** A table that a stage fills, and that has a row in `staging_loads`. */
export type FilledTable = StarTable | StagingTable;

export const ownedTables = Object.keys(tables) as readonly OwnedTable[];

/** The star schema: the fact table, then the dimensions. */
export const starTables = ownedTables.filter((name): name is StarTable =>
	['fact', 'dimension'].includes(tables[name].kind),
);

export const stagingTables = ownedTables.filter(
	(name): name is StagingTable => tables[name].kind === 'staging',
);

/** What `tables` says about a table, with its optional properties. */
export function tableInfo(name: OwnedTable): Table {
	return tables[name];
}

/** Row counts of the program's own tables, of those that exist. */
export type TableCounts = Readonly<Partial<Record<OwnedTable, number>>>;
