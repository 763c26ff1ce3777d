import {RedshiftError, unsupportedByDouble} from '../errors.js';
import {isWord, type Token, unexpected} from './lexer.js';
import type {Rewrite} from './pieces.js';

/** The session state that affects cursors. */
export type CursorContext = {
	readonly inTransaction: boolean;
	/** The open cursor, if any. */
	readonly openCursor: string | undefined;
};

/** A statement for PostgreSQL, and the cursor that is open after it. */
export type CursorStatement = {readonly sql: string; readonly cursor: string | undefined};

/** On a cluster with a single node; on others any number. */
const maxFetch = 1000;

/** `DECLARE name CURSOR FOR query`, only in a transaction and one per session [D:declare]. @throws RedshiftError */
export function declareCursor(
	tokens: readonly Token[],
	rewrite: Rewrite,
	{inTransaction, openCursor}: CursorContext,
): CursorStatement {
	if (!isWord(tokens[2], 'cursor') || !isWord(tokens[3], 'for'))
		throw unsupportedByDouble('DECLARE with options');
	// The text is that of PostgreSQL 8.0.
	if (!inTransaction)
		throw new RedshiftError({
			code: '25P01',
			message: 'DECLARE CURSOR may only be used in transaction blocks',
		});
	// "Only one cursor can be open at a time" [D:declare]; the text is a guess.
	if (openCursor !== undefined)
		throw new RedshiftError({
			code: '42P03',
			message: `cursor "${openCursor}" is already open; only one cursor can be open at a time`,
		});
	const name = tokens[1]!.value;
	return {sql: `DECLARE "${name}" CURSOR FOR ${rewrite(tokens.slice(4))}`, cursor: name};
}

/** `FETCH FORWARD count FROM name` [D:fetch]. @throws RedshiftError */
export function fetchFromCursor(
	tokens: readonly Token[],
	{inTransaction, openCursor}: CursorContext,
): CursorStatement {
	// [I:awslabs/amazon-redshift-utils#545]
	if (!inTransaction)
		throw new RedshiftError({
			code: 'XX000',
			message: 'cursors can only be used within the transaction that created them.',
		});
	const [, direction, count, from, name] = tokens;
	if (!isWord(direction, 'forward') || count?.type !== 'number' || !isWord(from, 'from') || !name)
		throw unsupportedByDouble('FETCH other than FORWARD count FROM name');
	// [I:microsoft/vscode-postgresql#91]
	if (Number(count.text) > maxFetch)
		throw new RedshiftError({
			code: '0A000',
			message: `Fetch size ${count.text} exceeds the limit of ${maxFetch} for a single node configuration. Reduce the client fetch/cache size or upgrade to a multi node installation.`,
		});
	return {sql: `FETCH FORWARD ${count.text} FROM "${name.value}"`, cursor: openCursor};
}

export function closeCursor(sql: string, tokens: readonly Token[]): CursorStatement {
	if (tokens.length !== 2) throw unexpected(sql, tokens, tokens.length);
	return {sql: `CLOSE "${tokens[1]!.value}"`, cursor: undefined};
}
