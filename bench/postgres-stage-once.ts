/** Stages events and songs once, in a child process of bench/postgres-stage.ts. */
import {createReadStream} from 'node:fs';
import {pipeline} from 'node:stream/promises';
import pg from 'pg';
import copyStreams from 'pg-copy-streams';
import {Secret} from '../src/config/password.js';
import {LocalSource} from '../src/source/local/local-source.js';
import type {Inventory, RecordKind, Source} from '../src/source/source.js';
import {statement, statements} from '../src/sql/statements.js';
import {PgCopy} from '../src/warehouse/pg/copy.js';
import {PgSession} from '../src/warehouse/pg/session.js';
import {stageRecords} from '../src/warehouse/stage-records.js';
import type {Usage} from './processes.js';

export type Staging = {
	readonly way: 'ours' | 'prepared';
	readonly data: string;
	/** Files with the rows as COPY text. */
	readonly prepared: {readonly events: string; readonly songs: string};
	readonly host: string;
	readonly port: number;
	readonly user: string;
	readonly password: string;
	readonly database: string;
};

/** The client's part; the server does the same work either way. */
export type Measured = Required<Usage>;

const kinds = ['events', 'songs'] as const;

/**
Like the stages of `load --yes`, except for ANALYZE, which takes the same time either way.
@param listed The files of each kind, which that command lists while it connects.
*/
async function stageOurs(
	source: Source,
	listed: ReadonlyMap<RecordKind, Inventory>,
	{password, ...place}: Staging,
): Promise<void> {
	const session = await PgSession.open({...place, password: new Secret(password), sslMode: 'disable'});
	const run = async (sql: string) => session.run(sql);
	const copy = (name: string) => new PgCopy(session, statement(`postgres/stage-${name}`), undefined);
	await run('BEGIN');
	for (const kind of kinds) {
		const options = {maxErrors: 1_000_000, runId: 'bench', earlier: listed.get(kind)};
		await stageRecords({run, copy}, kind, source, options);
	}
	await run('COMMIT');
	await session.close();
}

async function stagePrepared({prepared, ...place}: Staging): Promise<void> {
	const client = new pg.Client(place);
	await client.connect();
	await client.query('BEGIN');
	for (const kind of kinds) {
		const file = createReadStream(prepared[kind], {highWaterMark: 1 << 20});
		const stream = client.query(copyStreams.from(`COPY staging_${kind} FROM STDIN (NULL '')`));
		await pipeline(file, stream);
	}
	await client.query('COMMIT');
	await client.end();
}

/** Recreates the tables, to avoid the cost of clearing rows of an earlier round. */
async function createTables({host, port, user, password, database}: Staging): Promise<void> {
	const client = new pg.Client({host, port, user, password, database});
	await client.connect();
	await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
	for (const sql of statements('postgres/create-tables', {schema: null})) await client.query(sql);
	await client.query('CHECKPOINT');
	await client.end();
}

process.once('message', async (task: Staging) => {
	await createTables(task);
	const source = new LocalSource(task.data, task.data);
	const listed = new Map<RecordKind, Inventory>();
	for (const kind of kinds) listed.set(kind, await source.inventory(kind));
	const cpu = process.cpuUsage();
	const started = performance.now();
	await (task.way === 'ours' ? stageOurs(source, listed, task) : stagePrepared(task));
	const seconds = (performance.now() - started) / 1000;
	const {user, system} = process.cpuUsage(cpu);
	const measured: Measured = {
		seconds,
		cpuSeconds: (user + system) / 1e6,
		peakMb: process.resourceUsage().maxRSS / 1024,
	};
	process.send?.(measured, () => process.exit(0));
});
