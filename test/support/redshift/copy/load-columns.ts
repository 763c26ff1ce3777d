import type {Backend} from '../backend/backend.js';
import {literal, quoteName} from '../sql/pieces.js';

export type LoadType =
	| {readonly kind: 'varchar' | 'char'; readonly bytes: number}
	| {
			readonly kind:
				| 'smallint'
				| 'integer'
				| 'bigint'
				| 'real'
				| 'double'
				| 'boolean'
				| 'date'
				| 'timestamp'
				| 'timestamptz';
	  }
	| {readonly kind: 'decimal'; readonly precision: number; readonly scale: number}
	| {readonly kind: 'other'; readonly name: string};

/** A column of the target table. */
export type LoadColumn = {
	readonly name: string;
	readonly type: LoadType;
	readonly notNull: boolean;
	readonly identity: boolean;
};

export type LoadTable = {
	/** Quoted and qualified with its schema. */
	readonly name: string;
	readonly oid: number;
	readonly columns: readonly LoadColumn[];
};

const kinds: ReadonlyMap<string, LoadType> = new Map([
	['smallint', {kind: 'smallint'}],
	['integer', {kind: 'integer'}],
	['bigint', {kind: 'bigint'}],
	['real', {kind: 'real'}],
	['double precision', {kind: 'double'}],
	['boolean', {kind: 'boolean'}],
	['date', {kind: 'date'}],
	['timestamp without time zone', {kind: 'timestamp'}],
	['timestamp with time zone', {kind: 'timestamptz'}],
	['text', {kind: 'varchar', bytes: 65_535}],
]);

/** Looks up a table as the client's session and transaction see it. @throws PostgresError 42P01 */
export async function loadTable(
	backend: Backend,
	schema: string | undefined,
	table: string,
): Promise<LoadTable> {
	const name = [schema, table]
		.filter(part => part !== undefined)
		.map(quoteName)
		.join('.');
	const [found] = await backend.query(
		`SELECT c.oid, n.nspname, c.relname FROM pg_catalog.pg_class AS c
		JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = ${literal(name)}::regclass`,
	);
	const [oid, ...path] = found ?? [];
	const rows = await backend.query(
		`SELECT a.attname, redshift_double.redshift_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity <> ''
		FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = ${oid} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
	);
	const columns = rows.map(([column, type, notNull, identity]) => ({
		name: column ?? '',
		type: readLoadType(type ?? ''),
		notNull: notNull === 't',
		identity: identity === 't',
	}));
	return {name: path.map(part => quoteName(part ?? '')).join('.'), oid: Number(oid), columns};
}

function readLoadType(type: string): LoadType {
	const known = kinds.get(type);
	if (known) return known;
	const [, word = '', first, second] = /^([a-z ]+)(?:\((\d+)(?:,(\d+))?\))?$/.exec(type) ?? [];
	if (word === 'character varying') return {kind: 'varchar', bytes: Number(first ?? 65_535)};
	if (word === 'character') return {kind: 'char', bytes: Number(first ?? 1)};
	if (word === 'numeric')
		return {kind: 'decimal', precision: Number(first ?? 18), scale: Number(second ?? 0)};
	return {kind: 'other', name: type};
}
