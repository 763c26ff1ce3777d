import {existsSync, realpathSync} from 'node:fs';
import {type FileHandle, rm} from 'node:fs/promises';
import {totalmem} from 'node:os';
import {basename, dirname, join, resolve} from 'node:path';
import type {DuckDBInstance} from '@duckdb/node-api';
import {CancelledError} from '../../errors.js';
import type {Inventory, RecordKind, Source} from '../../source/source.js';
import {literal, statement, statements} from '../../sql/statements.js';
import {readCompletely} from '../small-result.js';
import {checkRecords, stageRecords} from '../stage-records.js';
import {duckDbStagingSql} from '../staging-sql.js';
import {countRows, groupColumns} from '../table-info.js';
import {removeAbandonedFolders} from '../temporary-folder.js';
import type {
	Blocker,
	CatalogTable,
	Dependent,
	InspectOptions,
	MovedFile,
	PlanStep,
	QueryOptions,
	QueryResult,
	Row,
	RunningLoad,
	SmallResult,
	StagedRows,
	StageOptions,
	StagingOptions,
	StatementOptions,
	TableInfo,
	TransactionOptions,
	Warehouse,
} from '../warehouse.js';
import {loadDuckDb} from './api.js';
import {fileId, moveAside} from './damage.js';
import {isInUse, isWriteProtected, openError} from './errors.js';
import {duckDbFunctions} from './functions.js';
import {DuckDbNotebook} from './notebook.js';
import {DuckDbSession, explainLines} from './session.js';
import {BatchFiles, checkBatchSpace} from './staging.js';
import {hasUndo, openForUndo, removeUndo, saveForUndo, undoCheckpoint} from './undo.js';

/** By default, the program uses at most this many bytes and at most this fraction of the machine's memory. */
const defaultMemory = 1.2e9;
const defaultMemoryShare = 0.4;
/** Bytes for everything but DuckDB: Node, its reader threads, and the list of hundreds of thousands of files. */
const memoryOfNode = 400e6;

type Connections = {
	readonly instance: DuckDBInstance;
	readonly load: DuckDbSession;
	readonly notebook: DuckDbSession;
	/** For the catalog. */
	readonly side: DuckDbSession;
	/** `close` removes the database file. */
	readonly isTemporary: boolean;
	/** The file is write-protected. */
	readonly isReadOnly: boolean;
};

/** A DuckDB database file, opened in this process. */
export class DuckDbWarehouse implements Warehouse {
	readonly engine = 'duckdb';
	readonly functions = duckDbFunctions;
	readonly stagingSql = duckDbStagingSql;
	readonly name: string;
	readonly #file: string;
	readonly #isTrial: boolean;
	readonly #memoryLimit: number;
	#createdFile: string | undefined;
	readonly notebook = new DuckDbNotebook(() => this.#connections?.notebook);
	#connections: Connections | undefined;
	/** Stays open as long as the database: closing any descriptor of a file releases the locks of the process on it. */
	#reader: FileHandle | undefined;
	/** The id of the file that `connect` last tried to open; undefined if it did not exist. */
	#triedId: number | undefined;
	/** Settles once nothing is reading the catalog or committing. */
	#catalogFree: Promise<unknown> = Promise.resolve();

	/**
	@param file The database file. `connect` creates it if it does not exist.
	@param isTrial Whether `close` removes a file that `connect` created.
	@param memoryLimit Bytes that the program may use. DuckDB keeps on disk what does not fit.
	*/
	constructor(
		file: string,
		{
			isTrial = false,
			memoryLimit = Math.min(defaultMemory, totalmem() * defaultMemoryShare),
		}: {readonly isTrial?: boolean; readonly memoryLimit?: number | undefined} = {},
	) {
		this.#file = file;
		this.#isTrial = isTrial;
		this.#memoryLimit = memoryLimit;
		this.name = `DuckDB ${file}`;
	}

	get createdFile(): string | undefined {
		return this.#createdFile;
	}

	/** Uses the file's real path, or its folder's if the file does not exist yet. */
	get identity(): string {
		const path = resolve(this.#file);
		for (const real of [() => realpathSync(path), () => join(realpathSync(dirname(path)), basename(path))]) {
			try {
				return `duckdb:${real()}`;
			} catch {
				// Does not exist yet.
			}
		}
		return `duckdb:${path}`;
	}

	async connect({signal}: StatementOptions = {}): Promise<string> {
		if (signal?.aborted) throw new CancelledError();
		this.#connections ??= await this.#open();
		void removeAbandonedFolders();
		const [row] = await this.#connections.side.all('SELECT version()');
		return `DuckDB ${String(row?.[0]).replace(/^v/, '')}`;
	}

	async moveDamagedFile(): Promise<readonly MovedFile[]> {
		return moveAside(this.#file, this.#triedId);
	}

	async run(sql: string, options: StatementOptions = {}): Promise<number> {
		return this.#connected().load.run(sql, options);
	}

	async query(sql: string, options: QueryOptions = {}): Promise<QueryResult> {
		return this.#connected().load.query(sql, options);
	}

	async read(sql: string, options: StatementOptions = {}): Promise<SmallResult> {
		return readCompletely(await this.query(sql, options));
	}

	async stage(kind: RecordKind, source: Source, options: StagingOptions): Promise<StagedRows> {
		const {signal} = options;
		const run = async (sql: string) => this.run(sql, {signal});
		const copy = (name: string) =>
			new BatchFiles(async (file, hasEscapes) => {
				await run(statement(`duckdb/copy-text-${hasEscapes ? 'escaped' : 'plain'}`));
				await run(statement(`duckdb/stage-${name}`, {file}));
			});
		return stageRecords({run, copy}, kind, source, options);
	}

	async checkFiles({bytes}: Inventory): Promise<void> {
		await checkBatchSpace(bytes);
	}

	async check(kind: RecordKind, source: Source, options: StageOptions): Promise<StagedRows> {
		return checkRecords(kind, source, options);
	}

	async exportParquet(query: string, file: string, options: QueryOptions = {}): Promise<number> {
		const {command} = await this.notebook.query(parquetStatement(query, file), options);
		return Number(command?.split(' ')[1]);
	}

	async explain(sql: string, options: StatementOptions = {}): Promise<readonly PlanStep[]> {
		const rows = await this.#connected().load.all(`EXPLAIN ${sql}`, options);
		return rows.flatMap(([, plan]) => explainLines(plan)).map(text => ({text, moves: null}));
	}

	/** None: a load ends with its process. */
	async runningLoads(): Promise<readonly RunningLoad[]> {
		return [];
	}

	async endLoad(): Promise<void> {}

	/** None: no other process can have the file open. */
	async blockers(): Promise<readonly Blocker[]> {
		return [];
	}

	/** Does nothing: the file is open in this process only. */
	async lock(): Promise<void> {}

	async unlock(): Promise<void> {}

	async transaction<T>(body: () => Promise<T>, options: TransactionOptions = {}): Promise<T> {
		return this.notebook.duringLoad(options.changesTables ?? false, async () =>
			this.#transaction(body, options),
		);
	}

	async #transaction<T>(body: () => Promise<T>, {signal}: StatementOptions): Promise<T> {
		for (const sql of statements('duckdb/durability')) await this.run(sql, {signal});
		// A notebook statement left a write-ahead log; the commit must not append to it.
		if (existsSync(`${this.#file}.wal`))
			await this.#exclusively(async () => this.#runUndoable('CHECKPOINT')).catch(() => {});
		await this.run('BEGIN TRANSACTION');
		try {
			const result = await body();
			if (signal?.aborted) throw new CancelledError();
			await this.#exclusively(async () => this.#runUndoable('COMMIT'));
			return result;
		} catch (error) {
			await this.run('ROLLBACK').catch(() => {
				// DuckDB has already rolled back, e.g. after an error in COMMIT. Report the first error.
			});
			throw error;
		}
	}

	/**
	Runs a statement that writes a checkpoint. If the process is killed during it, the next `connect` undoes it, except on
	Windows.
	*/
	async #runUndoable(sql: string): Promise<void> {
		const {side, isReadOnly} = this.#connected();
		if (isReadOnly) {
			await this.run(sql);
			return;
		}
		const found = await side.all(statement('duckdb/metadata-blocks'));
		// A new file has no metadata blocks.
		if (found.length > 0) {
			this.#reader ??= await openForUndo(this.#file);
			const blocks = found.map(([block]) => Number(block));
			if (this.#reader !== undefined)
				await saveForUndo(this.#file, this.#reader, blocks, Number(found[0]?.[1]));
		}
		await this.run(sql);
		await removeUndo(this.#file);
	}

	async inspectTables(
		names: readonly string[],
		{known = {}}: InspectOptions = {},
	): Promise<readonly TableInfo[]> {
		return this.#exclusively(async () => {
			const {side} = this.#connected();
			return countRows(await this.#describe(names), undefined, known, async sql => side.all(sql));
		});
	}

	async describeTables(names: readonly string[]): Promise<readonly CatalogTable[]> {
		return this.#exclusively(async () => this.#describe(names));
	}

	async #describe(names: readonly string[]): Promise<readonly CatalogTable[]> {
		return (await this.#readCatalog()).filter(({name}) => names.includes(name));
	}

	/** None: DuckDB drops a table even if a view uses it, and no foreign keys reference the load's tables. */
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

	async close(): Promise<void> {
		const connections = this.#connections;
		if (connections === undefined) return;
		this.#connections = undefined;
		const {instance, load, notebook, side, isTemporary} = connections;
		await Promise.all([load.close(), notebook.close(), side.close()]);
		instance.closeSync();
		await this.#reader?.close();
		this.#reader = undefined;
		if (isTemporary) for (const file of [this.#file, `${this.#file}.wal`]) await rm(file, {force: true});
	}

	async #open(): Promise<Connections> {
		const {DuckDBInstance: Instance, DuckDBTimestampTZValue} = loadDuckDb();
		// Otherwise timestamps are printed in this machine's time zone.
		DuckDBTimestampTZValue.timezoneOffsetInMinutes = 0;
		const megabytes = Math.floor(Math.max(this.#memoryLimit - memoryOfNode, this.#memoryLimit / 2) / 1e6);
		try {
			this.#triedId = fileId(this.#file);
			const exists = this.#triedId !== undefined;
			const options = {
				memory_limit: `${megabytes}MB`,
				// Inserts buffer this many row groups of 50 MB per thread, by default five. More are not faster.
				write_buffer_row_group_count: '1',
				// A statement must not cause extensions to be downloaded or loaded.
				autoinstall_known_extensions: 'false',
				autoload_known_extensions: 'false',
			};
			if (exists && hasUndo(this.#file)) {
				// Fails if another process has the file open. Other errors may disappear with the undo.
				const readOnly = {...options, access_mode: 'READ_ONLY'};
				const probe = await Instance.create(this.#file, readOnly).catch(error => {
					if (isInUse(error)) throw error;
				});
				probe?.closeSync();
				await undoCheckpoint(this.#file);
			}
			let isReadOnly = false;
			const instance = await Instance.create(this.#file, options).catch(async error => {
				if (!exists || !isWriteProtected(error)) throw error;
				isReadOnly = true;
				return Instance.create(this.#file, {...options, access_mode: 'READ_ONLY'});
			});
			if (!exists && !this.#isTrial) this.#createdFile = this.#file;
			const openSession = async () => {
				const session = new DuckDbSession(await instance.connect());
				for (const sql of statements('duckdb/connect')) await session.connection.run(sql);
				return session;
			};
			const [load, notebook, side] = [await openSession(), await openSession(), await openSession()];
			for (const name of ['duckdb/durability', 'duckdb/load-session'])
				for (const sql of statements(name)) await load.connection.run(sql);
			return {instance, load, notebook, side, isTemporary: this.#isTrial && !exists, isReadOnly};
		} catch (error) {
			throw openError(error, this.#file);
		}
	}

	/**
	Keeps catalog reads and commits apart. During an open read a commit cannot write a checkpoint and would use the
	write-ahead log, which is not safe here (sql/duckdb/durability.sql).
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

/** The statement that writes a query's result to a Parquet file. */
export function parquetStatement(query: string, file: string): string {
	// No line break before the query, so that errors name the user's line. The line break after it ends a trailing comment.
	// A cancel would leave behind the temporary file that DuckDB creates when the target exists.
	return `COPY (${query}\n) TO ${literal(file)} (FORMAT parquet, USE_TMP_FILE false)`;
}
