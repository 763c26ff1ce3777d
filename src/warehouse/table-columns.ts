import {tableScript} from './table-script.js';
import type {CatalogTable, Dialect} from './warehouse.js';

type Columns = CatalogTable['columns'];

/** The columns of the load's tables as create-tables makes them, by table. The script is the only place that lists them. */
export function tableColumns({engine}: Pick<Dialect, 'engine'>): ReadonlyMap<string, Columns> {
	const tables = new Map<string, Columns>();
	for (const sql of tableScript({engine}, 'create-tables')) {
		const [, name, body] = /CREATE (?:UNLOGGED )?TABLE "?(\w+)"? \(\n([\s\S]*?)\n\)/.exec(sql) ?? [];
		if (name === undefined || body === undefined) continue;
		const columns = [...body.matchAll(/^\t"?(\w+)"? (.*?),?$/gm)];
		tables.set(
			name,
			columns.map(([, column = '', definition = '']) => ({name: column, type: typeOf(definition)})),
		);
	}
	return tables;
}

/**
How a table differs from the one that create-tables makes, as the end of a sentence, e.g.
`user_id is missing, weekday is text, not integer`; undefined where the load can use it. Additional columns do no harm.
*/
export function columnDifference(table: CatalogTable, expected: Columns): string | undefined {
	const found = new Map(table.columns.map(({name, type}) => [name, typeOf(type)]));
	const missing = expected.filter(({name}) => !found.has(name)).map(({name}) => name);
	const differences = [
		...(missing.length === 0 ? [] : [`${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`]),
		...expected
			.filter(({name, type}) => found.has(name) && found.get(name) !== type)
			.map(({name, type}) => `${name} is ${found.get(name)}, not ${type}`),
	];
	return differences.length === 0 ? undefined : differences.join('; ');
}

/** A type of a column definition or of the catalogue under one name. */
function typeOf(definition: string): string {
	return definition
		.toLowerCase()
		.replace(/ (?:collate|not null|generated|identity|default|using)\b.*/, '')
		.replace(/^varchar\b/, 'character varying')
		.replace(/^timestamp$/, 'timestamp without time zone')
		.replace(/^double$/, 'double precision');
}
