/**
The time to the first page of a SELECT with 10,000,000 rows in the notebook, against the engine's own first batch, and the
memory that grows when a user pages through 1,000,000 rows.
*/
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
import {alternate, type Benchmark, type Context, compared, type Row} from './benchmark.js';

const rows = 10_000_000;
const pagedRows = 1_000_000;
const pageRows = 1000;
const sql = `SELECT i, i % 97 AS remainder, 'user ' || i AS name FROM generate_series(1, ${rows}) AS series(i)`;

type Engine = {
	readonly id: string;
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

async function firstPage(engine: Engine, rounds: number): Promise<Row> {
	const pair = await alternate(rounds, {
		async ours() {
			const {session, id, last} = newSession(engine);
			const took = await timed(async () => session.run([id]));
			const output = last();
			if (output?.type !== 'result' || output.rows.length !== pageRows)
				throw new Error(JSON.stringify(output));
			await session.close();
			return took;
		},
		async theirs() {
			let close: (() => Promise<unknown>) | undefined;
			const took = await timed(async () => {
				close = await engine.firstBatch();
			});
			await close?.();
			return took;
		},
	});
	const title = `First page of ${count(rows)} rows on ${engine.name}`;
	return compared('ms', {id: `first-page.${engine.id}`, title, against: 'its own first batch'}, pair);
}

async function growth(engine: Engine): Promise<Row> {
	const {session, id, last} = newSession(engine);
	await session.run([id]);
	const before = process.memoryUsage().rss;
	let held = 0;
	for (let fetched = pageRows; fetched < pagedRows; fetched += pageRows) {
		await session.more(id);
		const output = last();
		held = output?.type === 'result' ? output.rows.length : 0;
	}
	const grown = (process.memoryUsage().rss - before) / 2 ** 20;
	await session.close();
	return {
		id: `first-page.${engine.id}.memory`,
		title: `Growth after paging through ${count(pagedRows)} rows on ${engine.name}`,
		unit: 'MB',
		ours: [grown],
		note: `${count(held)} rows are held.`,
	};
}

async function* measure(context: Context): AsyncGenerator<Row> {
	const server = await context.postgres();
	const duckdb = new DuckDbWarehouse(':memory:');
	const postgres = new PostgresWarehouse(connectionTo(server, server.database));
	const client = new pg.Client({connectionString: server.url()});
	try {
		const connection = await (await DuckDBInstance.create(':memory:')).connect();
		await Promise.all([duckdb.connect(), postgres.connect(), client.connect()]);
		const engines: readonly Engine[] = [
			{
				id: 'duckdb',
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
				id: 'postgres',
				name: 'PostgreSQL',
				warehouse: postgres,
				async firstBatch() {
					const cursor = client.query(new Cursor(sql, [], {rowMode: 'array'}));
					await cursor.read(pageRows);
					return async () => cursor.close();
				},
			},
		];
		for (const engine of engines) {
			yield firstPage(engine, context.rounds(9, 5));
			yield growth(engine);
		}
	} finally {
		await Promise.allSettled([duckdb.close(), postgres.close(), client.end()]);
	}
}

export const firstPages: Benchmark = {id: 'first-page', measure};
