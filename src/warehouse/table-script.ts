import {quoteIdentifier, statements} from '../sql/statements.js';
import {ownedTables, tableInfo} from '../star/tables.js';
import {engineSql} from './engine-sql.js';
import type {Dialect} from './warehouse.js';

type Place = Pick<Dialect, 'engine' | 'schema'>;

/** The statements that drop or create the tables of the load, in its schema and no other. */
export function tableScript(place: Place, name: 'drop-tables' | 'create-tables'): readonly string[] {
	if (name === 'drop-tables') return dropScript(place);
	// DuckDB has one file, one load and one schema. Elsewhere the schema is unknown only before the first connection.
	const {engine, schema} = place;
	return statements(engineSql(place, 'create-tables'), engine === 'duckdb' ? {} : {schema: schema ?? null});
}

function dropScript({engine, schema}: Place): readonly string[] {
	const qualifier = schema === undefined ? '' : `${quoteIdentifier(schema)}.`;
	return ownedTables.flatMap(table => {
		const {sequence} = tableInfo(table);
		// `time` is also the name of a type.
		const name = table === 'time' ? quoteIdentifier(table) : table;
		return [
			`DROP TABLE IF EXISTS ${qualifier}${name}`,
			...(engine === 'duckdb' && sequence !== undefined ? [`DROP SEQUENCE IF EXISTS ${sequence}`] : []),
		];
	});
}
