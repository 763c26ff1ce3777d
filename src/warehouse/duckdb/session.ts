import type {DuckDBConnection, DuckDBExtractedStatements, DuckDBResult} from '@duckdb/node-api';
import {CancelledError, StatementError} from '../../errors.js';
import {splitStatements} from '../../sql/split-statements.js';
import {
	endsTransaction,
	isCopyable,
	isTransactionStatement,
	readOnlyBegin,
} from '../../sql/statement-kind.js';
import {closedByStatement, readWriteTransaction} from '../open-result.js';
import type {
	Column,
	QueryOptions,
	QueryResult,
	Row,
	StatementOptions,
	TextCopy,
	TextForm,
	TransactionState,
	Value,
} from '../warehouse.js';
import {commandTag} from './command-tag.js';
import {type CopyTextStatement, canCopyText, copyTextStatement} from './copy-text.js';
import {duckDbStatementError} from './errors.js';
import {duckDbColumn, toValue} from './values.js';

/** DuckDB loses an interrupt sent before the statement has started, so it is repeated until the statement ends. */
const interruptEveryMs = 50;
/** DuckDB's ResultReturnType. */
const returned = {invalid: 0, changedRows: 1, queryResult: 3} as const;

/** DuckDB's StatementType of a query. */
const selectStatement = 1;
/** DuckDB's StatementType of EXPLAIN and EXPLAIN ANALYZE, and of BEGIN, COMMIT and ROLLBACK. */
const explainStatement = 4;
const transactionStatement = 10;
const begin = 'BEGIN TRANSACTION READ ONLY';
const planColumn: Column = {name: 'plan', type: 'text', engineType: 'VARCHAR'};

/** A result that is being read. DuckDB ends it silently when another statement starts, or on an interrupt. */
type Reading = {
	readonly result: DuckDBResult;
	/** Whether a read-only transaction was opened only for this result. */
	readonly ownsTransaction: boolean;
	endedBy?: Error;
	isComplete?: boolean;
};

/** How a statement runs that must not change data: as it is, in a transaction of its own, or as a read-only BEGIN. */
type ReadOnlyRun = 'as-is' | 'own-transaction' | 'begin';

/** One connection to a DuckDB database. Runs one statement at a time; each can be cancelled. */
export class DuckDbSession {
	readonly connection: DuckDBConnection;
	#reading: Reading | undefined;
	#transactionState: TransactionState = 'none';
	/** The id of the open transaction, and of the last one that was begun as read-only. */
	#transactionId: unknown;
	#readOnlyId: unknown;
	readonly #underway = new Set<Promise<unknown>>();
	#isClosing = false;
	#isClosed = false;

	constructor(connection: DuckDBConnection) {
		this.connection = connection;
	}

	/** Whether a statement is running. An open result that is not fetching a batch does not count. */
	get isRunning(): boolean {
		return this.#underway.size > 0;
	}

	get transactionState(): TransactionState {
		return this.#transactionState;
	}

	/** Runs one statement and returns the number of rows affected. */
	async run(sql: string, {signal}: StatementOptions = {}): Promise<number> {
		await this.endReading();
		return this.#interruptible(sql, signal, async () => {
			const result = await this.connection.run(sql);
			return result.returnType === returned.changedRows ? result.rowsChanged : 0;
		});
	}

	async query(sql: string, {signal, isReadOnly = false}: QueryOptions = {}): Promise<QueryResult> {
		if (splitStatements(sql).length === 0)
			throw new StatementError({message: 'No statement to run.', sql: {text: sql}});
		await this.endReading();
		switch (isReadOnly ? await this.#readOnlyRun(sql, signal) : 'as-is') {
			case 'as-is':
				return this.#open(sql, sql, signal, false);
			case 'begin': {
				const result = await this.#open(sql, readOnlyBegin(sql) ?? begin, signal, false);
				this.#readOnlyId = this.#transactionId;
				return result;
			}
			case 'own-transaction': {
				try {
					await this.#interruptible(sql, signal, async () => this.connection.run(begin));
					return await this.#open(sql, sql, signal, true);
				} catch (error) {
					await this.#end('ROLLBACK');
					throw error;
				}
			}
		}
	}

	/** Prepares a query whose result DuckDB is to write as text; see `Session.prepareCopy`. */
	async prepareCopy(sql: string, form: TextForm): Promise<TextCopy | undefined> {
		const [query, ...others] = splitStatements(sql);
		// In a transaction, the error of a statement that is only prepared would end it.
		if (query === undefined || others.length > 0 || !isCopyable(sql) || this.#transactionState !== 'none')
			return undefined;
		await this.endReading();
		const prepared = await this.#track(async () => this.connection.prepare(query.text)).catch(
			() => undefined,
		);
		if (prepared === undefined) return undefined;
		try {
			if (prepared.statementType !== selectStatement || prepared.parameterCount > 0) return undefined;
			const indexes = Array.from({length: prepared.columnCount}, (_, index) => index);
			const typeIds = indexes.map(index => prepared.columnTypeId(index));
			if (!canCopyText(typeIds)) return undefined;
			const names = form.names(
				indexes.map(index => duckDbColumn(prepared.columnName(index), prepared.columnType(index))),
			);
			const statementTo = (file: string) =>
				copyTextStatement(query.text, typeIds, {format: form.format, names}, file);
			return {
				toFile: async (file, options) => this.#copyText(query.text, statementTo(file), options),
				ifEmpty: statementTo('').ifEmpty,
			};
		} finally {
			prepared.destroySync();
		}
	}

	async #copyText(query: string, {sql, prefix}: CopyTextStatement, options: QueryOptions): Promise<number> {
		try {
			const {command} = await this.query(sql, options);
			return Number(command?.split(' ')[1]);
		} catch (error) {
			throw error instanceof StatementError ? errorInQuery(error, query, prefix) : error;
		}
	}

	/** @param sent The text to send; errors refer to `sql`. */
	async #open(
		sql: string,
		sent: string,
		signal: AbortSignal | undefined,
		ownsTransaction: boolean,
	): Promise<QueryResult> {
		const result = await this.#interruptible(sql, signal, async () => this.connection.stream(sent));
		const reading: Reading = {result, ownsTransaction};
		if (result.returnType !== returned.queryResult) {
			let changed: number | undefined;
			for await (const rows of this.#rows(reading, sql, signal)) changed = Number(rows[0]?.[0]);
			if (ownsTransaction) await this.#end('COMMIT');
			return {columns: [], command: commandTag(sql, result.statementType, changed), rows: emptyRows()};
		}
		this.#reading = reading;
		if (result.statementType === explainStatement)
			return {columns: [planColumn], command: null, rows: planRows(this.#rows(this.#reading, sql, signal))};
		return {
			columns: result.columnNames().map((name, index) => duckDbColumn(name, result.columnType(index))),
			command: null,
			rows: this.#rows(this.#reading, sql, signal),
		};
	}

	/**
	Decides how a statement runs that must not change data. EXPLAIN ANALYZE COMMIT ends a transaction, so the state of an
	open one is read again.
	@throws StatementError for several statements, and in a transaction that is not read-only
	*/
	async #readOnlyRun(sql: string, signal: AbortSignal | undefined): Promise<ReadOnlyRun> {
		const extracted = await this.#interruptible(sql, signal, async () =>
			this.connection.extractStatements(sql),
		);
		const isTransaction = await this.#isTransaction(extracted, sql);
		if (this.#transactionState !== 'none') await this.#readTransactionState();
		if (isTransaction) return endsTransaction(sql) || this.#transactionState !== 'none' ? 'as-is' : 'begin';
		if (this.#transactionState === 'open' && this.#transactionId !== this.#readOnlyId)
			throw readWriteTransaction();
		return this.#transactionState === 'none' ? 'own-transaction' : 'as-is';
	}

	/**
	Whether a text is one BEGIN, COMMIT or ROLLBACK. DuckDB makes two statements of a PIVOT.
	@throws StatementError for several statements, one of which could end the transaction
	*/
	async #isTransaction(extracted: DuckDBExtractedStatements, sql: string): Promise<boolean> {
		if (extracted.count === 1 && !isTransactionStatement(sql)) return false;
		const types = await Promise.all(
			Array.from({length: extracted.count}, async (_, index) => {
				// The SELECT of a PIVOT cannot be prepared yet.
				const prepared = await this.#track(async () => extracted.prepare(index)).catch(() => undefined);
				const type = prepared?.statementType;
				prepared?.destroySync();
				return type;
			}),
		);
		const isTransaction = types.includes(transactionStatement);
		if (splitStatements(sql).length > 1 || (types.length > 1 && isTransaction))
			throw new StatementError({
				message: 'Only one statement can run at a time.',
				advice: 'Run them one after the other.',
				sql: {text: sql},
			});
		return isTransaction;
	}

	/** Runs one statement and returns all its rows. */
	async all(sql: string, {signal}: StatementOptions = {}): Promise<readonly Row[]> {
		await this.endReading();
		const reader = await this.#interruptible(sql, signal, async () => this.connection.runAndReadAll(sql));
		return reader
			.getRows()
			.map(row => row.map((value, index) => toValue(value, reader.columnType(index).typeId)));
	}

	/**
	Ends the open result, if any, and the implicit transaction around it, by running another statement. An interrupt
	releases more resources, but would abort an explicit transaction.
	*/
	async endReading(reason: Error = closedByStatement()): Promise<void> {
		const reading = this.#reading;
		if (reading === undefined) return;
		this.#reading = undefined;
		reading.endedBy ??= reason;
		if (reading.isComplete && reading.ownsTransaction) return this.#end('COMMIT');
		if (this.#transactionState === 'none') {
			this.connection.interrupt();
			await this.#track(async () => reading.result.fetchChunk()).catch(() => null);
		}
		await this.#end(reading.ownsTransaction ? 'ROLLBACK' : 'SELECT 1');
	}

	/** Ends a result, or its transaction. After an error both may have ended already. */
	async #end(sql: string): Promise<void> {
		await this.#track(async () => this.connection.run(sql)).catch(() => {});
	}

	/**
	Interrupts the running statement and closes the connection. Statements that are sent from now on are refused:
	DuckDB crashes if one runs on a connection that is being closed.
	*/
	async close(): Promise<void> {
		if (this.#isClosing) return;
		this.#isClosing = true;
		await this.endReading(new CancelledError());
		const interrupting = setInterval(() => this.connection.interrupt(), interruptEveryMs);
		this.connection.interrupt();
		while (this.#underway.size > 0) await Promise.allSettled(this.#underway);
		clearInterval(interrupting);
		this.#isClosed = true;
		this.connection.closeSync();
	}

	/** Uses the connection, and keeps it open until that has ended. @throws CancelledError once it is closed */
	async #track<T>(work: () => Promise<T>): Promise<T> {
		if (this.#isClosed) throw new CancelledError();
		const underway = work();
		this.#underway.add(underway);
		try {
			return await underway;
		} finally {
			this.#underway.delete(underway);
		}
	}

	/** Runs `work`, and interrupts DuckDB if `signal` is aborted. */
	async #interruptible<T>(sql: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
		if (signal?.aborted || this.#isClosing) throw new CancelledError();
		const {connection} = this;
		let timer: NodeJS.Timeout | undefined;
		const interrupt = () => {
			connection.interrupt();
			timer = setInterval(() => connection.interrupt(), interruptEveryMs);
		};
		signal?.addEventListener('abort', interrupt);
		try {
			const result = await this.#track(work);
			if (isTransactionStatement(sql)) await this.#readTransactionState();
			return result;
		} catch (error) {
			if (isTransactionStatement(sql) || this.#transactionState !== 'none')
				await this.#readTransactionState();
			throw duckDbStatementError(error, sql);
		} finally {
			signal?.removeEventListener('abort', interrupt);
			clearInterval(timer);
		}
	}

	/** Two statements have the same transaction id only inside a transaction; in a failed one both are refused. */
	async #readTransactionState(): Promise<void> {
		const id = async () => {
			const reader = await this.#track(async () => this.connection.runAndReadAll('SELECT txid_current()'));
			return reader.getRows()[0]?.[0];
		};
		try {
			this.#transactionId = await id();
			this.#transactionState = (await id()) === this.#transactionId ? 'open' : 'none';
		} catch {
			this.#transactionState = 'failed';
		}
	}

	async *#rows(
		reading: Reading,
		sql: string,
		signal: AbortSignal | undefined,
	): AsyncGenerator<readonly Row[]> {
		const {result} = reading;
		const types = result.columnNames().map((_, index) => result.columnType(index).typeId);
		try {
			for (;;) {
				if (reading.endedBy !== undefined) throw reading.endedBy;
				const chunk = await this.#interruptible(sql, signal, async () => result.fetchChunk());
				if (reading.endedBy !== undefined) throw reading.endedBy;
				if (chunk === null || chunk.rowCount === 0) {
					// An error ends the stream like its last row does; only the result's type tells them apart.
					if (result.returnType === returned.invalid)
						throw signal?.aborted ? new CancelledError() : failedLate(sql);
					reading.isComplete = true;
					return;
				}
				const columns = chunk.getColumns();
				yield Array.from({length: chunk.rowCount}, (_, row) =>
					types.map((type, column) => toValue(columns[column]?.[row] ?? null, type)),
				);
			}
		} finally {
			if (this.#reading === reading) await this.endReading();
		}
	}
}

/** The error of a statement around a query, with the position in the query. @param prefix Characters before the query. */
function errorInQuery({failure, cause}: StatementError, query: string, prefix: number): StatementError {
	const offset = (failure.sql?.offset ?? -1) - prefix;
	const isInside = offset >= 0 && offset < query.length;
	return new StatementError({...failure, sql: {text: query, ...(isInside && {offset})}}, {cause});
}

/** DuckDB's API for Node.js does not give the text of such an error. */
function failedLate(sql: string): StatementError {
	return new StatementError({
		message: 'The query failed after its first rows had been read. DuckDB does not report why.',
		advice: 'Run it with EXPLAIN ANALYZE before it to see the error.',
		sql: {text: sql},
	});
}

/** Splits a plan, which arrives as one string, into lines. */
export function explainLines(plan: Value | undefined): readonly string[] {
	return String(plan).trimEnd().split('\n');
}

async function* planRows(plans: AsyncIterable<readonly Row[]>): AsyncGenerator<readonly Row[]> {
	for await (const rows of plans) yield rows.flatMap(([, plan]) => explainLines(plan).map(line => [line]));
}

async function* emptyRows(): AsyncGenerator<readonly Row[]> {}
