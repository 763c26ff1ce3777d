import {setTimeout as sleep} from 'node:timers/promises';
import type {ConnectionSettings} from '../config/connection.js';
import type {CopySettings} from '../config/copy-settings.js';
import {SparkifyError} from '../errors.js';
import type {Inventory, RecordKind, Source} from '../source/source.js';
import {stagingTable} from '../source/staging-columns.js';
import {type SqlValue, statement, statements} from '../sql/statements.js';
import type {CopyCommand} from './copy-command.js';
import {insertRejects} from './insert-rejects.js';
import type {PgSession} from './pg-session.js';
import type {SessionRole} from './pg-sessions.js';
import {PgWarehouse} from './pg-warehouse.js';
import {Autopsy} from './redshift-autopsy.js';
import {isSerializationFailure} from './redshift-conditions.js';
import {openStatement} from './redshift-cursor.js';
import {type CopyOutcome, CopyRefused, explainRefusal, type Observers, runCopy} from './redshift-load.js';
import {refuseOtherObjects} from './redshift-objects.js';
import {planStep} from './redshift-plan.js';
import {findRunningLoads} from './redshift-running-loads.js';
import {checkStaged} from './redshift-staged.js';
import {refuseJsonPaths} from './refuse-json-paths.js';
import {RejectedError} from './rejected-error.js';
import {requireRecords} from './staging-report.js';
import {copyCommand, redshiftStagingSql} from './staging-sql.js';
import {maxStoredRejects, tooManyRejects} from './staging-tally.js';
import {SystemViews} from './system-views.js';
import {tableColumns} from './table-columns.js';
import type {
	Dialect,
	PlanStep,
	Progress,
	RunningLoad,
	StagedRows,
	StageOptions,
	StagingOptions,
	StatementOptions,
	TransactionOptions,
} from './warehouse.js';

/** An idle serverless workgroup first starts its compute nodes. */
const loginTimeoutMs = 300_000;
/** Rejects told with what was staged. */
const maxFirst = 10;
/** How long a load that was cancelled may take to end before its session is ended: looks, and the pause before each. */
const endLooks = 20;
const endPauseMs = 250;

/** Errors at which COPY stops at the latest. */
const mostErrors = 100_000;
/** Files that were read for so long show that role, bucket and prefix are right. */
const provenMs = 15_000;

/** Ends a transaction that must not be committed. */
class Proven extends Error {}

/** COPY isn't kept waiting for longer: the bucket may be out of reach from here, or have very many objects. */
const listingMs = 10_000;

/** Amazon Redshift, provisioned or serverless. The cluster reads S3 itself. */
export class RedshiftWarehouse extends PgWarehouse {
	readonly engine = 'redshift';
	protected override readonly lockLoads = 'LOCK staging_loads';
	readonly stagingSql: Dialect['stagingSql'];
	readonly #database: string;
	/** False once a listing took too long: the next one would as well. */
	#canList = true;
	/** The jsonpaths file was found to be right, or out of reach from here. */
	#jsonPathsChecked = false;
	readonly #copy: CopySettings;
	readonly #observers: Observers;
	/** The session that runs a load of this program's now; 0 for none. */
	#loading = 0;

	constructor(settings: ConnectionSettings, copy: CopySettings) {
		super({...settings, engine: 'redshift'}, 'Redshift', 'redshift', loginTimeoutMs);
		this.stagingSql = redshiftStagingSql(copy);
		this.#database = settings.database;
		this.#copy = copy;
		const views = new SystemViews(async (sql, signal) => this.ask(sql, {signal}));
		this.#observers = {views, autopsy: new Autopsy(views)};
	}

	/**
	Staging by COPY, inside the transaction that is open: a client that goes away takes the load with it. The table is
	emptied by DELETE, for TRUNCATE would commit.
	*/
	async stage(kind: RecordKind, source: Source, options: StagingOptions): Promise<StagedRows> {
		const {signal, maxErrors} = options;
		const main = await this.free();
		const inventory = await this.#checkBucket(kind, source, options.signal);
		const table = stagingTable[kind];
		const script = async (name: string, parameters: Readonly<Record<string, SqlValue>>) => {
			for (const sql of statements(name, parameters)) await main.run(sql, {signal});
		};
		await script('staging/clear', {table_name: table});
		await script(`staging/clear-${kind}`, {});
		const command = copyCommand(this.#copy, kind, source, maxErrors);
		const copied = await this.#run(main, command, options, maxStoredRejects);
		requireRecords(kind, source.locate(kind), copied.rows + copied.rejected);
		const checked = await checkStaged(main, kind, {signal});
		const rows = copied.rows - checked.removed;
		const rejected = copied.rejected + checked.removed;
		const rejects = [...copied.rejects, ...checked.rejects].slice(0, maxStoredRejects);
		if (rejected > maxErrors) throw tooManyRejects(rejects, rejected, maxErrors);
		for (const sql of insertRejects(table, options.runId, rejects)) await main.run(sql, {signal});
		const records = rows + rejected;
		return {
			records,
			rows,
			rejected,
			firstRejects: rejects.slice(0, maxFirst),
			...(inventory !== undefined && {inventory}),
			warnings:
				checked.emptyColumns.length === 0
					? []
					: [`NULL in every row: ${checked.emptyColumns.join(', ')}. Check the keys in the files.`],
			notes: ['Unknown keys are not checked on Redshift.'],
		};
	}

	override async checkFiles(inventory: Inventory): Promise<void> {
		refuseOtherObjects(inventory, this.#copy.compression);
	}

	/** Checks what can be read from here, and returns it: the cluster reads the bucket with a role of its own. */
	async #checkBucket(
		kind: RecordKind,
		source: Source,
		signal: AbortSignal | undefined,
	): Promise<Inventory | undefined> {
		const [inventory] = await Promise.all([
			this.#canList ? this.#list(kind, source, signal) : undefined,
			kind === 'events' && !this.#jsonPathsChecked ? refuseJsonPaths(this.#copy) : undefined,
		]);
		if (kind === 'events') this.#jsonPathsChecked = true;
		if (inventory !== undefined) await this.checkFiles(inventory);
		return inventory;
	}

	async #list(
		kind: RecordKind,
		source: Source,
		signal: AbortSignal | undefined,
	): Promise<Inventory | undefined> {
		const timeout = AbortSignal.timeout(listingMs);
		try {
			const signals = signal === undefined ? [timeout] : [timeout, signal];
			return await source.inventory(kind, {signal: AbortSignal.any(signals)});
		} catch (error) {
			if (signal?.aborted || !(error instanceof SparkifyError)) throw error;
			this.#canList = !timeout.aborted;
			return undefined;
		}
	}

	/** By COPY … NOLOAD. A guess: it counts no rows, so that `rows` is 0, and none are told on the way. */
	async check(kind: RecordKind, source: Source, options: StageOptions): Promise<StagedRows> {
		const command = {...copyCommand(this.#copy, kind, source, options.maxErrors), noLoad: true};
		const onProgress = ({rows: _, ...progress}: Progress) => options.onProgress?.(progress);
		const main = await this.free();
		await this.#checkBucket(kind, source, options.signal);
		const checked = await this.#run(main, command, {...options, onProgress}, maxFirst);
		const {rows, rejected, rejects} = checked;
		return {records: rows + rejected, rows, rejected, firstRejects: rejects};
	}

	/** By COPY … NOLOAD into temporary tables. Records that it refuses are no obstacle: reading them is. */
	async checkAccess(
		kind: RecordKind,
		source: Source,
		{signal, onProgress}: Pick<StageOptions, 'signal' | 'onProgress'>,
	): Promise<void> {
		const proven = new AbortController();
		let timer: NodeJS.Timeout | undefined;
		const watch = (progress: Progress) => {
			onProgress?.(progress);
			if ((progress.files ?? 0) > 0) timer ??= setTimeout(() => proven.abort(), provenMs);
		};
		const signals = signal === undefined ? [proven.signal] : [proven.signal, signal];
		const options = {signal: AbortSignal.any(signals), onProgress: watch, maxErrors: mostErrors};
		try {
			await this.transaction(async () => {
				await this.run(temporaryTable(this, stagingTable[kind]), {signal});
				await this.check(kind, source, options);
				throw new Proven();
			}, options);
		} catch (error) {
			if (signal?.aborted) throw error;
			if (!proven.signal.aborted && !(error instanceof Proven) && !(error instanceof RejectedError))
				throw error;
		} finally {
			clearTimeout(timer);
		}
	}

	override async explain(sql: string, options: StatementOptions = {}): Promise<readonly PlanStep[]> {
		return (await super.explain(sql, options)).map(({text}) => planStep(text));
	}

	/**
	Repeats a transaction once that conflicted with another session's. After the rollback of a load that refused records,
	reads which they were.
	*/
	override async transaction<T>(body: () => Promise<T>, options: TransactionOptions = {}): Promise<T> {
		const attempt = async () => super.transaction(body, options);
		try {
			return await attempt().catch(async error => {
				if (options.signal?.aborted || !isSerializationFailure(error)) throw error;
				return attempt();
			});
		} catch (error) {
			throw error instanceof CopyRefused ? await explainRefusal(error, this.#observers) : error;
		}
	}

	async runningLoads(): Promise<readonly RunningLoad[]> {
		return findRunningLoads(this.#observers.views, this.#database, this.#loading);
	}

	async endLoad(session: number): Promise<void> {
		await this.ask(`SELECT pg_cancel_backend(${session})`);
		for (let look = 0; look < endLooks; look++) {
			if (!(await this.runningLoads()).some(load => load.session === session)) return;
			await sleep(endPauseMs);
		}
		// In a transaction a statement may not heed the first: so the guide says.
		await this.ask(`SELECT pg_terminate_backend(${session})`);
	}

	protected openingStatements(role: SessionRole): readonly string[] {
		return statements('redshift/connect', {
			label: role === 'main' ? 'sparkify-tui' : 'sparkify-tui-monitor',
		});
	}

	protected async version(): Promise<string> {
		const [row] = await this.ask('SELECT version()');
		return `Redshift ${/Redshift (\S+)/.exec(String(row?.[0]))?.[1] ?? ''}`.trim();
	}

	protected async openResult(session: PgSession, sql: string, options: StatementOptions) {
		return openStatement(session, sql, options);
	}

	/** @param most Rejects to tell. */
	async #run(
		main: PgSession,
		command: CopyCommand,
		options: StageOptions,
		most: number,
	): Promise<CopyOutcome> {
		const [[now] = []] = await main.all(statement('redshift/now'), options);
		this.#loading = main.processId;
		try {
			return await runCopy({main, since: String(now)}, command, this.#observers, options, most);
		} finally {
			// What a lost connection has left running is told like any other's.
			this.#loading = 0;
		}
	}
}

/** A table of the session with the columns of ours, which an unqualified name finds first. */
function temporaryTable(dialect: Dialect, name: string): string {
	const columns = tableColumns(dialect).get(name) ?? [];
	return `CREATE TEMP TABLE ${name} (${columns.map(column => `"${column.name}" ${column.type}`).join(', ')})`;
}
