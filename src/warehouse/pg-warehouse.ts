import type {ConnectionSettings} from '../config/connection.js';
import {CancelledError} from '../errors.js';
import type {RecordKind, Source} from '../source/source.js';
import {statement, statements} from '../sql/statements.js';
import {closedByStatement, type OpenResult} from './open-result.js';
import {PgSession} from './pg-session.js';
import {groupCatalog} from './table-info.js';
import type {
	QueryResult,
	Row,
	StagedRows,
	StageOptions,
	StatementOptions,
	TableInfo,
	Warehouse,
} from './warehouse.js';

type Sessions = {
	readonly main: PgSession;
	/** For the catalog and for watching a load: it must disturb neither an open result nor a running statement. */
	readonly side: PgSession;
};

/** What PostgreSQL and Redshift share: two connections, transactions, the catalog. */
export abstract class PgWarehouse implements Warehouse {
	abstract readonly engine: 'postgres' | 'redshift';
	readonly name: string;
	readonly identity: string;
	protected inTransaction = false;
	readonly #settings: ConnectionSettings;
	#sessions: Sessions | undefined;
	#result: OpenResult | undefined;

	/** @param product What a person calls the kind of server. @param engine Folder of its SQL. */
	constructor(settings: ConnectionSettings, product: string, engine: string) {
		const {host, port, database, user} = settings;
		this.#settings = settings;
		this.name = `${product} ${host}/${database}`;
		this.identity = `${engine}:${user}@${host}:${port}/${database}`;
	}

	/** Product and version as a person would say them. */
	protected abstract version(): Promise<string>;
	protected abstract openResult(
		session: PgSession,
		sql: string,
		options: StatementOptions,
	): Promise<{readonly open: OpenResult; readonly result: QueryResult}>;
	abstract stage(kind: RecordKind, source: Source, options: StageOptions): Promise<StagedRows>;

	async connect({signal}: StatementOptions = {}): Promise<string> {
		signal?.throwIfAborted();
		if (this.#sessions === undefined) {
			const main = await this.#open();
			try {
				this.#sessions = {main, side: await this.#open()};
			} catch (error) {
				await main.close();
				throw error;
			}
		}
		return this.version();
	}

	async run(sql: string, options: StatementOptions = {}): Promise<number> {
		const main = await this.free();
		return main.run(sql, options);
	}

	async query(sql: string, options: StatementOptions = {}): Promise<QueryResult> {
		const main = await this.free();
		const {open, result} = await this.openResult(main, sql, options);
		this.#result = open;
		return result;
	}

	async transaction<T>(body: () => Promise<T>, {signal}: StatementOptions = {}): Promise<T> {
		await this.run('BEGIN', {signal});
		this.inTransaction = true;
		try {
			const answer = await body();
			if (signal?.aborted) throw new CancelledError();
			await this.run('COMMIT');
			return answer;
		} catch (error) {
			await this.run('ROLLBACK').catch(() => {
				// The connection is lost, and the server rolls back by itself: the first error is the one to tell.
			});
			throw error;
		} finally {
			this.inTransaction = false;
		}
	}

	async catalog(): Promise<readonly TableInfo[]> {
		const columns = await this.ask(statement(`${this.engine}/catalog`));
		return groupCatalog(columns, async sql => this.ask(sql));
	}

	progress(): number | undefined {
		return undefined;
	}

	async cancel(): Promise<void> {
		await this.#sessions?.main.cancel();
		await this.#result?.close(new CancelledError());
	}

	async close(): Promise<void> {
		const sessions = this.#sessions;
		this.#sessions = undefined;
		await Promise.all([sessions?.main.close(), sessions?.side.close()]);
	}

	/** The main connection, free for a statement: a result that is still open is closed. */
	protected async free(): Promise<PgSession> {
		await this.#result?.close(closedByStatement());
		this.#result = undefined;
		return this.#connected().main;
	}

	/** A small result, whole, over the second connection. */
	protected async ask(sql: string): Promise<readonly Row[]> {
		return this.#connected().side.all(sql);
	}

	#connected(): Sessions {
		if (this.#sessions === undefined) throw new Error('The warehouse is not connected.');
		return this.#sessions;
	}

	async #open(): Promise<PgSession> {
		const session = await PgSession.open(this.#settings);
		try {
			for (const sql of statements(`${this.engine}/connect`)) await session.run(sql);
			return session;
		} catch (error) {
			await session.close();
			throw error;
		}
	}
}
