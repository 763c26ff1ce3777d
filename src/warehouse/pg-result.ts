import type Cursor from 'pg-cursor';
import type {OpenResult} from './open-result.js';
import type {PgSession} from './pg-session.js';
import {toColumn, valueTypes} from './pg-values.js';
import type {QueryResult, Row, StatementOptions, Value} from './warehouse.js';

/** Rows fetched at a time. */
const batchRows = 1000;

type Read = {
	readonly rows: readonly Row[];
	readonly fields: ReadonlyArray<{readonly name: string; readonly dataTypeID: number}>;
};

/** A result that the server keeps and hands over batch by batch. The connection is busy until it is closed. */
export class PgResult implements OpenResult {
	readonly #session: PgSession;
	readonly #cursor: Cursor<Value[]>;
	readonly #sql: string;
	readonly #signal: AbortSignal | undefined;
	#closedBy: Error | undefined;

	private constructor(
		session: PgSession,
		cursor: Cursor<Value[]>,
		sql: string,
		signal: AbortSignal | undefined,
	) {
		this.#session = session;
		this.#cursor = cursor;
		this.#sql = sql;
		this.#signal = signal;
	}

	/** Sends the statement and reads the first batch. */
	static async open(
		session: PgSession,
		sql: string,
		{signal}: StatementOptions,
	): Promise<{readonly open: PgResult; readonly result: QueryResult}> {
		const {default: PgCursor} = await import('pg-cursor');
		const cursor = new PgCursor<Value[]>(sql, [], {rowMode: 'array', types: valueTypes});
		const open = new PgResult(session, cursor, sql, signal);
		const first = await open.#read(() => session.client.query(cursor));
		const columns = first.fields.map(({name, dataTypeID}) => toColumn(name, dataTypeID));
		const command = columns.length > 0 ? null : session.command;
		return {open, result: {columns, command, rows: open.#rows(first.rows)}};
	}

	/** Ends it on the server. Nothing happens when it has ended. */
	async close(reason?: Error): Promise<void> {
		this.#closedBy ??= reason;
		await this.#cursor.close();
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
						// A statement that ends without rows has an empty result and no fields.
						if (error) reject(error);
						else
							resolve({
								rows,
								fields: result?.fields ?? [],
							});
					});
				}),
		);
	}
}
