import {randomUUID} from 'node:crypto';
import {defaultSettings, type SchemaDrift} from '../config/settings.js';
import {CancelledError, CommitLostError, DataError} from '../errors.js';
import type {Inventory, RecordKind, Source} from '../source/source.js';
import {stagingTable} from '../source/staging-columns.js';
import {filledTables, recordsOf, type StageId, tableOf} from '../star/stages.js';
import type {OwnedTable, TableCounts} from '../star/tables.js';
import type {Progress, Warehouse} from '../warehouse/warehouse.js';
import {attempt} from './attempt.js';
import {dryRunEnd, stageEnd} from './attempt-end.js';
import {afterLoads, awaitLoads, cancelLoads} from './await-loads.js';
import {checkSource} from './check-source.js';
import {ConnectionKeeper} from './connection-keeper.js';
import type {PipelineEvent} from './events.js';
import {failureOf} from './failure-of.js';
import {fileCheck, listSource, type SourceListing} from './file-check.js';
import {FilesAhead} from './files-ahead.js';
import {type Ledger, noLedger, openLedger} from './ledger.js';
import type {LoadSession, LoadSessionOptions, RunEnd, RunStageOptions, SessionTask} from './load-session.js';
import {type Loss, type LossFacts, lossesOf} from './losses.js';
import {Mutex} from './mutex.js';
import {recoverCommit} from './recover-commit.js';
import {type SourceId, sourceId} from './source-id.js';
import type {Plan, StageResult, StageRun} from './stage.js';
import {stages} from './stages.js';
import {
	type DryRunStatus,
	fingerprintsOf,
	initialState,
	type PipelineState,
	pendingDependencies,
	reduce,
} from './state.js';
import {type Survey, survey} from './survey.js';
import {surveyUnlessLocked} from './survey-unless-locked.js';
import {watchingLocks} from './watch-locks.js';

/** Creates a load session. It connects and reads nothing until the first stage is planned or run. */
export function createLoadSession(options: LoadSessionOptions): LoadSession {
	return new StageSession(options);
}

/** Time allowed for another session's load to end after it was cancelled. */
const endTimeoutMs = 30_000;

/** The one job that the session is busy with. */
type Job = {
	readonly type: 'run' | SessionTask['type'];
	readonly stage: StageId;
	readonly controller: AbortController;
	ended: Promise<unknown>;
};

class StageSession implements LoadSession {
	readonly warehouse: Warehouse;
	#source: Source;
	readonly maxErrors: number;
	readonly #schemaDrift: SchemaDrift;
	readonly #ledger: Ledger;
	readonly #connection: ConnectionKeeper;
	readonly #requests = new Mutex();
	readonly #listeners = new Set<(event: PipelineEvent) => void>();
	#state: PipelineState;
	#job: Job | undefined;
	#resumed = false;
	/** Whether to check, once connected, if the files have changed since they were loaded. */
	readonly #checksFiles: boolean;
	readonly #jsonPaths: LoadSessionOptions['jsonPaths'];
	readonly #profile: LoadSessionOptions['profile'];
	readonly #closing = new AbortController();
	/** The losses shown to the user since the tables last changed. */
	readonly #shown = new Map<StageId, readonly Loss[]>();
	#holds = 0;
	#sourceNotes: readonly string[] | undefined;
	/** The listing that was started while connecting, for the next stage. */
	#ahead: FilesAhead | undefined;
	/** The files that drop-tables listed, until their stage runs: once, since a failed stage must list them anew. */
	readonly #listed = new Map<RecordKind, Inventory>();

	constructor({
		warehouse,
		source,
		maxErrors,
		schemaDrift = defaultSettings.schemaDrift,
		ledger,
		jsonPaths,
		checksFiles = false,
		profile,
	}: LoadSessionOptions) {
		this.warehouse = warehouse;
		this.#source = source;
		this.maxErrors = maxErrors;
		this.#schemaDrift = schemaDrift;
		this.#ledger = ledger === false ? noLedger : openLedger(warehouse.identity, ledger);
		this.#connection = new ConnectionKeeper(warehouse);
		this.#checksFiles = checksFiles;
		this.#jsonPaths = jsonPaths;
		this.#profile = profile;
		this.#state = initialState(jsonPaths === undefined ? sourceId(source) : undefined);
	}

	get source(): Source {
		return this.#source;
	}

	get state(): PipelineState {
		return this.#state;
	}

	get hasLoadedBefore(): boolean {
		return this.#ledger
			.read()
			.some(event => event.type === 'stage-finished' && tableOf(event.stage) !== undefined);
	}

	get running(): StageId | undefined {
		return this.#job?.type === 'run' ? this.#job.stage : undefined;
	}

	get task(): SessionTask | undefined {
		const job = this.#job;
		return job === undefined || job.type === 'run' ? undefined : {type: job.type, stage: job.stage};
	}

	async changeSource(source: Source): Promise<boolean> {
		if (this.#job !== undefined) return false;
		return this.#requests.runExclusive(async () => {
			this.#source = source;
			this.#sourceNotes = undefined;
			this.#listed.clear();
			this.#ahead?.cancel();
			this.#ahead = undefined;
			const known = this.#state.source;
			// With a jsonpaths file, the source is not identified before the first stage runs.
			if (known !== undefined)
				this.#emit({type: 'source-identified', source: sourceId(source, known.jsonPaths)});
			this.#emit({type: 'plans-outdated'});
			return true;
		});
	}

	onEvent(listener: (event: PipelineEvent) => void): () => void {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	}

	async plan(stage: StageId): Promise<Plan> {
		return this.#requests.runExclusive(async () => {
			const plan = await this.#workOutPlan(stage);
			this.#showPlan(stage, plan);
			return plan;
		});
	}

	outdatePlans(): void {
		this.#emit({type: 'plans-outdated'});
	}

	async refresh(): Promise<void> {
		if (this.#state.stages.connect.type === 'done')
			await this.#requests.runExclusive(async () => this.#look());
	}

	async inTurn<T>(work: () => Promise<T>): Promise<T> {
		return this.#requests.runExclusive(work);
	}

	async exclusively<T>(body: () => Promise<T>): Promise<T> {
		this.#holds++;
		try {
			return await body();
		} finally {
			this.#holds--;
			if (this.#job === undefined) await this.#unlock();
		}
	}

	async run(stage: StageId, options: RunStageOptions = {}): Promise<RunEnd> {
		const end = await this.#occupy('run', stage, async signal => this.#runToEnd(stage, options, signal));
		return end ?? {type: 'busy'};
	}

	async dryRun(
		stage: StageId,
		after: readonly StageId[] = pendingDependencies(this.#state, stage),
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
		this.#connection.close();
		this.#closing.abort();
		this.#ahead?.cancel();
		await this.cancel();
		await this.warehouse.close();
	}

	/** Runs `work` as the current job, unless there is one. `work` clears `#job` itself when it is done. */
	async #occupy<T>(
		type: Job['type'],
		stage: StageId,
		work: (signal: AbortSignal) => Promise<T>,
	): Promise<T | undefined> {
		if (this.#job !== undefined) return undefined;
		return this.#requests.runExclusive(async () => {
			const job: Job = {type, stage, controller: new AbortController(), ended: Promise.resolve()};
			this.#job = job;
			const result = work(job.controller.signal);
			job.ended = result;
			return result;
		});
	}

	/** The stage's plan; if the warehouse can't be queried, a plan from what is already known, known losses included. */
	async #workOutPlan(stage: StageId): Promise<Plan> {
		try {
			return await this.#connectedPlan(stage);
		} catch (error) {
			this.#connection.handleError(error);
			return {
				stage,
				sql: stages[stage].sql(this),
				reads: [],
				...lossesOf(stage, this.#facts()),
				notes: [`Couldn't count the tables: ${failureOf(error).message}`],
			};
		}
	}

	/** Plans the stage; if the connection turns out to be lost, reconnects and tries once more. */
	async #connectedPlan(stage: StageId): Promise<Plan> {
		if (stage === 'connect') return stages[stage].plan({...this.#stageContext(), facts: this.#facts()});
		await this.#connection.restore();
		try {
			return await this.#freshPlan(stage);
		} catch (error) {
			this.#connection.handleError(error);
			if (!this.#connection.isLost) throw error;
			await this.#connection.restore();
			return await this.#freshPlan(stage);
		}
	}

	/** Plans the stage from the current contents of the warehouse and files, and updates the state with them. */
	async #freshPlan(stage: StageId): Promise<Plan> {
		const kind = recordsOf(stage);
		const listing = kind && (await this.#list(kind));
		const found = await surveyUnlessLocked(this.warehouse);
		this.#emit({type: 'tables-counted', ...found});
		return stages[stage].plan({
			...this.#stageContext(),
			facts: this.#facts(),
			...(listing !== undefined && {listing}),
			...(stage === 'drop-tables' && {sourceNotes: await this.#checkSource()}),
		});
	}

	async #identifySource(): Promise<SourceId> {
		const known = this.#state.source;
		if (known !== undefined) return known;
		const source = sourceId(this.source, (await this.#jsonPaths?.()) ?? null);
		this.#emit({type: 'source-identified', source});
		return source;
	}

	/** Checks that the records can be read, for the plan of drop-tables. Success is cached. */
	async #checkSource(): Promise<readonly string[]> {
		if (this.#sourceNotes !== undefined) return this.#sourceNotes;
		try {
			const found = await checkSource(this.warehouse, this.source, {signal: this.#closing.signal});
			this.#sourceNotes = [`Ready to load next: ${found.join('; ')}.`];
			return this.#sourceNotes;
		} catch (error) {
			this.#connection.handleError(error);
			const {message, advice = ''} = failureOf(error);
			return [`Nothing can be loaded afterwards: ${message} ${advice}`.trimEnd()];
		}
	}

	#stageContext() {
		const {warehouse, source, maxErrors} = this;
		return {warehouse, source, maxErrors};
	}

	#facts(): LossFacts {
		const {counts, loads, foreign, source, files} = this.#state;
		return {counts, loads, foreign, source, fingerprints: fingerprintsOf(files)};
	}

	async #list(kind: RecordKind): Promise<SourceListing> {
		this.#listed.delete(kind);
		const listing = await listSource(this.source, kind, {signal: this.#closing.signal});
		this.#emit({type: 'files-checked', kind, check: fileCheck(listing)});
		return listing;
	}

	/** Checks in the background whether the files have changed since they were loaded. */
	async #checkFiles(): Promise<void> {
		try {
			for (const kind of ['events', 'songs'] as const) await this.#list(kind);
		} catch {
			// Aborted because the session is closing; other failures are part of the listing.
		}
	}

	async #runToEnd(
		stage: StageId,
		{
			maxErrors = this.maxErrors,
			acceptsKeys = false,
			isFollowedByStaging = false,
			listsFiles = false,
			movesDamagedFile = false,
		}: RunStageOptions,
		signal: AbortSignal,
	): Promise<RunEnd> {
		this.#emit({type: 'stage-started', stage, at: Date.now()});
		const {warehouse, source} = this;
		const schemaDrift: SchemaDrift = {...this.#schemaDrift, ...(acceptsKeys && {level: 'warn'})};
		const runId = randomUUID();
		const confirmed = this.#shown.get(stage);
		const kind = recordsOf(stage);
		const earlier = kind && this.#listed.get(kind);
		if (kind !== undefined) this.#listed.delete(kind);
		const ahead = this.#ahead;
		// An engine that has its own check of access reads the files itself.
		this.#ahead = listsFiles && warehouse.checkAccess === undefined ? new FilesAhead(source) : undefined;
		let found: Survey | undefined;
		let attempted = await attempt(
			signal,
			progress => this.#emit({type: 'stage-progress', stage, progress, at: Date.now()}),
			async onProgress => {
				if (stage !== 'connect') await this.#connection.restore({signal});
				return watchingLocks(warehouse, onProgress, async report => {
					if (stage !== 'connect') await this.#lock(signal);
					const {loads: seen} = this.#state;
					const sourceId = await this.#identifySource();
					const context = {
						warehouse,
						source,
						sourceId,
						maxErrors,
						schemaDrift,
						runId,
						seen,
						confirmed,
						isFollowedByStaging,
						earlier,
						ahead,
						movesDamagedFile,
						signal,
						onListed: (listed: RecordKind, files: Inventory) => void this.#listed.set(listed, files),
					};
					const result = await stages[stage].run({...context, onProgress: report});
					if (stage === 'connect') found = await this.#firstLook(signal, onProgress);
					return result;
				});
			},
		);
		ahead?.cancel();
		if (attempted.type !== 'done') {
			this.#ahead?.cancel();
			this.#ahead = undefined;
		}
		if (attempted.type === 'failed') this.#connection.handleError(attempted.error);
		else if (attempted.type === 'done' && stage === 'connect') this.#connection.markConnected();
		if (attempted.type === 'failed' && attempted.error instanceof CommitLostError)
			attempted = {...attempted, ...(await this.#afterLostCommit(stage, runId, attempted.error))};
		if (stage !== 'connect' && attempted.type !== 'cancelled' && !this.#connection.isLost)
			found = await this.#read(attempted.type === 'done' ? this.#knownAfter(attempted.value) : {});
		const resumed = stage === 'connect' && found !== undefined ? this.#resume() : [];
		if (attempted.type === 'done') this.#shown.clear();
		if (this.#holds === 0) await this.#unlock();
		const fingerprint = kind && found?.loads?.[stagingTable[kind]]?.fingerprint;
		// The files may have changed since they were last listed; the load has just read them.
		if (kind !== undefined && fingerprint && attempted.type === 'done')
			this.#emit({type: 'files-checked', kind, check: {type: 'checked', fingerprint}});
		// Clear the job before emitting, so that a listener can start the next stage at once.
		this.#job = undefined;
		this.#emit(stageEnd(stage, attempted, this.#profile), resumed);
		const status = attempted.type === 'cancelled' ? attempted : this.#state.stages[stage];
		if (attempted.type !== 'cancelled') this.#show(found);
		if (stage === 'connect' && attempted.type === 'done' && this.#checksFiles) void this.#checkFiles();
		return status.type === 'done' || status.type === 'failed' ? status : {type: 'cancelled'};
	}

	/** Finds out whether a transaction was committed after the connection was lost during COMMIT. */
	async #afterLostCommit(
		stage: StageId,
		runId: string,
		lost: CommitLostError,
	): Promise<
		{readonly type: 'done'; readonly value: StageResult} | {readonly type: 'failed'; readonly error: unknown}
	> {
		try {
			await this.#connection.restore();
			return recoverCommit(stage, runId, await survey(this.warehouse), lost);
		} catch (error) {
			this.#connection.handleError(error);
			return {type: 'failed', error: lost};
		}
	}

	/**
	Reads what the warehouse holds after connecting; undefined when it can't be counted.
	@throws DataError when the tables are locked; CancelledError
	*/
	async #firstLook(
		signal: AbortSignal,
		onProgress: (progress: Progress) => void,
	): Promise<Survey | undefined> {
		try {
			return await surveyUnlessLocked(this.warehouse, {signal, onProgress});
		} catch (error) {
			this.#connection.handleError(error);
			if (error instanceof DataError || error instanceof CancelledError) throw error;
			return undefined;
		}
	}

	async #lock(signal: AbortSignal): Promise<void> {
		await this.warehouse.lock({signal});
	}

	async #unlock(): Promise<void> {
		try {
			await this.warehouse.unlock();
		} catch (error) {
			// The lock is released with the connection.
			this.#connection.handleError(error);
		}
	}

	async #dryRunToEnd(stage: StageId, after: ReadonlySet<StageId>, signal: AbortSignal): Promise<void> {
		this.#emit({type: 'dry-run-started', stage, at: Date.now()});
		const {warehouse, source, maxErrors} = this;
		const attempted = await attempt(
			signal,
			progress => this.#emit({type: 'dry-run-progress', stage, progress, at: Date.now()}),
			async onProgress => {
				await this.#connection.connect({signal});
				await this.#identifySource();
				this.#emit({type: 'tables-counted', ...(await survey(warehouse, {signal}))});
				const facts = this.#facts();
				const schemaDrift = this.#schemaDrift;
				return stages[stage].dryRun({
					warehouse,
					source,
					maxErrors,
					schemaDrift,
					signal,
					onProgress,
					after,
					facts,
				});
			},
		);
		if (attempted.type === 'failed') this.#connection.handleError(attempted.error);
		this.#job = undefined;
		this.#emit(dryRunEnd(stage, attempted, this.#profile));
	}

	/**
	Waits until other sessions' loads into a stage's table have ended, then plans the stage again.
	@param isEnding Whether to cancel them first, with a short time limit.
	*/
	async #settleLoads(stage: StageId, signal: AbortSignal, isEnding: boolean): Promise<void> {
		this.#emit({type: 'wait-started', stage});
		const table = tableOf(stage);
		const settled = await attempt(
			signal,
			() => {},
			async () => (table === undefined ? undefined : this.#loadsOver(stage, table, signal, isEnding)),
		);
		if (settled.type === 'failed') this.#connection.handleError(settled.error);
		if (settled.type !== 'cancelled') {
			const plan = await this.#workOutPlan(stage);
			const message = settled.type === 'done' ? settled.value : failureOf(settled.error).message;
			this.#showPlan(stage, {...plan, ...(message !== undefined && {waitOutcome: message})});
		}
		this.#job = undefined;
		this.#emit({type: 'wait-ended', stage});
	}

	/** Describes the table after the other loads have ended; undefined if some are still running. */
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
			...(isEnding && {timeoutMs: endTimeoutMs}),
			onPoll: running => {
				const plan = this.#state.plans[stage];
				if (plan !== undefined) this.#emit({type: 'stage-planned', stage, plan: {...plan, running}});
			},
		});
		if (!isOver) return undefined;
		const before = this.#state.counts[table];
		await this.#look();
		return afterLoads(table, before, this.#state.counts[table]);
	}

	/**
	The rows of the tables that need not be counted between the stages of a run: what this stage counted in its transaction,
	and what was counted before it. `runStages` counts all tables at the end.
	*/
	#knownAfter({counted}: StageRun): TableCounts {
		if (counted === undefined || this.#holds === 0) return {};
		const known = {...this.#state.counts, ...counted};
		return Object.fromEntries(filledTables.map(table => [table, known[table]]));
	}

	/** Reads what the warehouse holds; undefined when that fails, which must not fail a stage. */
	async #read(known: TableCounts = {}): Promise<Survey | undefined> {
		try {
			return await surveyUnlessLocked(this.warehouse, {known});
		} catch (error) {
			this.#connection.handleError(error);
			return undefined;
		}
	}

	async #look(): Promise<void> {
		this.#show(await this.#read());
	}

	#showPlan(stage: StageId, plan: Plan): void {
		this.#shown.set(stage, [...plan.destroys, ...(plan.replaces ?? [])]);
		this.#emit({type: 'stage-planned', stage, plan});
	}

	#show(found: Survey | undefined): void {
		this.#emit(found === undefined ? {type: 'tables-not-counted'} : {type: 'tables-counted', ...found});
	}

	/** The finished stages of earlier runs; read only once, since the state is newer than the ledger afterwards. */
	#resume(): readonly PipelineEvent[] {
		if (this.#resumed) return [];
		this.#resumed = true;
		// They supply figures, times and the checks of `verify`; the warehouse decides whether they still hold.
		return this.#ledger.read().filter(({type}) => type === 'stage-finished');
	}

	/** @param past Events of an earlier run, applied to the state without notifying listeners. */
	#emit(event: PipelineEvent, past: readonly PipelineEvent[] = []): void {
		this.#state = [event, ...past].reduce(reduce, this.#state);
		this.#ledger.record(event);
		for (const listener of [...this.#listeners]) listener(event);
	}
}
