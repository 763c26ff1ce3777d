import type {ProfileMark, SchemaDrift} from '../config/settings.js';
import type {Source} from '../source/source.js';
import type {StageId} from '../star/stages.js';
import type {Warehouse} from '../warehouse/warehouse.js';
import type {PipelineEvent} from './events.js';
import type {Plan} from './stage.js';
import type {DoneStatus, DryRunStatus, FailedStatus, PipelineState} from './state.js';

export type LoadSessionOptions = {
	readonly warehouse: Warehouse;
	readonly source: Source;
	readonly maxErrors: number;
	/** How unknown and missing keys are treated; by default, they are noted. */
	readonly schemaDrift?: SchemaDrift;
	/** Folder of the ledgers, by default `loads` in the program's state folder; false disables the ledger. */
	readonly ledger?: string | false;
	/** Returns an identifier of the jsonpaths file's content, if one is used; called when the load connects. */
	readonly jsonPaths?: (() => Promise<string>) | undefined;
	/** Whether to list the files after connecting, to detect changes since they were loaded. */
	readonly checksFiles?: boolean;
	/** The name of the warehouse, if its settings are in a profile. */
	readonly profile?: ProfileMark | undefined;
};

export type RunStageOptions = {
	/** Limit of rejects for this run of a staging stage, instead of the session's. */
	readonly maxErrors?: number;
	/** Whether unknown and missing keys don't fail this run of a staging stage. */
	readonly acceptsKeys?: boolean;
	/** For drop-tables: whether staging follows in the same run. If so, nothing is dropped unless the records can be read. */
	readonly isFollowedByStaging?: boolean;
	/** For connect: whether drop-tables and staging follow at once. If so, their files are listed while it connects. */
	readonly listsFiles?: boolean;
	/** For connect: whether to move a damaged database file aside and create a new one. */
	readonly movesDamagedFile?: boolean;
};

/** How a run of a stage ended. `busy`: nothing ran, because another job was in progress. */
export type RunEnd = DoneStatus | FailedStatus | {readonly type: 'cancelled'} | {readonly type: 'busy'};

/** A job of the session other than running a stage. */
export type SessionTask = {
	readonly type: 'dry-run' | 'wait-for-loads' | 'end-loads';
	readonly stage: StageId;
};

/**
One load as both front ends see it: a state to render, events that report its changes, and commands. It handles one
request at a time: a request waits for those before it.
*/
export interface LoadSession {
	readonly warehouse: Warehouse;
	readonly source: Source;
	readonly maxErrors: number;
	/**
	Loads from another source from now on. Stages loaded from the old one become stale. Does
	nothing and returns false while a job is in progress.
	*/
	changeSource(source: Source): Promise<boolean>;
	/** Whether the ledger has a table that an earlier run of the program filled in this warehouse. */
	readonly hasLoadedBefore: boolean;
	readonly state: PipelineState;
	/** The running stage, if any. */
	readonly running: StageId | undefined;
	/** Any other job in progress; no stage runs meanwhile. */
	readonly task: SessionTask | undefined;
	/**
	Calls the listener with each event, after `state`, `running` and `task` have changed. Results of an earlier run enter
	the state together with the end of `connect`.
	@returns a function that unsubscribes
	*/
	onEvent(listener: (event: PipelineEvent) => void): () => void;
	/**
	Plans a stage without changing anything, and stores the plan in `state.plans`. Never rejects: what can't be determined
	becomes a note of the plan.
	*/
	plan(stage: StageId): Promise<Plan>;
	/** Marks all plans as outdated, since the warehouse may have changed. */
	outdatePlans(): void;
	/** Re-reads what the warehouse holds: other sessions or the user's own statements may have changed it. */
	refresh(): Promise<void>;
	/** Runs other work on the load's connection between requests. */
	inTurn<T>(work: () => Promise<T>): Promise<T>;
	/** Locks out other loads from the first stage that `body` runs to the last, if the engine supports it. */
	exclusively<T>(body: () => Promise<T>): Promise<T>;
	/**
	Runs one stage and returns how it ended. Never rejects. Does nothing while another job is in progress. Runs the stage
	even if its dependencies are not done in this session: the stage itself checks for the tables it reads.
	*/
	run(stage: StageId, options?: RunStageOptions): Promise<RunEnd>;
	/**
	Determines what a stage would do without changing anything, and stores it in `state.dryRuns`. Never rejects. The stage
	need not be ready, nor the warehouse connected.
	@param after Stages assumed to have run before; by default its dependencies that are not done.
	@returns undefined when cancelled
	*/
	dryRun(stage: StageId, after?: readonly StageId[]): Promise<DryRunStatus | undefined>;
	/**
	Waits until no other session is loading into the stage's table, then plans the stage again. Meanwhile, the plan in the
	state shows the progress of those loads. Ends early when cancelled. Never rejects.
	*/
	waitForLoads(stage: StageId): Promise<void>;
	/** Asks the server to cancel other sessions' loads into the stage's table, then waits as `waitForLoads` does. */
	endLoads(stage: StageId): Promise<void>;
	skip(stage: StageId): void;
	/** Cancels the running stage or other job; resolves once it is rolled back. */
	cancel(): Promise<void>;
	/** Cancels the current job and closes the warehouse. */
	close(): Promise<void>;
}
