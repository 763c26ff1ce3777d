import {statements} from '../sql/statements.js';
import type {Dialect} from './warehouse.js';

/** The statements that drop or create the load's tables in its schema. */
export function tableScript(
	{engine, schema}: Pick<Dialect, 'engine' | 'schema'>,
	name: 'drop-tables' | 'create-tables',
): readonly string[] {
	// DuckDB has one schema. Elsewhere the schema is unknown only before the first connection.
	return statements(`${engine}/${name}`, engine === 'duckdb' ? {} : {schema: schema ?? null});
}
