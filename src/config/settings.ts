/** The warehouses there are. */
export type EngineName = 'duckdb' | 'postgres' | 'redshift';

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
