import type {ConnectionSettings} from './connection.js';
import type {CopySettings} from './copy-settings.js';
import type {SourceSettings} from './source-settings.js';

/** The supported engines. */
export const engineNames = ['duckdb', 'postgres', 'redshift'] as const;
export type EngineName = (typeof engineNames)[number];

/** The target of a load and how to connect to it. */
export type WarehouseSettings =
	| {
			readonly engine: 'duckdb';
			/** The database file. */
			readonly database: string;
	  }
	| {readonly engine: 'postgres'; readonly connection: ConnectionSettings}
	| {readonly engine: 'redshift'; readonly connection: ConnectionSettings; readonly copy: CopySettings};

/** The data source: `data`, `source` or, if both are undefined, the bundled sample. */
export type DataSettings = {
	/** A folder or an `s3://` address that contains both kinds of records. */
	readonly data: string | undefined;
	/** A separate location for each kind. */
	readonly source: SourceSettings | undefined;
};

/** All settings, merged from flags, dwh.cfg and environment. */
export type Settings = WarehouseSettings & LoadSettings;

/** Settings for querying a loaded warehouse. Its COPY settings are unused. */
export type QuerySettings = WarehouseSettings & Pick<LoadSettings, 'notes'>;

/** Settings common to all engines. */
export type LoadSettings = DataSettings & {
	/** Number of rejected records that a stage tolerates. */
	readonly maxErrors: number;
	/** Notes to the user about how dwh.cfg was read, one sentence each. */
	readonly notes: readonly string[];
};

/** Settings for printing the stages' SQL: everything but the connection. */
export type PlanSettings = LoadSettings &
	({readonly engine: 'duckdb' | 'postgres'} | {readonly engine: 'redshift'; readonly copy: CopySettings});

/** DuckDB's name for an in-memory database. */
export const inMemory = ':memory:';

/** Defaults: the bundled sample, loaded into a file in the working directory. */
export const defaultSettings = {
	engine: 'duckdb',
	database: 'sparkify.duckdb',
	data: undefined,
	source: undefined,
	maxErrors: 0,
	notes: [],
} as const satisfies Settings;
