import type {Source} from '../source/source.js';
import type {Warehouse} from '../warehouse/warehouse.js';
import type {PipelineEvent} from './events.js';
import type {Plan, StageId} from './stage.js';
import type {PipelineState, StageStatus} from './state.js';

export type LoadSessionOptions = {
	readonly warehouse: Warehouse;
	readonly source: Source;
	readonly maxErrors: number;
	/** Folder of the ledgers, by default `$XDG_STATE_HOME/sparkify-tui/loads`; false for a load that leaves none. */
	readonly ledger?: string | false;
};

/** One load, as both faces see it: a state to render, events to print, and the commands a person has. */
export interface LoadSession {
	readonly warehouse: Warehouse;
	readonly source: Source;
	readonly state: PipelineState;
	/** The stage that is running, if one is. */
	readonly running: StageId | undefined;
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
	/**
	Runs one stage to its end and answers how it ended: done, failed, or where it stood before when it was cancelled. Never
	rejects. One stage at a time: while another runs, nothing happens. A stage is run even if its needs are not done here:
	it looks itself for the tables it reads.
	*/
	run(stage: StageId): Promise<StageStatus>;
	skip(stage: StageId): void;
	/** Cancels the running stage; resolves when it is rolled back. */
	cancel(): Promise<void>;
	/** Cancels what is running and closes the warehouse. */
	close(): Promise<void>;
}
