import {codeTokens, isBlank, scan} from './scanner.js';

const transactionWords: ReadonlySet<string> = new Set([
	'begin',
	'start',
	'commit',
	'end',
	'rollback',
	'abort',
]);
const endingWords: ReadonlySet<string> = new Set(['commit', 'end', 'rollback', 'abort']);
const readingWords: ReadonlySet<string> = new Set('select with from values show describe explain'.split(' '));
const queryWords: ReadonlySet<string> = new Set('select with from values'.split(' '));
/** Functions that return the text of the running statement. */
const namesOfStatement: ReadonlySet<string> = new Set(['current_query']);
const writingNames: ReadonlySet<string> = new Set('nextval insert update delete merge create'.split(' '));
const changingNames: ReadonlySet<string> = new Set(
	'insert update delete merge truncate drop alter create copy call do commit end'.split(' '),
);
/** Common functions that write nothing, and words that precede a parenthesis. Keywords are neither. */
const readingFunctions: ReadonlySet<string> = new Set(
	`count sum avg min max median stddev variance listagg string_agg row_number rank dense_rank lag lead first_value
	last_value ntile abs ceil floor round trunc mod greatest least length lower upper trim ltrim rtrim substring substr
	replace split_part concat position strpos to_char to_date to_timestamp date_trunc date_part datediff dateadd filter
	current_schema version`.split(/\s+/),
);

/** The first word of a statement in lower case, after comments and opening parentheses; empty if there is none. */
export function firstWord(sql: string): string {
	for (const token of scan(sql)) {
		const text = sql.slice(token.start, token.end);
		if (!isBlank(token) && text !== '(') return text.toLowerCase();
	}
	return '';
}

/** The words and signs of a statement in lower case, separated by blanks; without comments, strings and quoted names. */
export function statementWords(sql: string): string {
	return codeTokens(sql)
		.filter(({type}) => type !== 'string' && type !== 'quoted-identifier')
		.map(({name}) => name)
		.join(' ');
}

const destructiveWords = /(?<!\. )\b(?:update|delete|merge|truncate|drop|alter|call|do)\b/;

/** Whether a statement contains a word for changing or removing what exists. Errs on the safe side. */
export function isDestructive(sql: string): boolean {
	return destructiveWords.test(statementWords(sql));
}

/** Whether a statement begins or ends a transaction. */
export function isTransactionStatement(sql: string): boolean {
	return transactionWords.has(firstWord(sql));
}

/** Whether a statement ends a transaction, or returns to a savepoint. */
export function endsTransaction(sql: string): boolean {
	return endingWords.has(firstWord(sql));
}

const begin =
	/^(?:begin(?: work| transaction)?|start transaction)((?: isolation level (?:serializable|snapshot|repeatable read|read (?:un)?committed)| (?:not )?deferrable| read (?:only|write)| ,)*)(?: ;)?$/;

/** The read-only BEGIN for one that was typed, with its other modes; undefined for any other statement. */
export function readOnlyBegin(sql: string): string | undefined {
	const words = codeTokens(sql).map(({name}) => name);
	const modes = begin.exec(words.join(' '))?.[1];
	return modes === undefined
		? undefined
		: `BEGIN TRANSACTION${modes.replaceAll(/ read (?:only|write)| ,/g, '').toUpperCase()} READ ONLY`;
}

/** Whether a statement is certain to write nothing, not even to a sequence. */
export function onlyReads(sql: string): boolean {
	return readingWords.has(firstWord(sql)) && !containsName(sql, writingNames);
}

/** Whether a statement is a query that writes nothing, and means the same inside COPY. */
export function isCopyable(sql: string): boolean {
	return queryWords.has(firstWord(sql)) && onlyReads(sql) && !containsName(sql, namesOfStatement);
}

/** Whether a statement that returns rows may also change tables, itself or in a function; errs on the safe side. */
export function mayChangeTables(sql: string): boolean {
	return codeTokens(sql).some(({type, name}, index, tokens) => {
		const isCall = tokens[index + 1]?.text === '(' && /identifier/.test(type) && !readingFunctions.has(name);
		return isCall || changingNames.has(name);
	});
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
