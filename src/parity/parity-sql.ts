import {withoutComments} from '../sql/scanner.js';
import {quoteIdentifier, type SqlParameters, statement} from '../sql/statements.js';
import {engineSql} from '../warehouse/engine-sql.js';
import type {Dialect} from '../warehouse/warehouse.js';
import {keyColumns, type ParityColumn, type ParityTable} from './parity-tables.js';

type Engine = Pick<Dialect, 'engine'>;

/*
Each cell is encoded as text that is the same on every engine for the same value, with NULL as `N`. A row's checksum is
60 bits of the MD5 of its texts, each followed by `;`. A table's checksum is the sum of its rows' checksums, which does
not depend on row order.
*/

/** A query for one row: row count, distinct keys without NULL, rows whose key has no NULL, checksum. */
export function totalsSql(engine: Engine, table: ParityTable): string {
	const key = keyColumns(table);
	const hasCompleteKey = key.map(({name}) => `${quoteIdentifier(name)} IS NOT NULL`).join(' AND ');
	return [
		'SELECT',
		[
			'count(*) AS row_count',
			`count(DISTINCT CASE WHEN ${hasCompleteKey} THEN ${content(engine, key)} END) AS key_count`,
			`count(CASE WHEN ${hasCompleteKey} THEN 1 END) AS whole_keys`,
			`CAST(sum(${hash(engine, table.columns)}) AS varchar) AS checksum`,
		].join(',\n'),
		`FROM ${source(table, table.columns)}`,
	].join('\n');
}

/** A query for one row with the checksum of each column. */
export function columnChecksumsSql(engine: Engine, table: ParityTable): string {
	const sums = table.columns.map(
		column =>
			`CAST(sum(${hash(engine, [column])}) AS varchar) AS ${quoteIdentifier(`${column.name}_checksum`)}`,
	);
	return `SELECT\n${sums.join(',\n')}\nFROM ${source(table, table.columns)}`;
}

/** A query for all rows: checksum, then the text of each cell. Ordered by key, NULL last, then by checksum. */
export function rowsSql(engine: Engine, table: ParityTable): string {
	const cells = table.columns.map(
		column => `${cell(engine, column)} AS ${quoteIdentifier(`${column.name}_cell`)}`,
	);
	const order = keyColumns(table).map(column => `${orderOf(engine, column)} NULLS LAST`);
	return [
		'SELECT',
		[`${hash(engine, table.columns)} AS row_checksum`, ...cells].join(',\n'),
		`FROM ${source(table, table.columns)}`,
		`ORDER BY ${[...order, 'row_checksum'].join(', ')}`,
	].join('\n');
}

/** The table, with the columns needed to decompose its doubles. */
function source({name}: ParityTable, columns: readonly ParityColumn[]): string {
	const doubles = columns.filter(({type}) => type === 'double');
	if (doubles.length === 0) return quoteIdentifier(name);
	const scale = doubles.map(
		column =>
			`${expression('parity/double-scale', {value: column.name})} AS ${quoteIdentifier(scaleOf(column))}`,
	);
	const scaled = doubles.map(column => {
		const parameters = {value: column.name, scale: scaleOf(column)};
		return `${expression('parity/double-scaled', parameters)} AS ${quoteIdentifier(scaledOf(column))}`;
	});
	const withScale = `(SELECT *, ${scale.join(', ')} FROM ${quoteIdentifier(name)}) AS with_scale`;
	return `(SELECT *, ${scaled.join(', ')} FROM ${withScale}) AS with_scaled`;
}

function hash(engine: Engine, columns: readonly ParityColumn[]): string {
	return expression(engineSql(engine, 'parity/hash'), {content: {sql: content(engine, columns)}});
}

function content(engine: Engine, columns: readonly ParityColumn[]): string {
	return columns.map(column => `${cell(engine, column)} || ';'`).join(' || ');
}

function cell(engine: Engine, column: ParityColumn): string {
	const {name, type} = column;
	const parameters = type === 'double' ? {scale: scaleOf(column), scaled: scaledOf(column)} : {value: name};
	return `coalesce(${expression(fileOf(engine, column), parameters)}, 'N')`;
}

function fileOf(engine: Engine, {type}: ParityColumn): string {
	switch (type) {
		case 'whole-number':
		case 'double':
			return `parity/${type}`;
		case 'text':
		case 'timestamp':
			return engineSql(engine, `parity/${type}`);
	}
}

/** Sorts text by its bytes, without trailing blanks, on every engine. */
function orderOf(engine: Engine, column: ParityColumn): string {
	return column.type === 'text'
		? expression(engineSql(engine, 'parity/text-order'), {value: column.name})
		: quoteIdentifier(column.name);
}

function scaleOf({name}: ParityColumn): string {
	return `${name}_scale`;
}

function scaledOf({name}: ParityColumn): string {
	return `${name}_scaled`;
}

/** The expression in `sql/<file>.sql` with its parameters filled in, without comments. */
function expression(file: string, parameters: SqlParameters): string {
	return withoutComments(statement(file, parameters));
}
