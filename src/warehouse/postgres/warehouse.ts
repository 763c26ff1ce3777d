import type {ConnectionSettings} from '../../config/settings.js';
import type {RecordKind, Source} from '../../source/source.js';
import {statement, statements} from '../../sql/statements.js';
import {PgCopy} from '../pg/copy.js';
import {PgResult} from '../pg/result.js';
import type {PgSession} from '../pg/session.js';
import type {SessionRole} from '../pg/sessions.js';
import {PgWarehouse} from '../pg/warehouse.js';
import {checkRecords, stageRecords} from '../stage-records.js';
import {postgresStagingSql} from '../staging-sql.js';
import type {QueryOptions, RunningLoad, StagedRows, StageOptions, StagingOptions} from '../warehouse.js';
import {postgresCanRollBack} from './can-roll-back.js';
import {postgresFunctions} from './functions.js';
import {lockLoad, unlockLoad} from './load-lock.js';

/** Long enough for a server that is overloaded or starts on demand. */
const loginTimeoutMs = 60_000;

/** A PostgreSQL server, 13 or newer. */
export class PostgresWarehouse extends PgWarehouse {
	readonly engine = 'postgres';
	readonly functions = postgresFunctions;
	readonly stagingSql = postgresStagingSql;
	// By default, each statement sees what was committed before it.
	protected override readonly begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ';
	/** The connection that holds the load lock. */
	#lockedBy: PgSession | undefined;

	constructor(settings: ConnectionSettings) {
		super(settings, 'PostgreSQL', 'postgres', {loginTimeoutMs, copiesOut: true});
	}

	async stage(kind: RecordKind, source: Source, options: StagingOptions): Promise<StagedRows> {
		const {signal} = options;
		const main = await this.free();
		const run = async (sql: string) => main.run(sql, {signal});
		const copy = (name: string) => new PgCopy(main, statement(`postgres/stage-${name}`), signal);
		const staged = await stageRecords({run, copy}, kind, source, options);
		// The planner needs current row counts for the transforms.
		await run(statement(`postgres/analyze-${kind}`));
		return staged;
	}

	async check(kind: RecordKind, source: Source, options: StageOptions): Promise<StagedRows> {
		return checkRecords(kind, source, options);
	}

	/** None: a load ends with the process that sends its rows. */
	async runningLoads(): Promise<readonly RunningLoad[]> {
		return [];
	}

	async endLoad(session: number): Promise<void> {
		await this.ask(`SELECT pg_cancel_backend(${session})`);
	}

	override async lock(): Promise<void> {
		const main = await this.free();
		if (this.#lockedBy === main) return;
		await lockLoad(main, this.schema ?? 'public');
		this.#lockedBy = main;
	}

	override async unlock(): Promise<void> {
		const session = this.#lockedBy;
		this.#lockedBy = undefined;
		// A lost connection has released its lock.
		if (session !== undefined && !session.lost) await unlockLoad(session, this.schema ?? 'public');
	}

	protected openingStatements(role: SessionRole): readonly string[] {
		const load = role === 'main' ? statements('postgres/load-session') : [];
		return [...statements('postgres/connect'), ...load];
	}

	protected canRollBack(sql: string): boolean {
		return postgresCanRollBack(sql);
	}

	protected async version(): Promise<string> {
		const [row] = await this.ask('SHOW server_version');
		return `PostgreSQL ${String(row?.[0]).split(' ')[0]}`;
	}

	protected async openResult(session: PgSession, sql: string, options: QueryOptions) {
		return PgResult.open(session, sql, options);
	}
}
