/** Verbs of DuckDB's statement types that change rows (its C interface), as in PostgreSQL's command tags. */
const rowVerbs: ReadonlyMap<number, string> = new Map([
	[2, 'INSERT 0'],
	[3, 'UPDATE'],
	[5, 'DELETE'],
	[11, 'COPY'],
	[30, 'MERGE'],
]);
const blanksAndComments = /(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/g;
/** Words between the verb and the kind of object: they are not part of a tag. */
const modifiers = /\b(?:OR REPLACE|TEMP|TEMPORARY|UNIQUE|PERSISTENT) /g;
const transactionVerbs: Readonly<Record<string, string>> = {
	START: 'START TRANSACTION',
	END: 'COMMIT',
	ABORT: 'ROLLBACK',
};

/** What PostgreSQL would answer for a statement: `INSERT 0 5`, `CREATE TABLE`, `BEGIN`. DuckDB itself has no tags. */
export function commandTag(sql: string, statementType: number, rows: number | undefined): string {
	const rowVerb = rowVerbs.get(statementType);
	if (rowVerb !== undefined && rows !== undefined) return `${rowVerb} ${rows}`;
	const words = sql.replaceAll(blanksAndComments, ' ').trimStart().toUpperCase();
	const [, verb = '', object] =
		/^(CREATE|DROP|ALTER) (\w+)/.exec(words.replaceAll(modifiers, '')) ?? /^(\w*)/.exec(words) ?? [];
	return object === undefined ? (transactionVerbs[verb] ?? verb) : `${verb} ${object}`;
}
