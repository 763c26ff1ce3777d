import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {packageRoot} from '../package-root.js';
import {splitStatements} from './split-statements.js';

export type SqlValue = string | number | bigint | null;

/** Part of a statement that the program has composed. It is filled in as it is. */
export type SqlText = {readonly sql: string};

/** Values for the parameters of a file; a list becomes `a, b, c`, for IN. */
export type SqlParameters = Readonly<Record<string, SqlValue | readonly SqlValue[] | SqlText>>;

/**
Reads `sql/<name>.sql` and fills in its parameters. `${name}` becomes an expression that means the same on every engine,
`"${name}"` an identifier. If the value of `"${schema}".` is null, it is omitted and the name is unqualified.
@throws Error if a parameter is missing or unknown, which is a bug.
*/
export function statement(name: string, parameters: SqlParameters = {}): string {
	const text = readFileSync(join(packageRoot, 'sql', `${name}.sql`), 'utf8').trim();
	const used = new Set<string>();
	const bound = text.replaceAll(
		/"\$\{(?<identifier>\w+)\}"(?<dot>\.?)|\$\{(?<plain>\w+)\}/g,
		(_, identifier: string | undefined, dot: string, plain: string) => {
			const key = identifier ?? plain;
			const value = parameters[key];
			if (value === undefined) throw new Error(`sql/${name}.sql needs the parameter ${key}.`);
			used.add(key);
			if (identifier === undefined) return [value].flat().map(expression).join(', ');
			return value === null ? '' : `${quoteIdentifier(String(value))}${dot}`;
		},
	);
	const unused = Object.keys(parameters).filter(key => !used.has(key));
	if (unused.length > 0) throw new Error(`sql/${name}.sql has no parameter ${unused.join(', ')}.`);
	return bound;
}

/** The statements of `sql/<name>.sql` in order, with their parameters filled in. */
export function statements(name: string, parameters: SqlParameters = {}): readonly string[] {
	return splitStatements(statement(name, parameters)).map(({text}) => text);
}

/** Names of the files in `sql/<folder>`, sorted and without `.sql`. */
export function statementNames(folder: string): readonly string[] {
	return readdirSync(join(packageRoot, 'sql', folder))
		.filter(name => name.endsWith('.sql'))
		.map(name => `${folder}/${name.slice(0, -4)}`)
		.sort();
}

/**
A value as SQL that means the same on every engine. A backslash in a string is an escape on Redshift and an ordinary
character on PostgreSQL and DuckDB, so a placeholder is written instead and replaced by `chr(92)`.
*/
export function expression(value: SqlValue | SqlText): string {
	if (typeof value === 'object' && value !== null) return value.sql;
	if (typeof value !== 'string' || !value.includes('\\')) return literal(value);
	const placeholder = unusedCharacter(value);
	return `replace(${literal(value.replaceAll('\\', placeholder))}, ${literal(placeholder)}, chr(92))`;
}

/** A character that the text does not contain: one of three readable ones, otherwise a private-use character. */
function unusedCharacter(text: string): string {
	const unused = ['~', '^', '|'].find(character => !text.includes(character));
	if (unused !== undefined) return unused;
	let code = 0xe000;
	while (text.includes(String.fromCharCode(code))) code++;
	return String.fromCharCode(code);
}

/** A name in double quotes. Redshift folds even quoted names to lower case. */
export function quoteIdentifier(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}

/** An SQL literal, for standard-conforming strings. On Redshift, the value must not contain a backslash. */
export function literal(value: SqlValue): string {
	if (value === null) return 'NULL';
	if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
	return String(value);
}
