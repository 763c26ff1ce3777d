import {CancelledError, toFailure} from '../errors.js';
import {type Statement, splitStatements} from '../sql/split-statements.js';
import type {Session, TransactionState} from '../warehouse/warehouse.js';
import {PagedRows} from './paged-rows.js';
import {
	type CancelledState,
	type QueryState,
	type ResultState,
	type Step,
	visibleResult,
} from './query-state.js';

/** Rows per page. */
const pageRows = 1000;

/** Idle time after which an open result is closed, because it keeps old row versions alive on the server. */
const maxIdleMs = 60_000;

/** A result with more rows. The signal of its statement also cancels fetching its pages. */
type OpenResult = {readonly pages: PagedRows; readonly controller: AbortController};

/** Runs the user's SQL in the notebook's session. Holds only the rows fetched so far. */
export class QuerySession {
	readonly #session: Session;
	readonly #maxIdleMs: number;
	readonly #listeners = new Set<(before: QueryState) => void>();
	#state: QueryState = {type: 'idle'};
	#open: OpenResult | undefined;
	#idleTimer: NodeJS.Timeout | undefined;
	/** Closing of the last open result; the session is busy until it settles. */
	#closing: Promise<void> | undefined;
	#running: {readonly controller: AbortController; readonly ended: Promise<void>} | undefined;
	/** Counts commands, so that a waiting run is dropped when a newer command arrives. */
	#command = 0;

	/** @param idleMs Idle time after which an open result is closed. */
	constructor(session: Session, idleMs = maxIdleMs) {
		this.#session = session;
		this.#maxIdleMs = idleMs;
	}

	get transaction(): TransactionState {
		return this.#session.transactionState;
	}

	get state(): QueryState {
		return this.#state;
	}

	/** Calls `listener` after each change of `state`, with the previous state. Returns a function that unsubscribes it. */
	subscribe(listener: (before: QueryState) => void): () => void {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	}

	/**
	Runs the statements of a text in order, stops at the first failure, and keeps the first page of the last result. First
	cancels a running statement and closes an open result. A text without statements sets `state` to idle.
	Resolves when `state` is result, failed, cancelled or idle; never rejects.
	*/
	async run(sql: string): Promise<void> {
		const statements = splitStatements(sql);
		const command = ++this.#command;
		await this.#free();
		if (command !== this.#command) return;
		if (statements.length === 0) return this.#set({type: 'idle'});
		const controller = new AbortController();
		await this.#track(controller, () => this.#runAll(statements, controller));
	}

	/** Fetches the next page of the open result, if any. Never rejects. */
	async more(): Promise<void> {
		const open = this.#open;
		if (open === undefined || this.#running !== undefined || this.#state.type !== 'result') return;
		const shown = this.#state;
		await this.#track(open.controller, () => this.#fetchMore(open, shown));
	}

	/** Cancels the running statement and resolves when it has ended. */
	async cancel(): Promise<void> {
		this.#command++;
		await this.#abort();
	}

	/** Cancels the running statement and closes the open result, which frees the session. It can be used again. */
	async close(): Promise<void> {
		this.#command++;
		await this.#free();
	}

	async #runAll(statements: readonly Statement[], controller: AbortController): Promise<void> {
		const previous = visibleResult(this.#state);
		const notices: string[] = [];
		for (const [index, {text: sql, start}] of statements.entries()) {
			const step = {number: index + 1, total: statements.length, start};
			const startedAt = performance.now();
			const running = {type: 'running', purpose: 'run', startedAt: Date.now()} as const;
			this.#set({...running, sql, step, previous});
			try {
				const result = await this.#firstPage(sql, step, controller);
				notices.push(...this.#session.takeNotices());
				const isLast = step.number === step.total;
				if (!isLast || result.complete) await this.#closeOpen();
				if (isLast)
					this.#set({...result, notices, open: !result.complete, ms: performance.now() - startedAt});
			} catch (error) {
				notices.push(...this.#session.takeNotices());
				const ms = performance.now() - startedAt;
				// An earlier result must not be shown with this failure: it belongs to another statement.
				await this.#end(error, {sql, step, ms, notices, previous: undefined}, controller);
				return;
			}
		}
	}

	async #firstPage(
		sql: string,
		step: Step,
		controller: AbortController,
	): Promise<Omit<ResultState, 'open' | 'ms' | 'notices'>> {
		if (controller.signal.aborted) throw new CancelledError();
		const {columns, command, rows} = await this.#session.query(sql, {signal: controller.signal});
		const pages = new PagedRows(rows);
		this.#open = {pages, controller};
		return {type: 'result', sql, step, columns, command, ...(await pages.take(pageRows))};
	}

	async #fetchMore({pages, controller}: OpenResult, shown: ResultState): Promise<void> {
		const {sql, step} = shown;
		const startedAt = performance.now();
		const running = {type: 'running', purpose: 'more', startedAt: Date.now()} as const;
		this.#set({...running, sql, step, previous: shown});
		try {
			const {rows, complete} = await pages.take(pageRows);
			if (complete) await this.#closeOpen();
			this.#set({...shown, rows: [...shown.rows, ...rows], complete, open: !complete});
		} catch (error) {
			const previous = {...shown, open: false};
			const notices = this.#session.takeNotices();
			await this.#end(error, {sql, step, ms: performance.now() - startedAt, notices, previous}, controller);
		}
	}

	async #end(error: unknown, what: Omit<CancelledState, 'type'>, {signal}: AbortController): Promise<void> {
		await this.#closeOpen();
		if (signal.aborted || error instanceof CancelledError) this.#set({type: 'cancelled', ...what});
		else this.#set({type: 'failed', failure: toFailure(error), ...what});
	}

	/** Defers the work by a microtask, so that listeners can already cancel it. */
	async #track(controller: AbortController, work: () => Promise<void>): Promise<void> {
		const ended = Promise.resolve()
			.then(work)
			.finally(() => {
				this.#running = undefined;
				this.#closeWhenIdle();
			});
		this.#running = {controller, ended};
		await ended;
	}

	#closeWhenIdle(): void {
		clearTimeout(this.#idleTimer);
		if (this.#open === undefined) return;
		const close = async () => {
			if (this.#running !== undefined || this.#state.type !== 'result' || !this.#state.open) return;
			const closed = {...this.#state, open: false, closedAfterMs: this.#maxIdleMs};
			await this.#closeOpen();
			if (this.#running === undefined && this.#state.type === 'result') this.#set(closed);
		};
		this.#idleTimer = setTimeout(() => void close(), this.#maxIdleMs).unref();
	}

	async #abort(): Promise<void> {
		this.#running?.controller.abort();
		await this.#running?.ended;
	}

	async #free(): Promise<void> {
		await this.#abort();
		await this.#closeOpen();
		if (this.#state.type === 'result' && this.#state.open) this.#set({...this.#state, open: false});
	}

	async #closeOpen(): Promise<void> {
		const open = this.#open;
		this.#open = undefined;
		if (open !== undefined) this.#closing = open.pages.close();
		await this.#closing;
	}

	#set(state: QueryState): void {
		const before = this.#state;
		this.#state = state;
		for (const listener of [...this.#listeners]) listener(before);
	}
}
