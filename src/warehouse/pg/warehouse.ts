import type {ConnectionSettings} from '../../config/settings.js';
import {CancelledError} from '../../errors.js';
import type {Inventory, RecordKind, Source} from '../../source/source.js';
import {isRepeatable} from '../../sql/statement-kind.js';
import {statement} from '../../sql/statements.js';
import {engineSql} from '../engine-sql.js';
import type {OpenedResult} from '../open-result.js';
import {pinSchema} from '../pin-schema.js';
import {countRows, groupColumns} from '../table-info.js';
import type {
	Blocker,
	CatalogTable,
	ConnectOptions,
	Dependent,
	InspectOptions,
	PlanStep,
	QueryOptions,
	QueryResult,
	Row,
	RunningLoad,
	Session,
	SmallResult,
	StagedRows,
	StageOptions,
	StagingOptions,
	StatementOptions,
	TableInfo,
	TransactionOptions,
	Warehouse,
} from '../warehouse.js';
import {findSchema} from './load-schema.js';
import {lostInCommit} from './lost-connection.js';
import type {PgSession} from './session.js';
import {PgSessions, type SessionRole} from './sessions.js';
import {PgStatements, type SendStatement} from './statements.js';

const blockersTimeoutMs = 5000;

/** Code shared by PostgreSQL and Redshift: connections, transactions, the catalog. */
export abstract class PgWarehouse implements Warehouse {
	abstract readonly engine: 'postgres' | 'redshift';
	readonly name: string;
	readonly identity: string;
	readonly #settings: ConnectionSettings;
	readonly #sessions: PgSessions;
	/** The schema of the load's tables, determined on the first connection. */
	#schema: string | undefined;
	#connected = false;
	readonly notebook: Session;
	readonly #load: PgStatements;

	/**
	@param product Display name of the product. @param engine Folder of its SQL. @param copiesOut Whether the server has
	COPY … TO STDOUT.
	*/
	constructor(
		settings: ConnectionSettings,
		product: string,
		engine: string,
		{loginTimeoutMs, copiesOut}: {readonly loginTimeoutMs: number; readonly copiesOut: boolean},
	) {
		const {host, port, database, user, schema} = settings;
		this.#settings = settings;
		this.#sessions = new PgSessions(
			settings,
			role => [...this.openingStatements(role), ...this.#pinning(role)],
			{loginTimeoutMs},
		);
		const send: SendStatement = async (session, sql, options) => this.openResult(session, sql, options);
		const canRollBack = (sql: string) => this.canRollBack(sql);
		const traits = {send, canRollBack, copiesOut};
		this.#load = new PgStatements(this.#sessions, 'main', traits);
		this.notebook = new PgStatements(this.#sessions, 'notebook', traits);
		this.name = `${product} ${host}/${database}${schema === undefined ? '' : `, schema ${schema}`}`;
		this.identity = `${engine}:${user}@${host}:${port}/${database}${schema === undefined ? '' : `/${schema}`}`;
	}

	get schema(): string | undefined {
		return this.#schema ?? this.#settings.schema;
	}

	/** The statements to send first on each connection. */
	protected abstract openingStatements(role: SessionRole): readonly string[];
	/** Whether a statement can run in a transaction and be rolled back. */
	protected abstract canRollBack(sql: string): boolean;
	/** Product and version, for display. */
	protected abstract version(): Promise<string>;
	protected abstract openResult(
		session: PgSession,
		sql: string,
		options: QueryOptions,
	): Promise<OpenedResult>;
	abstract stagingSql(kind: RecordKind, source: Source, maxErrors: number): readonly string[];
	abstract stage(kind: RecordKind, source: Source, options: StagingOptions): Promise<StagedRows>;
	abstract check(kind: RecordKind, source: Source, options: StageOptions): Promise<StagedRows>;
	abstract runningLoads(): Promise<readonly RunningLoad[]>;
	abstract endLoad(session: number): Promise<void>;

	async connect(options: ConnectOptions = {}): Promise<string> {
		const {signal} = options;
		signal?.throwIfAborted();
		this.#sessions.reopen();
		const side = await this.#sessions.get('side', options);
		this.#schema = await findSchema(side, this.#settings, this.schema, {signal});
		await this.#sessions.get('main', options);
		this.#connected = true;
		return this.version();
	}

	async run(sql: string, options: StatementOptions = {}): Promise<number> {
		const main = await this.free();
		return main.run(sql, options);
	}

	async query(sql: string, options: QueryOptions = {}): Promise<QueryResult> {
		this.#requireConnection();
		return this.#load.query(sql, options);
	}

	async read(sql: string, options: StatementOptions = {}): Promise<SmallResult> {
		this.#requireConnection();
		return this.#load.repeating(isRepeatable(sql), async main => {
			const {rows, fields} = await main.execute(sql, options);
			return {columns: fields.map(({name}) => name), rows};
		});
	}

	async explain(sql: string, options: StatementOptions = {}): Promise<readonly PlanStep[]> {
		this.#requireConnection();
		const rows = await this.#load.repeating(true, async main => main.all(`EXPLAIN ${sql}`, options));
		return rows.map(([line]) => ({text: String(line), moves: null}));
	}

	async lock(): Promise<void> {}

	async unlock(): Promise<void> {}

	/** The first statement in a stage's transaction, on an engine that uses a table lock to separate loads. */
	protected readonly lockLoads: string | undefined = undefined;

	/** Opens a transaction whose statements all see the same data. */
	protected readonly begin: string = 'BEGIN';

	async transaction<T>(
		body: () => Promise<T>,
		{signal, locksLoads = false}: TransactionOptions = {},
	): Promise<T> {
		this.#requireConnection();
		const session = await this.#load.repeating(true, async main => {
			await main.run(this.begin, {signal});
			return main;
		});
		this.#load.pinned = session;
		try {
			if (locksLoads && this.lockLoads !== undefined) await this.run(this.lockLoads, {signal});
			const result = await body();
			if (signal?.aborted) throw new CancelledError();
			await this.#commit();
			return result;
		} catch (error) {
			await this.run('ROLLBACK').catch(() => {
				// The connection is lost, and the server rolls back. Report the first error.
			});
			throw error;
		} finally {
			this.#load.pinned = undefined;
		}
	}

	async inspectTables(
		names: readonly string[],
		{known = {}, ...options}: InspectOptions = {},
	): Promise<readonly TableInfo[]> {
		const tables = await this.describeTables(names, options);
		return countRows(tables, this.schema, known, async sql => this.ask(sql, options));
	}

	async describeTables(
		names: readonly string[],
		options: StatementOptions = {},
	): Promise<readonly CatalogTable[]> {
		const sql = statement(engineSql(this, 'tables'), {schema: this.schema ?? null, names});
		return groupColumns(await this.ask(sql, options));
	}

	async dependents(names: readonly string[], options: StatementOptions = {}): Promise<readonly Dependent[]> {
		const sql = statement(engineSql(this, 'dependents'), {schema: this.schema ?? null, names});
		return (await this.ask(sql, options)).map(([table, kind, schema, name]) => ({
			table: String(table),
			kind: kind === 'view' ? kind : 'foreign key',
			name: `${schema}.${name}`,
		}));
	}

	async catalog(options: StatementOptions = {}): Promise<readonly CatalogTable[]> {
		const sql = statement(engineSql(this, 'catalog'), {schema: this.schema ?? null});
		return groupColumns(await this.ask(sql, options));
	}

	async observe(sql: string, options: StatementOptions = {}): Promise<readonly Row[]> {
		return this.ask(sql, options);
	}

	/** Does nothing: rows are streamed. */
	async checkFiles(_inventory: Inventory): Promise<void> {}

	/** Uses a separate connection: the lock may block both of the others. */
	async blockers(): Promise<readonly Blocker[]> {
		this.#requireConnection();
		const [main, side, notebook] = await Promise.all([
			this.#sessions.current('main'),
			this.#sessions.current('side'),
			this.#sessions.current('notebook'),
		]);
		if (main === undefined || side === undefined) return [];
		const watch = await this.#sessions.get('watch');
		const sql = statement(engineSql(this, 'blockers'), {main: main.processId, side: side.processId});
		const rows = await watch.all(sql, {signal: AbortSignal.timeout(blockersTimeoutMs)});
		return rows.map(([session, user, since]) =>
			session === null
				? {session: 'hidden'}
				: {
						session: Number(session),
						user: String(user),
						since: String(since).slice(0, 'YYYY-MM-DD HH:MM:SS'.length),
						...(Number(session) === notebook?.processId && {isNotebook: true}),
					},
		);
	}

	progress(): number | undefined {
		return undefined;
	}

	async close(): Promise<void> {
		this.#connected = false;
		await this.#sessions.close();
	}

	/** Closes the open result and returns the main connection. */
	protected async free(): Promise<PgSession> {
		this.#requireConnection();
		return this.#load.free();
	}

	/**
	Runs a query with a small result on the second connection. Retries once on a new connection if that one is lost, so the
	query must be repeatable.
	*/
	protected async ask(sql: string, options: StatementOptions = {}): Promise<readonly Row[]> {
		this.#requireConnection();
		const side = await this.#sessions.get('side');
		try {
			return await side.all(sql, options);
		} catch (error) {
			if (!side.lost || options.signal?.aborted) throw error;
			return (await this.#sessions.get('side')).all(sql, options);
		}
	}

	/** Pins the load to its schema. The notebook starts in the configured schema, and may change it. */
	#pinning(role: SessionRole): readonly string[] {
		const schema = role === 'main' ? this.schema : role === 'notebook' ? this.#settings.schema : undefined;
		return schema === undefined ? [] : [pinSchema(schema)];
	}

	#requireConnection(): void {
		if (!this.#connected) throw new Error('The warehouse is not connected.');
	}

	async #commit(): Promise<void> {
		const session = await this.free();
		try {
			await session.run('COMMIT');
		} catch (error) {
			throw session.lost ? lostInCommit(error) : error;
		}
	}
}
