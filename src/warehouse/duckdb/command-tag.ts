/** PostgreSQL command tags for DuckDB's row-changing statement types, by their ids in the C API. */
const rowVerbs: ReadonlyMap<number, string> = new Map([
	[2, 'INSERT 0'],
	[3, 'UPDATE'],
	[5, 'DELETE'],
	[11, 'COPY'],
	[30, 'MERGE'],
]);
const blanksAndComments = /(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/g;
/** Words between the verb and the object type that are not part of a tag. */
const modifiers = /\b(?:OR REPLACE|TEMP|TEMPORARY|UNIQUE|PERSISTENT) /g;
const transactionVerbs: Readonly<Record<string, string>> = {
	START: 'START TRANSACTION',
	END: 'COMMIT',
	ABORT: 'ROLLBACK',
};

/** The command tag PostgreSQL would return: `INSERT 0 5`, `CREATE TABLE`, `BEGIN`. DuckDB has none. */
export function commandTag(sql: string, statementType: number, rows: number | undefined): string {
	const rowVerb = rowVerbs.get(statementType);
	if (rowVerb !== undefined && rows !== undefined) return `${rowVerb} ${rows}`;
	const words = sql.replaceAll(blanksAndComments, ' ').trimStart().toUpperCase();
	const [, verb = '', object] =
		/^(CREATE|DROP|ALTER) (\w+)/.exec(words.replaceAll(modifiers, '')) ?? /^(\w*)/.exec(words) ?? [];
	return object === undefined ? (transactionVerbs[verb] ?? verb) : `${verb} ${object}`;
}
