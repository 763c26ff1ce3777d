import {RedshiftError, unsupportedByDouble} from '../errors.js';
import {isWord, type Token, unexpected} from './lexer.js';
import type {Rewrite} from './pieces.js';

/** The session state that affects cursors. */
export type CursorContext = {
	readonly inTransaction: boolean;
	/** The open cursor, if any. */
	readonly openCursor: string | undefined;
	/** The cluster has one node and is not a workgroup. */
	readonly singleNode: boolean;
};

export type CursorStatement = {
	readonly sql: string;
	/** Changes of the open cursor; absent if nothing changes. */
	readonly opens?: string;
	readonly closes?: string;
};

const maxFetch = 1000;

/** `DECLARE name CURSOR FOR query`, only in a transaction and one per session [D:declare]. @throws RedshiftError */
export function declareCursor(
	sql: string,
	tokens: readonly Token[],
	rewrite: Rewrite,
	{inTransaction, openCursor}: CursorContext,
): CursorStatement {
	if (!isWord(tokens[2], 'cursor')) throw unsupportedByDouble('DECLARE with BINARY, SCROLL or INSENSITIVE');
	if (!isWord(tokens[3], 'for'))
		throw isWord(tokens[3], 'with', 'without')
			? unsupportedByDouble('WITH HOLD')
			: unexpected(sql, tokens, 3);
	// The text is that of PostgreSQL 8.0.
	if (!inTransaction)
		throw new RedshiftError({
			code: '25P01',
			message: 'DECLARE CURSOR may only be used in transaction blocks',
		});
	const name = tokens[1]!.value;
	// "Only one cursor can be open at a time" [D:declare]; the text is a guess.
	if (openCursor !== undefined)
		throw new RedshiftError({
			code: '42P03',
			message: `cursor "${openCursor}" is already open; only one cursor can be open at a time`,
		});
	return {sql: `DECLARE "${name}" CURSOR FOR ${rewrite(tokens.slice(4))}`, opens: name};
}

/** `FETCH [NEXT | ALL | FORWARD [count | ALL]] FROM name`, or the ODBC driver's `FETCH count IN name` [D:fetch]. @throws RedshiftError */
export function fetchFromCursor(
	sql: string,
	tokens: readonly Token[],
	context: CursorContext,
): CursorStatement {
	// [I:awslabs/amazon-redshift-utils#545]
	if (!context.inTransaction)
		throw new RedshiftError({
			code: 'XX000',
			message: 'cursors can only be used within the transaction that created them.',
			file: '/home/ec2-user/padb/src/pg/src/backend/utils/misc/superuser.c',
			routine: 'featureEnabledForBootstrapUserOnly',
		});
	const from = tokens.findIndex(token => isWord(token, 'from', 'in'));
	if (from === -1 || tokens.length !== from + 2)
		throw unexpected(sql, tokens, from === -1 ? tokens.length : from + 2);
	const amount = readAmount(sql, tokens, from);
	if (context.singleNode) checkAmount(amount);
	return {sql: `FETCH FORWARD ${amount} FROM "${tokens[from + 1]!.value}"`};
}

export function closeCursor(sql: string, tokens: readonly Token[]): CursorStatement {
	if (tokens.length !== 2) throw unexpected(sql, tokens, tokens.length);
	const name = tokens[1]!.value;
	return {sql: `CLOSE "${name}"`, closes: name};
}

function readAmount(sql: string, tokens: readonly Token[], from: number): string {
	const words = tokens.slice(1, from).map(token => token.value);
	const [first = 'next', second] = words[0] === 'forward' ? words.slice(1) : words;
	if (second !== undefined) throw unexpected(sql, tokens, from - 1);
	if (first === 'next') return '1';
	if (first === 'all' || /^\d+$/.test(first)) return first;
	// Cursors only move forward [D:declare].
	throw unsupportedByDouble(`FETCH ${first}`);
}

/** [D:fetch]; the text for a number is that of [I:microsoft/vscode-postgresql#91], the one for ALL a guess based on it. */
function checkAmount(amount: string): void {
	if (amount !== 'all' && Number(amount) <= maxFetch) return;
	throw new RedshiftError({
		code: '0A000',
		message: `Fetch size ${amount === 'all' ? 'ALL' : amount} exceeds the limit of ${maxFetch} for a single node configuration. Reduce the client fetch/cache size or upgrade to a multi node installation.`,
	});
}
