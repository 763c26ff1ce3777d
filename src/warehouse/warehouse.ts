import type {EngineName, SchemaDrift} from '../config/settings.js';
import type {Failure} from '../errors.js';
import type {KeyCount} from '../source/json/key-counts.js';
import type {Inventory, RecordKind, Reject, Source} from '../source/source.js';
import type {SqlFunction} from '../sql/functions.js';

/** A value in a result. Values without an exact JavaScript type are text; timestamps are `YYYY-MM-DD HH:MM:SS.mmm` in UTC. */
export type Value = null | string | number | bigint | boolean;
export type Row = readonly Value[];

export type ColumnType = 'text' | 'number' | 'timestamp' | 'date' | 'boolean' | 'other';
export type Column = {
	readonly name: string;
	readonly type: ColumnType;
	/** The engine's name of the type. */
	readonly engineType: string;
};

export type QueryResult = {
	readonly columns: readonly Column[];
	/** The command tag of a statement that returns no rows, e.g. `INSERT 0 5` or `CREATE TABLE`; null for a query. */
	readonly command: string | null;
	/** Batches of rows as they arrive. Leaving the loop early closes the result. */
	readonly rows: AsyncIterable<readonly Row[]>;
};

/** A complete result. */
export type SmallResult = {
	/** Names of the columns. */
	readonly columns: readonly string[];
	readonly rows: readonly Row[];
};

/** Text formats that an engine can write itself, and the names of the columns as text of the format. */
export type TextForm = {
	readonly format: 'csv' | 'tsv' | 'json' | 'ndjson';
	/** Fields of the header line, or JSON keys with quotes. */
	readonly names: (columns: readonly Column[]) => readonly string[];
};

/**
A query whose result the engine itself turns into text, exactly as the writer of the format would, but many times faster.
It runs when `toFile` or `chunks` is called, once.
*/
export type TextCopy =
	| {
			/**
			Runs the query; the engine writes the text to an existing file or named pipe. Returns the number of rows.
			@throws StatementError, CancelledError
			*/
			readonly toFile: (file: string, options: QueryOptions) => Promise<number>;
			/** What is in the file if there are no rows, and what should be. */
			readonly ifEmpty: {readonly written: string; readonly text: string};
	  }
	| {
			/**
			Runs the query; the engine sends the text. Leaving the loop early cancels the query.
			@param onRows Called with the number of rows so far.
			@throws StatementError, CancelledError
			*/
			readonly chunks: (
				options: QueryOptions & {readonly onRows: (rows: number) => void},
			) => AsyncIterable<Uint8Array>;
	  };

export type StatementOptions = {readonly signal?: AbortSignal | undefined};

export type InspectOptions = StatementOptions & {
	/** Rows of tables that need not be counted. */
	readonly known?: Readonly<Partial<Record<string, number>>> | undefined;
};

export type QueryOptions = StatementOptions & {
	/**
	Whether the engine must refuse changes: the statement runs in a read-only transaction of its own, committed when the
	result has been read or closed, and a BEGIN opens a read-only transaction. Temporary tables (on PostgreSQL their rows),
	settings and files are not covered.
	*/
	readonly isReadOnly?: boolean | undefined;
};

export type ConnectOptions = StatementOptions & {
	/** Called once if the server has accepted the connection but the login is slow. */
	readonly onWaiting?: (() => void) | undefined;
};

/** A file that was renamed. */
export type MovedFile = {readonly from: string; readonly to: string};

export type TransactionOptions = StatementOptions & {
	/** Whether to lock `staging_loads` first, on an engine that uses it to separate loads. The table must exist. */
	readonly locksLoads?: boolean;
	/** Whether tables are dropped or created. On DuckDB the notebook then must not run statements. */
	readonly changesTables?: boolean;
};

/** The transaction state of a session. After `failed`, the engine only accepts the end of the transaction. */
export type TransactionState = 'none' | 'open' | 'failed';

/** Progress of a stage. Unknown totals are absent. */
export type Progress = {
	readonly rows?: number;
	readonly files?: number;
	readonly filesTotal?: number;
	readonly bytes?: number;
	readonly bytesTotal?: number;
	/** Records rejected so far, if the engine reports them. */
	readonly rejected?: number;
	/** Fraction of the work done, 0 to 1, if the engine reports it. */
	readonly fraction?: number;
	/** The reason for a delay, in a sentence; usually absent. */
	readonly waitingFor?: string;
	/** Sessions that block the stage; absent if there are none. */
	readonly blockedBy?: readonly Blocker[];
};

/** A session that holds a lock the load is waiting for; `hidden` if the user may not see it. */
export type Blocker =
	| {
			/** Process id of its backend. */
			readonly session: number;
			readonly user: string;
			/** When its transaction began, `YYYY-MM-DD HH:MM:SS` in UTC. */
			readonly since: string;
			/** Whether it is this program's notebook session. */
			readonly isNotebook?: true;
	  }
	| {readonly session: 'hidden'};

export type StageOptions = {
	readonly onProgress?: (progress: Progress) => void;
	readonly signal?: AbortSignal | undefined;
	/** Maximum number of rejected records before the load fails. */
	readonly maxErrors: number;
	/** How unknown and missing keys are treated; by default, they are noted. */
	readonly schemaDrift?: SchemaDrift | undefined;
};

export type StagingOptions = StageOptions & {
	/** Identifies this run of the stage, in `staging_rejects`. */
	readonly runId: string;
	/** The files as listed earlier in this load. */
	readonly earlier?: Inventory | undefined;
};

export type StagedRows = {
	/** Records read: rows loaded plus rows rejected. */
	readonly records: number;
	readonly rows: number;
	readonly rejected: number;
	/** The first rejects, ten at most, in the order of file and line. */
	readonly firstRejects: readonly Reject[];
	/** Keys that match no column, and keys missing in records; absent if the engine does not report them. */
	readonly unknownKeys?: readonly KeyCount[];
	readonly missingKeys?: readonly KeyCount[];
	/** How the keys differ from the columns, if that is to fail the stage. */
	readonly drift?: Failure;
	/** Probable problems with the records, and other remarks, in sentences. */
	readonly warnings?: readonly string[];
	readonly notes?: readonly string[];
	/** The files that were read; absent if the engine reads them itself and they could not be listed. */
	readonly inventory?: Inventory;
};

export type CatalogTable = {
	readonly name: string;
	readonly columns: readonly {readonly name: string; readonly type: string}[];
};

export type TableInfo = CatalogTable & {
	/** Exact row count. */
	readonly rows: number;
};

/** A view or a foreign key that uses a table. */
export type Dependent = {
	readonly table: string;
	readonly kind: 'view' | 'foreign key';
	/** The view, or the table that has the foreign key, with its schema. */
	readonly name: string;
};

/** A line of an engine's plan for a statement. */
export type PlanStep = {
	readonly text: string;
	/** How the step moves rows between nodes: all rows to every node, each row to one node, or null. */
	readonly moves: 'broadcast' | 'redistribution' | null;
};

/** A staging load in another session on the server, e.g. one whose client disconnected. */
export type RunningLoad = {
	/** Process id of the session's backend. */
	readonly session: number;
	/** The staging table that it fills. */
	readonly table: string;
	/** Start time, `YYYY-MM-DD HH:MM:SS` in UTC. */
	readonly since: string;
	readonly progress: Progress;
};

/** Properties of an engine that need no connection. */
export interface Dialect {
	readonly engine: EngineName;
	/** Schema of the load's tables; undefined on DuckDB, and on a server until it is connected, unless dwh.cfg sets it. */
	readonly schema?: string | undefined;
	/** Whether EXPLAIN can't run and measure a statement; absent if it can. */
	readonly lacksExplainAnalyze?: true;
	/** The statements that `stage` runs to fill the staging table, for display. */
	stagingSql(kind: RecordKind, source: Source, maxErrors: number): readonly string[];
}

/**
One session with an engine. Runs one statement at a time and has its own transaction, temporary tables, search_path, role
and settings. Connects on first use, and again after `close`.
*/
export interface Session {
	readonly transactionState: TransactionState;
	/** Runs one statement and returns the number of rows affected. @throws StatementError, CancelledError */
	run(sql: string, options?: StatementOptions): Promise<number>;
	/**
	Runs one statement and streams its result; closes an open result first.
	@throws StatementError, CancelledError (from the call or the iteration)
	*/
	query(sql: string, options?: QueryOptions): Promise<QueryResult>;
	/**
	Has the engine check a query whose result it is to write as text. Undefined if the engine can't do that for this
	statement, or reports an error, which `query` will report again. Absent if it never can.
	@throws CancelledError
	*/
	prepareCopy?(sql: string, form: TextForm, options?: StatementOptions): Promise<TextCopy | undefined>;
	/** Whether a statement can run in a transaction and be rolled back. Errs only for what the statement calls. */
	canRollBack(sql: string): boolean;
	/** Returns the server's notices since the last call, e.g. `NOTICE: table "x" does not exist, skipping`. */
	takeNotices(): readonly string[];
	/** Closes the open result and rolls back an open transaction. */
	close(): Promise<void>;
}

/**
The target of the load. `run`, `query`, `transaction` and the like use the load's session; the notebook has a separate
session. Both may run a statement at the same time.
*/
export interface Warehouse extends Dialect {
	/** The session for the user's own SQL. The warehouse must be connected. */
	readonly notebook: Session;
	/** Display name, e.g. `DuckDB sparkify.duckdb`. */
	readonly name: string;
	/** Functions that completion suggests besides those of every engine. */
	readonly functions?: readonly SqlFunction[];
	/** Unique identifier of this warehouse, without secrets. */
	readonly identity: string;
	/** The database file that `connect` created; undefined if it existed, or if there is none. */
	readonly createdFile?: string | undefined;
	/** Connects and returns the product and version, e.g. `DuckDB 1.5.6`. @throws ConnectionError */
	connect(options?: ConnectOptions): Promise<string>;
	/**
	Renames the database file that `connect` reported as damaged, so that the next `connect` creates a new one. Absent if
	the database is not a file.
	@throws ConnectionError
	*/
	moveDamagedFile?(): Promise<readonly MovedFile[]>;
	/** Runs one statement and returns the number of rows affected. @throws StatementError, CancelledError */
	run(sql: string, options?: StatementOptions): Promise<number>;
	/** Runs one statement and streams its result. @throws StatementError, CancelledError (from the call or the iteration) */
	query(sql: string, options?: QueryOptions): Promise<QueryResult>;
	/**
	Runs a query with a small result and returns it completely. Use it to count and check: PostgreSQL runs a query whose
	result is streamed on one processor only.
	@throws StatementError, CancelledError
	*/
	read(sql: string, options?: StatementOptions): Promise<SmallResult>;
	/**
	Loads the records of a kind into their staging table, in the open transaction. Stores rejected records in
	`staging_rejects` with the run id. The caller records the load in `staging_loads`.
	@throws RejectedError if more than `maxErrors` records were rejected; StatementError; CancelledError
	*/
	stage(kind: RecordKind, source: Source, options: StagingOptions): Promise<StagedRows>;
	/**
	Checks listed files for problems that are known before reading: space for temporary files (DuckDB), or objects that COPY
	would read differently (Redshift).
	@throws DataError
	*/
	checkFiles(inventory: Inventory): Promise<void>;
	/**
	Checks that an engine that reads the files itself can do so, with its role, bucket and prefix. Loads nothing, and ends
	early once files have been read for a while. Absent if this program reads the files.
	@throws StatementError with advice; DataError; CancelledError
	*/
	checkAccess?(
		kind: RecordKind,
		source: Source,
		options: Pick<StageOptions, 'signal' | 'onProgress'>,
	): Promise<void>;
	/**
	Reads and checks the records as `stage` would, without loading them (on Redshift with COPY … NOLOAD), in the open
	transaction. The staging table must exist and is not changed. `maxErrors` may be infinite; COPY counts 100,000 at most.
	@throws RejectedError if more than `maxErrors` records would be rejected; StatementError; CancelledError
	*/
	check(kind: RecordKind, source: Source, options: StageOptions): Promise<StagedRows>;
	/**
	Writes the result of a query to a Parquet file in the notebook's session and returns the number of rows. Absent if the
	engine cannot write local files.
	@throws StatementError, CancelledError
	*/
	exportParquet?(query: string, file: string, options?: QueryOptions): Promise<number>;
	/** Returns the engine's plan for a statement without running it. @throws StatementError, CancelledError */
	explain(sql: string, options?: StatementOptions): Promise<readonly PlanStep[]>;
	/** Returns the staging loads that other sessions are running; empty if the engine cannot have any. */
	runningLoads(): Promise<readonly RunningLoad[]>;
	/** Cancels another session's load. @param session From `runningLoads`. */
	endLoad(session: number): Promise<void>;
	/** Returns the sessions holding locks that this program's sessions are waiting for. @throws if the query fails */
	blockers(): Promise<readonly Blocker[]>;
	/**
	Takes the lock that prevents concurrent loads into the same tables, if not yet held. Does nothing on an engine that
	prevents them in another way.
	@throws DataError naming the holder
	*/
	lock(options?: StatementOptions): Promise<void>;
	unlock(): Promise<void>;
	/** Runs `body` in a transaction. Commits if it returns, rolls back if it throws. */
	transaction<T>(body: () => Promise<T>, options?: TransactionOptions): Promise<T>;
	/**
	Returns the named tables that exist in the load's schema, sorted by name, with row counts. Counting may wait for locks;
	no other table is read.
	*/
	inspectTables(names: readonly string[], options?: InspectOptions): Promise<readonly TableInfo[]>;
	/** The same tables without their rows. No table is read. */
	describeTables(names: readonly string[], options?: StatementOptions): Promise<readonly CatalogTable[]>;
	/** Returns objects that prevent dropping the named tables of the load's schema, other than those tables. */
	dependents(names: readonly string[], options?: StatementOptions): Promise<readonly Dependent[]>;
	/** Returns every visible table of the load's schema, sorted by name, without reading any table. */
	catalog(options?: StatementOptions): Promise<readonly CatalogTable[]>;
	/** Runs a query with a small result on a separate session, even while a stage is running. */
	observe(sql: string, options?: StatementOptions): Promise<readonly Row[]>;
	/** Progress of the running statement, 0 to 1; undefined if unknown. */
	progress(): number | undefined;
	close(): Promise<void>;
}
