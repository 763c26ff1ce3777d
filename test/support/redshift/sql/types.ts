import {RedshiftError, unsupportedByDouble} from '../errors.js';
import {nameList} from '../name-list.js';
import {closingParenthesis, isSymbol, isWord, type Token, unexpected} from './lexer.js';

/** A type for PostgreSQL, and the index of the token after it. */
export type TypeRead = {readonly sql: string; readonly next: number};

/** VARCHAR without a length is 256 bytes in a column and unlimited in an expression [D:r_Character_types]. */
type TypePlace = 'column' | 'expression';

const varchar = 'redshift_double.redshift_varchar';
const defaultVarchar = 256;
const maxVarchar = 65_535;
const maxChar = 4096;
const maxPrecision = 38;

/** One-word names that mean the same in PostgreSQL [D:c_Supported_data_types]. */
const sharedTypes: ReadonlySet<string> = new Set(
	nameList(
		'smallint int2 integer int int4 bigint int8 real float4 float8 boolean bool date timestamptz timetz',
	),
);
/** PostgreSQL types that Redshift tables do not support [D:c_unsupported-postgresql-datatypes]. */
const unsupported: ReadonlySet<string> = new Set(
	nameList(`
		serial serial4 serial8 bigserial smallserial bytea bit inet cidr macaddr money oid name point line lseg box path
		polygon circle xml uuid json jsonb hstore tsvector tsquery`),
);
const beyondDouble: ReadonlySet<string> = new Set(
	nameList('super varbyte varbinary binary geometry geography hllsketch interval regclass'),
);

/**
Reads the type at `at`.
@param column `table.column` for the error; undefined in an expression.
@throws RedshiftError for types that Redshift or the double does not support
*/
export function readType(sql: string, tokens: readonly Token[], at: number, column?: string): TypeRead {
	const place: TypePlace = column === undefined ? 'expression' : 'column';
	const token = tokens[at];
	if (token === undefined || token.type !== 'word') throw unexpected(sql, tokens, at);
	const read = readScalar(sql, tokens, at, place, column);
	if (isSymbol(tokens[read.next], '[')) throw unsupportedType(`${token.value}[]`, column);
	return read;
}

function readScalar(
	sql: string,
	tokens: readonly Token[],
	at: number,
	place: TypePlace,
	column: string | undefined,
): TypeRead {
	const name = tokens[at]!.value;
	const varying = isWord(tokens[at + 1], 'varying');
	if (
		['varchar', 'nvarchar', 'text'].includes(name) ||
		(['character', 'char', 'nchar'].includes(name) && varying)
	)
		return readVarchar(sql, tokens, at + (varying ? 2 : 1), place, name === 'text');
	if (['char', 'character', 'nchar', 'bpchar'].includes(name)) return readChar(sql, tokens, at + 1, name);
	if (name === 'decimal' || name === 'numeric') return readDecimal(sql, tokens, at + 1);
	if (name === 'double') {
		if (!isWord(tokens[at + 1], 'precision')) throw unexpected(sql, tokens, at + 1);
		return {sql: 'double precision', next: at + 2};
	}
	if (name === 'float') {
		const {numbers, next} = readArguments(sql, tokens, at + 1);
		return {sql: Number(numbers[0] ?? 53) <= 24 ? 'real' : 'double precision', next};
	}
	if (name === 'timestamp' || name === 'time') {
		const zone = isWord(tokens[at + 1], 'with', 'without') ? tokens[at + 1]!.value : undefined;
		return {sql: `${name}${zone === 'with' ? ' with time zone' : ''}`, next: at + (zone ? 4 : 1)};
	}
	if (sharedTypes.has(name)) return {sql: name, next: at + 1};
	if (beyondDouble.has(name)) throw unsupportedByDouble(`type ${name}`);
	if (unsupported.has(name) && place === 'column') throw unsupportedType(name, column);
	// [I:OHDSI/DatabaseConnector#102]; using this text for an unsupported type in a cast is a guess.
	throw new RedshiftError({code: '42704', message: `type "${name}" does not exist`});
}

function readVarchar(
	sql: string,
	tokens: readonly Token[],
	at: number,
	place: TypePlace,
	isText: boolean,
): TypeRead {
	const {numbers, next} = readArguments(sql, tokens, at);
	if (isText && numbers.length > 0) throw unexpected(sql, tokens, at);
	const [length] = numbers;
	if (length === undefined)
		return {sql: place === 'column' ? `${varchar}(${defaultVarchar})` : varchar, next};
	const bytes = length === 'max' ? maxVarchar : Number(length);
	if (bytes < 1 || bytes > maxVarchar)
		throw unsupportedByDouble(`VARCHAR(${length}): 1 to 65535 are allowed [D:r_Character_types]`);
	return {sql: `${varchar}(${bytes})`, next};
}

/** NCHAR is CHAR; BPCHAR is CHAR(256) [D:r_Character_types]. */
function readChar(sql: string, tokens: readonly Token[], at: number, name: string): TypeRead {
	const {numbers, next} = readArguments(sql, tokens, at);
	const length = Number(numbers[0] ?? (name === 'bpchar' ? defaultVarchar : 1));
	if (!(length >= 1 && length <= maxChar))
		throw unsupportedByDouble(`CHAR(${numbers[0]}): 1 to 4096 are allowed [D:r_Character_types]`);
	return {sql: `character(${length})`, next};
}

/** The default precision is (18, 0) [D:r_Numeric_types201]. */
function readDecimal(sql: string, tokens: readonly Token[], at: number): TypeRead {
	const {numbers, next} = readArguments(sql, tokens, at);
	const [precision = '18', scale = '0'] = numbers;
	if (Number(precision) > maxPrecision)
		throw unsupportedByDouble(`DECIMAL(${precision}): the maximum precision is 38 [D:r_Numeric_types201]`);
	return {sql: `numeric(${precision}, ${scale})`, next};
}

function readArguments(
	sql: string,
	tokens: readonly Token[],
	at: number,
): {readonly numbers: readonly string[]; readonly next: number} {
	if (!isSymbol(tokens[at], '(')) return {numbers: [], next: at};
	const close = closingParenthesis(tokens, at);
	const inside = tokens.slice(at + 1, close).filter(token => !isSymbol(token, ','));
	const wrong = inside.findIndex(token => token.type !== 'number' && !isWord(token, 'max'));
	if (wrong !== -1) throw unexpected(sql, tokens, tokens.indexOf(inside[wrong]!));
	return {numbers: inside.map(token => token.value), next: close + 1};
}

/** `Column "pgmigrations.id" has unsupported type "serial".` [I:salsita/node-pg-migrate#767]; other types are a guess. */
function unsupportedType(type: string, column: string | undefined): RedshiftError {
	const message =
		column === undefined
			? `type "${type}" is not supported`
			: `Column "${column}" has unsupported type "${type}".`;
	return new RedshiftError({code: '0A000', message});
}
