import type {Source} from '../source/source.js';
import type {Warehouse} from '../warehouse/warehouse.js';
import type {PipelineEvent} from './events.js';
import type {Plan, StageId} from './stage.js';
import type {DryRunStatus, PipelineState, StageStatus} from './state.js';

export type LoadSessionOptions = {
	readonly warehouse: Warehouse;
	readonly source: Source;
	readonly maxErrors: number;
	/** Folder of the ledgers, by default `$XDG_STATE_HOME/sparkify-tui/loads`; false for a load that leaves none. */
	readonly ledger?: string | false;
	/** Identifies the content of the jsonpaths file, where one is used; asked when the load connects. */
	readonly jsonPaths?: (() => Promise<string>) | undefined;
	/** Whether to list the files once connected, to tell whether they have changed since they were loaded. */
	readonly checksFiles?: boolean;
};

export type RunStageOptions = {
	/** Rejects that this run of a staging stage may have, in place of the session's own limit. */
	readonly maxErrors?: number;
	/** Of drop-tables: whether staging follows in the same run. Then nothing is dropped unless the records can be read. */
	readonly isFollowedByStaging?: boolean;
	/** Of connect: whether a damaged database file is moved aside, for a new one. */
	readonly movesDamagedFile?: boolean;
};

/** What a session does that is no run of a stage. */
export type SessionTask = {
	readonly type: 'dry-run' | 'wait-for-loads' | 'end-loads';
	readonly stage: StageId;
};

/** One load, as both faces see it: a state to render, events to print, and the commands a person has. */
export interface LoadSession {
	readonly warehouse: Warehouse;
	readonly source: Source;
	readonly maxErrors: number;
	readonly state: PipelineState;
	/** The stage that is running, if one is. */
	readonly running: StageId | undefined;
	/** What else the session is busy with: while it is, no stage is run. */
	readonly task: SessionTask | undefined;
	/** Calls back after each change of `state`; answers the function that ends it. */
	subscribe(listener: () => void): () => void;
	/**
	Calls back with each event as it happens; answers the function that ends it. What an earlier run has done is taken
	over into the state when `connect` is done, without a call: it does not happen now.
	*/
	onEvent(listener: (event: PipelineEvent) => void): () => void;
	/**
	Works out what a stage would do; runs nothing that changes anything. Kept in `state.plans`. Never rejects: what cannot
	be found out is a note of the plan.
	*/
	plan(stage: StageId): Promise<Plan>;
	/** Looks again at what the warehouse holds: somebody else, or the user's own statements, may have changed it. */
	refresh(): Promise<void>;
	/** Keeps other loads out from the first stage that `body` runs to the last, where the engine can. */
	exclusively<T>(body: () => Promise<T>): Promise<T>;
	/**
	Runs one stage to its end and answers how it ended: done, failed, or where it stood before when it was cancelled. Never
	rejects. One stage at a time: while another runs, nothing happens. A stage is run even if its needs are not done here:
	it looks itself for the tables it reads.
	*/
	run(stage: StageId, options?: RunStageOptions): Promise<StageStatus>;
	/**
	Finds out what a stage would do and changes nothing; answers how that ended, undefined when it was cancelled. Kept in
	`state.dryRuns`. Never rejects. The stage need not be ready, nor the warehouse connected.
	@param after Stages taken as having run before; by default those that have to run before it and are not done.
	*/
	dryRun(stage: StageId, after?: readonly StageId[]): Promise<DryRunStatus | undefined>;
	/**
	Waits until no other session loads into the stage's table, then plans the stage again; the plan in the state tells
	meanwhile how far they are. Ends early when it is cancelled. Never rejects.
	*/
	waitForLoads(stage: StageId): Promise<void>;
	/** Has the server cancel the loads into the stage's table that other sessions run, and waits as above. */
	endLoads(stage: StageId): Promise<void>;
	skip(stage: StageId): void;
	/** Cancels the running stage, or whatever else the session is busy with; resolves when it is rolled back. */
	cancel(): Promise<void>;
	/** Cancels what is running and closes the warehouse. */
	close(): Promise<void>;
}
