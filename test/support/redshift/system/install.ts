import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import pg from 'pg';
import {packageRoot} from '../../../../src/package-root.js';
import type {PostgresServer} from '../../postgres/start-postgres.js';
import type {PostgresAddress} from '../backend/backend.js';
import type {Account} from '../session/authenticate.js';

type Postgres = PostgresAddress & Pick<PostgresServer, 'createDatabase'>;

const folder = join(packageRoot, 'test/support/redshift/system');
const scripts = ['varchar.sql', 'functions.sql', 'views.sql'];

/**
Initial settings of every session: backslashes are escapes in plain strings [I:jOOQ/jOOQ#10628],
[I:apache/datafusion-sqlparser-rs#1801], times are UTC [D:r_GETDATE], and a transaction reads the snapshot from its start
(SNAPSHOT isolation [L:c_serial_isolation]).
*/
const settings: Readonly<Record<string, string>> = {
	search_path: '"$user", public, redshift_double, pg_catalog',
	standard_conforming_strings: 'off',
	escape_string_warning: 'off',
	timezone: "'UTC'",
	datestyle: "'ISO, MDY'",
	default_transaction_isolation: "'repeatable read'",
	client_min_messages: 'notice',
};

/** A database with the system objects, to be copied. */
export type Template = {
	readonly name: string;
	/** OID of VARCHAR's type. */
	readonly varcharOid: number;
};

/** Creates the template on a server, and the user. */
export async function createTemplate(postgres: Postgres, account: Account): Promise<Template> {
	const name = await postgres.createDatabase();
	return onDatabase(postgres, name, async client => {
		const password = account.password.replaceAll("'", "''");
		await client.query(`CREATE ROLE ${account.user} LOGIN PASSWORD '${password}'`);
		await client.query('GRANT CREATE, USAGE ON SCHEMA public TO PUBLIC');
		for (const script of scripts) await client.query(readFileSync(join(folder, script), 'utf8'));
		const oid = `SELECT 'redshift_double.redshift_varchar'::regtype::oid::bigint AS oid`;
		return {name, varcharOid: Number((await client.query<{oid: string}>(oid)).rows[0]?.oid)};
	});
}

/** Copies the template for the user. Settings of a database are not copied with it. @returns the database's name */
export async function copyTemplate(
	postgres: Postgres,
	template: Template,
	account: Account,
): Promise<string> {
	const name = await postgres.createDatabase(template.name);
	await onDatabase(postgres, name, async client => {
		await client.query(`ALTER DATABASE ${name} OWNER TO ${account.user}`);
		for (const [setting, value] of Object.entries(settings))
			await client.query(`ALTER DATABASE ${name} SET ${setting} = ${value}`);
	});
	return name;
}

async function onDatabase<T>(
	{localHost, port, user, password}: PostgresAddress,
	database: string,
	work: (client: pg.Client) => Promise<T>,
): Promise<T> {
	const client = new pg.Client({host: localHost, port, user, password, database});
	await client.connect();
	try {
		return await work(client);
	} finally {
		await client.end();
	}
}
