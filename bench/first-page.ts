/**
Measures the time to the first page of a SELECT with 10,000,000 rows in the notebook against the engine's own first batch,
alternating, and the memory after paging through 1,000,000 rows. Starts a PostgreSQL server of its own.
Run: node --expose-gc --import=tsx bench/first-page.ts [--rounds 9]
*/
import process from 'node:process';
import {parseArgs} from 'node:util';
import {DuckDBInstance} from '@duckdb/node-api';
import pg from 'pg';
import Cursor from 'pg-cursor';
import {count} from '../src/format/figures.js';
import {findCell} from '../src/notebook/document/cells.js';
import {NotebookSession} from '../src/notebook/notebook-session.js';
import {DuckDbWarehouse} from '../src/warehouse/duckdb/warehouse.js';
import {PostgresWarehouse} from '../src/warehouse/postgres/warehouse.js';
import type {Warehouse} from '../src/warehouse/warehouse.js';
import {connectionTo} from '../test/support/engine-postgres.js';
import {startPostgres} from '../test/support/postgres/start-postgres.js';
import {median} from './median.js';

const {values} = parseArgs({options: {rounds: {type: 'string', default: '9'}}});
const rounds = Number(values.rounds);
const rows = 10_000_000;
const pagedRows = 1_000_000;
const pageRows = 1000;
const sql = `SELECT i, i % 97 AS remainder, 'user ' || i AS name FROM generate_series(1, ${rows}) AS series(i)`;

type Engine = {
	readonly name: string;
	readonly warehouse: Warehouse;
	/** Reads the first batch with the engine's own client. Returns what closes the result. */
	readonly firstBatch: () => Promise<() => Promise<unknown>>;
};

async function timed(work: () => Promise<unknown>): Promise<number> {
	const started = performance.now();
	await work();
	return performance.now() - started;
}

function newSession({name, warehouse}: Engine) {
	const session = new NotebookSession(warehouse.notebook, {on: name, isReadOnly: true});
	const {id} = session.document.cells.at(-1)!;
	session.dispatch({type: 'text-changed', id, text: sql});
	const last = () => findCell(session.document, id)?.run?.outputs.at(-1);
	return {session, id, last};
}

async function measure(engine: Engine): Promise<void> {
	const own: number[] = [];
	const ours: number[] = [];
	for (let round = 0; round <= rounds; round++) {
		let closeOwn: (() => Promise<unknown>) | undefined;
		const ownTook = await timed(async () => {
			closeOwn = await engine.firstBatch();
		});
		await closeOwn?.();
		const {session, id, last} = newSession(engine);
		const oursTook = await timed(async () => session.run([id]));
		const output = last();
		if (output?.type !== 'result' || output.rows.length !== pageRows) throw new Error(JSON.stringify(output));
		await session.close();
		// Discard the first round, which compiles and connects.
		if (round === 0) continue;
		own.push(ownTook);
		ours.push(oursTook);
	}
	const ratio = median(ours.map((took, round) => took / own[round]!));
	console.log(
		`${engine.name.padEnd(12)} own first batch ${median(own).toFixed(1)} ms   first page ${median(ours).toFixed(1)} ms   ratio ${ratio.toFixed(2)}`,
	);
}

async function page(engine: Engine): Promise<void> {
	const {session, id, last} = newSession(engine);
	await session.run([id]);
	const memory = () => {
		globalThis.gc?.();
		return Math.round(process.memoryUsage().rss / 1024 / 1024);
	};
	const before = memory();
	let held = 0;
	const took = await timed(async () => {
		for (let fetched = pageRows; fetched < pagedRows; fetched += pageRows) {
			await session.more(id);
			const output = last();
			held = output?.type === 'result' ? output.rows.length : 0;
		}
	});
	console.log(
		`${engine.name.padEnd(12)} after asking for ${count(pagedRows)} rows: ${count(held)} held, memory ${before} → ${memory()} MB, ${(took / 1000).toFixed(1)} s`,
	);
	await session.close();
}

const duckdb = new DuckDbWarehouse(':memory:');
await duckdb.connect();
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const server = await startPostgres();
const postgres = new PostgresWarehouse(connectionTo(server, server.database));
await postgres.connect();
const client = new pg.Client({connectionString: server.url()});
await client.connect();
const engines: readonly Engine[] = [
	{
		name: 'DuckDB',
		warehouse: duckdb,
		async firstBatch() {
			const result = await connection.stream(sql);
			const chunk = await result.fetchChunk();
			chunk?.getRows();
			return async () => {
				connection.interrupt();
				await connection.run('SELECT 1');
			};
		},
	},
	{
		name: 'PostgreSQL',
		warehouse: postgres,
		async firstBatch() {
			const cursor = client.query(new Cursor(sql, [], {rowMode: 'array'}));
			await cursor.read(pageRows);
			return async () => cursor.close();
		},
	},
];
try {
	for (const engine of engines) await measure(engine);
	for (const engine of engines) await page(engine);
} finally {
	await Promise.allSettled([duckdb.close(), postgres.close(), client.end()]);
	await server.stop();
}
process.exit(0);
