import {setTimeout as sleep} from 'node:timers/promises';
import type {ConnectionSettings, CopySettings} from '../../config/settings.js';
import {SparkifyError} from '../../errors.js';
import {count, plural} from '../../format/figures.js';
import type {Inventory, RecordKind, Source} from '../../source/source.js';
import {stagingTable} from '../../source/staging-columns.js';
import {type SqlValue, statement, statements} from '../../sql/statements.js';
import {insertRejects} from '../insert-rejects.js';
import type {PgSession} from '../pg/session.js';
import type {SessionRole} from '../pg/sessions.js';
import {PgWarehouse} from '../pg/warehouse.js';
import {RejectedError} from '../rejected-error.js';
import {requireRecords} from '../staging-report.js';
import {copyCommand, redshiftStagingSql} from '../staging-sql.js';
import {maxStoredRejects, tooManyRejects} from '../staging-tally.js';
import {tableColumns} from '../table-columns.js';
import type {
	Dialect,
	PlanStep,
	Progress,
	QueryOptions,
	RunningLoad,
	StagedRows,
	StageOptions,
	StagingOptions,
	StatementOptions,
	TransactionOptions,
} from '../warehouse.js';
import {redshiftCanRollBack} from './can-roll-back.js';
import {isSerializationFailure} from './conditions.js';
import type {CopyCommand} from './copy-command.js';
import {openStatement} from './cursor.js';
import {redshiftFunctions} from './functions.js';
import {type CopyOutcome, CopyRefused, explainRefusal, type Observers, runCopy} from './load.js';
import {LoadErrorViews} from './load-errors.js';
import {refuseOtherObjects} from './objects.js';
import {planStep} from './plan.js';
import {refuseJsonPaths} from './refuse-json-paths.js';
import {findRunningLoads} from './running-loads.js';
import {checkStaged} from './staged.js';
import {SystemViews} from './system-views.js';

/** An idle serverless workgroup first starts its compute nodes. */
const loginTimeoutMs = 300_000;
/** Number of rejects returned with a staging result. */
const maxFirst = 10;
/** Polls for the end of a cancelled load before its session is terminated, and the pause between them. */
const maxEndPolls = 20;
const endPauseMs = 250;

/** After reading files for this long, role, bucket and prefix are known to be right. */
const provenMs = 15_000;

/** Thrown to roll back a transaction that must not be committed. */
class Proven extends Error {}

/** How long COPY waits for a listing. The bucket may be unreachable from here, or very large. */
const listingTimeoutMs = 10_000;

/** Amazon Redshift, provisioned or serverless. The cluster reads S3 itself. */
export class RedshiftWarehouse extends PgWarehouse {
	readonly engine = 'redshift';
	readonly functions = redshiftFunctions;
	protected override readonly lockLoads = 'LOCK staging_loads';
	readonly lacksExplainAnalyze = true;
	readonly stagingSql: Dialect['stagingSql'];
	readonly #database: string;
	/** False after a listing timed out, since the next one would too. */
	#canList = true;
	/** Whether the jsonpaths file was checked, or is unreachable from here. */
	#jsonPathsChecked = false;
	readonly #copy: CopySettings;
	readonly #observers: Observers;
	/** The session that is running this program's load; 0 for none. */
	#loading = 0;

	constructor(settings: ConnectionSettings, copy: CopySettings) {
		super({...settings, engine: 'redshift'}, 'Redshift', 'redshift', {
			loginTimeoutMs,
			copiesOut: false,
		});
		this.stagingSql = redshiftStagingSql(copy);
		this.#database = settings.database;
		this.#copy = copy;
		const views = new SystemViews(async (sql, signal) => this.ask(sql, {signal}));
		this.#observers = {views, loadErrors: new LoadErrorViews(views, copy.region)};
	}

	/**
	Stages by COPY in the open transaction, so that the load is rolled back if the client disconnects. Empties the table
	with DELETE, because TRUNCATE would commit.
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
			warnings: [
				...(checked.emptyColumns.length === 0
					? []
					: [`NULL in every row: ${checked.emptyColumns.join(', ')}. Check the keys in the files.`]),
				...sizeWarning(inventory?.bytes, copied.bytes),
			],
			notes: ['Unknown keys are not checked on Redshift.'],
		};
	}

	override async checkFiles(inventory: Inventory): Promise<void> {
		refuseOtherObjects(inventory, this.#copy.compression);
	}

	/** Lists and checks the bucket as far as this machine can read it; the cluster reads it with its own role. */
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
		const timeout = AbortSignal.timeout(listingTimeoutMs);
		try {
			const signals = signal === undefined ? [timeout] : [timeout, signal];
			return await source.inventory(kind, {signal: AbortSignal.any(signals)});
		} catch (error) {
			if (signal?.aborted || !(error instanceof SparkifyError)) throw error;
			this.#canList = !timeout.aborted;
			return undefined;
		}
	}

	/** Uses COPY … NOLOAD. A guess: it counts no rows, so `rows` is 0 and is not reported as progress. */
	async check(kind: RecordKind, source: Source, options: StageOptions): Promise<StagedRows> {
		const command = {...copyCommand(this.#copy, kind, source, options.maxErrors), noLoad: true};
		const onProgress = ({rows: _, ...progress}: Progress) => options.onProgress?.(progress);
		const main = await this.free();
		await this.#checkBucket(kind, source, options.signal);
		const checked = await this.#run(main, command, {...options, onProgress}, maxFirst);
		const {rows, rejected, rejects} = checked;
		return {records: rows + rejected, rows, rejected, firstRejects: rejects};
	}

	/** Uses COPY … NOLOAD with temporary tables. Rejected records are ignored; only failures to read matter. */
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
		const options = {
			signal: AbortSignal.any(signals),
			onProgress: watch,
			maxErrors: Number.POSITIVE_INFINITY,
		};
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
	Retries once a transaction that conflicted with another session's. After the rollback of a load with rejected records,
	reads them from the views.
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
		for (let poll = 0; poll < maxEndPolls; poll++) {
			if (!(await this.runningLoads()).some(load => load.session === session)) return;
			await sleep(endPauseMs);
		}
		// Per the guide, a statement in a transaction may ignore pg_cancel_backend.
		await this.ask(`SELECT pg_terminate_backend(${session})`);
	}

	protected openingStatements(role: SessionRole): readonly string[] {
		return statements('redshift/connect', {
			label: role === 'main' ? 'sparkify-tui' : 'sparkify-tui-monitor',
		});
	}

	protected canRollBack(sql: string): boolean {
		return redshiftCanRollBack(sql);
	}

	protected async version(): Promise<string> {
		const [row] = await this.ask('SELECT version()');
		return `Redshift ${/Redshift (\S+)/.exec(String(row?.[0]))?.[1] ?? ''}`.trim();
	}

	protected async openResult(session: PgSession, sql: string, options: QueryOptions) {
		return openStatement(session, sql, options);
	}

	/** @param most Maximum number of rejects to return. */
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
			// From here on, a load left by a lost connection is reported like any other.
			this.#loading = 0;
		}
	}
}

/** A guess: `source_file_bytes` is the size of the objects as they are stored, so only warn about another size. */
function sizeWarning(listed: number | undefined, read: number | undefined): readonly string[] {
	if (listed === undefined || read === undefined || listed === read) return [];
	return [
		`COPY read ${plural(read, 'byte')}, but ${count(listed)} were listed before. If files changed during the load, run the stage again.`,
	];
}

/** A temporary table with the columns of the load's table. An unqualified name resolves to it first. */
function temporaryTable(dialect: Dialect, name: string): string {
	const columns = tableColumns(dialect).get(name) ?? [];
	return `CREATE TEMP TABLE ${name} (${columns.map(column => `"${column.name}" ${column.type}`).join(', ')})`;
}
