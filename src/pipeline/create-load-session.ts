import type {Source} from '../source/source.js';
import {RejectedError} from '../warehouse/rejected-error.js';
import type {Blocker, StatementOptions, Warehouse} from '../warehouse/warehouse.js';
import {type Attempt, attempt} from './attempt.js';
import {dryRunEnd, stageEnd} from './attempt-end.js';
import {afterLoads, awaitLoads, cancelLoads} from './await-loads.js';
import {ConnectionKeeper} from './connection-keeper.js';
import type {PipelineEvent} from './events.js';
import {failureOf} from './failure-of.js';
import {type Ledger, noLedger, openLedger} from './ledger.js';
import type {LoadSession, LoadSessionOptions, RunStageOptions, SessionTask} from './load-session.js';
import {countTables, losses, type OwnedTable, type TableCounts, tableOf} from './owned-tables.js';
import {replay} from './replay.js';
import type {Plan, StageId, StageResult} from './stage.js';
import {stages} from './stages.js';
import {
	type DryRunStatus,
	initialState,
	type PipelineState,
	pendingNeeds,
	reduce,
	type StageStatus,
} from './state.js';
import {describeBlocker, watchingLocks} from './watch-locks.js';

/** Opens a load. Nothing is connected or read before the first stage runs or is planned. */
export function createLoadSession(options: LoadSessionOptions): LoadSession {
	return new StageSession(options);
}

/** How long the first count may take, and how often it is looked up meanwhile what blocks it. */
const firstCountMs = 5000;
const firstLookMs = 1000;
/** How long another session may take to end once it was cancelled. */
const endPatienceMs = 30_000;

/** What the session is busy with: one thing at a time. */
type Job = {
	readonly type: 'run' | SessionTask['type'];
	readonly stage: StageId;
	readonly controller: AbortController;
	ended: Promise<void>;
};

class StageSession implements LoadSession {
	readonly warehouse: Warehouse;
	readonly source: Source;
	readonly maxErrors: number;
	readonly #ledger: Ledger;
	readonly #connection: ConnectionKeeper;
	readonly #stateListeners = new Set<() => void>();
	readonly #eventListeners = new Set<(event: PipelineEvent) => void>();
	#state: PipelineState = initialState();
	#job: Job | undefined;
	#resumed = false;

	constructor({warehouse, source, maxErrors, ledger}: LoadSessionOptions) {
		this.warehouse = warehouse;
		this.source = source;
		this.maxErrors = maxErrors;
		this.#ledger = ledger === false ? noLedger : openLedger(warehouse.identity, ledger);
		this.#connection = new ConnectionKeeper(warehouse);
	}

	get state(): PipelineState {
		return this.#state;
	}

	get running(): StageId | undefined {
		return this.#job?.type === 'run' ? this.#job.stage : undefined;
	}

	get task(): SessionTask | undefined {
		const job = this.#job;
		return job === undefined || job.type === 'run' ? undefined : {type: job.type, stage: job.stage};
	}

	subscribe(listener: () => void): () => void {
		this.#stateListeners.add(listener);
		return () => {
			this.#stateListeners.delete(listener);
		};
	}

	onEvent(listener: (event: PipelineEvent) => void): () => void {
		this.#eventListeners.add(listener);
		return () => {
			this.#eventListeners.delete(listener);
		};
	}

	async plan(stage: StageId): Promise<Plan> {
		const plan = await this.#workOutPlan(stage);
		this.#emit({type: 'stage-planned', stage, plan});
		return plan;
	}

	async run(stage: StageId, {maxErrors = this.maxErrors}: RunStageOptions = {}): Promise<StageStatus> {
		await this.#occupy('run', stage, async signal => this.#runToEnd(stage, maxErrors, signal));
		return this.#state.stages[stage];
	}

	async dryRun(
		stage: StageId,
		after: readonly StageId[] = pendingNeeds(this.#state, stage),
	): Promise<DryRunStatus | undefined> {
		await this.#occupy('dry-run', stage, async signal => this.#dryRunToEnd(stage, new Set(after), signal));
		return this.#state.dryRuns[stage];
	}

	async waitForLoads(stage: StageId): Promise<void> {
		await this.#occupy('wait-for-loads', stage, async signal => this.#settleLoads(stage, signal, false));
	}

	async endLoads(stage: StageId): Promise<void> {
		await this.#occupy('end-loads', stage, async signal => this.#settleLoads(stage, signal, true));
	}

	skip(stage: StageId): void {
		const {type} = this.#state.stages[stage];
		if (type === 'running' || type === 'done') return;
		this.#emit({type: 'stage-skipped', stage, at: Date.now()});
	}

	async cancel(): Promise<void> {
		this.#job?.controller.abort();
		await this.#job?.ended;
	}

	async close(): Promise<void> {
		this.#connection.giveUp();
		await this.cancel();
		await this.warehouse.close();
	}

	/** Does something, unless something else is being done. `work` says itself when it is over: it calls `#free`. */
	async #occupy(
		type: Job['type'],
		stage: StageId,
		work: (signal: AbortSignal) => Promise<void>,
	): Promise<void> {
		if (this.#job !== undefined) return;
		const job: Job = {type, stage, controller: new AbortController(), ended: Promise.resolve()};
		this.#job = job;
		job.ended = work(job.controller.signal);
		await job.ended;
	}

	/** The stage's own plan or, where the warehouse cannot be asked, what is known without it: losses above all. */
	async #workOutPlan(stage: StageId): Promise<Plan> {
		try {
			return await this.#connectedPlan(stage);
		} catch (error) {
			this.#connection.heed(error);
			return {
				stage,
				sql: stages[stage].sql(this),
				reads: [],
				destroys: losses(stage, this.#state.counts),
				notes: [`The tables cannot be counted now: ${failureOf(error).message}`],
			};
		}
	}

	/** The plan, asked for a second time where it turns out that the connection was lost meanwhile. */
	async #connectedPlan(stage: StageId): Promise<Plan> {
		if (stage === 'connect') return stages[stage].plan(this);
		await this.#connection.restore();
		try {
			return await stages[stage].plan(this);
		} catch (error) {
			this.#connection.heed(error);
			if (!this.#connection.isLost) throw error;
			await this.#connection.restore();
			return await stages[stage].plan(this);
		}
	}

	async #runToEnd(stage: StageId, maxErrors: number, signal: AbortSignal): Promise<void> {
		this.#emit({type: 'stage-started', stage, at: Date.now()});
		const {warehouse, source} = this;
		const attempted = await attempt(
			signal,
			progress => this.#emit({type: 'stage-progress', stage, progress, at: Date.now()}),
			async onProgress => {
				if (stage !== 'connect') await this.#connection.restore({signal});
				return watchingLocks(warehouse, onProgress, async tell =>
					stages[stage].run({warehouse, source, maxErrors, signal, onProgress: tell}),
				);
			},
		);
		if (attempted.type === 'failed') this.#connection.heed(attempted.error);
		else if (attempted.type === 'done' && stage === 'connect') this.#connection.made();
		// A load that was refused left its rejects behind.
		const changed =
			attempted.type === 'done' || (attempted.type === 'failed' && attempted.error instanceof RejectedError);
		const counted =
			stage === 'connect' && changed
				? await this.#countAfterConnecting(signal)
				: {counts: changed ? await this.#count({signal}) : undefined, blockedBy: []};
		const {counts} = counted;
		const resumed = stage === 'connect' && counts !== undefined ? this.#resume(counts) : [];
		// From here on everything is true at once: whoever hears of the end may start the next stage.
		this.#job = undefined;
		this.#emit(stageEnd(stage, noteBlockers(attempted, counted.blockedBy)), resumed);
		if (counts !== undefined) this.#emit({type: 'tables-counted', counts});
	}

	async #dryRunToEnd(stage: StageId, after: ReadonlySet<StageId>, signal: AbortSignal): Promise<void> {
		this.#emit({type: 'dry-run-started', stage, at: Date.now()});
		const {warehouse, source, maxErrors} = this;
		const attempted = await attempt(
			signal,
			progress => this.#emit({type: 'dry-run-progress', stage, progress, at: Date.now()}),
			async onProgress => {
				await this.#connection.connect({signal});
				return stages[stage].dryRun({warehouse, source, maxErrors, signal, onProgress, after});
			},
		);
		if (attempted.type === 'failed') this.#connection.heed(attempted.error);
		this.#job = undefined;
		this.#emit(dryRunEnd(stage, attempted));
	}

	/**
	Waits until the loads of other sessions into a stage's table are over; then the stage is planned again.
	@param isEnding Whether they are cancelled first: then the wait is short.
	*/
	async #settleLoads(stage: StageId, signal: AbortSignal, isEnding: boolean): Promise<void> {
		this.#notify();
		const table = tableOf(stage);
		const settled = await attempt(
			signal,
			() => {},
			async () => (table === undefined ? undefined : this.#loadsOver(stage, table, signal, isEnding)),
		);
		if (settled.type === 'failed') this.#connection.heed(settled.error);
		if (settled.type !== 'cancelled') {
			const plan = await this.#workOutPlan(stage);
			const told = settled.type === 'done' ? settled.answer : failureOf(settled.error).message;
			this.#emit({
				type: 'stage-planned',
				stage,
				plan: {...plan, ...(told !== undefined && {settled: told})},
			});
		}
		this.#job = undefined;
		this.#notify();
	}

	/** Answers what became of the table; undefined where other sessions load into it still. */
	async #loadsOver(
		stage: StageId,
		table: OwnedTable,
		signal: AbortSignal,
		isEnding: boolean,
	): Promise<string | undefined> {
		await this.#connection.restore({signal});
		if (isEnding) await cancelLoads(this.warehouse, table);
		const isOver = await awaitLoads(this.warehouse, table, {
			signal,
			...(isEnding && {patienceMs: endPatienceMs}),
			onPoll: running => {
				const plan = this.#state.plans[stage];
				if (plan !== undefined) this.#emit({type: 'stage-planned', stage, plan: {...plan, running}});
			},
		});
		if (!isOver) return undefined;
		const before = this.#state.counts[table];
		const counts = await this.#count();
		if (counts !== undefined) this.#emit({type: 'tables-counted', counts});
		return afterLoads(table, before, counts?.[table]);
	}

	/** Counts the tables for the first time. A lock of another session can block that: it is named and not waited for. */
	async #countAfterConnecting(
		signal: AbortSignal,
	): Promise<{readonly counts: TableCounts | undefined; readonly blockedBy: readonly Blocker[]}> {
		let blockedBy: readonly Blocker[] = [];
		const counts = await watchingLocks(
			this.warehouse,
			progress => {
				blockedBy = progress.blockedBy ?? [];
				this.#emit({type: 'stage-progress', stage: 'connect', progress, at: Date.now()});
			},
			async () => this.#count({signal: AbortSignal.any([signal, AbortSignal.timeout(firstCountMs)])}),
			firstLookMs,
		);
		return {counts, blockedBy: counts === undefined ? blockedBy : []};
	}

	/** The tables as they are now; undefined when they cannot be counted, which is no reason for a stage to fail. */
	async #count(options: StatementOptions = {}): Promise<TableCounts | undefined> {
		try {
			return await countTables(this.warehouse, options);
		} catch (error) {
			this.#connection.heed(error);
			return undefined;
		}
	}

	/** What earlier runs have done and is still there; asked once: from then on the state knows better than the ledger. */
	#resume(counts: TableCounts): readonly PipelineEvent[] {
		if (this.#resumed) return [];
		this.#resumed = true;
		return replay(this.#ledger.read(), counts);
	}

	/** @param past Events of an earlier run that count from now on, but do not happen now. */
	#emit(event: PipelineEvent, past: readonly PipelineEvent[] = []): void {
		this.#state = [event, ...past].reduce(reduce, this.#state);
		this.#ledger.record(event);
		for (const listener of [...this.#eventListeners]) listener(event);
		this.#notify();
	}

	#notify(): void {
		for (const listener of [...this.#stateListeners]) listener();
	}
}

/** Adds to the summary of a stage which sessions kept its tables from being counted. */
function noteBlockers(attempted: Attempt<StageResult>, blockedBy: readonly Blocker[]): Attempt<StageResult> {
	if (attempted.type !== 'done' || blockedBy.length === 0) return attempted;
	const blockers = blockedBy.map(describeBlocker).join(' ');
	const summary = `${attempted.answer.summary}; the tables were not counted. ${blockers}`;
	return {...attempted, answer: {...attempted.answer, summary}};
}
