import {RedshiftError, unsupportedByDouble} from '../errors.js';
import {framedFunctions} from './functions.js';
import {closingParenthesis, isSymbol, isWord, type Token, unexpected} from './lexer.js';

/** Rejects syntax in queries and DML that PostgreSQL accepts and Redshift does not. @throws RedshiftError */
export function rejectUnsupported(sql: string, tokens: readonly Token[]): void {
	for (const at of tokens.keys()) rejectAt(sql, tokens, at);
	if (isWord(tokens[0], 'insert')) rejectInInsert(sql, tokens);
}

function rejectAt(sql: string, tokens: readonly Token[], at: number): void {
	const token = tokens[at]!;
	const next = tokens[at + 1];
	if (token.type === 'symbol') rejectSymbol(sql, tokens, at);
	if (token.type !== 'word') return;
	switch (token.value) {
		case 'e':
			// [I:npgsql/npgsql#515]: E'' came with PostgreSQL 8.1.
			if (next?.type === 'string' && next.start === token.end)
				throw new RedshiftError({code: '42704', message: 'type "e" does not exist'});
			return;
		case 'interval':
			// The guide names days, hours, minutes and seconds [D:r_interval_literals].
			if (next?.type === 'string' && /milli|micro/i.test(next.text))
				throw unsupportedByDouble(`interval ${next.text}`);
			return;
		case 'distinct':
			// [I:jazzband/django-redshift-backend#14]
			if (isWord(next, 'on'))
				throw new RedshiftError({code: '0A000', message: 'SELECT DISTINCT ON is not supported'});
			// IS [NOT] DISTINCT FROM [L:c_unsupported-postgresql-functions]; its text is a guess.
			if (isWord(next, 'from') && isWord(tokens[at - 1], 'is', 'not')) throw unexpected(sql, tokens, at);
			return;
		case 'returning':
			// Not in the grammar of INSERT, UPDATE and DELETE [D:r_INSERT_30]; the text is a guess.
			throw unexpected(sql, tokens, at);
		case 'filter':
			// The word is parsed as an alias, so the error is at the parenthesis: a guess.
			if (isSymbol(next, '(') && isSymbol(tokens[at - 1], ')')) throw unexpected(sql, tokens, at + 1);
			return;
		case 'collate':
			// "does not support locale-specific or user-defined collation sequences" [L:c_unsupported-postgresql-features]; text guessed.
			if (!isSymbol(next, '(')) throw unexpected(sql, tokens, at);
			throw unsupportedByDouble('COLLATE()');
		case 'values':
			// "VALUES list used as constant tables" [L:c_unsupported-postgresql-features]; text guessed.
			if (!isWord(tokens[0], 'insert') || isSymbol(tokens[at - 1], '(')) throw unexpected(sql, tokens, at);
			return;
		case 'over':
			rejectWithoutFrame(tokens, at);
			return;
		case 'row':
			// Row constructors [L:c_unsupported-postgresql-features]; text guessed.
			if (isSymbol(next, '(')) throw unexpected(sql, tokens, at + 1);
			return;
		case 'qualify':
		case 'lateral':
		case 'pivot':
		case 'unpivot':
		case 'minus':
		case 'approximate':
			throw unsupportedByDouble(token.value.toUpperCase());
		case 'top':
			if (isWord(tokens[at - 1], 'select') && next?.type === 'number') throw unsupportedByDouble('TOP');
			return;
		case 'ignore':
		case 'respect':
			if (isWord(next, 'nulls')) throw unsupportedByDouble(`${token.value.toUpperCase()} NULLS`);
			return;
		case 'connect':
			if (isWord(next, 'by')) throw unsupportedByDouble('CONNECT BY');
			return;
		case 'for':
			if (isWord(next, 'update', 'share')) throw unsupportedByDouble('SELECT FOR UPDATE');
			return;
		case 'fetch':
			if (isWord(next, 'first', 'next') && at > 0) throw unsupportedByDouble('FETCH FIRST');
			return;
		case 'array':
			// Array constructors [L:c_unsupported-postgresql-features]; text guessed.
			if (isSymbol(next, '[')) throw unexpected(sql, tokens, at + 1);
			return;
		default:
			return;
	}
}

/** Subscripts and the operators of JSON, arrays and ranges [L:c_unsupported-postgresql-features]; texts guessed. */
function rejectSymbol(sql: string, tokens: readonly Token[], at: number): void {
	const token = tokens[at]!;
	const next = tokens[at + 1];
	if (['[', '{', '?', '@', '#'].includes(token.text)) throw unexpected(sql, tokens, at);
	if (token.text === '-' && isSymbol(next, '>') && next!.start === token.end)
		throw unexpected(sql, tokens, at + 1);
}

/** ON CONFLICT is not in the grammar [D:r_INSERT_30]; text guessed. */
function rejectInInsert(sql: string, tokens: readonly Token[]): void {
	const at = tokens.findIndex((token, index) => isWord(token, 'on') && isWord(tokens[index + 1], 'conflict'));
	if (at !== -1) throw unexpected(sql, tokens, at);
}

/** "If an ORDER BY clause is used for an aggregate function, an explicit frame clause is required." [D:r_Window_function_synopsis] */
function rejectWithoutFrame(tokens: readonly Token[], over: number): void {
	if (!isSymbol(tokens[over + 1], '(') || !isSymbol(tokens[over - 1], ')')) return;
	let open = over - 1;
	for (let depth = 0; open >= 0; open--) {
		if (isSymbol(tokens[open], ')')) depth++;
		else if (isSymbol(tokens[open], '(') && --depth === 0) break;
	}
	if (!framedFunctions.has(tokens[open - 1]?.value ?? '')) return;
	const inside = tokens.slice(over + 2, closingParenthesis(tokens, over + 1));
	if (!inside.some(token => isWord(token, 'order')) || inside.some(token => isWord(token, 'rows'))) return;
	// The text is [K].
	throw new RedshiftError({
		code: '0A000',
		message: 'Aggregate window functions with an ORDER BY clause require a frame clause',
	});
}
