import {StatementError} from '../../errors.js';
import {withoutSemicolon} from '../../sql/split-statements.js';
import {canUseCursor} from '../../sql/statement-kind.js';
import type {OpenedResult, OpenResult} from '../open-result.js';
import {beginReadOnly} from '../pg/read-only.js';
import type {PgSession, StatementResult} from '../pg/session.js';
import {pgColumn} from '../pg/values.js';
import type {QueryOptions, QueryResult, Row, Value} from '../warehouse.js';
import {parseStatement} from './parse-statement.js';

/** The maximum for FETCH on a single-node cluster. */
const batchRows = 1000;
const cursor = 'sparkify_tui_result';

/** Sends a statement. The rows of a query are fetched as they are consumed. */
export async function openStatement(
	session: PgSession,
	sql: string,
	options: QueryOptions,
): Promise<OpenedResult> {
	const cursor = canUseCursor(sql) ? await RedshiftCursor.open(session, sql, options) : undefined;
	if (cursor !== undefined) return cursor;
	// SHOW, EXPLAIN and the like, and queries that cannot use a cursor: few rows, returned at once.
	const {rows, fields, command} = await executeAtOnce(session, sql, options);
	const columns = fields.map(({name, dataTypeID}) => pgColumn(name, dataTypeID));
	return {
		open: {hasOwnTransaction: false, close: async () => {}},
		result: {columns, command: columns.length > 0 ? null : command, rows: inOneBatch(rows)},
	};
}

/** Runs a statement in a read-only transaction of its own, if it must not change data and no transaction is open. */
async function executeAtOnce(
	session: PgSession,
	sql: string,
	options: QueryOptions,
): Promise<StatementResult> {
	if (!options.isReadOnly || session.inTransaction) return session.execute(sql, options);
	await beginReadOnly(session, options);
	try {
		return await session.execute(sql, options);
	} finally {
		// After an error, COMMIT rolls back.
		if (session.inTransaction) await session.run('COMMIT');
	}
}

async function* inOneBatch(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
	if (rows.length > 0) yield rows;
}

/**
A result that is fetched from the cluster in batches. Redshift ignores row limits on protocol-level cursors, so this uses
a named cursor, which requires a transaction: its own, if none is open.
*/
class RedshiftCursor implements OpenResult {
	readonly #session: PgSession;
	readonly #sql: string;
	readonly #signal: AbortSignal | undefined;
	readonly #ownTransaction: boolean;
	#isOpen = true;
	#closedBy: Error | undefined;

	private constructor(
		session: PgSession,
		sql: string,
		signal: AbortSignal | undefined,
		ownTransaction: boolean,
	) {
		this.#session = session;
		this.#sql = sql;
		this.#signal = signal;
		this.#ownTransaction = ownTransaction;
	}

	/** Returns undefined if the server refuses a cursor, as it may for a leader-node query. */
	static async open(
		session: PgSession,
		sql: string,
		{signal, isReadOnly = false}: QueryOptions,
	): Promise<OpenedResult | undefined> {
		const {inTransaction} = session;
		const open = new RedshiftCursor(session, sql, signal, !inTransaction);
		if (!inTransaction)
			await (isReadOnly ? beginReadOnly(session, {signal}) : session.run('BEGIN', {signal}));
		let isDeclared = false;
		try {
			const declare = `DECLARE ${cursor} CURSOR FOR `;
			const query = withoutSemicolon(sql, {backslashEscapes: true});
			// DECLARE is sent with the simple protocol, which runs several statements. A guess: DECLARE cannot be prepared.
			if (isReadOnly) await parseStatement(session, query, {signal});
			await session.cancellable(
				sql,
				signal,
				async () => session.client.query(`${declare}${query}`),
				declare.length,
			);
			isDeclared = true;
			const {columns, rows} = await open.#fetch();
			return {open, result: {columns, command: null, rows: open.#rows(rows)}};
		} catch (error) {
			await open.#end('ROLLBACK');
			if (!isDeclared && !inTransaction && !session.lost && error instanceof StatementError) return undefined;
			throw error;
		}
	}

	get hasOwnTransaction(): boolean {
		return this.#isOpen && this.#ownTransaction;
	}

	async close(reason?: Error): Promise<void> {
		this.#closedBy ??= reason;
		if (!this.#isOpen) return;
		if (this.#ownTransaction) await this.#end('COMMIT');
		else await this.#end(`CLOSE ${cursor}`);
	}

	/** Ends the cursor, with its own transaction if any. A lost connection has already ended both. */
	async #end(sql: string): Promise<void> {
		this.#isOpen = false;
		if (this.#ownTransaction || sql !== 'ROLLBACK') await this.#session.run(sql).catch(() => {});
	}

	async *#rows(first: readonly Row[]): AsyncGenerator<readonly Row[]> {
		try {
			for (let rows = first; rows.length > 0; {rows} = await this.#fetch()) {
				yield rows;
				if (this.#closedBy !== undefined) throw this.#closedBy;
				if (rows.length < batchRows) return;
			}
		} catch (error) {
			// After an error the transaction can only be rolled back.
			if (this.#isOpen) await this.#end('ROLLBACK');
			throw error;
		} finally {
			await this.close();
		}
	}

	async #fetch(): Promise<Pick<QueryResult, 'columns'> & {readonly rows: readonly Row[]}> {
		const query = {text: `FETCH FORWARD ${batchRows} FROM ${cursor}`, rowMode: 'array' as const};
		return this.#session.cancellable(this.#sql, this.#signal, async () => {
			const {rows, fields} = await this.#session.client.query<Value[]>(query);
			return {columns: fields.map(({name, dataTypeID}) => pgColumn(name, dataTypeID)), rows};
		});
	}
}
