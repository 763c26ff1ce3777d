import {RedshiftError, unsupportedByDouble} from '../errors.js';
import {nameList} from '../name-list.js';
import {framedFunctions} from './functions.js';
import {closingParenthesis, isSymbol, isWord, type Token, unexpected} from './lexer.js';

/**
Syntax of queries and DML that PostgreSQL accepts and Redshift does not [L:c_unsupported-postgresql-features, D:r_INSERT_30],
or that only Redshift accepts: words or symbols in a row. All are rejected by the double itself.
*/
const phrases: ReadonlyArray<readonly string[]> = [
	'distinct on',
	'is distinct',
	'is not distinct',
	'on conflict',
	'returning',
	'filter (',
	'collate',
	'row (',
	'array [',
	'[',
	'{',
	'?',
	'@',
	'#',
	'- >',
	'qualify',
	'lateral',
	'pivot',
	'unpivot',
	'minus',
	'approximate',
	'select top',
	'ignore nulls',
	'respect nulls',
	'connect by',
	'for update',
	'for share',
	'fetch first',
	'fetch next',
].map(nameList);

/** @throws RedshiftError */
export function rejectUnsupported(sql: string, tokens: readonly Token[]): void {
	for (const [at, token] of tokens.entries()) {
		if (token.type !== 'word' && token.type !== 'symbol') continue;
		const found = phrases.find(phrase =>
			phrase.every((text, index) => {
				const {type, value} = tokens[at + index] ?? {};
				return (type === 'word' || type === 'symbol') && value === text;
			}),
		);
		if (found) throw unsupportedByDouble(found.join(' ').toUpperCase());
		// [I:npgsql/npgsql#515]: E'' came with PostgreSQL 8.1.
		if (isWord(token, 'e') && tokens[at + 1]?.type === 'string' && tokens[at + 1]?.start === token.end)
			throw new RedshiftError({code: '42704', message: 'type "e" does not exist'});
		// The guide names days, hours, minutes and seconds [D:r_interval_literals].
		if (isWord(token, 'interval') && /milli|micro/i.test(tokens[at + 1]?.text ?? ''))
			throw unsupportedByDouble(`interval ${tokens[at + 1]!.text}`);
		// "VALUES list used as constant tables" [L:c_unsupported-postgresql-features]; text guessed.
		if (isWord(token, 'values') && (!isWord(tokens[0], 'insert') || isSymbol(tokens[at - 1], '(')))
			throw unexpected(sql, tokens, at);
		if (isWord(token, 'over')) rejectWithoutFrame(tokens, at);
	}
}

/** "If an ORDER BY clause is used for an aggregate function, an explicit frame clause is required." [D:r_Window_function_synopsis] */
function rejectWithoutFrame(tokens: readonly Token[], over: number): void {
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
