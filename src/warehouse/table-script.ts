import {statements} from '../sql/statements.js';
import type {Dialect} from './warehouse.js';

/** The statements that drop or create the tables of the load, in its schema and no other. */
export function tableScript(
	{engine, schema}: Pick<Dialect, 'engine' | 'schema'>,
	name: 'drop-tables' | 'create-tables',
): readonly string[] {
	// DuckDB has one file, one load and one schema. Elsewhere the schema is unknown only before the first connection.
	return statements(`${engine}/${name}`, engine === 'duckdb' ? {} : {schema: schema ?? null});
}
