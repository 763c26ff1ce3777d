import {unsupportedByDouble} from '../errors.js';
import {isSymbol, isWord, type Token, unexpected} from './lexer.js';

/**
Settings of the program and its users [D:cm_chap_ConfigurationRef, r_SET], and their names in PostgreSQL. Others are
rejected, for instance lock_timeout, which clusters do not have [I:typelevel/skunk#229].
*/
const settings: ReadonlyMap<string, string> = new Map([
	...['datestyle', 'extra_float_digits', 'statement_timeout', 'timezone'].map(name => [name, name] as const),
	// Guesses: that clusters have these two.
	...['default_transaction_read_only', 'transaction_read_only'].map(name => [name, name] as const),
	...['enable_result_cache_for_session', 'query_group'].map(
		name => [name, `redshift_double.${name}`] as const,
	),
]);
const pathEnd = ', redshift_double, pg_catalog';

/** Translates `SET` for PostgreSQL. @throws RedshiftError */
export function setStatement(sql: string, tokens: readonly Token[]): string {
	// A guess: not in [D:r_SET].
	if (isWord(tokens[1], 'transaction')) return sql.slice(tokens[0]!.start, tokens.at(-1)!.end);
	if (!isWord(tokens[2], 'to') && !isSymbol(tokens[2], '=')) throw unexpected(sql, tokens, 2);
	const value = tokens
		.slice(3)
		.map(({type, text}) => (type === 'quoted' ? text.toLowerCase() : text))
		.join('');
	if (isWord(tokens[1], 'search_path')) return `SET search_path TO ${value}${pathEnd}`;
	// A label may be a word or a string [D:r_query_group].
	return `SET ${settingName(tokens[1])} TO ${value}`;
}

/** `SHOW name`. @throws RedshiftError */
export function showStatement(tokens: readonly Token[]): string {
	if (isWord(tokens[1], 'search_path'))
		return `SELECT replace(pg_catalog.current_setting('search_path'), '${pathEnd}', '') AS search_path`;
	const name = settingName(tokens[1]);
	return `SELECT coalesce(pg_catalog.current_setting('${name}', true), '') AS ${tokens[1]!.value}`;
}

function settingName(token: Token | undefined): string {
	const name = settings.get(token?.value ?? '');
	if (name === undefined) throw unsupportedByDouble(`setting ${token?.text}`);
	return name;
}
