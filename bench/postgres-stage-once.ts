/** Stages events and songs once, in a child process of bench/postgres-stage.ts. */
import {createReadStream} from 'node:fs';
import {join} from 'node:path';
import {monitorEventLoopDelay} from 'node:perf_hooks';
import {pipeline} from 'node:stream/promises';
import pg from 'pg';
import copyStreams from 'pg-copy-streams';
import {Secret} from '../src/config/password.js';
import {LocalSource} from '../src/source/local/local-source.js';
import {statement, statements} from '../src/sql/statements.js';
import {PgCopy} from '../src/warehouse/pg/copy.js';
import {PgSession} from '../src/warehouse/pg/session.js';
import {stageRecords} from '../src/warehouse/stage-records.js';

export type Staging = {
	readonly way: 'ours' | 'prepared';
	readonly data: string;
	/** Folder with the rows as COPY text. */
	readonly prepared: string;
	readonly host: string;
	readonly port: number;
	readonly user: string;
	readonly password: string;
	readonly database: string;
};

export type Measured = {
	/** Until the commit. */
	readonly seconds: number;
	/** The part until the events were loaded. */
	readonly eventSeconds: number;
	/** CPU time of this process, including its threads. */
	readonly cpuSeconds: number;
	readonly peakMb: number;
	readonly lagMs: number;
};

const kinds = ['events', 'songs'] as const;

type OnLoaded = (kind: (typeof kinds)[number]) => void;

/** Like the stages, except for ANALYZE, which takes the same time either way. */
async function stageOurs({data, password, ...place}: Staging, onLoaded: OnLoaded): Promise<void> {
	const session = await PgSession.open({...place, password: new Secret(password), sslMode: 'disable'});
	const run = async (sql: string) => session.run(sql);
	const copy = (name: string) => new PgCopy(session, statement(`postgres/stage-${name}`), undefined);
	const source = new LocalSource(data, data);
	await run('BEGIN');
	for (const kind of kinds) {
		await stageRecords({run, copy}, kind, source, {maxErrors: 1_000_000, runId: 'bench'});
		onLoaded(kind);
	}
	await run('COMMIT');
	await session.close();
}

async function stagePrepared({prepared, ...place}: Staging, onLoaded: OnLoaded): Promise<void> {
	const client = new pg.Client(place);
	await client.connect();
	await client.query('BEGIN');
	for (const kind of kinds) {
		const file = createReadStream(join(prepared, `${kind}.copy`), {highWaterMark: 1 << 20});
		const stream = client.query(copyStreams.from(`COPY staging_${kind} FROM STDIN`));
		await pipeline(file, stream);
		onLoaded(kind);
	}
	await client.query('COMMIT');
	await client.end();
}

/** Recreates the tables, to avoid the cost of clearing rows of an earlier round. */
async function createTables({host, port, user, password, database}: Staging): Promise<void> {
	const client = new pg.Client({host, port, user, password, database});
	await client.connect();
	await client.query(statement('postgres/drop-tables'));
	for (const sql of statements('postgres/create-tables')) await client.query(sql);
	await client.query('CHECKPOINT');
	await client.end();
}

process.once('message', async (task: Staging) => {
	await createTables(task);
	const lag = monitorEventLoopDelay({resolution: 10});
	lag.enable();
	const cpu = process.cpuUsage();
	const started = performance.now();
	const since = () => (performance.now() - started) / 1000;
	let eventSeconds = 0;
	const onLoaded: OnLoaded = kind => {
		if (kind === 'events') eventSeconds = since();
	};
	await (task.way === 'ours' ? stageOurs(task, onLoaded) : stagePrepared(task, onLoaded));
	const seconds = since();
	const {user, system} = process.cpuUsage(cpu);
	const measured: Measured = {
		seconds,
		eventSeconds,
		cpuSeconds: (user + system) / 1e6,
		peakMb: process.resourceUsage().maxRSS / 1024,
		lagMs: lag.max / 1e6,
	};
	process.send?.(measured, () => process.exit(0));
});
