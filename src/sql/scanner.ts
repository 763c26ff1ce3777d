import {isKeyword} from './keywords.js';

export type TokenType =
	| 'keyword'
	| 'identifier'
	| 'quoted-identifier'
	| 'string'
	| 'number'
	| 'comment'
	| 'operator'
	| 'punctuation'
	| 'whitespace'
	| 'parameter';

/** A range of a text in UTF-16 offsets, `end` exclusive. The tokens of a text are contiguous. */
export type Token = {
	readonly type: TokenType;
	readonly start: number;
	readonly end: number;
	/** The text ends inside this string, quoted name or comment. */
	readonly unterminated?: true;
};

/** Tokens that a pattern identifies, in the order in which they are tried. */
const shapes: ReadonlyArray<readonly [TokenType | 'word', RegExp]> = [
	['whitespace', /\s+/y],
	['comment', /--[^\n]*/y],
	['number', /0x[\da-f]+|(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy],
	['word', /[a-z_\u0080-\u{10FFFF}][\w$\u0080-\u{10FFFF}]*/iuy],
	['operator', /::/y],
	['parameter', /\$\d+|[$:][a-z_]\w*|\?/iy],
	['punctuation', /[(),;.[\]{}]/y],
	['operator', /->>|->|<=|>=|<>|!=|\|\||[\s\S]/uy],
];
const stringStart = /([ebxn]?)'/iy;
const dollarQuote = /\$(?:[a-z_\u0080-\uFFFF][\w\u0080-\uFFFF]*)?\$/iy;

/** Splits SQL into tokens. Never fails, whatever the text. */
export function tokenize(text: string): readonly Token[] {
	const tokens: Token[] = [];
	let start = 0;
	while (start < text.length) {
		const token = quoted(text, start) ?? shaped(text, start, tokens.at(-1));
		tokens.push(token);
		start = token.end;
	}
	return tokens;
}

/** A token with an end delimiter, found by searching, since a pattern could overflow on long texts. */
function quoted(text: string, start: number): Token | undefined {
	if (text.startsWith('/*', start)) return closed(text, 'comment', start, blockCommentEnd(text, start));
	if (text[start] === '"') {
		return closed(text, 'quoted-identifier', start, quoteEnd(text, start + 1, '"'));
	}
	const string = matchAt(stringStart, text, start);
	if (string !== undefined) {
		const from = start + string.length;
		const end = /^e/i.test(string) ? escapedQuoteEnd(text, from) : quoteEnd(text, from, "'");
		return closed(text, 'string', start, end);
	}
	const delimiter = matchAt(dollarQuote, text, start);
	if (delimiter === undefined) return undefined;
	const close = text.indexOf(delimiter, start + delimiter.length);
	return closed(text, 'string', start, close === -1 ? undefined : close + delimiter.length);
}

function shaped(text: string, start: number, previous: Token | undefined): Token {
	for (const [shape, pattern] of shapes) {
		const match = matchAt(pattern, text, start);
		if (match === undefined) continue;
		const end = start + match.length;
		if (shape !== 'word') return {type: shape, start, end};
		// A word after a dot is the name of a column or table, even if it is a keyword elsewhere: `t.date`.
		const isName = previous !== undefined && text.slice(previous.start, previous.end) === '.';
		return {type: !isName && isKeyword(match) ? 'keyword' : 'identifier', start, end};
	}
	throw new Error(`No token at offset ${start}.`);
}

function matchAt(pattern: RegExp, text: string, start: number): string | undefined {
	pattern.lastIndex = start;
	return pattern.exec(text)?.[0];
}

function closed(text: string, type: TokenType, start: number, end: number | undefined): Token {
	return end === undefined ? {type, start, end: text.length, unterminated: true} : {type, start, end};
}

/** End of a quoted text, in which a doubled quote is an escaped one. */
function quoteEnd(text: string, from: number, quote: string): number | undefined {
	let position = text.indexOf(quote, from);
	while (position !== -1 && text[position + 1] === quote) position = text.indexOf(quote, position + 2);
	return position === -1 ? undefined : position + 1;
}

/** End of an `E'…'` string, in which a backslash escapes the next character. */
function escapedQuoteEnd(text: string, from: number): number | undefined {
	for (let position = from; position < text.length; position++) {
		if (text[position] === '\\') position++;
		else if (text[position] === "'") {
			if (text[position + 1] !== "'") return position + 1;
			position++;
		}
	}
	return undefined;
}

/** Block comments nest in all three engines. */
function blockCommentEnd(text: string, start: number): number | undefined {
	const mark = /\/\*|\*\//g;
	mark.lastIndex = start;
	let depth = 0;
	for (let match = mark.exec(text); match !== null; match = mark.exec(text)) {
		depth += match[0] === '/*' ? 1 : -1;
		if (depth === 0) return mark.lastIndex;
	}
	return undefined;
}
