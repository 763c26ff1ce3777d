import {RedshiftError, unsupportedByDouble} from '../errors.js';
import {nameList} from '../name-list.js';
import {isSymbol, isWord, type Token, unexpected} from './lexer.js';
import {literal} from './pieces.js';

/** Settings with the same meaning in PostgreSQL [D:cm_chap_ConfigurationRef, r_SET]. */
const shared: ReadonlySet<string> = new Set(
	nameList('application_name client_encoding datestyle extra_float_digits statement_timeout timezone'),
);
/** Redshift's own settings, stored in PostgreSQL with a prefix [D:cm_chap_ConfigurationRef]. */
const own: ReadonlySet<string> = new Set(
	nameList(`
		analyze_threshold_percent cast_super_null_on_error describe_field_name_in_uppercase enable_numeric_rounding
		enable_result_cache_for_session enable_vacuum_boost error_on_nondeterministic_update max_cursor_result_set_size
		mv_enable_aqmv_for_session query_group use_fips_ssl wlm_query_slot_count`),
);
/** PostgreSQL settings that clusters are known to reject [I:sqlalchemy/sqlalchemy#9494], [I:typelevel/skunk#229], [R]. */
const refused: ReadonlySet<string> = new Set(
	nameList(`
		lock_timeout idle_in_transaction_session_timeout intervalstyle standard_conforming_strings server_version_num`),
);
const prefix = 'redshift_double.';
const pathEnd = ', redshift_double, pg_catalog';

/** Translates `SET` for PostgreSQL. @throws RedshiftError 42704 for a setting that Redshift does not have */
export function setStatement(sql: string, tokens: readonly Token[]): string {
	let at = 1;
	if (isWord(tokens[at], 'session', 'local')) at++;
	const scope = at === 2 ? `${tokens[1]!.value} ` : '';
	const name = settingName(sql, tokens, at);
	if (!isWord(tokens[at + 1], 'to') && !isSymbol(tokens[at + 1], '=')) throw unexpected(sql, tokens, at + 1);
	const value = tokens
		.slice(at + 2)
		.map(token =>
			token.type === 'quoted' ? `"${token.value.toLowerCase().replaceAll(`"`, `""`)}"` : token.text,
		);
	if (value.length === 0) throw unexpected(sql, tokens, tokens.length);
	if (name === 'search_path') return `SET ${scope}search_path TO ${value.join('')}${pathEnd}`;
	// A label may be a word or a string [D:r_query_group].
	return `SET ${scope}${postgresName(name)} TO ${value.join('')}`;
}

export function resetStatement(sql: string, tokens: readonly Token[]): string {
	return `RESET ${postgresName(settingName(sql, tokens, 1))}`;
}

/** `SHOW name`; drivers decide by server_version [PY]. */
export function showStatement(sql: string, tokens: readonly Token[]): string {
	if (isWord(tokens[1], 'server_version')) return `SELECT '8.0.2'::text AS server_version`;
	const name = settingName(sql, tokens, 1);
	if (tokens.length > 2) throw unsupportedByDouble(`SHOW ${name} …`);
	if (name === 'search_path')
		return `SELECT replace(pg_catalog.current_setting('search_path'), ${literal(pathEnd)}, '') AS search_path`;
	return `SELECT coalesce(pg_catalog.current_setting('${postgresName(name)}', true), '') AS ${name}`;
}

function settingName(sql: string, tokens: readonly Token[], at: number): string {
	const token = tokens[at];
	if (token?.type !== 'word') throw unexpected(sql, tokens, at);
	if (
		['transaction', 'session', 'time', 'all', 'tables', 'columns', 'schemas', 'databases'].includes(
			token.value,
		)
	)
		throw unsupportedByDouble(`SET or SHOW ${token.value}`);
	if (token.value === 'search_path' || shared.has(token.value) || own.has(token.value)) return token.value;
	if (!refused.has(token.value)) throw unsupportedByDouble(`setting ${token.value}`);
	throw new RedshiftError({code: '42704', message: `unrecognized configuration parameter "${token.value}"`});
}

function postgresName(name: string): string {
	return own.has(name) ? `${prefix}${name}` : name;
}
