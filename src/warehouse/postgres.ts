import type {ConnectionSettings} from '../config/connection.js';
import type {RecordKind, Source} from '../source/source.js';
import {statement} from '../sql/statements.js';
import {PgCopy} from './pg-copy.js';
import {PgResult} from './pg-result.js';
import type {PgSession} from './pg-session.js';
import {PgWarehouse} from './pg-warehouse.js';
import {stageRecords} from './stage-records.js';
import type {StagedRows, StageOptions, StatementOptions} from './warehouse.js';

/** A PostgreSQL server, 13 or newer. */
export class PostgresWarehouse extends PgWarehouse {
	readonly engine = 'postgres';

	constructor(settings: ConnectionSettings) {
		super(settings, 'PostgreSQL', 'postgres');
	}

	async stage(kind: RecordKind, source: Source, options: StageOptions): Promise<StagedRows> {
		const {signal} = options;
		const main = await this.free();
		const run = async (sql: string) => main.run(sql, {signal});
		const copy = (name: string) => new PgCopy(main, statement(`postgres/stage-${name}`), signal);
		const staged = await stageRecords({run, copy}, kind, source, options);
		// The transforms are planned by how many rows there are now, not how many there were.
		await run(statement(`postgres/analyze-${kind}`));
		return staged;
	}

	protected async version(): Promise<string> {
		const [row] = await this.ask('SHOW server_version');
		return `PostgreSQL ${String(row?.[0]).split(' ')[0]}`;
	}

	protected async openResult(session: PgSession, sql: string, options: StatementOptions) {
		return PgResult.open(session, sql, options);
	}
}
