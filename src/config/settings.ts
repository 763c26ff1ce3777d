/** The warehouses there are. */
export const engineNames = ['duckdb', 'postgres', 'redshift'] as const;
export type EngineName = (typeof engineNames)[number];

/** Everything the program needs to know before it starts, after flags and configuration were merged. */
export type Settings = {
	readonly engine: EngineName;
	/** DuckDB's file. */
	readonly database: string;
	/** The data folder; undefined for the bundled sample. */
	readonly data: string | undefined;
	/** Rejected records up to which a stage goes on. */
	readonly maxErrors: number;
};

/** What holds where nothing is said: the bundled sample, into a file in the working folder. */
export const defaultSettings: Settings = {
	engine: 'duckdb',
	database: 'sparkify.duckdb',
	data: undefined,
	maxErrors: 0,
};
