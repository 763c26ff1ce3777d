import {CancelledError, toFailure} from '../errors.js';
import {splitStatements, statementAt} from '../sql/split-statements.js';
import {onlyReads} from '../sql/statement-kind.js';
import type {Session, TransactionState} from '../warehouse/warehouse.js';
import type {AnswerOptions} from './commands/answer-command.js';
import {isCommandLine} from './commands/command-line.js';
import type {ResultFile} from './commands/result-file.js';
import type {CellOutput, CellRun} from './document/cell.js';
import {findCell, namedCells} from './document/cells.js';
import type {CellId, Document, DocumentAction, EditAction, Question} from './document/document.js';
import {documentReducer, emptyDocument} from './document/document-reducer.js';
import {canHoldMore} from './document/release-rows.js';
import type {PagedRows} from './paged-rows.js';
import {addResult} from './run/add-result.js';
import {readStatement} from './run/read-statement.js';
import {runCell} from './run/run-cell.js';
import {runStatement} from './run/run-statement.js';
import {type ChangedTables, TableChanges} from './run/table-changes.js';
import {type Answer, UserQuestion} from './run/user-question.js';

/** Rows per page. */
const pageRows = 1000;

/** Idle time after which an open result is closed, because it keeps old row versions alive on the server. */
const maxIdleMs = 60_000;

/** How long a question waits for its answer, with locks on what the statement changed. */
const maxAnswerMs = 60_000;

/** Why a run was cancelled: the user answered no. */
const declined = new CancelledError();

export type NotebookSessionOptions = {
	/** Display names of the warehouse and the source. */
	readonly on: string;
	/** Whether the engine refuses changes at first. */
	readonly isReadOnly: boolean;
	/** Answers a command that runs as a cell, such as `\d users`. @throws CancelledError only */
	readonly answerCommand?: AnswerCommand;
	/** Idle time after which an open result is closed. */
	readonly idleMs?: number;
	/** Time after which a question counts as answered with no. */
	readonly answerMs?: number;
};

export type AnswerCommand = (text: string, options: AnswerOptions) => Promise<CellOutput>;

/** `offset`: only the statement there runs. `isRepeat`: the cell keeps its number. */
type Manner = {readonly offset?: number; readonly isRepeat?: true};

type Listener = (action: DocumentAction, before: Document) => void;

type OutputOf<Type extends CellOutput['type']> = CellOutput & {readonly type: Type};

/** The result with more rows, and the cell that it belongs to. Its signal also cancels fetching them. */
type OpenResult = {readonly id: CellId; readonly pages: PagedRows; readonly controller: AbortController};

/** A notebook and the session that runs its cells, one at a time. Holds only the rows fetched so far. */
export class NotebookSession {
	/** Called after the run of a cell that may have changed tables, as seen by other sessions. */
	onTablesMayHaveChanged: () => void = () => {};
	/** The file of `\o`, to which all rows of the following results are added. */
	resultFile: ResultFile | undefined;
	readonly #session: Session;
	readonly #idleMs: number;
	readonly #answerMs: number;
	readonly #answerCommand: NotebookSessionOptions['answerCommand'];
	readonly #listeners = new Set<Listener>();
	#document: Document;
	#open: OpenResult | undefined;
	#idleTimer: NodeJS.Timeout | undefined;
	/** Closing of the last open result; the session is busy until it settles. */
	#closing: Promise<void> | undefined;
	#running: {readonly controller: AbortController; readonly ended: Promise<void>} | undefined;
	#queueDone: Promise<void> | undefined;
	#question: UserQuestion | undefined;
	/** Settles when the running statement has ended, its question answered. */
	#statement: Promise<unknown> | undefined;
	/** How the queued cells run. */
	readonly #manners = new Map<CellId, Manner>();
	readonly #changes = new TableChanges();

	constructor(session: Session, options: NotebookSessionOptions) {
		this.#session = session;
		this.#document = emptyDocument(options);
		this.#idleMs = options.idleMs ?? maxIdleMs;
		this.#answerMs = options.answerMs ?? maxAnswerMs;
		this.#answerCommand = options.answerCommand;
	}

	get document(): Document {
		return this.#document;
	}

	/** That of the user, or of a statement that waits for commit or rollback. */
	get transaction(): TransactionState {
		return this.#session.transactionState;
	}

	/** Calls `listener` after each change, with the previous document. Returns a function that unsubscribes it. */
	subscribe(listener: Listener): () => void {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	}

	/** Applies what the user changed. */
	dispatch(action: EditAction): void {
		this.#apply(action);
	}

	/** Marks the cells that name one of the tables as stale; without `tables`, all. @param because `users was changed by …` */
	tablesChanged(tables: readonly string[] | undefined, because: string): void {
		this.#apply({type: 'tables-changed', because, ...(tables !== undefined && {tables})});
	}

	/**
	Queues cells and runs them in order, each up to its first failure, which also ends the queue. Closes the open result and
	keeps the first 1,000 rows of each cell's last one. Resolves when the queue is empty; never rejects.
	*/
	async run(ids: readonly CellId[]): Promise<void> {
		await this.#enqueue(ids);
	}

	/** Like `run`, but of the cell only the statement at this offset. */
	async runStatement(id: CellId, offset: number): Promise<void> {
		await this.#enqueue([id], {offset});
	}

	/** Like `run` of a cell that has run, which keeps its number. */
	async repeat(id: CellId): Promise<void> {
		await this.#enqueue([id], {isRepeat: true});
	}

	/**
	Fetches 1,000 more rows of the cell's last result. If it is closed, runs the last statement again and replaces the rows.
	Does nothing while a cell is running, or if no more rows can be held. Never rejects.
	*/
	async more(id: CellId): Promise<void> {
		const {running, queue} = this.#document;
		const last = findCell(this.#document, id)?.run?.outputs.at(-1);
		if (running !== undefined || queue.length > 0 || this.#running !== undefined) return;
		if (last?.type !== 'result' || last.isComplete || !canHoldMore(last.rows)) return;
		const open = this.#open?.id === id ? this.#open : undefined;
		const controller = open?.controller ?? new AbortController();
		await this.#track(controller, async () => this.#fetchMore(id, last, open, controller));
	}

	/**
	Shows what a command came to that was carried out at once, whatever runs.
	@param id Its cell; undefined if it was typed into the input.
	*/
	showAnswer(id: CellId | undefined, text: string, output: CellOutput): void {
		const state = output.type === 'error' ? 'failed' : 'done';
		const run: CellRun = {state, startedAt: Date.now(), ms: output.ms, outputs: [output]};
		this.#apply({type: 'command-answered', text, run, ...(id !== undefined && {id})});
	}

	/** Cancels what is running, clears the queue, and resolves when it has ended. */
	async cancel(): Promise<void> {
		const running = this.#running;
		running?.controller.abort();
		await running?.ended;
		this.#apply({type: 'queue-cleared'});
		await this.#queueDone;
	}

	/**
	Runs other work in the session, between cells. Closes the open result first; `cancel` aborts the signal.
	@throws what the work throws
	*/
	async inTurn<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
		while (this.#running !== undefined || this.#queueDone !== undefined)
			await (this.#queueDone ?? this.#running?.ended);
		const controller = new AbortController();
		let result: Promise<T> | undefined;
		await this.#track(controller, async () => {
			await this.#closeOpen();
			result = work(controller.signal);
			await result.catch(() => {});
		});
		return result!;
	}

	/** Answers the question. Resolves when the statement has been committed, rolled back or run. */
	async answer(commit: boolean): Promise<void> {
		if (this.#question === undefined) return;
		this.#question.settle(commit ? 'yes' : 'no');
		await this.#statement;
	}

	/** Cancels what is running and closes the open result, which frees the session. It can be used again. */
	async close(): Promise<void> {
		await this.cancel();
		await this.#closeOpen();
	}

	async #enqueue(ids: readonly CellId[], manner: Manner = {}): Promise<void> {
		// The end of a cancelled run empties the queue.
		if (this.#running?.controller.signal.aborted) await this.#running.ended;
		const {queue} = this.#document;
		this.#apply({type: 'cells-queued', ids});
		for (const id of this.#document.queue) if (!queue.includes(id)) this.#manners.set(id, manner);
		this.#queueDone ??= this.#runQueue();
		await this.#queueDone;
	}

	async #runQueue(): Promise<void> {
		// More rows may be on their way.
		await this.#running?.ended;
		for (let [id] = this.#document.queue; id !== undefined; [id] = this.#document.queue) {
			const next = id;
			const controller = new AbortController();
			await this.#track(controller, async () => this.#runCell(next, controller));
		}
		this.#queueDone = undefined;
		this.#manners.clear();
	}

	async #runCell(id: CellId, controller: AbortController): Promise<void> {
		const {signal} = controller;
		await this.#closeOpen();
		const cell = findCell(this.#document, id);
		const {offset, isRepeat} = this.#manners.get(id) ?? {};
		this.#manners.delete(id);
		if (cell === undefined) return;
		const {text} = cell;
		const one = offset === undefined ? undefined : statementAt(text, offset);
		const statements = one === undefined ? splitStatements(text) : [one];
		this.#apply({
			type: 'run-started',
			running: {
				id,
				purpose: isRepeat === true ? 'repeat' : 'run',
				startedAt: Date.now(),
				statement: 1,
				statements: statements.length,
				outputs: [],
			},
		});
		const {parameters} = this.#document;
		const command = isCommandLine(text) ? this.#answerCommand : undefined;
		const run =
			command === undefined
				? await runCell(
						this.#session,
						text,
						{
							cells: namedCells(this.#document),
							parameters,
							signal,
							run: async (sql, isLast) => this.#runStatement(id, sql, isLast, controller),
							onOutput: output => this.#apply({type: 'statement-ended', output}),
						},
						statements,
					)
				: await this.#runCommand(async () => {
						const output = await command(text, {parameters, signal});
						return this.resultFile === undefined
							? output
							: addResult(this.resultFile, output, undefined, signal);
					});
		if (signal.aborted || run.state !== 'done') await this.#closeOpen();
		const state = signal.reason === declined ? 'cancelled' : run.state;
		this.#apply({type: 'run-ended', run: {...run, state}, isOpen: this.#open !== undefined});
		if (this.transaction === 'none' && this.#changes.take()) this.onTablesMayHaveChanged();
	}

	async #runCommand(answer: () => Promise<CellOutput>): Promise<CellRun> {
		const startedAt = Date.now();
		const began = performance.now();
		const end = (state: CellRun['state'], outputs: readonly CellOutput[]): CellRun => ({
			state,
			startedAt,
			ms: performance.now() - began,
			outputs,
		});
		try {
			const output = await answer();
			return end(output.type === 'error' ? 'failed' : 'done', [output]);
		} catch {
			return end('cancelled', []);
		}
	}

	async #runStatement(
		id: CellId,
		sql: string,
		isLast: boolean,
		controller: AbortController,
	): Promise<CellOutput> {
		const {signal} = controller;
		const {isReadOnly, on: target} = this.#document;
		const ran = runStatement(this.#session, sql, {
			maxRows: pageRows,
			isReadOnly,
			signal,
			answerMs: this.#answerMs,
			ask: async (type, about) => this.#ask({id, sql, type, about, target}, signal),
		});
		this.#statement = ran.catch(() => {});
		let isRolledBack = true;
		try {
			const {output, pages, isDeclined = false} = await ran;
			if (isDeclined) controller.abort(declined);
			else this.#markTables(id, this.#changes.ran(output.sql, isReadOnly), 'changed');
			isRolledBack = output.type === 'message' && /^(?:rollback|abort)/i.test(output.tag);
			if (this.resultFile !== undefined) return await addResult(this.resultFile, output, pages, signal);
			if (pages !== undefined && isLast) this.#open = {id, pages, controller};
			else await pages?.close();
			return output;
		} finally {
			if (this.transaction === 'none') this.#markTables(id, this.#changes.ended(isRolledBack), 'rolled back');
		}
	}

	async #ask(question: Question, signal: AbortSignal): Promise<Answer> {
		this.#question = new UserQuestion(signal, this.#answerMs);
		this.#apply({type: 'question-asked', question});
		const answer = await this.#question.answer;
		this.#question = undefined;
		this.#apply({type: 'question-answered'});
		return answer;
	}

	async #fetchMore(
		id: CellId,
		last: OutputOf<'result'>,
		open: OpenResult | undefined,
		controller: AbortController,
	): Promise<void> {
		const {signal} = controller;
		const startedAt = Date.now();
		if (open === undefined) await this.#closeOpen();
		this.#apply({
			type: 'run-started',
			running: {id, purpose: 'more', startedAt, statement: 1, statements: 1, outputs: []},
		});
		let output: CellOutput;
		try {
			output =
				open === undefined
					? await this.#runAgain(id, last, controller)
					: await this.#nextPage(last, open.pages);
		} catch (error) {
			await this.#closeOpen();
			const isCancelled = signal.aborted || error instanceof CancelledError;
			const problem = isCancelled ? [] : [`Couldn't fetch more rows: ${toFailure(error).message}`];
			output = {...last, notices: [...last.notices, ...this.#session.takeNotices(), ...problem]};
		}
		this.#apply({type: 'rows-fetched', id, output, isOpen: this.#open !== undefined});
	}

	async #nextPage(last: OutputOf<'result'>, pages: PagedRows): Promise<CellOutput> {
		const {rows, complete} = await pages.take(pageRows);
		if (complete) await this.#closeOpen(false);
		const notices = [...last.notices, ...this.#session.takeNotices()];
		return {...last, rows: last.rows.concat(rows), isComplete: complete, notices};
	}

	/** Only what is certain to write nothing may run again without being asked for. */
	async #runAgain(
		id: CellId,
		{sql, rows}: OutputOf<'result'>,
		controller: AbortController,
	): Promise<CellOutput> {
		const {isReadOnly} = this.#document;
		if (!isReadOnly && !onlyReads(sql)) throw new Error('The statement may change data. Run the cell again.');
		const {signal} = controller;
		const maxRows = rows.length + pageRows;
		const {output, pages} = await readStatement(this.#session, sql, {maxRows, isReadOnly, signal});
		if (pages !== undefined) this.#open = {id, pages, controller};
		return output;
	}

	/** Marks the cells that name one of the changed tables. @param what `changed` or `rolled back` */
	#markTables(by: CellId, changes: ChangedTables | undefined, what: string): void {
		if (changes === undefined) return;
		const {tables} = changes;
		const change = `${what} by [${findCell(this.#document, by)?.number ?? ''}]`;
		const because =
			tables === undefined
				? `its tables may have been ${change}`
				: `${tables.join(', ')} ${tables.length > 1 ? 'were' : 'was'} ${change}`;
		this.#apply({type: 'tables-changed', because, by, ...changes});
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
		const open = this.#open;
		if (open === undefined) return;
		const close = () => {
			if (this.#running === undefined && this.#open === open) void this.#closeOpen(true, this.#idleMs);
		};
		this.#idleTimer = setTimeout(close, this.#idleMs).unref();
	}

	/** @param isShown Whether the document still shows it as open. @param afterMs The idle time after which it is closed. */
	async #closeOpen(isShown = true, afterMs?: number): Promise<void> {
		const open = this.#open;
		this.#open = undefined;
		if (open !== undefined) {
			this.#closing = open.pages.close();
			if (isShown && this.#document.open !== undefined)
				this.#apply({type: 'result-closed', ...(afterMs !== undefined && {afterMs})});
		}
		await this.#closing;
	}

	#apply(action: DocumentAction): void {
		const before = this.#document;
		this.#document = documentReducer(before, action);
		if (this.#document === before) return;
		for (const listener of [...this.#listeners]) listener(action, before);
		// Its cell was deleted, or all were replaced.
		const isGone = before.open !== undefined && this.#document.open === undefined;
		if (isGone && this.#open?.id === before.open) void this.#closeOpen(false);
	}
}
