import {StatementError} from '../../errors.js';
import {onlyReads, statementWords} from '../../sql/statement-kind.js';
import {closedByStage} from '../open-result.js';
import type {
	QueryOptions,
	QueryResult,
	Session,
	StatementOptions,
	TextCopy,
	TextForm,
	TransactionState,
} from '../warehouse.js';
import type {DuckDbSession} from './session.js';

/**
The notebook's session on DuckDB. A stage's commit must write a checkpoint, because the write-ahead log is not safe here
(sql/duckdb/durability.sql), and DuckDB cannot write one while another session has changed tables or rows. So the notebook
is read-only while a stage runs, and no stage runs while the notebook has an open transaction.
*/
export class DuckDbNotebook implements Session {
	readonly #session: () => DuckDbSession | undefined;
	#isLoading = false;
	/** Settles once no stage is dropping or creating tables. */
	#tablesFree: Promise<unknown> = Promise.resolve();
	/** Settles once the last statement that may write has ended. */
	#writing: Promise<unknown> = Promise.resolve();

	/** @param session Returns the connection; undefined if the warehouse is not connected. */
	constructor(session: () => DuckDbSession | undefined) {
		this.#session = session;
	}

	get transactionState(): TransactionState {
		return this.#session()?.transactionState ?? 'none';
	}

	async run(sql: string, options: StatementOptions = {}): Promise<number> {
		return this.#send(sql, async session => session.run(sql, options));
	}

	async query(sql: string, options: QueryOptions = {}): Promise<QueryResult> {
		return this.#send(sql, async session => session.query(sql, options));
	}

	async prepareCopy(sql: string, form: TextForm): Promise<TextCopy | undefined> {
		const copy = await this.#send(sql, async session => session.prepareCopy(sql, form));
		if (copy === undefined || !('toFile' in copy)) return undefined;
		return {
			...copy,
			toFile: async (file, options) => this.#send(sql, async () => copy.toFile(file, options)),
		};
	}

	/** Extensions and persistent secrets are files. */
	canRollBack(sql: string): boolean {
		return !/^(?:update extensions|drop persistent secret)\b/.test(statementWords(sql));
	}

	/** DuckDB sends no notices. */
	takeNotices(): readonly string[] {
		return [];
	}

	async close(): Promise<void> {
		await this.#session()?.endReading();
		if (this.transactionState !== 'none') await this.#session()?.run('ROLLBACK');
	}

	/**
	Runs the transaction of a stage.
	@param changesTables Whether it drops or creates tables. If so, closes the open result and makes statements wait.
	@throws StatementError if the notebook has an open transaction, or is running a statement and tables are to be changed
	*/
	async duringLoad<T>(changesTables: boolean, work: () => Promise<T>): Promise<T> {
		const session = this.#connected();
		if (changesTables && session.isRunning)
			throw new StatementError({
				message: 'The notebook is running a statement.',
				advice: 'Wait until it ends or cancel it, then retry.',
			});
		this.#isLoading = true;
		try {
			// The statement may be a BEGIN.
			await this.#writing;
			if (session.transactionState !== 'none')
				throw new StatementError({
					message: 'The notebook has an open transaction.',
					advice: 'Commit or roll it back, then retry.',
				});
			if (!changesTables) return await work();
			const changed = session.endReading(closedByStage()).then(work);
			this.#tablesFree = changed.catch(() => {});
			return await changed;
		} finally {
			this.#isLoading = false;
		}
	}

	#connected(): DuckDbSession {
		const session = this.#session();
		if (session === undefined) throw new Error('The warehouse is not connected.');
		return session;
	}

	async #send<T>(sql: string, work: (session: DuckDbSession) => Promise<T>): Promise<T> {
		await this.#tablesFree;
		const reads = onlyReads(sql);
		if (this.#isLoading && !reads)
			throw new StatementError({
				message: 'A stage is running. Until it ends, only queries can run on DuckDB.',
				advice: 'Wait until the stage ends, or cancel it, then retry.',
				sql: {text: sql},
			});
		const sent = work(this.#connected());
		if (!reads) this.#writing = sent.catch(() => {});
		return sent;
	}
}
