import {RedshiftError, unsupportedByDouble} from '../errors.js';
import {nameList} from '../name-list.js';
import type {Relation} from './relations.js';

/** Views of `views.sql`; the prefix decides which of them serverless rejects. */
const systemViews: ReadonlySet<string> = new Set(
	nameList(`
		stl_load_errors stl_load_commits stv_load_state stv_recents sys_load_history sys_load_detail
		sys_load_error_detail sys_query_history svv_transactions svv_table_info svv_redshift_columns`),
);
/** Catalog tables of PostgreSQL whose common columns exist in Redshift too. */
const catalogTables: ReadonlySet<string> = new Set(
	nameList('pg_class pg_namespace pg_attribute pg_depend pg_rewrite pg_constraint pg_database pg_user'),
);
const systemPrefix = /^(?:stl|stv|svl|svv|svcs|sys|pg)_/;
/** "You can't query STL, STV, SVCS, SVL and some SVV" on serverless [M:serverless-monitoring]. */
const provisionedOnly = /^(?:stl|stv|svl|svcs)_/;

/** The name of a system view in PostgreSQL; undefined for a user's table. @throws RedshiftError */
export function systemName(
	{schema, name}: Relation,
	{serverless, withoutViews}: {readonly serverless: boolean; readonly withoutViews: ReadonlySet<string>},
): string | undefined {
	if (schema === 'information_schema') {
		if (name !== 'columns') throw unsupportedByDouble(`information_schema.${name}`);
		return 'redshift_double.information_schema_columns';
	}
	if (schema !== undefined && schema !== 'pg_catalog') return undefined;
	if (!systemPrefix.test(name)) return undefined;
	// [F:14552017869]
	if (serverless && provisionedOnly.test(name))
		throw new RedshiftError({code: '42501', message: `permission denied for relation ${name}`});
	// [K], as for any other relation
	if (withoutViews.has(name))
		throw new RedshiftError({code: '42P01', message: `relation "${name}" does not exist`});
	if (systemViews.has(name)) return `redshift_double.${name}`;
	if (catalogTables.has(name)) return `pg_catalog.${name}`;
	throw unsupportedByDouble(`system view ${name}`);
}

/** Whether queries on it run only on the leader node [L:c_SQL_functions_leader_node_only]. */
export function isCatalog({schema, name}: Relation): boolean {
	return schema === 'information_schema' || schema === 'pg_catalog' || name.startsWith('pg_');
}
