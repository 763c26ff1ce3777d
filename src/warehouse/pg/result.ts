import type Cursor from 'pg-cursor';
import type {OpenedResult, OpenResult} from '../open-result.js';
import type {QueryOptions, Row, Value} from '../warehouse.js';
import {copyRefused} from './errors.js';
import {beginReadOnly} from './read-only.js';
import type {PgSession} from './session.js';
import {pgColumn, valueTypes} from './values.js';

/** Rows fetched at a time. */
const batchRows = 1000;

type Read = {
	readonly rows: readonly Row[];
	readonly fields: ReadonlyArray<{readonly name: string; readonly dataTypeID: number}>;
};

/** Methods that `pg` calls on the running query; missing from its types. */
type CopyHandlers = {
	handleCopyInResponse(connection: {sendCopyFail(message: string): void}): void;
	handleCopyData(): void;
};

/** A result fetched from the server in batches. The connection is busy until it is closed. */
export class PgResult implements OpenResult {
	readonly #session: PgSession;
	readonly #cursor: Cursor<Value[]>;
	readonly #sql: string;
	readonly #signal: AbortSignal | undefined;
	#ownsTransaction: boolean;
	#closedBy: Error | undefined;
	/** The server closes a cursor after an error. Closing it again would wait for a response that never arrives. */
	#hasFailed = false;
	/** The statement is a COPY that exchanges data with the client. */
	#copies: 'in' | 'out' | undefined;

	private constructor(
		session: PgSession,
		cursor: Cursor<Value[]>,
		sql: string,
		signal: AbortSignal | undefined,
		ownsTransaction: boolean,
	) {
		this.#session = session;
		this.#cursor = cursor;
		this.#sql = sql;
		this.#signal = signal;
		this.#ownsTransaction = ownsTransaction;
	}

	/** Sends the statement and reads the first batch. */
	static async open(
		session: PgSession,
		sql: string,
		{signal, isReadOnly = false}: QueryOptions,
	): Promise<OpenedResult> {
		const {default: PgCursor} = await import('pg-cursor');
		const cursor = new PgCursor<Value[]>(sql, [], {rowMode: 'array', types: valueTypes});
		const ownsTransaction = isReadOnly && !session.inTransaction;
		if (ownsTransaction) await beginReadOnly(session, {signal});
		const open = new PgResult(session, cursor, sql, signal, ownsTransaction);
		try {
			const first = await open.#refusingCopy(async () => open.#read(() => session.client.query(cursor)));
			const columns = first.fields.map(({name, dataTypeID}) => pgColumn(name, dataTypeID));
			const command = columns.length > 0 ? null : session.command;
			if (command !== null) await open.#commit();
			return {open, result: {columns, command, rows: open.#rows(first.rows)}};
		} catch (error) {
			await open.#commit().catch(() => {});
			throw error;
		}
	}

	get hasOwnTransaction(): boolean {
		return this.#ownsTransaction;
	}

	/** Closes the result on the server. Does nothing if it has already ended. */
	async close(reason?: Error): Promise<void> {
		this.#closedBy ??= reason;
		if (!this.#hasFailed) await this.#cursor.close();
		await this.#commit().catch(() => {
			// The connection is lost. The transaction has changed nothing.
		});
	}

	/** Ends the transaction of this statement, if it has one and did not end it. After an error, COMMIT rolls back. */
	async #commit(): Promise<void> {
		if (!this.#ownsTransaction) return;
		if (this.#session.inTransaction) await this.#session.run('COMMIT');
		this.#ownsTransaction = false;
	}

	/** Refuses a COPY that exchanges data with the client: without these handlers `pg` throws an uncatchable error. */
	async #refusingCopy<T>(work: () => Promise<T>): Promise<T> {
		const {connection} = this.#session.client as unknown as {connection: NodeJS.EventEmitter};
		const handlers: CopyHandlers = {
			handleCopyInResponse: copying => {
				this.#copies = 'in';
				copying.sendCopyFail('no standard input');
			},
			handleCopyData: () => {},
		};
		Object.assign(this.#cursor, handlers);
		const onCopyOut = () => {
			this.#copies = 'out';
		};
		connection.once('copyOutResponse', onCopyOut);
		try {
			const result = await work();
			if (this.#copies !== undefined) throw copyRefused(this.#copies, this.#sql);
			return result;
		} catch (error) {
			throw this.#copies === 'in' ? copyRefused('in', this.#sql) : error;
		} finally {
			connection.off('copyOutResponse', onCopyOut);
		}
	}

	async *#rows(first: readonly Row[]): AsyncGenerator<readonly Row[]> {
		try {
			for (let rows = first; rows.length > 0; {rows} = await this.#read()) {
				yield rows;
				if (this.#closedBy !== undefined) throw this.#closedBy;
				if (rows.length < batchRows) return;
			}
		} finally {
			await this.close();
		}
	}

	async #read(send?: () => void): Promise<Read> {
		return this.#session.cancellable(
			this.#sql,
			this.#signal,
			async () =>
				new Promise<Read>((resolve, reject) => {
					send?.();
					this.#cursor.read(batchRows, (error, rows, result) => {
						// A statement that returns no rows has an empty result without fields.
						if (error) {
							this.#hasFailed = true;
							reject(error);
						} else resolve({rows, fields: result?.fields ?? []});
					});
				}),
		);
	}
}
