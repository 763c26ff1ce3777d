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

/** A token other than whitespace and comments. */
export type CodeToken = Token & {
	readonly text: string;
	/** The text in lower case; a quoted name is without its quotes. */
	readonly name: string;
};

export type ScanOptions = {
	/** Whether a backslash is an escape in every string, as on Redshift. By default it is one only in `E'…'`. */
	readonly backslashEscapes?: boolean;
};

/** How tokens start, in the order in which they are tried. The ends of quoted texts and block comments are searched. */
const shapes = [
	['whitespace', /\s+/],
	['comment', /--[^\r\n]*/],
	['block-comment', /\/\*/],
	['string', /(?:[ebxn]|u&)?'/],
	['quoted-identifier', /(?:u&)?"/],
	['dollar-quote', /\$(?:[a-z_\u0080-\u{10FFFF}][\w\u0080-\u{10FFFF}]*)?\$/u],
	['number', /0x[\da-f]+|(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/],
	['word', /[a-z_\u0080-\u{10FFFF}][\w$\u0080-\u{10FFFF}]*/u],
	['operator', /::/],
	['parameter', /\$\d+|[$:][a-z_]\w*|\?/],
	['punctuation', /[(),;.[\]{}]/],
	['operator', /->>|->|<=|>=|<>|!=|\|\||[\s\S]/],
] as const;
const anyShape = new RegExp(shapes.map(([, {source}]) => `(${source})`).join('|'), 'iuy');

/** Splits SQL into tokens, in linear time and on demand. Never fails, whatever the text. */
export function* scan(text: string, {backslashEscapes = false}: ScanOptions = {}): Generator<Token, void> {
	let followsDot = false;
	for (let start = 0; start < text.length; ) {
		anyShape.lastIndex = start;
		const [opening, ...groups] = anyShape.exec(text)!;
		const after = start + opening.length;
		const [shape] = shapes[groups.findIndex(group => group !== undefined)]!;
		let token: Token;
		switch (shape) {
			case 'block-comment':
				token = closed(text, 'comment', start, blockCommentEnd(text, after));
				break;
			case 'string': {
				const hasEscapes = /^e/i.test(opening) || (backslashEscapes && opening === "'");
				const end = hasEscapes ? escapedQuoteEnd(text, after) : quoteEnd(text, after, "'");
				token = closed(text, 'string', start, end);
				break;
			}
			case 'quoted-identifier':
				token = closed(text, shape, start, quoteEnd(text, after, '"'));
				break;
			case 'dollar-quote': {
				const close = text.indexOf(opening, after);
				token = closed(text, 'string', start, close === -1 ? undefined : close + opening.length);
				break;
			}
			case 'word':
				// A word after a dot is the name of a column or table, even if it is a keyword elsewhere: `t.date`.
				token = {type: !followsDot && isKeyword(opening) ? 'keyword' : 'identifier', start, end: after};
				break;
			default:
				token = {type: shape, start, end: after};
		}
		yield token;
		followsDot = opening === '.';
		start = token.end;
	}
}

export function tokenize(text: string, options?: ScanOptions): readonly Token[] {
	return [...scan(text, options)];
}

/** The tokens of a text other than whitespace and comments. */
export function codeTokens(text: string, options?: ScanOptions): readonly CodeToken[] {
	return tokenize(text, options)
		.filter(token => !isBlank(token))
		.map(token => {
			const part = text.slice(token.start, token.end);
			const isQuoted = token.type === 'quoted-identifier';
			return {...token, text: part, name: (isQuoted ? part.replaceAll('"', '') : part).toLowerCase()};
		});
}

export function isBlank({type}: Token): boolean {
	return type === 'whitespace' || type === 'comment';
}

/** A statement without its comments; each becomes a space. */
export function withoutComments(text: string): string {
	return tokenize(text)
		.map(({type, start, end}) => (type === 'comment' ? ' ' : text.slice(start, end)))
		.join('')
		.trim();
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

/** End of a string in which a backslash escapes the next character. */
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

/** End of a block comment. They nest on PostgreSQL, Redshift and DuckDB. */
function blockCommentEnd(text: string, from: number): number | undefined {
	const mark = /\/\*|\*\//g;
	mark.lastIndex = from;
	let depth = 1;
	for (let match = mark.exec(text); match !== null; match = mark.exec(text)) {
		depth += match[0] === '/*' ? 1 : -1;
		if (depth === 0) return mark.lastIndex;
	}
	return undefined;
}
