import {codeTokens, type ScanOptions, scan, type TokenType, tokenize} from './scanner.js';

/** One statement of a text in UTF-16 offsets, `end` exclusive and before the semicolon. Includes leading comments. */
export type Statement = {
	readonly text: string;
	readonly start: number;
	readonly end: number;
};

/**
The statements of a text in order. Comments alone are not a statement. The body of an SQL function,
`BEGIN ATOMIC … END`, belongs to its CREATE.
*/
export function splitStatements(text: string): readonly Statement[] {
	return split(text).pieces.map(piece => statementOf(text, piece));
}

/**
The statement at the cursor, including its semicolon and the blanks that follow on the same line. Between two statements,
the following one; after the last one, the last. Undefined if there is none.
*/
export function statementAt(text: string, cursor: number): Statement | undefined {
	const {pieces} = split(text);
	const found = pieces.find(({closing}) => cursor <= reach(text, closing)) ?? pieces.at(-1);
	return found && statementOf(text, found);
}

/** Whether the text contains a statement and ends in a semicolon, ignoring comments and blanks. Enter then runs it. */
export function isComplete(text: string): boolean {
	const {pieces, isOpen} = split(text);
	return pieces.length > 0 && !isOpen;
}

/** A statement with a semicolon at its end, on a separate line if the last line is a comment. */
export function withSemicolon(sql: string): string {
	const text = sql.trim();
	if (codeTokens(text).at(-1)?.name === ';') return text;
	const last = tokenize(text).at(-1);
	return last?.type === 'comment' && text.startsWith('--', last.start) ? `${text}\n;` : `${text};`;
}

/** A statement without the semicolon at its end and what follows it. */
export function withoutSemicolon(sql: string, options?: ScanOptions): string {
	const last = codeTokens(sql, options).at(-1);
	return last?.name === ';' ? sql.slice(0, last.start) : sql;
}

/** `closing` is the offset after the semicolon, or the end of the text. */
type Piece = {readonly start: number; readonly end: number; readonly closing: number};

/** `isOpen`: the text ends inside a statement or a comment. */
function split(text: string): {readonly pieces: readonly Piece[]; readonly isOpen: boolean} {
	const pieces: Piece[] = [];
	let start: number | undefined;
	let end: number | undefined;
	let body = new AtomicBody();
	let isUnterminated = false;
	const finish = (closing: number) => {
		if (start !== undefined && end !== undefined) pieces.push({start, end, closing});
		start = undefined;
		end = undefined;
		body = new AtomicBody();
	};
	for (const token of scan(text)) {
		if (token.type === 'punctuation' && text[token.start] === ';' && !body.isOpen) {
			finish(token.end);
		} else if (token.type !== 'whitespace') {
			start ??= token.start;
			isUnterminated = token.unterminated === true;
			if (token.type === 'comment') continue;
			end = token.end;
			body.read(token.type, text.slice(token.start, token.end));
		}
	}
	const isOpen = end !== undefined || isUnterminated;
	finish(text.length);
	return {pieces, isOpen};
}

/** Follows a statement into the body of an SQL function, `BEGIN ATOMIC … END`, which may contain CASE … END. */
class AtomicBody {
	#first: string | undefined;
	#previous = '';
	#depth = 0;

	get isOpen(): boolean {
		return this.#depth > 0;
	}

	/** Reads the next token other than whitespace and comments. */
	read(type: TokenType, text: string): void {
		const isWord = type === 'keyword' || type === 'identifier';
		const word = isWord ? text.toLowerCase() : '';
		this.#first ??= word;
		if (this.#depth === 0) {
			if (this.#first === 'create' && this.#previous === 'begin' && word === 'atomic') this.#depth = 1;
		} else if (type === 'keyword' && this.#previous !== 'as') {
			if (word === 'case') this.#depth++;
			if (word === 'end') this.#depth--;
		}
		this.#previous = word;
	}
}

/** Last cursor offset that belongs to a statement: after the trailing blanks of its line. */
function reach(text: string, closing: number): number {
	const blanks = /[ \t]*/y;
	blanks.lastIndex = closing;
	blanks.exec(text);
	const next = text[blanks.lastIndex];
	return next === undefined || next === '\n' ? blanks.lastIndex : closing;
}

function statementOf(text: string, {start, end}: Piece): Statement {
	return {text: text.slice(start, end), start, end};
}
