import {type Token, tokenize} from './scanner.js';

/** One statement of a text in UTF-16 offsets, `end` exclusive and before the semicolon. Includes leading comments. */
export type Statement = {
	readonly text: string;
	readonly start: number;
	readonly end: number;
};

/** The statements of a text in order. Comments alone are not a statement. */
export function splitStatements(text: string): readonly Statement[] {
	return pieces(text).map(({start, end}) => ({text: text.slice(start, end), start, end}));
}

/**
The statement at the cursor, including its semicolon and the blanks that follow on the same line. Between two statements,
the following one; after the last one, the last. Undefined if there is none.
*/
export function statementAt(text: string, cursor: number): Statement | undefined {
	const all = pieces(text);
	const found = all.find(({closing}) => cursor <= reach(text, closing)) ?? all.at(-1);
	return found && {text: text.slice(found.start, found.end), start: found.start, end: found.end};
}

/** Whether the text contains a statement and ends in a semicolon, ignoring comments and blanks. Enter then runs it. */
export function isComplete(text: string): boolean {
	const last = tokenize(text).findLast(token => !isBlank(token) || token.unterminated === true);
	return last !== undefined && isSemicolon(text, last) && pieces(text).length > 0;
}

/** `closing` is the offset after the semicolon, or the end of the text. */
type Piece = {readonly start: number; readonly end: number; readonly closing: number};

function pieces(text: string): readonly Piece[] {
	const found: Piece[] = [];
	let start: number | undefined;
	let end: number | undefined;
	const finish = (closing: number) => {
		if (start !== undefined && end !== undefined) found.push({start, end, closing});
		start = undefined;
		end = undefined;
	};
	for (const token of tokenize(text)) {
		if (isSemicolon(text, token)) finish(token.end);
		else if (token.type !== 'whitespace') {
			start ??= token.start;
			if (token.type !== 'comment') end = token.end;
		}
	}
	finish(text.length);
	return found;
}

/** Last cursor offset that belongs to a statement: after the trailing blanks of its line. */
function reach(text: string, closing: number): number {
	const blanks = /[ \t]*/y;
	blanks.lastIndex = closing;
	blanks.exec(text);
	const next = text[blanks.lastIndex];
	return next === undefined || next === '\n' ? blanks.lastIndex : closing;
}

function isSemicolon(text: string, token: Token): boolean {
	return token.type === 'punctuation' && text[token.start] === ';';
}

function isBlank(token: Token): boolean {
	return token.type === 'whitespace' || token.type === 'comment';
}
