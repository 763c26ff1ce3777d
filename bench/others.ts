/** What a user would take instead: each loads the same data into the same star schema, by turns with the program. */
import {resolve} from 'node:path';
import process from 'node:process';
import {count} from '../src/format/figures.js';
import {alternate, type Benchmark, type Context, comparison, type Row, type Skipped} from './benchmark.js';
import {preparedCsv} from './data.js';
import {loadIntoDuckDb, loadPlain} from './duckdb-load.js';
import {connectionVariables, loadIntoPostgres} from './postgres-load.js';
import {firstLine, removeDatabase, run, runNode, type Usage} from './processes.js';

type Other = {
	readonly id: string;
	readonly name: string;
	readonly engine: 'DuckDB' | 'PostgreSQL';
	/** A part of the small size, for what would take too long. */
	readonly part?: number;
	/** Why it can't be run here; undefined if it can. */
	readonly missing: () => string | undefined;
	readonly load: (context: Context, data: string) => Promise<() => Promise<Usage>>;
};

const python = process.env.PYTHON ?? 'python3';

async function postgresVariables(context: Context): Promise<Readonly<Record<string, string>>> {
	const server = await context.postgres();
	return connectionVariables(server, await server.createDatabase());
}

function psycopg2Missing(): string | undefined {
	if (firstLine(python, ['--version']) === undefined) return `${python} is not installed`;
	return firstLine(python, ['-c', 'import psycopg2; print(psycopg2.__version__)']) === undefined
		? `psycopg2 is not installed for ${python} (pip install psycopg2-binary)`
		: undefined;
}

const psycopg2 = (way: 'rows' | 'copy') => async (context: Context, data: string) => {
	const env = await postgresVariables(context);
	return async () => run(python, [resolve('bench/others/psycopg2-load.py'), data, way], {env});
};

const all: readonly Other[] = [
	{
		id: 'others.duckdb-glob',
		name: 'plain DuckDB SQL over the files (`read_json` of a glob)',
		engine: 'DuckDB',
		missing: () => undefined,
		load: async (context, data) => async () => loadPlain(context, data, '--glob'),
	},
	{
		id: 'others.better-sqlite3',
		name: 'better-sqlite3',
		engine: 'DuckDB',
		missing: () =>
			firstLine(process.execPath, ['-e', "require('better-sqlite3'); console.log('found')"]) === undefined
				? 'better-sqlite3 is not installed (npm install --no-save better-sqlite3)'
				: undefined,
		load: async (context, data) => async () => {
			const database = `${context.folder}/others.sqlite`;
			removeDatabase(database);
			return runNode([resolve('bench/others/better-sqlite3-load.mjs'), data, database]);
		},
	},
	{
		id: 'others.psql',
		name: 'psql with `\\copy` of prepared CSV',
		engine: 'PostgreSQL',
		missing: () => (firstLine('psql', ['--version']) === undefined ? 'psql is not installed' : undefined),
		async load(context, data) {
			const env = await postgresVariables(context);
			const [events, songs] = [await preparedCsv(data, 'events'), await preparedCsv(data, 'songs')];
			const commands = [
				...['--file', resolve('bench/limits/postgres-tables.sql')],
				...['--command', `\\copy staging_songs FROM '${songs}' (FORMAT csv)`],
				...['--command', `\\copy staging_events FROM '${events}' (FORMAT csv)`],
				...['--file', resolve('bench/limits/postgres-star.sql')],
			];
			const options = ['--no-psqlrc', '--quiet', '--single-transaction', '-v', 'ON_ERROR_STOP=1'];
			return async () => run('psql', [...options, ...commands], {env});
		},
	},
	{
		id: 'others.psycopg2-copy',
		name: 'Python with psycopg2 and COPY',
		engine: 'PostgreSQL',
		missing: psycopg2Missing,
		load: psycopg2('copy'),
	},
	{
		id: 'others.psycopg2-rows',
		name: 'Python with psycopg2 and an INSERT for each record',
		engine: 'PostgreSQL',
		part: 0.1,
		missing: psycopg2Missing,
		load: psycopg2('rows'),
	},
];

async function compare(context: Context, other: Other): Promise<Row | Skipped> {
	const {id, name, engine, part = 1} = other;
	const skipped = other.missing();
	if (skipped !== undefined) return {id, title: name, skipped};
	const size = {events: Math.ceil(context.small.events * part), songs: Math.ceil(context.small.songs * part)};
	const data = await context.data(size);
	const ours =
		engine === 'DuckDB' ? async () => loadIntoDuckDb(context, data) : await loadIntoPostgres(context, data);
	return comparison(
		{
			id,
			title: `Load into ${engine}, ${count(size.events)} events and ${count(size.songs)} songs`,
			against: name,
		},
		await alternate(context.rounds(1, 1), {ours, theirs: await other.load(context, data)}),
	);
}

export const others: Benchmark = {
	id: 'others',
	async *measure(context) {
		for (const other of all) yield compare(context, other);
	},
};
