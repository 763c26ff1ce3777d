import type {Backend} from '../backend/backend.js';
import {unsupportedByDouble} from '../errors.js';
import {literal, quoteName} from '../sql/pieces.js';

/** A column of the target table. */
export type LoadColumn = {
	readonly name: string;
	readonly kind: 'varchar' | 'integer' | 'bigint' | 'double';
	/** The length of a VARCHAR. */
	readonly bytes: number;
};

export type LoadTable = {
	/** Quoted and qualified with its schema. */
	readonly name: string;
	readonly oid: number;
	readonly columns: readonly LoadColumn[];
};

/** Looks up a table as the client's session and transaction see it. @throws PostgresError 42P01 */
export async function loadTable(backend: Backend, table: string): Promise<LoadTable> {
	const [found = []] = await backend.query(
		`SELECT c.oid, n.nspname, c.relname FROM pg_catalog.pg_class AS c
		JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = ${literal(quoteName(table))}::regclass`,
	);
	const [oid, ...path] = found;
	const rows = await backend.query(
		`SELECT a.attname, redshift_double.redshift_type(a.atttypid, a.atttypmod)
		FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = ${oid} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
	);
	return {
		name: path.map(part => quoteName(part ?? '')).join('.'),
		oid: Number(oid),
		columns: rows.map(([name, type]) => ({name: name ?? '', ...readLoadType(type ?? '')})),
	};
}

function readLoadType(type: string): Pick<LoadColumn, 'kind' | 'bytes'> {
	if (type === 'integer' || type === 'bigint') return {kind: type, bytes: 0};
	if (type === 'double precision') return {kind: 'double', bytes: 0};
	const [, bytes] = /^character varying(?:\((\d+)\))?$/.exec(type) ?? [];
	if (bytes === undefined) throw unsupportedByDouble(`COPY into a column of type ${type}`);
	return {kind: 'varchar', bytes: Number(bytes)};
}
