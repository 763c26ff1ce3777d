import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import pg from 'pg';
import {packageRoot} from '../../../../src/package-root.js';

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

/** Prepares a database and gives it to the user, creating the role if needed. @returns OID of VARCHAR's type */
export async function install(
	config: pg.ClientConfig,
	account: {readonly user: string; readonly password: string},
): Promise<number> {
	const client = new pg.Client(config);
	await client.connect();
	try {
		const {rowCount} = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [account.user]);
		if (rowCount === 0) {
			const password = account.password.replaceAll("'", "''");
			await client.query(`CREATE ROLE ${account.user} LOGIN PASSWORD '${password}'`);
		}
		await client.query(`ALTER DATABASE ${config.database} OWNER TO ${account.user}`);
		await client.query('GRANT CREATE, USAGE ON SCHEMA public TO PUBLIC');
		for (const script of scripts) await client.query(readFileSync(join(folder, script), 'utf8'));
		for (const [name, value] of Object.entries(settings))
			await client.query(`ALTER DATABASE ${config.database} SET ${name} = ${value}`);
		const oid = `SELECT 'redshift_double.redshift_varchar'::regtype::oid::bigint AS oid`;
		return Number((await client.query<{oid: string}>(oid)).rows[0]?.oid);
	} finally {
		await client.end();
	}
}
