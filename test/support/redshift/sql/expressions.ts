import {RedshiftError, unsupportedByDouble} from '../errors.js';
import type {Edit} from './edits.js';
import {functionsBeyondDouble, knownFunctions, leaderFunctions, wordsBeforeParenthesis} from './functions.js';
import {closingParenthesis, isSymbol, isWord, type Token, unexpected} from './lexer.js';
import {relations} from './relations.js';
import {isCatalog, systemName} from './system-names.js';
import {readType} from './types.js';

/** The session and cluster state that affects expressions. */
export type ExpressionContext = {
	readonly serverless: boolean;
	/** System views that do not exist. */
	readonly withoutViews: ReadonlySet<string>;
	readonly lastCopy: {readonly count: number; readonly id: number};
};

/** The edits that translate a statement's expressions and tables for PostgreSQL. @throws RedshiftError */
export function expressionEdits(
	sql: string,
	tokens: readonly Token[],
	context: ExpressionContext,
): readonly Edit[] {
	rejectLeaderFunctions(tokens);
	const names = relationEdits(tokens, context);
	const edits = tokens.flatMap((_, at) => editAt(sql, tokens, at, context));
	const isName = ({start, end}: Edit) => names.some(name => name.start <= start && end <= name.end);
	return [...edits.filter(edit => !isName(edit)), ...names];
}

function editAt(
	sql: string,
	tokens: readonly Token[],
	at: number,
	context: ExpressionContext,
): readonly Edit[] {
	const token = tokens[at]!;
	if (token.type === 'quoted') return foldCase(token);
	if (isSymbol(token, '::')) return castEdit(sql, tokens, at + 1);
	if (token.type !== 'word') return [];
	if (isSymbol(tokens[at - 1], '.') || isSymbol(tokens[at + 1], '.')) return [];
	if (token.value === 'sysdate' && !isSymbol(tokens[at + 1], '('))
		return [{start: token.start, end: token.end, text: 'redshift_double.sysdate()'}];
	if (!isSymbol(tokens[at + 1], '(')) return [];
	if (token.value === 'cast') return castFunctionEdit(sql, tokens, at);
	if (token.value === 'extract') return extractEdit(sql, tokens, at);
	return functionEdits(sql, tokens, at, context);
}

/** "ASCII letters in delimited identifiers are folded to lower case" unless a setting says otherwise [D:r_names]. */
function foldCase(token: Token): readonly Edit[] {
	const folded = token.text.replaceAll(/[A-Z]/g, letter => letter.toLowerCase());
	return folded === token.text ? [] : [{start: token.start, end: token.end, text: folded}];
}

function castEdit(sql: string, tokens: readonly Token[], at: number): readonly Edit[] {
	const type = readType(sql, tokens, at, 'expression');
	return [{start: tokens[at]!.start, end: tokens[type.next - 1]!.end, text: type.sql}];
}

/** `CAST(x AS type)`: finds the AS at this level, not one in a nested query. */
function castFunctionEdit(sql: string, tokens: readonly Token[], at: number): readonly Edit[] {
	const close = closingParenthesis(tokens, at + 1);
	let depth = 0;
	for (let index = at + 1; index < close; index++) {
		if (isSymbol(tokens[index], '(')) depth++;
		else if (isSymbol(tokens[index], ')')) depth--;
		else if (depth === 1 && isWord(tokens[index], 'as')) return castEdit(sql, tokens, index + 1);
	}
	throw unexpected(sql, tokens, close);
}

/** Replaces `EXTRACT(part FROM x)` with a function that has Redshift's result types; see `functions.sql`. */
function extractEdit(sql: string, tokens: readonly Token[], at: number): readonly Edit[] {
	const [part, from] = [tokens[at + 2], tokens[at + 3]];
	if (part === undefined || !isWord(from, 'from')) throw unexpected(sql, tokens, at + 3);
	return [{start: tokens[at]!.start, end: from!.end, text: `redshift_extract.date_part('${part.value}',`}];
}

function functionEdits(
	sql: string,
	tokens: readonly Token[],
	at: number,
	context: ExpressionContext,
): readonly Edit[] {
	const token = tokens[at]!;
	if (!isCall(tokens, at)) return [];
	if (functionsBeyondDouble.has(token.value)) throw unsupportedByDouble(`the function ${token.value}`);
	// Qualified, a function of PostgreSQL that Redshift lacks does not exist.
	if (!knownFunctions.has(token.value))
		return [{start: token.start, end: token.start, text: 'redshift_double.'}];
	const {count, id} = context.lastCopy;
	const session = {pg_last_copy_count: count, pg_last_copy_id: id}[token.value];
	if (session === undefined) return [];
	if (!isSymbol(tokens[at + 2], ')')) throw unexpected(sql, tokens, at + 2);
	const text = `redshift_double.${token.value}(${session})`;
	return [{start: token.start, end: tokens[at + 2]!.end, text}];
}

/** Whether a word before a parenthesis is a function call, unlike in `INSERT INTO t (…)`, `AS t (…)` and `WITH t (…) AS (…)`. */
function isCall(tokens: readonly Token[], at: number): boolean {
	const before = tokens[at - 1];
	if (wordsBeforeParenthesis.has(tokens[at]!.value) || isSymbol(before, ')')) return false;
	if (isWord(before, 'as', 'into', 'table', 'with', 'recursive', 'references', 'view', 'update'))
		return false;
	const after = closingParenthesis(tokens, at + 1) + 1;
	return !(isSymbol(before, ',') && isWord(tokens[after], 'as') && isSymbol(tokens[after + 1], '('));
}

function relationEdits(tokens: readonly Token[], context: ExpressionContext): readonly Edit[] {
	return relations(tokens).flatMap(relation => {
		const name = systemName(relation, context);
		if (name === undefined) return [];
		return [{start: tokens[relation.start]!.start, end: tokens[relation.next - 1]!.end, text: name}];
	});
}

/**
Rejects leader-node functions used with a table; the INFO message names the function
[L:c_SQL_functions_leader_node_only], [I:npgsql/npgsql#1173]. CURRENT_TIMESTAMP is allowed in INSERT … VALUES
[I:salsita/node-pg-migrate#766], NOW() is not [I:liquibase/liquibase-redshift#1].
*/
export function rejectLeaderFunctions(tokens: readonly Token[], makesTable = false): void {
	const tables = relations(tokens).filter(relation => !isCatalog(relation));
	if (tables.length === 0 && !makesTable) return;
	const constants = isWord(tokens[0], 'insert') && !tokens.some(token => isWord(token, 'select'));
	for (const [at, token] of tokens.entries()) {
		if (token.type !== 'word' || !leaderFunctions.has(token.value)) continue;
		const bare = token.value.startsWith('current_t') || token.value === 'localtime';
		if (!bare && !(isSymbol(tokens[at + 1], '(') && isCall(tokens, at))) continue;
		if (constants && token.value === 'current_timestamp') continue;
		throw new LeaderFunctionError(token.value);
	}
}

/** Sent together with an INFO message. */
export class LeaderFunctionError extends RedshiftError {
	/** `Function "current_schema()" not supported.` [K] */
	readonly info: string;

	constructor(name: string) {
		super({
			code: '0A000',
			message: 'Specified types or functions (one per INFO message) not supported on Redshift tables.',
		});
		this.info = `Function "${name}()" not supported.`;
	}
}
