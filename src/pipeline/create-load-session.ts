import {CancelledError} from '../errors.js';
import type {Source} from '../source/source.js';
import {RejectedError} from '../warehouse/rejected-error.js';
import {describeReject} from '../warehouse/staging-tally.js';
import type {Progress, Warehouse} from '../warehouse/warehouse.js';
import {ChecksFailedError} from './checks-failed-error.js';
import type {PipelineEvent} from './events.js';
import {failureOf} from './failure-of.js';
import {type Ledger, noLedger, openLedger} from './ledger.js';
import type {LoadSession, LoadSessionOptions} from './load-session.js';
import {countTables, losses, type TableCounts} from './owned-tables.js';
import {replay} from './replay.js';
import type {Plan, StageId} from './stage.js';
import {stages} from './stages.js';
import {initialState, type PipelineState, reduce, type StageStatus} from './state.js';
import {throttle} from './throttle.js';

/** Ten progress events a second at most: more than that no one can read. */
const progressIntervalMs = 100;
/** Rejects named in a failure. */
const maxRejects = 10;

/** Opens a load. Nothing is connected or read before the first stage runs or is planned. */
export function createLoadSession(options: LoadSessionOptions): LoadSession {
	return new StageSession(options);
}

type Running = {readonly stage: StageId; readonly controller: AbortController; ended: Promise<void>};

class StageSession implements LoadSession {
	readonly warehouse: Warehouse;
	readonly source: Source;
	readonly #maxErrors: number;
	readonly #ledger: Ledger;
	readonly #stateListeners = new Set<() => void>();
	readonly #eventListeners = new Set<(event: PipelineEvent) => void>();
	#state: PipelineState = initialState();
	#running: Running | undefined;
	#resumed = false;

	constructor({warehouse, source, maxErrors, ledger}: LoadSessionOptions) {
		this.warehouse = warehouse;
		this.source = source;
		this.#maxErrors = maxErrors;
		this.#ledger = ledger === false ? noLedger : openLedger(warehouse.identity, ledger);
	}

	get state(): PipelineState {
		return this.#state;
	}

	get running(): StageId | undefined {
		return this.#running?.stage;
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

	async run(stage: StageId): Promise<StageStatus> {
		if (this.#running === undefined) {
			const running: Running = {stage, controller: new AbortController(), ended: Promise.resolve()};
			this.#running = running;
			running.ended = this.#runToEnd(stage, running.controller.signal);
			await running.ended;
		}
		return this.#state.stages[stage];
	}

	skip(stage: StageId): void {
		const {type} = this.#state.stages[stage];
		if (type === 'running' || type === 'done') return;
		this.#emit({type: 'stage-skipped', stage, at: Date.now()});
	}

	async cancel(): Promise<void> {
		this.#running?.controller.abort();
		await this.#running?.ended;
	}

	async close(): Promise<void> {
		await this.cancel();
		await this.warehouse.close();
	}

	/** The stage's own plan or, where the warehouse cannot be asked, what is known without it: losses above all. */
	async #workOutPlan(stage: StageId): Promise<Plan> {
		try {
			return await stages[stage].plan({warehouse: this.warehouse, source: this.source});
		} catch (error) {
			return {
				stage,
				sql: stages[stage].sql(this.warehouse.engine, this.source),
				reads: [],
				destroys: losses(stage, this.#state.counts),
				notes: [`The tables cannot be counted now: ${failureOf(error).message}`],
			};
		}
	}

	async #runToEnd(stage: StageId, signal: AbortSignal): Promise<void> {
		this.#emit({type: 'stage-started', stage, at: Date.now()});
		const end = await this.#attempt(stage, signal);
		const counts = end.type === 'stage-finished' ? await this.#count() : undefined;
		const resumed = stage === 'connect' && counts !== undefined ? this.#resume(counts) : [];
		// From here on everything is true at once: whoever hears of the end may start the next stage.
		this.#running = undefined;
		this.#emit(end, resumed);
		if (counts !== undefined) this.#emit({type: 'tables-counted', counts});
	}

	/** Runs a stage; whatever happens, the answer says how it ended. */
	async #attempt(stage: StageId, signal: AbortSignal): Promise<PipelineEvent> {
		const started = performance.now();
		const took = () => ({ms: Math.round(performance.now() - started), at: Date.now()});
		const progress = throttle<Progress>(
			value => this.#emit({type: 'stage-progress', stage, progress: value, at: Date.now()}),
			progressIntervalMs,
		);
		try {
			const result = await stages[stage].run({
				warehouse: this.warehouse,
				source: this.source,
				maxErrors: this.#maxErrors,
				signal,
				onProgress: progress.push,
			});
			progress.flush();
			return {type: 'stage-finished', stage, result, ...took()};
		} catch (error) {
			progress.flush();
			if (isCancellation(error, signal)) return {type: 'stage-cancelled', stage, ...took()};
			return {
				type: 'stage-failed',
				stage,
				failure: failureOf(error),
				...(error instanceof ChecksFailedError && {checks: error.checks}),
				...(error instanceof RejectedError && {
					rejects: error.rejects.slice(0, maxRejects).map(describeReject),
				}),
				...took(),
			};
		}
	}

	/** The tables as they are now; undefined when they cannot be counted, which is no reason for a stage to fail. */
	async #count(): Promise<TableCounts | undefined> {
		try {
			return await countTables(this.warehouse);
		} catch {
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
		for (const listener of [...this.#stateListeners]) listener();
	}
}

function isCancellation(error: unknown, signal: AbortSignal): boolean {
	if (error instanceof CancelledError) return true;
	return signal.aborted && error instanceof Error && error.name === 'AbortError';
}
