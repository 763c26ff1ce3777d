import {existsSync, realpathSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import {totalmem} from 'node:os';
import {basename, dirname, join, resolve} from 'node:path';
import type {DuckDBInstance} from '@duckdb/node-api';
import {CancelledError} from '../errors.js';
import type {Inventory, RecordKind, Source} from '../source/source.js';
import {statement, statements} from '../sql/statements.js';
import {loadDuckDb} from './duckdb-api.js';
import {fileId, moveAside} from './duckdb-damage.js';
import {isInUse, isWriteProtected, openError} from './duckdb-errors.js';
import {DuckDbNotebook} from './duckdb-notebook.js';
import {DuckDbSession, planLines} from './duckdb-session.js';
import {BatchFiles, checkBatchSpace} from './duckdb-staging.js';
import {hasUndo, removeUndo, saveForUndo, undoCheckpoint} from './duckdb-undo.js';
import {checkRecords, stageRecords} from './stage-records.js';
import {duckDbStagingSql} from './staging-sql.js';
import {countRows, groupColumns} from './table-info.js';
import type {
	Blocker,
	CatalogTable,
	Dependent,
	MovedFile,
	PlanStep,
	QueryResult,
	Row,
	RunningLoad,
	StagedRows,
	StageOptions,
	StagingOptions,
	StatementOptions,
	TableInfo,
	TransactionOptions,
	Warehouse,
} from './warehouse.js';

/** Share of the machine's memory that DuckDB may use before it spills to disk. */
const memoryShare = 0.4;

type Connections = {
	readonly instance: DuckDBInstance;
	readonly load: DuckDbSession;
	readonly notebook: DuckDbSession;
	/** For the catalog. */
	readonly side: DuckDbSession;
	/** The file goes when the session ends. */
	readonly isForNow: boolean;
};

/** DuckDB in this process, in a file. */
export class DuckDbWarehouse implements Warehouse {
	readonly engine = 'duckdb';
	readonly stagingSql = duckDbStagingSql;
	readonly name: string;
	readonly #file: string;
	readonly #isTrial: boolean;
	readonly notebook = new DuckDbNotebook(() => this.#connections?.notebook);
	#connections: Connections | undefined;
	/** The file that `connect` last tried to open; undefined when it was not there. */
	#tried: number | undefined;
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
		this.#connections ??= await this.#open();
		const [row] = await this.#connections.side.all('SELECT version()');
		return `DuckDB ${String(row?.[0]).replace(/^v/, '')}`;
	}

	async moveDamagedFile(): Promise<readonly MovedFile[]> {
		return moveAside(this.#file, this.#tried);
	}

	async run(sql: string, options: StatementOptions = {}): Promise<number> {
		return this.#connected().load.run(sql, options);
	}

	async query(sql: string, options: StatementOptions = {}): Promise<QueryResult> {
		return this.#connected().load.query(sql, options);
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

	async explain(sql: string, options: StatementOptions = {}): Promise<readonly PlanStep[]> {
		const rows = await this.#connected().load.all(`EXPLAIN ${sql}`, options);
		return rows.flatMap(([, plan]) => planLines(plan)).map(text => ({text, moves: null}));
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

	async transaction<T>(body: () => Promise<T>, options: TransactionOptions = {}): Promise<T> {
		return this.notebook.duringLoad(options.changesTables ?? false, async () =>
			this.#transaction(body, options),
		);
	}

	async #transaction<T>(body: () => Promise<T>, {signal}: StatementOptions): Promise<T> {
		for (const sql of statements('duckdb/durability')) await this.run(sql, {signal});
		// Left by a statement of the notebook: a commit must not add to it.
		if (existsSync(`${this.#file}.wal`))
			await this.#exclusively(async () => this.#runUndoable('CHECKPOINT')).catch(() => {});
		await this.run('BEGIN TRANSACTION');
		try {
			const answer = await body();
			if (signal?.aborted) throw new CancelledError();
			await this.#exclusively(async () => this.#runUndoable('COMMIT'));
			return answer;
		} catch (error) {
			await this.run('ROLLBACK').catch(() => {
				// DuckDB has rolled back by itself, e.g. after an error in COMMIT: the first error is the one to report.
			});
			throw error;
		}
	}

	/** Runs a statement that writes a checkpoint. If the process is killed meanwhile, the next `connect` takes it back. */
	async #runUndoable(sql: string): Promise<void> {
		const found = await this.#connected().side.all(statement('duckdb/metadata-blocks'));
		// A new file has none.
		if (found.length > 0)
			await saveForUndo(
				this.#file,
				found.map(([block]) => Number(block)),
				Number(found[0]?.[1]),
			);
		await this.run(sql);
		await removeUndo(this.#file);
	}

	async inspectTables(names: readonly string[]): Promise<readonly TableInfo[]> {
		return this.#exclusively(async () => {
			const {side} = this.#connected();
			return countRows(await this.#describe(names), undefined, async sql => side.all(sql));
		});
	}

	async describeTables(names: readonly string[]): Promise<readonly CatalogTable[]> {
		return this.#exclusively(async () => this.#describe(names));
	}

	async #describe(names: readonly string[]): Promise<readonly CatalogTable[]> {
		return (await this.#readCatalog()).filter(({name}) => names.includes(name));
	}

	/** In DuckDB a view does not keep its tables, and the load's tables are no target of foreign keys. */
	async dependents(): Promise<readonly Dependent[]> {
		return [];
	}

	async catalog(): Promise<readonly CatalogTable[]> {
		return this.#exclusively(async () => this.#readCatalog());
	}

	async observe(sql: string): Promise<readonly Row[]> {
		return this.#exclusively(async () => this.#connected().side.all(sql));
	}

	async #readCatalog(): Promise<readonly CatalogTable[]> {
		const {side} = this.#connected();
		return groupColumns(await side.all(statement('duckdb/catalog')));
	}

	progress(): number | undefined {
		const percentage = this.#connections?.load.connection.progress.percentage ?? -1;
		return percentage < 0 ? undefined : percentage / 100;
	}

	async cancel(): Promise<void> {
		this.#connections?.load.cancel();
	}

	async close(): Promise<void> {
		const connections = this.#connections;
		if (connections === undefined) return;
		const {instance, load, notebook, side, isForNow} = connections;
		await Promise.all([load.close(), notebook.close(), this.#catalogFree.then(async () => side.close())]);
		this.#connections = undefined;
		instance.closeSync();
		if (isForNow) for (const file of [this.#file, `${this.#file}.wal`]) await rm(file, {force: true});
	}

	async #open(): Promise<Connections> {
		const {DuckDBInstance: Instance, DuckDBTimestampTZValue} = loadDuckDb();
		// Otherwise it writes them in the zone of this machine.
		DuckDBTimestampTZValue.timezoneOffsetInMinutes = 0;
		const megabytes = Math.floor((totalmem() * memoryShare) / 1e6);
		try {
			this.#tried = fileId(this.#file);
			const isThere = this.#tried !== undefined;
			const options = {
				memory_limit: `${megabytes}MB`,
				// Nothing is downloaded or loaded because a statement mentions it.
				autoinstall_known_extensions: 'false',
				autoload_known_extensions: 'false',
			};
			if (isThere && hasUndo(this.#file)) {
				// Fails if another process has the file open. What else may be wrong with it is known after the undo.
				const readOnly = {...options, access_mode: 'READ_ONLY'};
				const probe = await Instance.create(this.#file, readOnly).catch(error => {
					if (isInUse(error)) throw error;
				});
				probe?.closeSync();
				await undoCheckpoint(this.#file);
			}
			const instance = await Instance.create(this.#file, options).catch(async error => {
				if (!isThere || !isWriteProtected(error)) throw error;
				return Instance.create(this.#file, {...options, access_mode: 'READ_ONLY'});
			});
			const open = async () => {
				const session = new DuckDbSession(await instance.connect());
				for (const sql of statements('duckdb/connect')) await session.connection.run(sql);
				return session;
			};
			const [load, notebook, side] = [await open(), await open(), await open()];
			for (const name of ['duckdb/durability', 'duckdb/load-session'])
				for (const sql of statements(name)) await load.connection.run(sql);
			return {instance, load, notebook, side, isForNow: this.#isTrial && !isThere};
		} catch (error) {
			throw openError(error, this.#file);
		}
	}

	/**
	Keeps the catalog's reads and the commits apart: a commit beside an open read could write no checkpoint and would go to
	the write-ahead log, which is not safe here (sql/duckdb/durability.sql).
	*/
	async #exclusively<T>(work: () => Promise<T>): Promise<T> {
		const result = this.#catalogFree.then(work);
		this.#catalogFree = result.catch(() => {});
		return result;
	}

	#connected(): Connections {
		if (this.#connections === undefined) throw new Error('The warehouse is not connected.');
		return this.#connections;
	}
}
