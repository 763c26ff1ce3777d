import type {DuckDBConnection, DuckDBResult} from '@duckdb/node-api';
import {CancelledError, StatementError} from '../../errors.js';
import {splitStatements} from '../../sql/split-statements.js';
import {isTransactionStatement} from '../../sql/statement-kind.js';
import {closedByStatement} from '../open-result.js';
import type {Column, QueryResult, Row, StatementOptions, TransactionState, Value} from '../warehouse.js';
import {commandTag} from './command-tag.js';
import {duckDbStatementError} from './errors.js';
import {duckDbColumn, toValue} from './values.js';

/** DuckDB loses an interrupt sent before the statement has started, so it is repeated until the statement ends. */
const interruptEveryMs = 50;
/** DuckDB's ResultReturnType. */
const returned = {changedRows: 1, queryResult: 3} as const;

/** DuckDB's StatementType of EXPLAIN and EXPLAIN ANALYZE. */
const explainStatement = 4;
const planColumn: Column = {name: 'plan', type: 'text', engineType: 'VARCHAR'};

/** A result that is being read. DuckDB ends it silently when another statement starts, or on an interrupt. */
type Reading = {readonly result: DuckDBResult; endedBy?: Error};

/** One connection to a DuckDB database. Runs one statement at a time; each can be cancelled. */
export class DuckDbSession {
	readonly connection: DuckDBConnection;
	#reading: Reading | undefined;
	#transactionState: TransactionState = 'none';
	readonly #underway = new Set<Promise<unknown>>();
	#isClosing = false;

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

	async query(sql: string, {signal}: StatementOptions = {}): Promise<QueryResult> {
		if (splitStatements(sql).length === 0)
			throw new StatementError({message: 'No statement to run.', sql: {text: sql}});
		await this.endReading();
		const result = await this.#interruptible(sql, signal, async () => this.connection.stream(sql));
		if (result.returnType !== returned.queryResult) {
			let changed: number | undefined;
			for await (const rows of this.#rows({result}, sql, signal)) changed = Number(rows[0]?.[0]);
			return {columns: [], command: commandTag(sql, result.statementType, changed), rows: emptyRows()};
		}
		this.#reading = {result};
		if (result.statementType === explainStatement)
			return {columns: [planColumn], command: null, rows: planRows(this.#rows(this.#reading, sql, signal))};
		return {
			columns: result.columnNames().map((name, index) => duckDbColumn(name, result.columnType(index))),
			command: null,
			rows: this.#rows(this.#reading, sql, signal),
		};
	}

	/** Runs one statement and returns all its rows. */
	async all(sql: string, {signal}: StatementOptions = {}): Promise<readonly Row[]> {
		await this.endReading();
		const reader = await this.#interruptible(sql, signal, async () => this.connection.runAndReadAll(sql));
		return reader
			.getRows()
			.map(row => row.map((value, index) => toValue(value, reader.columnType(index).typeId)));
	}

	cancel(): void {
		if (this.#reading !== undefined) this.#reading.endedBy ??= new CancelledError();
		this.connection.interrupt();
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
		if (this.#transactionState === 'none') {
			this.connection.interrupt();
			await this.#track(reading.result.fetchChunk()).catch(() => null);
		}
		await this.#track(this.connection.run('SELECT 1')).catch(() => {
			// A failed transaction has already ended the result.
		});
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
		this.connection.closeSync();
	}

	/** Keeps the connection open until `work` has ended. */
	async #track<T>(work: Promise<T>): Promise<T> {
		this.#underway.add(work);
		try {
			return await work;
		} finally {
			this.#underway.delete(work);
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
			const result = await this.#track(work());
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
			if (this.#isClosing) throw new CancelledError();
			const reader = await this.#track(this.connection.runAndReadAll('SELECT txid_current()'));
			return reader.getRows()[0]?.[0];
		};
		try {
			const first = await id();
			this.#transactionState = (await id()) === first ? 'open' : 'none';
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
				if (chunk === null || chunk.rowCount === 0) return;
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

/** Splits a plan, which arrives as one string, into lines. */
export function explainLines(plan: Value | undefined): readonly string[] {
	return String(plan).trimEnd().split('\n');
}

async function* planRows(plans: AsyncIterable<readonly Row[]>): AsyncGenerator<readonly Row[]> {
	for await (const rows of plans) yield rows.flatMap(([, plan]) => explainLines(plan).map(line => [line]));
}

async function* emptyRows(): AsyncGenerator<readonly Row[]> {}
