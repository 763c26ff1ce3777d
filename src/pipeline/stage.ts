import type {Source} from '../source/source.js';
import type {Dialect, Progress, RunningLoad, Warehouse} from '../warehouse/warehouse.js';
import type {CheckResult} from './checks.js';
import type {DryRun, DryRunContext} from './dry-run.js';
import type {Listing} from './file-check.js';
import type {LoadRecords} from './load-records.js';
import type {LossFacts} from './losses.js';
import type {SourceId} from './source-id.js';

export const stageIds = [
	'connect',
	'drop-tables',
	'create-tables',
	'stage-events',
	'stage-songs',
	'load-songplays',
	'load-users',
	'load-songs',
	'load-artists',
	'load-time',
	'verify',
] as const;
export type StageId = (typeof stageIds)[number];

/** Something that a stage would remove, with today's row count. */
export type Loss = {readonly table: string; readonly rows: number};

/** Everything a person is shown before saying yes. */
export type Plan = {
	readonly stage: StageId;
	/** The exact SQL, statement by statement, as it will be sent. */
	readonly sql: readonly string[];
	/** What the stage reads: files and bytes, or rows of tables; one line each, e.g. `30 files, 3.7 MB from log_data`. */
	readonly reads: readonly string[];
	/** Rows that would be lost: running the stages again could not restore them. Empty when nothing is destroyed. */
	readonly destroys: readonly Loss[];
	/** Rows that the stage computes again from the same source; absent where there are none. */
	readonly replaces?: readonly Loss[];
	/** Things worth knowing that are no obstacle, e.g. skipped files. */
	readonly notes: readonly string[];
	/** Loads into the stage's table that other sessions run now; absent where there is none. The stage is not run beside them. */
	readonly running?: readonly RunningLoad[];
	/** What came of the loads of other sessions that were waited for, in a sentence; absent where none was. */
	readonly waitOutcome?: string;
};

/** What a stage did. */
export type StageResult = {
	/** Rows in the stage's table afterwards; for drop and create 0, for verify the checks passed. */
	readonly rows: number;
	/** Rows in the stage's table before. */
	readonly rowsBefore: number;
	/** Records read, where the stage reads files. */
	readonly records?: number;
	readonly rejected: number;
	/** The first rejects, formatted `file:line column: reason`, ten at most. */
	readonly rejects?: readonly string[];
	/** What looks wrong with what was loaded, and what else is worth knowing, in sentences. Neither fails the stage. */
	readonly warnings?: readonly string[];
	readonly notes?: readonly string[];
	/** One sentence for a person, e.g. `DuckDB 1.5.6` or `8 tables dropped`. */
	readonly summary: string;
	/** The run that filled the stage's table, as recorded in `staging_loads`. */
	readonly runId?: string;
	/** Of `verify`: the run of each table that was checked. */
	readonly verified?: Readonly<Record<string, string>>;
	readonly checks?: readonly CheckResult[];
};

export type StageContext = {
	readonly warehouse: Warehouse;
	readonly source: Source;
	readonly sourceId: SourceId;
	readonly maxErrors: number;
	/** Identifies this run, in `staging_loads` and `staging_rejects`. */
	readonly runId: string;
	/** What `staging_loads` said when this session last looked; undefined where it has not. */
	readonly seen?: LoadRecords | undefined;
	/** What the user was shown that the stage removes; undefined where nobody was asked. */
	readonly confirmed?: readonly Loss[] | undefined;
	/** Of drop-tables: whether staging follows, so that nothing may be dropped unless the records can be read. */
	readonly isFollowedByStaging?: boolean;
	/** Of connect: whether a damaged database file is moved aside, for a new one. */
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
	/** What the warehouse and the files hold now. */
	readonly facts: LossFacts;
	/** Of a staging stage: the files that it would read. */
	readonly listing?: Listing;
	/** Of drop-tables: whether the records can be read, in sentences. */
	readonly sourceNotes?: readonly string[];
};

/** One step of the load: a cell of the notebook. */
export type Stage = {
	readonly id: StageId;
	/** A few words, e.g. `Stage the events`. */
	readonly title: string;
	/** What it does and why, in a sentence or two of plain words. */
	readonly explain: string;
	/** Stages that have to be done before. */
	readonly dependsOn: readonly StageId[];
	/** The table the stage fills, where it fills one. */
	readonly table?: string;
	/** The exact SQL on an engine. */
	sql(context: SqlContext): readonly string[];
	plan(context: PlanContext): Promise<Plan>;
	/** Finds out what the stage would do, and changes nothing. What is made for that is rolled back. */
	dryRun(context: DryRunContext): Promise<DryRun>;
	run(context: StageContext): Promise<StageResult>;
};
