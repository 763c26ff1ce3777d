import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {printValue} from '../../src/config/config-syntax.js';
import type {PostgresServer} from '../support/postgres/start-postgres.js';
import {workFolder} from './run-program.js';

/** A folder with a dwh.cfg for a new database on a PostgreSQL server. */
export async function postgresFolder(t: ExecutionContext, postgres: PostgresServer): Promise<string> {
	const folder = workFolder(t);
	const {host, port, user, password} = postgres;
	const lines = [
		'[CLUSTER]',
		`HOST = ${host}`,
		`DB_PORT = ${port}`,
		`DB_NAME = ${await postgres.createDatabase()}`,
		`DB_USER = ${user}`,
		`DB_PASSWORD = ${printValue(password)}`,
		'SSLMODE = disable',
	];
	writeFileSync(join(folder, 'dwh.cfg'), `${lines.join('\n')}\n`);
	return folder;
}
