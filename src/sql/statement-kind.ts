import {codeTokens, isBlank, scan} from './scanner.js';

const transactionWords: ReadonlySet<string> = new Set([
	'begin',
	'start',
	'commit',
	'end',
	'rollback',
	'abort',
]);
const readingWords: ReadonlySet<string> = new Set('select with from values show describe explain'.split(' '));
const writingNames: ReadonlySet<string> = new Set('nextval insert update delete merge create'.split(' '));
const changingNames: ReadonlySet<string> = new Set(
	'insert update delete merge truncate drop alter create copy call do commit end'.split(' '),
);

/** The first word of a statement in lower case, after comments and opening parentheses; empty if there is none. */
export function firstWord(sql: string): string {
	for (const token of scan(sql)) {
		const text = sql.slice(token.start, token.end);
		if (!isBlank(token) && text !== '(') return text.toLowerCase();
	}
	return '';
}

/** Whether a statement begins or ends a transaction. */
export function isTransactionStatement(sql: string): boolean {
	return transactionWords.has(firstWord(sql));
}

/** Whether a statement is certain to write nothing, not even to a sequence. */
export function onlyReads(sql: string): boolean {
	return readingWords.has(firstWord(sql)) && !containsName(sql, writingNames);
}

/** Whether a statement that returns rows may also change tables; errs on the safe side. */
export function mayChangeTables(sql: string): boolean {
	return containsName(sql, changingNames);
}

/** Whether a statement can follow DECLARE … CURSOR FOR on Redshift: a query other than SELECT INTO. */
export function canUseCursor(sql: string): boolean {
	if (!['select', 'with'].includes(firstWord(sql))) return false;
	const tokens = codeTokens(sql, {backslashEscapes: true});
	return !tokens.some(({type, name}) => type === 'keyword' && name === 'into');
}

/** Whether a statement is safe to repeat on Redshift. */
export function isRepeatable(sql: string): boolean {
	const [first, second] = codeTokens(sql, {backslashEscapes: true}).map(({name}) => name);
	if (first === 'explain') return second !== 'analyze';
	return ['begin', 'start', 'show'].includes(first ?? '') || canUseCursor(sql);
}

/** Functions can be called by their quoted names as well. */
function containsName(sql: string, names: ReadonlySet<string>): boolean {
	return codeTokens(sql).some(({name}) => names.has(name));
}
