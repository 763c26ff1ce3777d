import type {EngineName} from '../config/settings.js';
import type {KeyCount} from '../source/key-counts.js';
import type {Inventory, RecordKind, Reject, Source} from '../source/source.js';

/** A value of a result: exact, or text. Timestamps are text, `YYYY-MM-DD HH:MM:SS.mmm` in UTC. */
export type Value = null | string | number | bigint | boolean;
export type Row = readonly Value[];

export type ColumnType = 'text' | 'number' | 'timestamp' | 'date' | 'boolean' | 'other';
export type Column = {
	readonly name: string;
	readonly type: ColumnType;
	/** The engine's own name of the type. */
	readonly engineType: string;
};

export type QueryResult = {
	readonly columns: readonly Column[];
	/** The command tag of a statement that returns no rows, e.g. `INSERT 0 5` or `CREATE TABLE`; null for a query. */
	readonly command: string | null;
	/** Batches of rows as they come; leaving the loop early closes the result. */
	readonly rows: AsyncIterable<readonly Row[]>;
};

export type StatementOptions = {readonly signal?: AbortSignal | undefined};

export type ConnectOptions = StatementOptions & {
	/** Called once when the server has answered but takes long to log in. */
	readonly onWaiting?: (() => void) | undefined;
};

/** A file that was renamed. */
export type MovedFile = {readonly from: string; readonly to: string};

export type TransactionOptions = StatementOptions & {
	/** Begins by locking `staging_loads` where the engine keeps loads apart by that. The table has to exist. */
	readonly locksLoads?: boolean;
	/** Whether tables are dropped or created. On DuckDB the notebook must then run nothing. */
	readonly changesTables?: boolean;
};

/** The transaction of a session; after `failed` the engine accepts nothing but its end. */
export type TransactionState = 'none' | 'open' | 'failed';

/** How far a stage has come. Totals are absent where they are not known. */
export type Progress = {
	readonly rows?: number;
	readonly files?: number;
	readonly filesTotal?: number;
	readonly bytes?: number;
	readonly bytesTotal?: number;
	/** Records that could not be loaded so far, where the engine tells. */
	readonly rejected?: number;
	/** Share of the work done, 0 to 1, where the engine tells. */
	readonly fraction?: number;
	/** Why nothing happens for some time, in a sentence; absent most of the time. */
	readonly waitingFor?: string;
	/** Sessions that hold it up; absent where there is none. */
	readonly blockedBy?: readonly Blocker[];
};

/** A session that holds a lock which a statement of the load waits for; `hidden` where the user may not see which. */
export type Blocker =
	| {
			/** Process id of its backend. */
			readonly session: number;
			readonly user: string;
			/** When its transaction began, `YYYY-MM-DD HH:MM:SS` in UTC. */
			readonly since: string;
			/** It is the session of this program's own notebook. */
			readonly isNotebook?: true;
	  }
	| {readonly session: 'hidden'};

export type StageOptions = {
	readonly onProgress?: (progress: Progress) => void;
	readonly signal?: AbortSignal | undefined;
	/** Rejected records up to which the load goes on; one more fails it. */
	readonly maxErrors: number;
};

export type StagingOptions = StageOptions & {
	/** Identifies this run of the stage, in `staging_rejects`. */
	readonly runId: string;
};

export type StagedRows = {
	/** Records read: rows loaded plus rows rejected. */
	readonly records: number;
	readonly rows: number;
	readonly rejected: number;
	/** The first rejects, ten at most, in the order of file and line. */
	readonly firstRejects: readonly Reject[];
	/** Keys that match no column, and keys that records lack; absent where the engine doesn't report them. */
	readonly unknownKeys?: readonly KeyCount[];
	readonly missingKeys?: readonly KeyCount[];
	/** What looks wrong with the records, and what else is worth knowing, in sentences. */
	readonly warnings?: readonly string[];
	readonly notes?: readonly string[];
	/** The files that were read; absent where the engine reads them itself. */
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
	/** Rows that the step sends between the nodes of a cluster: all of them to every node, or each to one; null for neither. */
	readonly moves: 'broadcast' | 'redistribution' | null;
};

/** A staging load that runs on the server in a session other than this one, e.g. one whose client went away. */
export type RunningLoad = {
	/** What the server calls the session: the process id of its backend. */
	readonly session: number;
	/** The staging table that it fills. */
	readonly table: string;
	/** When it began, `YYYY-MM-DD HH:MM:SS` in UTC. */
	readonly since: string;
	readonly progress: Progress;
};

/** What can be told of an engine without being connected to it. */
export interface Dialect {
	readonly engine: EngineName;
	/** Schema of the load's tables; undefined on DuckDB, and on a server until it is connected, unless dwh.cfg sets it. */
	readonly schema?: string | undefined;
	/** The statements by which `stage` fills the staging table, for a person to read. */
	stagingSql(kind: RecordKind, source: Source, maxErrors: number): readonly string[];
}

/**
One session with an engine: a statement at a time. Its transaction, temporary tables, search_path, role and settings are
its own. It connects on first use, and again after `close`.
*/
export interface Session {
	readonly transactionState: TransactionState;
	/** Runs one statement and returns the number of rows affected. @throws StatementError, CancelledError */
	run(sql: string, options?: StatementOptions): Promise<number>;
	/** Runs one statement and streams its result; an open result is closed first. @throws StatementError, CancelledError (from the call or the iteration) */
	query(sql: string, options?: StatementOptions): Promise<QueryResult>;
	/** Returns what the server has reported beside its answers since the last call, e.g. `NOTICE: table "x" does not exist, skipping`. */
	takeNotices(): readonly string[];
	/** Cancels what is running, if anything is. */
	cancel(): Promise<void>;
	/** Closes the open result and rolls an open transaction back. */
	close(): Promise<void>;
}

/**
Where the data goes. `run`, `query`, `transaction` and the like belong to the session of the load; the notebook has a
session of its own. Both may run a statement at the same time.
*/
export interface Warehouse extends Dialect {
	/** The session for the user's own SQL. The warehouse must be connected. */
	readonly notebook: Session;
	/** What a person calls it, e.g. `DuckDB sparkify.duckdb`. */
	readonly name: string;
	/** What tells this warehouse from every other one, without secrets. */
	readonly identity: string;
	/** Connects; answers the product and version, e.g. `DuckDB 1.5.6`. @throws ConnectionError */
	connect(options?: ConnectOptions): Promise<string>;
	/**
	Renames the database file that `connect` has reported as damaged, so that the next `connect` creates a new one. Absent
	where the database is no file.
	@throws ConnectionError
	*/
	moveDamagedFile?(): Promise<readonly MovedFile[]>;
	/** Runs one statement; answers the rows affected. @throws StatementError, CancelledError */
	run(sql: string, options?: StatementOptions): Promise<number>;
	/** Runs one statement and streams its result. @throws StatementError, CancelledError (from the call or the iteration) */
	query(sql: string, options?: StatementOptions): Promise<QueryResult>;
	/**
	Reads the records of a kind into their staging table, inside the transaction that is open.
	Rejected records go to `staging_rejects`, under the run id. The caller records the load in `staging_loads`.
	@throws RejectedError when more than `maxErrors` records were rejected; StatementError; CancelledError
	*/
	stage(kind: RecordKind, source: Source, options: StagingOptions): Promise<StagedRows>;
	/**
	Finds what would keep `stage` from loading listed files, as far as that is known before the first is read: space for
	temporary files (DuckDB), objects that COPY would read differently (Redshift).
	@throws DataError
	*/
	checkFiles(inventory: Inventory): Promise<void>;
	/**
	Where the engine reads the files itself: makes sure that it can, with its role, bucket and prefix. Nothing is loaded.
	Ends early once files have been read for a while. Absent where this program reads them.
	@throws StatementError with advice; DataError; CancelledError
	*/
	checkAccess?(
		kind: RecordKind,
		source: Source,
		options: Pick<StageOptions, 'signal' | 'onProgress'>,
	): Promise<void>;
	/**
	Reads and checks the records as `stage` would, and loads nothing (on Redshift COPY … NOLOAD), inside the transaction
	that is open. The staging table has to be there; it stays as it is.
	@throws RejectedError when more than `maxErrors` records would be rejected; StatementError; CancelledError
	*/
	check(kind: RecordKind, source: Source, options: StageOptions): Promise<StagedRows>;
	/** The engine's plan for a statement, line by line; the statement is not run. @throws StatementError, CancelledError */
	explain(sql: string, options?: StatementOptions): Promise<readonly PlanStep[]>;
	/** Staging loads into the tables of this schema that other sessions run now; none where the engine can't have any. */
	runningLoads(): Promise<readonly RunningLoad[]>;
	/** Cancels what another session runs. @param session From `runningLoads`. */
	endLoad(session: number): Promise<void>;
	/** Other sessions that hold the locks which what runs here waits for; none where nothing waits. @throws when it can't be asked */
	blockers(): Promise<readonly Blocker[]>;
	/**
	Takes the lock by which loads into the same tables keep each other out, if it is not held yet. Does nothing on an
	engine that keeps them apart in another way.
	@throws DataError that names the holder
	*/
	lock(options?: StatementOptions): Promise<void>;
	unlock(): Promise<void>;
	/** Runs `body` in one transaction: committed when it returns, rolled back when it throws. */
	transaction<T>(body: () => Promise<T>, options?: TransactionOptions): Promise<T>;
	/**
	Those of the named tables that exist in the load's schema, sorted by name, with their rows, which a lock can block. No
	other table is read.
	*/
	inspectTables(names: readonly string[], options?: StatementOptions): Promise<readonly TableInfo[]>;
	/** The same tables without their rows. No table is read. */
	describeTables(names: readonly string[], options?: StatementOptions): Promise<readonly CatalogTable[]>;
	/** Objects that keep the named tables of the load's schema from being dropped, apart from those tables themselves. */
	dependents(names: readonly string[], options?: StatementOptions): Promise<readonly Dependent[]>;
	/** Every table of the load's schema that the user may see, sorted by name; no table is read. */
	catalog(options?: StatementOptions): Promise<readonly CatalogTable[]>;
	/** A small result over a session of its own, at any time: the load session may be in the middle of a stage. */
	observe(sql: string, options?: StatementOptions): Promise<readonly Row[]>;
	/** Progress of the statement that is running, 0 to 1; undefined where unknown. */
	progress(): number | undefined;
	/** Cancels what is running, if anything is. */
	cancel(): Promise<void>;
	close(): Promise<void>;
}
