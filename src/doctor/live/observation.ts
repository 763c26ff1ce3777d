import type {Value} from '../../warehouse/warehouse.js';

/** A COPY to try. Each uses its own table. */
export type Trial = {
	readonly id: string;
	readonly question: string;
	readonly table: string;
	readonly sql: string;
	/** Run in a transaction and roll it back. */
	readonly rollBack?: boolean;
	/** The table contains only probe data, so its rows may be shown. */
	readonly showRows?: boolean;
};

/** A row of a view, by column. */
export type SystemViewRow = Readonly<Record<string, Value>>;

/** The rows of a view for a COPY, or the error if the user may not read it. */
export type ViewReading =
	| {
			readonly rows: readonly SystemViewRow[];
			/** Time from the end of the COPY to the first rows, ms; null if there were none. The views are queried in turn. */
			readonly lagMs: number | null;
	  }
	| {readonly refused: string};

/** The fields of an error, unchanged. */
export type ErrorFields = Readonly<Record<string, string>>;

/** The observed outcome of a COPY. */
export type Observation = {
	readonly trial: string;
	readonly question: string;
	readonly sql: string;
	readonly table: string;
	readonly ms: number;
	/** Command tag and the count that the driver read from it. */
	readonly tag: string | null;
	readonly tagCount: number | null;
	readonly notices: ReadonlyArray<{readonly severity: string; readonly message: string}>;
	readonly error: ErrorFields | null;
	/** `pg_last_copy_count()` and `pg_last_copy_id()`, if available; the latter is that of the last successful COPY. */
	readonly lastCopyCount: number | null;
	readonly lastCopyId: number | null;
	/** Rows in the table afterwards. */
	readonly rowsInTable: number | null;
	readonly rows?: ReadonlyArray<readonly Value[]>;
	readonly views: Readonly<Record<string, ViewReading>>;
};

/** An open question, and the cluster's answer. */
export type LiveAnswer = {readonly question: string; readonly answer: string};
