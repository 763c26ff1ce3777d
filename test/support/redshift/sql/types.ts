import {unsupportedByDouble} from '../errors.js';
import {nameList} from '../name-list.js';
import {closingParenthesis, isSymbol, isWord, type Token, unexpected} from './lexer.js';

/** A type for PostgreSQL, and the index of the token after it. */
export type TypeRead = {readonly sql: string; readonly next: number};

const varchar = 'redshift_double.redshift_varchar';
const defaultVarchar = 256;
const maxVarchar = 65_535;

/** One-word names that mean the same in PostgreSQL [D:c_Supported_data_types]. */
const sharedTypes: ReadonlySet<string> = new Set(
	nameList('smallint int2 integer int int4 bigint int8 real float4 float8 boolean bool date timestamp'),
);

/**
Reads the type at `at`. VARCHAR without a length is 256 bytes in a column and unlimited in an expression
[D:r_Character_types]; the default precision of DECIMAL is (18, 0) [D:r_Numeric_types201].
@throws RedshiftError for types that the double does not support, with or without Redshift
*/
export function readType(
	sql: string,
	tokens: readonly Token[],
	at: number,
	place: 'column' | 'expression',
): TypeRead {
	const [token, second] = [tokens[at], tokens[at + 1]];
	if (token?.type !== 'word') throw unexpected(sql, tokens, at);
	const name = token.value;
	if (isSymbol(second, '[')) throw unsupportedByDouble(`type ${name}[]`);
	if (name === 'double' && isWord(second, 'precision')) return {sql: 'double precision', next: at + 2};
	if (name === 'varchar' || name === 'text' || (name === 'character' && isWord(second, 'varying'))) {
		const {numbers, next} = readArguments(sql, tokens, at + (name === 'character' ? 2 : 1));
		const length = numbers[0] ?? (place === 'column' ? String(defaultVarchar) : undefined);
		if (length === undefined) return {sql: varchar, next};
		const bytes = length === 'max' ? maxVarchar : Number(length);
		if (bytes < 1 || bytes > maxVarchar) throw unsupportedByDouble(`VARCHAR(${length})`);
		return {sql: `${varchar}(${bytes})`, next};
	}
	if (name === 'decimal' || name === 'numeric') {
		const {numbers, next} = readArguments(sql, tokens, at + 1);
		const [precision = '18', scale = '0'] = numbers;
		if (Number(precision) > 38) throw unsupportedByDouble(`DECIMAL(${precision})`);
		return {sql: `numeric(${precision}, ${scale})`, next};
	}
	if (sharedTypes.has(name) && !isWord(second, 'with')) return {sql: name, next: at + 1};
	throw unsupportedByDouble(`type ${name}`);
}

function readArguments(
	sql: string,
	tokens: readonly Token[],
	at: number,
): {readonly numbers: readonly string[]; readonly next: number} {
	if (!isSymbol(tokens[at], '(')) return {numbers: [], next: at};
	const close = closingParenthesis(tokens, at);
	const inside = tokens.slice(at + 1, close).filter(token => !isSymbol(token, ','));
	const wrong = inside.find(token => token.type !== 'number' && !isWord(token, 'max'));
	if (wrong !== undefined) throw unexpected(sql, tokens, tokens.indexOf(wrong));
	return {numbers: inside.map(token => token.value), next: close + 1};
}
