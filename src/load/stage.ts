import type {SchemaDrift} from '../config/settings.js';
import type {Inventory, RecordKind, Source} from '../source/source.js';
import type {StageId} from '../star/stages.js';
import type {TableCounts} from '../star/tables.js';
import type {Dialect, Progress, RunningLoad, Warehouse} from '../warehouse/warehouse.js';
import type {CheckResult} from './checks.js';
import type {DryRun} from './dry-run.js';
import type {SourceListing} from './file-check.js';
import type {FilesAhead} from './files-ahead.js';
import type {LoadRecords} from './load-records.js';
import type {Loss, LossFacts} from './losses.js';
import type {SourceId} from './source-id.js';

/** Everything that is shown to the user before confirmation. */
export type Plan = {
	readonly stage: StageId;
	/** The statements exactly as they will be sent. */
	readonly sql: readonly string[];
	/** What the stage reads, one line each: files and bytes, or rows of tables, e.g. `30 files, 3.7 MB in log_data`. */
	readonly reads: readonly string[];
	/** Rows that would be lost, because rerunning the stages could not restore them. */
	readonly destroys: readonly Loss[];
	/** Rows that the stage recomputes from the same source. */
	readonly replaces?: readonly Loss[];
	/** Information that does not block the stage, e.g. skipped files. */
	readonly notes: readonly string[];
	/** Other sessions' running loads into the stage's table. The stage must not run at the same time. */
	readonly running?: readonly RunningLoad[];
	/** The outcome of waiting for other sessions' loads, in a sentence. */
	readonly waitOutcome?: string;
};

/** What a stage did. */
export type StageResult = {
	/** Rows in the stage's table afterwards; 0 for drop and create, the number of checks for verify. */
	readonly rows: number;
	/** Rows in the stage's table before. */
	readonly rowsBefore: number;
	/** Records read, if the stage reads files. */
	readonly records?: number;
	readonly rejected: number;
	/** The first ten rejects, formatted as `file:line column: reason`. */
	readonly rejects?: readonly string[];
	/** Suspicious properties of the loaded data, in sentences. Like `notes`, they do not fail the stage. */
	readonly warnings?: readonly string[];
	readonly notes?: readonly string[];
	/** Files and folders that the stage created, in sentences. */
	readonly created?: readonly string[];
	/** A short summary for display, e.g. `DuckDB 1.5.6` or `8 tables dropped`. */
	readonly summary: string;
	/** The run that filled the stage's table, as recorded in `staging_loads`. */
	readonly runId?: string;
	/** For `verify`: the run id of each checked table. */
	readonly verified?: Readonly<Record<string, string>>;
	readonly checks?: readonly CheckResult[];
};

/** What a stage did, and the rows of the tables that it counted or filled in its transaction. */
export type StageRun = StageResult & {readonly counted?: TableCounts};

export type StageContext = {
	readonly warehouse: Warehouse;
	readonly source: Source;
	readonly sourceId: SourceId;
	readonly maxErrors: number;
	readonly schemaDrift: SchemaDrift;
	/** Identifies this run in `staging_loads` and `staging_rejects`. */
	readonly runId: string;
	/** The rows of `staging_loads` as this session last read them; undefined if it has not. */
	readonly seen?: LoadRecords | undefined;
	/** The losses that the user was shown; undefined without confirmation. */
	readonly confirmed?: readonly Loss[] | undefined;
	/** For drop-tables: whether staging follows. If so, nothing may be dropped unless the records can be read. */
	readonly isFollowedByStaging?: boolean;
	/** For drop-tables: a listing of the files that was started while connecting. */
	readonly ahead?: FilesAhead | undefined;
	/** For drop-tables: called with the files that staging is going to read, if they were listed from here. */
	readonly onListed?: (kind: RecordKind, inventory: Inventory) => void;
	/** For a staging stage: its files as drop-tables listed them in this load. */
	readonly earlier?: Inventory | undefined;
	/** For connect: whether to move a damaged database file aside and create a new one. */
	readonly movesDamagedFile?: boolean;
	readonly signal: AbortSignal;
	readonly onProgress: (progress: Progress) => void;
};

/** What the SQL of a stage depends on. */
export type SqlContext = {
	readonly warehouse: Dialect;
	readonly source: Source;
	readonly maxErrors: number;
};

export type PlanContext = Pick<StageContext, 'warehouse' | 'source' | 'maxErrors'> & {
	/** Current contents of the warehouse and the files. */
	readonly facts: LossFacts;
	/** For a staging stage: the files that it would read. */
	readonly listing?: SourceListing;
	/** For drop-tables: whether the records can be read, in sentences. */
	readonly sourceNotes?: readonly string[];
};

export type DryRunContext = Pick<
	StageContext,
	'warehouse' | 'source' | 'maxErrors' | 'schemaDrift' | 'signal' | 'onProgress'
> & {
	/** Current contents of the warehouse. */
	readonly facts: LossFacts;
	/** Stages assumed to have run before. */
	readonly after: ReadonlySet<StageId>;
};

/** How a stage is planned and run: stages of one kind differ only in their row of `src/star/stages.ts`. */
export type StageBehavior = {
	/** The exact SQL for an engine. */
	sql(context: SqlContext): readonly string[];
	plan(context: PlanContext): Promise<Plan>;
	/** Determines what the stage would do. Any changes made for this are rolled back. */
	dryRun(context: DryRunContext): Promise<DryRun>;
	run(context: StageContext): Promise<StageRun>;
};

/** One step of the load: its row, and what it does. */
export type Stage = StageBehavior & {
	readonly id: StageId;
	/** A few words, e.g. `Stage the events`. */
	readonly title: string;
	/** What the stage does and why, in a sentence or two. */
	readonly explain: string;
	/** Stages that have to be done before. */
	readonly dependsOn: readonly StageId[];
	/** The table that the stage fills, if it fills one. */
	readonly table?: string;
};
