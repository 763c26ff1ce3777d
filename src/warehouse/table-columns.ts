import {tableScript} from './table-script.js';
import type {CatalogTable, Dialect} from './warehouse.js';

type Columns = CatalogTable['columns'];

/** The columns of the load's tables, parsed from create-tables, the only place that lists them. */
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
Describes how a table differs from the one that create-tables creates, as a clause such as
`user_id is missing, weekday is text, not integer`. Undefined if the load can use it; extra columns are allowed.
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

/** Normalizes a type from a column definition or the catalog. */
function typeOf(definition: string): string {
	return definition
		.toLowerCase()
		.replace(/ (?:collate|not null|generated|identity|default|using)\b.*/, '')
		.replace(/^varchar\b/, 'character varying')
		.replace(/^timestamp$/, 'timestamp without time zone')
		.replace(/^double$/, 'double precision');
}
