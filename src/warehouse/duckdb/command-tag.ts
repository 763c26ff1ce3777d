import {codeTokens} from '../../sql/scanner.js';

/** PostgreSQL command tags for DuckDB's row-changing statement types, by their ids in the C API. */
const rowVerbs: ReadonlyMap<number, string> = new Map([
	[2, 'INSERT 0'],
	[3, 'UPDATE'],
	[5, 'DELETE'],
	[11, 'COPY'],
	[30, 'MERGE'],
]);
/** Words between the verb and the object type that are not part of a tag. */
const modifiers: ReadonlySet<string> = new Set('OR REPLACE TEMP TEMPORARY UNIQUE PERSISTENT'.split(' '));
const transactionVerbs: Readonly<Record<string, string>> = {
	START: 'START TRANSACTION',
	END: 'COMMIT',
	ABORT: 'ROLLBACK',
};

/** The command tag PostgreSQL would return: `INSERT 0 5`, `CREATE TABLE`, `BEGIN`. DuckDB has none. */
export function commandTag(sql: string, statementType: number, rows: number | undefined): string {
	const rowVerb = rowVerbs.get(statementType);
	if (rowVerb !== undefined && rows !== undefined) return `${rowVerb} ${rows}`;
	const words = codeTokens(sql).map(({name}) => name.toUpperCase());
	const [verb = '', object] = words.filter(word => !modifiers.has(word));
	return ['CREATE', 'DROP', 'ALTER'].includes(verb) ? `${verb} ${object}` : (transactionVerbs[verb] ?? verb);
}
