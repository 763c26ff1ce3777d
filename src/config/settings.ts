import type {ConnectionSettings} from './connection.js';
import type {CopySettings} from './copy-settings.js';
import type {SourceSettings} from './source-settings.js';

/** The warehouses there are. */
export const engineNames = ['duckdb', 'postgres', 'redshift'] as const;
export type EngineName = (typeof engineNames)[number];

/** Where the data goes, and how to get there. */
export type WarehouseSettings =
	| {
			readonly engine: 'duckdb';
			/** DuckDB's file. */
			readonly database: string;
	  }
	| {readonly engine: 'postgres'; readonly connection: ConnectionSettings}
	| {readonly engine: 'redshift'; readonly connection: ConnectionSettings; readonly copy: CopySettings};

/** Where the data comes from: `data` or `source` or, where both are undefined, the bundled sample. */
export type DataSettings = {
	/** What holds both kinds of records: a folder, or an `s3://` address. */
	readonly data: string | undefined;
	/** A place for each kind. */
	readonly source: SourceSettings | undefined;
};

/** Everything the program needs to know before it starts, after flags, dwh.cfg and environment were merged. */
export type Settings = WarehouseSettings & LoadSettings;

/** What it takes to ask a warehouse that was loaded; what is said there of COPY counts for nothing. */
export type QuerySettings = WarehouseSettings & Pick<LoadSettings, 'notes'>;

/** What is the same for every warehouse. */
export type LoadSettings = DataSettings & {
	/** Rejected records up to which a stage goes on. */
	readonly maxErrors: number;
	/** What a person should know of how dwh.cfg was read, a sentence each. */
	readonly notes: readonly string[];
};

/** What it takes to print the SQL of the stages: everything but the way to the server. */
export type PlanSettings = LoadSettings &
	({readonly engine: 'duckdb' | 'postgres'} | {readonly engine: 'redshift'; readonly copy: CopySettings});

/** DuckDB's name for a database without a file. */
export const inMemory = ':memory:';

/** What holds where nothing is said: the bundled sample, into a file in the working folder. */
export const defaultSettings = {
	engine: 'duckdb',
	database: 'sparkify.duckdb',
	data: undefined,
	source: undefined,
	maxErrors: 0,
	notes: [],
} as const satisfies Settings;
