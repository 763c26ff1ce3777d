import type {ConnectionSettings} from '../../config/settings.js';
import {ConnectionError} from '../../errors.js';
import {literal, quoteIdentifier} from '../../sql/statements.js';
import type {StatementOptions} from '../warehouse.js';
import type {PgSession} from './session.js';

/**
Finds the schema of the load's tables: the one set in dwh.cfg, otherwise a new session's current schema, which is the
first one in search_path that exists.
@param schema The schema to look for; undefined for the current one.
@throws ConnectionError if the schema does not exist
*/
export async function findSchema(
	session: PgSession,
	{database, user}: ConnectionSettings,
	schema: string | undefined,
	options: StatementOptions,
): Promise<string> {
	const sql =
		schema === undefined
			? 'SELECT current_schema()'
			: `SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname = ${literal(schema)}`;
	const [[found] = []] = await session.all(sql, options);
	if (typeof found === 'string') return found;
	throw new ConnectionError(
		schema === undefined
			? {
					message: `User ${user} has no current schema in the database ${database}: no schema in search_path exists, or the user may not use it.`,
					advice:
						'Set SCHEMA under [WAREHOUSE] in dwh.cfg to a schema that the user can create tables in. Create one with CREATE SCHEMA if necessary.',
				}
			: {
					message: `The database ${database} has no schema ${schema}.`,
					advice: `Check SCHEMA under [WAREHOUSE] in dwh.cfg, or create the schema: CREATE SCHEMA ${quoteIdentifier(schema)}.`,
				},
	);
}
