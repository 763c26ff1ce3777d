import {StatementError} from '../errors.js';
import type {DuckDbSession} from './duckdb-session.js';
import {onlyReads} from './duckdb-transaction.js';
import {closedByStage} from './open-result.js';
import type {QueryResult, Session, StatementOptions, TransactionState} from './warehouse.js';

/**
The session of the notebook on DuckDB. The commit of a stage must write a checkpoint, since the write-ahead log is not
safe here (sql/duckdb/durability.sql), and DuckDB writes none while another session has changed tables or rows. So while a
stage runs the notebook only reads, and while the notebook has a transaction open no stage runs.
*/
export class DuckDbNotebook implements Session {
	readonly #session: () => DuckDbSession | undefined;
	#isLoading = false;
	/** Settles when no stage drops or creates tables. */
	#tablesFree: Promise<unknown> = Promise.resolve();
	/** Settles when the statement that may write has ended. */
	#writing: Promise<unknown> = Promise.resolve();

	/** @param session Returns the connection; undefined while the warehouse is not connected. */
	constructor(session: () => DuckDbSession | undefined) {
		this.#session = session;
	}

	get transactionState(): TransactionState {
		return this.#session()?.transactionState ?? 'none';
	}

	async run(sql: string, options: StatementOptions = {}): Promise<number> {
		return this.#send(sql, async session => session.run(sql, options));
	}

	async query(sql: string, options: StatementOptions = {}): Promise<QueryResult> {
		return this.#send(sql, async session => session.query(sql, options));
	}

	/** DuckDB has none. */
	takeNotices(): readonly string[] {
		return [];
	}

	async cancel(): Promise<void> {
		this.#session()?.cancel();
	}

	async close(): Promise<void> {
		await this.#session()?.endReading();
		if (this.transactionState !== 'none') await this.#session()?.run('ROLLBACK');
	}

	/**
	Runs the transaction of a stage.
	@param changesTables Whether it drops or creates tables. Then an open result is closed, and statements wait.
	@throws StatementError when the notebook has an open transaction, or runs a statement while tables are to be changed
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
			// It may be a BEGIN.
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
				message: 'A stage is running. Until it has ended, only queries can run on DuckDB.',
				advice: 'Wait until the stage has ended, or cancel it, then retry.',
				sql: {text: sql},
			});
		const sent = work(this.#connected());
		if (!reads) this.#writing = sent.catch(() => {});
		return sent;
	}
}
