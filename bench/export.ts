/** `query --format csv`, `tsv` and `ndjson` of a large table into a file, against the engine's own COPY. */
import {rmSync} from 'node:fs';
import {join, resolve} from 'node:path';
import pg from 'pg';
import {count} from '../src/format/figures.js';
import {alternate, type Benchmark, type Context, comparison} from './benchmark.js';
import {runInDuckDb} from './data.js';
import {connectionVariables, postgresFolder} from './postgres-load.js';
import {program, runNode} from './processes.js';

const formats = ['csv', 'tsv', 'ndjson'] as const;

/** Like `songplays`, with texts to quote and NULLs. Means the same on both engines. */
const createPlays = (rows: number) => `CREATE TABLE plays AS SELECT
	i AS songplay_id,
	TIMESTAMP '2018-11-01 00:00:00' + i * INTERVAL '251 milliseconds' AS start_time,
	CAST(i % 97 AS integer) AS user_id,
	CASE WHEN i % 4 = 0 THEN 'paid' ELSE 'free' END AS level,
	CASE WHEN i % 5 = 0 THEN 'SO' || CAST(i % 15000 AS text) END AS song_id,
	CAST(i % 9973 AS double precision) / 7 AS duration,
	CAST(i % 1000 AS integer) AS session_id,
	'San Jose-Sunnyvale-Santa Clara, CA' AS location,
	'"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/' || CAST(i % 600 AS text) || '.36"' AS user_agent
	FROM generate_series(1, ${rows}) AS series(i)`;

type Engine = {
	readonly id: string;
	readonly name: string;
	readonly goal: number;
	/** Arguments and folder of `query`. */
	readonly ours: {readonly options: readonly string[]; readonly cwd: string};
	/** Arguments of Node before the format and the file. */
	readonly theirs: {readonly args: readonly string[]; readonly env: Readonly<Record<string, string>>};
};

async function duckDb({folder, large}: Context): Promise<Engine> {
	const database = join(folder, 'export.duckdb');
	await runInDuckDb(database, createPlays(large.events));
	return {
		id: 'export.duckdb',
		name: 'DuckDB',
		goal: 1.3,
		ours: {options: ['--database', database], cwd: folder},
		theirs: {args: [resolve('bench/limits/duckdb-export.mjs'), database], env: {}},
	};
}

async function postgres(context: Context): Promise<Engine> {
	const server = await context.postgres();
	const database = await server.createDatabase();
	const client = new pg.Client({connectionString: server.url(database)});
	await client.connect();
	await client.query(createPlays(context.large.events));
	await client.query('VACUUM ANALYZE plays');
	await client.end();
	return {
		id: 'export.postgres',
		name: 'PostgreSQL',
		goal: 1.5,
		ours: {options: [], cwd: postgresFolder(context, server, database)},
		theirs: {
			args: [resolve('bench/limits/postgres-export.mjs')],
			env: connectionVariables(server, database),
		},
	};
}

export const exports: Benchmark = {
	id: 'export',
	async *measure(context) {
		const target = join(context.folder, 'exported');
		for (const open of [duckDb, postgres]) {
			const {id, name, goal, ours, theirs} = await open(context);
			for (const format of formats) {
				const options = ['--format', format, '--output', target, '--quiet', ...ours.options];
				yield comparison(
					{
						id: `${id}.${format}`,
						title: `\`query --format ${format}\` of ${count(context.large.events)} rows on ${name}`,
						against: 'its own COPY',
						goal,
					},
					await alternate(context.rounds(3, 1), {
						ours: async () =>
							runNode([program, 'query', 'SELECT * FROM plays', ...options], {
								cwd: ours.cwd,
								env: {XDG_STATE_HOME: context.folder},
							}),
						theirs: async () => runNode([...theirs.args, format, target], {env: theirs.env}),
					}),
				);
				rmSync(target);
			}
		}
	},
};
