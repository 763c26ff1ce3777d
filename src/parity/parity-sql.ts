import type {EngineName} from '../config/settings.js';
import {statement} from '../sql/statements.js';
import {keyColumns, type ParityColumn, type ParityTable} from './parity-tables.js';

/*
The value of every cell is written as a text that is the same on every engine for the same value, NULL as `N`. The
texts of a row, each with `;` behind it, give its checksum (60 bits of their MD5), and the checksums of the rows their
sum, which does not depend on the order of the rows.
*/

/** What tells a table from one with other rows, in one row: rows, whole keys that differ, keys with a NULL, checksum. */
export function totalsSql(engine: EngineName, table: ParityTable): string {
	const key = keyColumns(table);
	const whole = key.map(({name}) => `${quoted(name)} IS NOT NULL`).join(' AND ');
	return [
		'SELECT',
		[
			'count(*) AS row_count',
			`count(DISTINCT CASE WHEN ${whole} THEN ${content(engine, key)} END) AS key_count`,
			`count(CASE WHEN ${whole} THEN 1 END) AS whole_keys`,
			`CAST(sum(${hash(engine, table.columns)}) AS varchar) AS checksum`,
		].join(',\n'),
		`FROM ${source(table, table.columns)}`,
	].join('\n');
}

/** The checksums of the columns, each over its cells, in one row. */
export function columnChecksumsSql(engine: EngineName, table: ParityTable): string {
	const sums = table.columns.map(
		column => `CAST(sum(${hash(engine, [column])}) AS varchar) AS ${quoted(`${column.name}_checksum`)}`,
	);
	return `SELECT\n${sums.join(',\n')}\nFROM ${source(table, table.columns)}`;
}

/** Every row: its checksum, then the text of each cell. In the order of the key, NULL last, then of the checksum. */
export function rowsSql(engine: EngineName, table: ParityTable): string {
	const cells = table.columns.map(column => `${cell(engine, column)} AS ${quoted(`${column.name}_cell`)}`);
	const order = keyColumns(table).map(column => `${orderOf(engine, column)} NULLS LAST`);
	return [
		'SELECT',
		[`${hash(engine, table.columns)} AS row_checksum`, ...cells].join(',\n'),
		`FROM ${source(table, table.columns)}`,
		`ORDER BY ${[...order, 'row_checksum'].join(', ')}`,
	].join('\n');
}

/** The table, with what its doubles are taken apart by. */
function source({name}: ParityTable, columns: readonly ParityColumn[]): string {
	const doubles = columns.filter(({type}) => type === 'double');
	if (doubles.length === 0) return quoted(name);
	const add = (file: string, suffix: string) =>
		doubles.map(
			column => `${expression(`parity/${file}`, namesOf(column))} AS ${quoted(`${column.name}_${suffix}`)}`,
		);
	const scales = `(SELECT *, ${add('double-scale', 'scale').join(', ')} FROM ${quoted(name)}) AS with_scale`;
	return `(SELECT *, ${add('double-scaled', 'scaled').join(', ')} FROM ${scales}) AS with_scaled`;
}

function hash(engine: EngineName, columns: readonly ParityColumn[]): string {
	return expression(`parity/${engine}/hash`, {content: content(engine, columns)});
}

function content(engine: EngineName, columns: readonly ParityColumn[]): string {
	return columns.map(column => `${cell(engine, column)} || ';'`).join(' || ');
}

function cell(engine: EngineName, column: ParityColumn): string {
	return `coalesce(${expression(`parity/${fileOf(engine, column)}`, namesOf(column))}, 'N')`;
}

function fileOf(engine: EngineName, {type}: ParityColumn): string {
	switch (type) {
		case 'whole-number':
		case 'double':
			return type;
		case 'text':
		case 'timestamp':
			return `${engine}/${type}`;
	}
}

/** Text by its bytes, without trailing blanks, on every engine. */
function orderOf(engine: EngineName, column: ParityColumn): string {
	return column.type === 'text'
		? expression(`parity/${engine}/text-order`, namesOf(column))
		: quoted(column.name);
}

function namesOf({name}: ParityColumn): Readonly<Record<string, string>> {
	return {value: quoted(name), scale: quoted(`${name}_scale`), scaled: quoted(`${name}_scaled`)};
}

/** The expression in `sql/<file>.sql`, with what its words stand for in their place, without its comments. */
function expression(file: string, words: Readonly<Record<string, string>>): string {
	return statement(file)
		.replaceAll(/^--.*\n/gm, '')
		.replaceAll(/\b(?:value|scale|scaled|content)\b/g, word => {
			const text = words[word];
			if (text === undefined) throw new Error(`sql/${file}.sql speaks of ${word}, which is not there.`);
			return text;
		});
}

function quoted(name: string): string {
	return `"${name}"`;
}
