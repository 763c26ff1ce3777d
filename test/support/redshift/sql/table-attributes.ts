import type {Column} from './column.js';
import {closingParenthesis, isSymbol, isWord, type Token, unexpected} from './lexer.js';
import {keyError, listItems} from './pieces.js';

/** Distribution and sort order of a table, in the form of SVV_TABLE_INFO and PG_TABLE_DEF. */
export type TableAttributes = {
	/** `EVEN`, `ALL`, `KEY(column)`, `AUTO(ALL)` */
	readonly diststyle: string;
	readonly distkey: string | undefined;
	readonly sortkeys: readonly string[];
	readonly encodings: Readonly<Record<string, string>>;
};

/**
Reads `BACKUP`, `DISTSTYLE`, `DISTKEY`, `SORTKEY` and `ENCODE AUTO` after the columns, in any order. At most one DISTKEY,
with DISTSTYLE KEY or no DISTSTYLE [D:r_CREATE_TABLE_NEW]; the texts of the errors are guesses. @throws RedshiftError
*/
export function readTableAttributes(
	sql: string,
	tokens: readonly Token[],
	start: number,
	columns: readonly Column[],
): TableAttributes {
	let style: string | undefined;
	const distkeys = columns.filter(column => column.distkey).map(column => column.name);
	const sortkeys = columns.filter(column => column.sortkey).map(column => column.name);
	let at = start;
	while (at < tokens.length) {
		const word = tokens[at]!.type === 'word' ? tokens[at]!.value : '';
		if (word === 'backup' && isWord(tokens[at + 1], 'yes', 'no')) at += 2;
		else if (word === 'encode' && isWord(tokens[at + 1], 'auto')) at += 2;
		else if (word === 'diststyle' && isWord(tokens[at + 1], 'auto', 'even', 'key', 'all')) {
			style = tokens[at + 1]!.value;
			at += 2;
		} else if (word === 'sortkey' && isWord(tokens[at + 1], 'auto')) at += 2;
		else if ((word === 'distkey' || word === 'sortkey') && isSymbol(tokens[at + 1], '(')) {
			const close = closingParenthesis(tokens, at + 1);
			const names = listItems(tokens, at + 1, close).map(item => item[0]?.value.toLowerCase() ?? '');
			(word === 'distkey' ? distkeys : sortkeys).push(...names);
			at = close + 1;
		} else if ((word === 'compound' || word === 'interleaved') && isWord(tokens[at + 1], 'sortkey')) at++;
		else throw unexpected(sql, tokens, at);
	}
	checkKeys(style, distkeys, sortkeys, columns);
	const [distkey] = distkeys;
	return {
		diststyle:
			distkey === undefined ? ({even: 'EVEN', all: 'ALL'}[style ?? ''] ?? 'AUTO(ALL)') : `KEY(${distkey})`,
		distkey,
		sortkeys,
		encodings: Object.fromEntries(
			columns.flatMap(({name, encode}) => (encode === undefined ? [] : [[name, encode]])),
		),
	};
}

function checkKeys(
	style: string | undefined,
	distkeys: readonly string[],
	sortkeys: readonly string[],
	columns: readonly Column[],
): void {
	if (distkeys.length > 1) throw keyError('multiple DISTKEY columns are not allowed');
	if (distkeys.length === 1 && style !== undefined && style !== 'key')
		throw keyError(`DISTKEY is not allowed with DISTSTYLE ${style.toUpperCase()}`);
	if (distkeys.length === 0 && style === 'key') throw keyError('DISTSTYLE KEY requires a DISTKEY column');
	if (columns.length === 0) return;
	for (const key of [...distkeys, ...sortkeys])
		if (!columns.some(({name}) => name === key))
			throw keyError(`column "${key}" named in key does not exist`);
}
