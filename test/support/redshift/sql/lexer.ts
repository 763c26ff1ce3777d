import {type RedshiftError, syntaxError, unsupportedByDouble} from '../errors.js';

export type TokenType = 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'symbol';
export type Token = {
	readonly type: TokenType;
	/** As in the statement. */
	readonly text: string;
	/** The normalized value: words in lower case, quoted names and strings without quotes. */
	readonly value: string;
	readonly start: number;
	readonly end: number;
};

/** Tried in this order: comments and blanks first, longer symbols before shorter ones. */
const patterns: ReadonlyArray<readonly [TokenType | 'blank', RegExp]> = [
	['blank', /\s+|--[^\n]*|\/\*[\s\S]*?\*\//y],
	// A backslash is an escape in a plain string [I:jOOQ/jOOQ#10628], [I:apache/datafusion-sqlparser-rs#1801].
	['string', /'(?:[^'\\]|''|\\[\s\S])*'/y],
	['quoted', /"(?:[^"]|"")*"/y],
	['word', /[A-Za-z_\u0080-\u{10ffff}][\w$\u0080-\u{10ffff}]*/uy],
	['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
	['parameter', /\$\d+/y],
	['symbol', /::|<=|>=|<>|!=|\|\||!~\*|!~|~\*|[-+*/%^<>=~!@#&|?.,;:()[\]{}]/y],
];

/** Splits SQL into tokens. @throws RedshiftError for invalid characters */
export function tokenize(sql: string): readonly Token[] {
	const tokens: Token[] = [];
	let at = 0;
	while (at < sql.length) {
		const found = match(sql, at);
		if (found === undefined) throw unreadable(sql, at, tokens);
		const [type, text] = found;
		if (type !== 'blank')
			tokens.push({type, text, value: tokenValue(type, text), start: at, end: at + text.length});
		at += text.length;
	}
	return tokens;
}

/** Splits tokens into non-empty statements, without the semicolons. */
export function splitStatements(tokens: readonly Token[]): ReadonlyArray<readonly Token[]> {
	const statements: Token[][] = [[]];
	for (const token of tokens) {
		if (token.type === 'symbol' && token.text === ';') statements.push([]);
		else statements.at(-1)!.push(token);
	}
	return statements.filter(statement => statement.length > 0);
}

export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
	return token?.type === 'word' && words.includes(token.value);
}

export function isSymbol(token: Token | undefined, text: string): boolean {
	return token?.type === 'symbol' && token.text === text;
}

/** Index of the parenthesis that closes the one at `open`, or the number of tokens if there is none. */
export function closingParenthesis(tokens: readonly Token[], open: number): number {
	let depth = 0;
	for (let at = open; at < tokens.length; at++) {
		if (isSymbol(tokens[at], '(')) depth++;
		else if (isSymbol(tokens[at], ')') && --depth === 0) return at;
	}
	return tokens.length;
}

/**
The error for an unexpected token: `syntax error at or near "$" in context "search_path TO "dwd_views", $", at line 1`
[I:t8y2/dbx#8344], [I:dbeaver/dbeaver#38878]. Both show five tokens of context. At the end of the statement:
[I:databricks/spark-redshift#350].
*/
export function unexpected(sql: string, tokens: readonly Token[], at: number): RedshiftError {
	const token = tokens[at];
	if (token === undefined) return syntaxError('syntax error at end of input');
	const context = sql.slice(tokens[Math.max(0, at - 4)]!.start, token.end);
	const line = sql.slice(0, token.start).split('\n').length;
	return syntaxError(`syntax error at or near "${token.text}" in context "${context}", at line ${line}`);
}

function match(sql: string, at: number): readonly [TokenType | 'blank', string] | undefined {
	for (const [type, pattern] of patterns) {
		pattern.lastIndex = at;
		const text = pattern.exec(sql)?.[0];
		if (text !== undefined) return [type, text];
	}
	return undefined;
}

function tokenValue(type: TokenType, text: string): string {
	switch (type) {
		case 'word':
			return text.toLowerCase();
		case 'quoted':
			return text.slice(1, -1).replaceAll('""', '"');
		case 'string':
			return text
				.slice(1, -1)
				.replaceAll(/''|\\([\s\S])/g, (pair, character: string) =>
					pair === "''" ? "'" : escaped(character),
				);
		case 'number':
		case 'parameter':
		case 'symbol':
			return text;
	}
}

/** The escapes of PostgreSQL 8.0 except octal ones; any other character is unchanged. */
function escaped(character: string): string {
	const escapes: Readonly<Record<string, string>> = {b: '\b', f: '\f', n: '\n', r: '\r', t: '\t'};
	return escapes[character] ?? character;
}

function unreadable(sql: string, at: number, tokens: readonly Token[]): RedshiftError {
	const start = sql.slice(at, at + 20);
	if (start.startsWith('$$') || start.startsWith("'") || start.startsWith('"') || start.startsWith('/*'))
		return unsupportedByDouble(`an unterminated or dollar-quoted text: ${start}`);
	const stray: Token = {type: 'symbol', text: sql[at]!, value: sql[at]!, start: at, end: at + 1};
	return unexpected(sql, [...tokens, stray], tokens.length);
}
