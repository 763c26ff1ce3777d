import {existsSync, realpathSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import {totalmem} from 'node:os';
import {basename, dirname, join, resolve} from 'node:path';
import type {DuckDBConnection, DuckDBInstance, DuckDBResult} from '@duckdb/node-api';
import {CancelledError, StatementError} from '../errors.js';
import type {Inventory, RecordKind, Source} from '../source/source.js';
import {splitScript} from '../sql/split-script.js';
import {statement, statements} from '../sql/statements.js';
import {commandTag} from './duckdb-command-tag.js';
import {openError, statementError} from './duckdb-errors.js';
import {BatchFiles, checkBatchSpace} from './duckdb-staging.js';
import {toColumn, toValue} from './duckdb-values.js';
import {closedByStatement} from './open-result.js';
import {checkRecords, stageRecords} from './stage-records.js';
import {duckDbStagingSql} from './staging-sql.js';
import {countRows, groupColumns} from './table-info.js';
import type {
	Blocker,
	CatalogTable,
	Column,
	Dependent,
	PlanStep,
	QueryResult,
	Row,
	RunningLoad,
	StagedRows,
	StageOptions,
	StagingOptions,
	StatementOptions,
	TableInfo,
	Value,
	Warehouse,
} from './warehouse.js';

/** Share of the machine's memory that DuckDB may use before it spills to disk. */
const memoryShare = 0.4;
/** An interrupt that comes before its statement has begun is lost: it is sent again until the statement has ended. */
const interruptEveryMs = 50;
/** DuckDB's ResultReturnType. */
const returned = {changedRows: 1, queryResult: 3} as const;
/** DuckDB's StatementType of EXPLAIN and EXPLAIN ANALYZE. */
const explainStatement = 4;
const planColumn: Column = {name: 'plan', type: 'text', engineType: 'VARCHAR'};

type Session = {
	readonly instance: DuckDBInstance;
	readonly main: DuckDBConnection;
	/** For the catalog: asking it must not close a result that is still being read. */
	readonly side: DuckDBConnection;
	/** The file goes when the session ends. */
	readonly isForNow: boolean;
};

/** A result that is being read. DuckDB ends it without a word when another statement begins, and on an interrupt. */
type Reading = {readonly result: DuckDBResult; endedBy?: Error};

/** DuckDB in this process, in a file. */
export class DuckDbWarehouse implements Warehouse {
	readonly engine = 'duckdb';
	readonly stagingSql = duckDbStagingSql;
	readonly name: string;
	readonly #file: string;
	readonly #isTrial: boolean;
	#session: Session | undefined;
	#reading: Reading | undefined;
	readonly #underway = new Set<Promise<unknown>>();
	/** Ends when nothing reads the catalog and nothing commits. */
	#catalogFree: Promise<unknown> = Promise.resolve();

	/**
	@param file The database file; `connect` creates it when it is not there.
	@param isTrial `close` removes it again where `connect` has created it.
	*/
	constructor(file: string, isTrial = false) {
		this.#file = file;
		this.#isTrial = isTrial;
		this.name = `DuckDB ${file}`;
	}

	/** By its real path; before it is there, by that of its folder. */
	get identity(): string {
		const path = resolve(this.#file);
		for (const real of [() => realpathSync(path), () => join(realpathSync(dirname(path)), basename(path))]) {
			try {
				return `duckdb:${real()}`;
			} catch {
				// Not there yet.
			}
		}
		return `duckdb:${path}`;
	}

	async connect({signal}: StatementOptions = {}): Promise<string> {
		if (signal?.aborted) throw new CancelledError();
		this.#session ??= await this.#open();
		const [row] = await this.#all(this.#session.side, 'SELECT version()');
		return `DuckDB ${String(row?.[0]).replace(/^v/, '')}`;
	}

	async run(sql: string, {signal}: StatementOptions = {}): Promise<number> {
		const {main} = this.#connected();
		await this.#endReading();
		return this.#interruptible(sql, signal, async () => {
			const result = await main.run(sql);
			return result.returnType === returned.changedRows ? result.rowsChanged : 0;
		});
	}

	async query(sql: string, {signal}: StatementOptions = {}): Promise<QueryResult> {
		const {main} = this.#connected();
		if (splitScript(sql).length === 0)
			throw new StatementError({message: 'There is no statement to run.', sql: {text: sql}});
		await this.#endReading();
		const result = await this.#interruptible(sql, signal, async () => main.stream(sql));
		if (result.returnType !== returned.queryResult) {
			let changed: number | undefined;
			for await (const rows of this.#rows({result}, sql, signal)) changed = Number(rows[0]?.[0]);
			return {columns: [], command: commandTag(sql, result.statementType, changed), rows: emptyRows()};
		}
		this.#reading = {result};
		if (result.statementType === explainStatement)
			return {columns: [planColumn], command: null, rows: planLines(this.#rows(this.#reading, sql, signal))};
		return {
			columns: result.columnNames().map((name, index) => toColumn(name, result.columnType(index))),
			command: null,
			rows: this.#rows(this.#reading, sql, signal),
		};
	}

	async stage(kind: RecordKind, source: Source, options: StagingOptions): Promise<StagedRows> {
		const {signal} = options;
		const run = async (sql: string) => this.run(sql, {signal});
		const copy = (name: string) =>
			new BatchFiles(async file => void (await run(statement(`duckdb/stage-${name}`, {file}))));
		return stageRecords({run, copy}, kind, source, options);
	}

	async checkFiles({bytes}: Inventory): Promise<void> {
		await checkBatchSpace(bytes);
	}

	async check(kind: RecordKind, source: Source, options: StageOptions): Promise<StagedRows> {
		return checkRecords(kind, source, options);
	}

	async explain(sql: string, {signal}: StatementOptions = {}): Promise<readonly PlanStep[]> {
		const {main} = this.#connected();
		await this.#endReading();
		const rows = await this.#interruptible(sql, signal, async () => this.#all(main, `EXPLAIN ${sql}`));
		return rows.flatMap(([, plan]) => linesOf(plan)).map(text => ({text, moves: null}));
	}

	/** DuckDB ends with the process that loads. */
	async runningLoads(): Promise<readonly RunningLoad[]> {
		return [];
	}

	async endLoad(): Promise<void> {}

	/** No other process can have the file open. */
	async blockers(): Promise<readonly Blocker[]> {
		return [];
	}

	/** The file is open in this process only. */
	async lock(): Promise<void> {}

	async unlock(): Promise<void> {}

	async transaction<T>(body: () => Promise<T>, {signal}: StatementOptions = {}): Promise<T> {
		// Rows may be written in any order: both processors can write, and a large insert needs no memory to hold back rows.
		await this.run('SET preserve_insertion_order = false', {signal});
		try {
			await this.run('BEGIN TRANSACTION');
			try {
				const answer = await body();
				if (signal?.aborted) throw new CancelledError();
				await this.#exclusively(async () => this.run('COMMIT'));
				return answer;
			} catch (error) {
				await this.run('ROLLBACK').catch(() => {
					// DuckDB has rolled back by itself, after an error in COMMIT for one: the first error is the one to tell.
				});
				throw error;
			}
		} finally {
			await this.run('RESET preserve_insertion_order').catch(() => {
				// The database was given up after an error, which is the one to tell.
			});
		}
	}

	async inspectTables(names: readonly string[]): Promise<readonly TableInfo[]> {
		return this.#exclusively(async () => {
			const {side} = this.#connected();
			const found = (await this.#readCatalog()).filter(({name}) => names.includes(name));
			return countRows(found, undefined, async sql => this.#all(side, sql));
		});
	}

	/** In DuckDB a view does not keep its tables, and the load's tables are no target of foreign keys. */
	async dependents(): Promise<readonly Dependent[]> {
		return [];
	}

	async catalog(): Promise<readonly CatalogTable[]> {
		return this.#exclusively(async () => this.#readCatalog());
	}

	async observe(sql: string): Promise<readonly Row[]> {
		return this.#exclusively(async () => this.#all(this.#connected().side, sql));
	}

	async #readCatalog(): Promise<readonly CatalogTable[]> {
		const {side} = this.#connected();
		return groupColumns(await this.#all(side, statement('duckdb/catalog')));
	}

	progress(): number | undefined {
		const percentage = this.#session?.main.progress.percentage ?? -1;
		return percentage < 0 ? undefined : percentage / 100;
	}

	async cancel(): Promise<void> {
		if (this.#reading !== undefined) this.#reading.endedBy ??= new CancelledError();
		this.#session?.main.interrupt();
	}

	async close(): Promise<void> {
		await this.#endReading();
		// Closing a connection under a statement would end the process.
		this.#session?.main.interrupt();
		await Promise.allSettled([...this.#underway, this.#catalogFree]);
		const session = this.#session;
		this.#session = undefined;
		session?.main.closeSync();
		session?.side.closeSync();
		session?.instance.closeSync();
		if (session?.isForNow)
			for (const file of [this.#file, `${this.#file}.wal`]) await rm(file, {force: true});
	}

	async #open(): Promise<Session> {
		const {DuckDBInstance: Instance, DuckDBTimestampTZValue} = await import('@duckdb/node-api');
		// Otherwise it writes them in the zone of this machine.
		DuckDBTimestampTZValue.timezoneOffsetInMinutes = 0;
		const megabytes = Math.floor((totalmem() * memoryShare) / 1e6);
		try {
			const isThere = existsSync(this.#file);
			const instance = await Instance.create(this.#file, {memory_limit: `${megabytes}MB`});
			const main = await instance.connect();
			const side = await instance.connect();
			for (const sql of statements('duckdb/connect')) await main.run(sql);
			return {instance, main, side, isForNow: this.#isTrial && !isThere};
		} catch (error) {
			throw openError(error, this.#file);
		}
	}

	/**
	Keeps the catalog's reads and the commits apart: a commit beside an open read could write no checkpoint and would go to
	the write-ahead log, which is not safe here (sql/duckdb/connect.sql).
	*/
	async #exclusively<T>(work: () => Promise<T>): Promise<T> {
		const result = this.#catalogFree.then(work);
		this.#catalogFree = result.catch(() => {});
		return result;
	}

	#connected(): Session {
		if (this.#session === undefined) throw new Error('The warehouse is not connected.');
		return this.#session;
	}

	/** Runs `work` and interrupts DuckDB while `signal` says so. */
	async #interruptible<T>(sql: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
		if (signal?.aborted) throw new CancelledError();
		const {main} = this.#connected();
		let timer: NodeJS.Timeout | undefined;
		const interrupt = () => {
			main.interrupt();
			timer = setInterval(() => main.interrupt(), interruptEveryMs);
		};
		signal?.addEventListener('abort', interrupt);
		const underway = work();
		this.#underway.add(underway);
		try {
			return await underway;
		} catch (error) {
			throw statementError(error, sql);
		} finally {
			this.#underway.delete(underway);
			signal?.removeEventListener('abort', interrupt);
			clearInterval(timer);
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
				const chunk = await this.#interruptible(sql, signal, async () => result.fetchChunk());
				if (reading.endedBy !== undefined) throw reading.endedBy;
				if (chunk === null || chunk.rowCount === 0) return;
				const columns = chunk.getColumns();
				yield Array.from({length: chunk.rowCount}, (_, row) =>
					types.map((type, column) => toValue(columns[column]?.[row] ?? null, type)),
				);
			}
		} finally {
			if (this.#reading === reading) await this.#endReading();
		}
	}

	/** Ends the result that is being read, if one is: it would hold the file open even after `close`. */
	async #endReading(): Promise<void> {
		const reading = this.#reading;
		if (reading === undefined) return;
		this.#reading = undefined;
		reading.endedBy ??= closedByStatement();
		this.#session?.main.interrupt();
		await reading.result.fetchChunk().catch(() => null);
	}

	async #all(connection: DuckDBConnection, sql: string): Promise<readonly Row[]> {
		try {
			const reader = await connection.runAndReadAll(sql);
			return reader
				.getRows()
				.map(row => row.map((value, index) => toValue(value, reader.columnType(index).typeId)));
		} catch (error) {
			throw statementError(error, sql);
		}
	}
}

/** A plan arrives as one text of many lines: here each line is a row. */
async function* planLines(plans: AsyncIterable<readonly Row[]>): AsyncGenerator<readonly Row[]> {
	for await (const rows of plans) yield rows.flatMap(([, plan]) => linesOf(plan).map(line => [line]));
}

function linesOf(plan: Value | undefined): readonly string[] {
	return String(plan).trimEnd().split('\n');
}

async function* emptyRows(): AsyncGenerator<readonly Row[]> {}
