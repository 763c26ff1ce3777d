import type {Value} from '../../warehouse/warehouse.js';

/** A COPY to be tried, each into a table of its own. */
export type Trial = {
	readonly id: string;
	readonly question: string;
	readonly table: string;
	/** The statement. */
	readonly sql: string;
	/** Run inside a transaction that is rolled back. */
	readonly rollBack?: boolean;
	/** The table holds what this program wrote itself: its rows may be shown. */
	readonly showRows?: boolean;
};

/** A row of a view, by column. */
export type ViewRow = Readonly<Record<string, Value>>;

/** What a view said of a COPY: nothing, as `rows` is empty, or not to this user. */
export type ViewReading =
	| {
			readonly rows: readonly ViewRow[];
			/** Milliseconds after the end of the COPY at which the rows were seen; null when none came. The views are asked in turn. */
			readonly lagMs: number | null;
	  }
	| {readonly refused: string};

/** The fields of an error as they came. */
export type ErrorFields = Readonly<Record<string, string>>;

/** What was seen of a COPY. */
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
	/** `pg_last_copy_count()` and `pg_last_copy_id()`, where they answer; the latter is of the last COPY that succeeded. */
	readonly lastCopyCount: number | null;
	readonly lastCopyId: number | null;
	/** Rows in the table afterwards. */
	readonly rowsInTable: number | null;
	readonly rows?: ReadonlyArray<readonly Value[]>;
	readonly views: Readonly<Record<string, ViewReading>>;
};

/** A question of this project, and what the cluster said to it. */
export type Answer = {readonly question: string; readonly answer: string};
