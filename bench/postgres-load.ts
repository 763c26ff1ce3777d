/** A complete `load --yes` into PostgreSQL, against COPY of prepared text and tables created from queries. */
import {mkdirSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {printValue} from '../src/config/config-syntax.js';
import {count} from '../src/format/figures.js';
import type {PostgresServer} from '../test/support/postgres/start-postgres.js';
import {alternate, type Benchmark, type Context, comparison} from './benchmark.js';
import {preparedText} from './data.js';
import {program, runNode, type Usage} from './processes.js';
import {stageTimes} from './stages.js';

/** What libpq and `pg` need to connect to the database. */
export function connectionVariables(
	{host, port, user, password}: PostgresServer,
	database: string,
): Readonly<Record<string, string>> {
	return {PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: password, PGDATABASE: database};
}

/** Creates a folder with a dwh.cfg for the database. @returns its path */
export function postgresFolder(
	{folder}: Context,
	{host, port, user, password}: PostgresServer,
	database: string,
): string {
	const path = join(folder, database);
	mkdirSync(path);
	const lines = [
		'[CLUSTER]',
		`HOST = ${host}`,
		`DB_PORT = ${port}`,
		`DB_NAME = ${database}`,
		`DB_USER = ${user}`,
		`DB_PASSWORD = ${printValue(password)}`,
		'SSLMODE = disable',
	];
	writeFileSync(join(path, 'dwh.cfg'), `${lines.join('\n')}\n`);
	return path;
}

/**
Returns a function that loads the data with the program, into its own database.
@param output For a line of JSON for each event.
*/
export async function loadIntoPostgres(
	context: Context,
	data: string,
	output?: string,
): Promise<() => Promise<Usage>> {
	const server = await context.postgres();
	const cwd = postgresFolder(context, server, await server.createDatabase());
	return async () =>
		runNode([program, 'load', '--yes', '--json', '--quiet', '--data', data], {
			cwd,
			env: {XDG_STATE_HOME: cwd},
			...(output !== undefined && {output}),
		});
}

export const postgresLoad: Benchmark = {
	id: 'postgres-load',
	async *measure(context) {
		const {events, songs} = context.large;
		const data = await context.data(context.large);
		const copyText = await preparedText(data, 'events');
		const server = await context.postgres();
		const env = connectionVariables(server, await server.createDatabase());
		const output = join(context.folder, 'postgres-load.ndjson');
		const pair = await alternate(context.rounds(1, 1), {
			ours: await loadIntoPostgres(context, data, output),
			theirs: async () => runNode([resolve('bench/limits/postgres-load.mjs'), data, copyText], {env}),
		});
		const heading = {
			id: 'postgres-load',
			title: `PostgreSQL load, ${count(events)} events and ${count(songs)} songs`,
			against: 'the plain loader with prepared text',
			goal: 1.2,
		};
		yield {...comparison(heading, pair), note: stageTimes(output)};
	},
};
