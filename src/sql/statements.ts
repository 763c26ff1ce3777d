import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {packageRoot} from '../package-root.js';
import {splitScript} from './split-script.js';

export type SqlValue = string | number | bigint | null;

/** Values for the parameters of a file; a list becomes `a, b, c`, for IN. */
export type SqlParameters = Readonly<Record<string, SqlValue | readonly SqlValue[]>>;

/**
Reads `sql/<name>.sql` and fills in its parameters: `${name}` is a value, written as an expression that every engine reads
alike; `"${name}"` is an identifier. `"${schema}".` with the value null is left out, so that the name after it is
unqualified.
@throws Error when a parameter is missing or unknown: both are defects of the program.
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

/** The statements of `sql/<name>.sql` in order, bound in the same way. */
export function statements(name: string, parameters: SqlParameters = {}): readonly string[] {
	return splitScript(statement(name, parameters));
}

/** Names (without `.sql`) of the files in `sql/<folder>`, sorted. */
export function statementNames(folder: string): readonly string[] {
	return readdirSync(join(packageRoot, 'sql', folder))
		.filter(name => name.endsWith('.sql'))
		.map(name => `${folder}/${name.slice(0, -4)}`)
		.sort();
}

/**
A value as SQL that means the same on every engine. Redshift takes a backslash in a string for an escape, PostgreSQL and
DuckDB for a character like others, so none may stand in one: another character stands in for it and is replaced.
*/
export function expression(value: SqlValue): string {
	if (typeof value !== 'string' || !value.includes('\\')) return literal(value);
	const stand = standIn(value);
	return `replace(${literal(value.replaceAll('\\', stand))}, ${literal(stand)}, chr(92))`;
}

/** A character that the text has not: one of three that people read well, else one that Unicode leaves to private use. */
function standIn(text: string): string {
	const unused = ['~', '^', '|'].find(character => !text.includes(character));
	if (unused !== undefined) return unused;
	let code = 0xe000;
	while (text.includes(String.fromCharCode(code))) code++;
	return String.fromCharCode(code);
}

/** A name in double quotes. Redshift folds such names to lower case too. */
export function quoteIdentifier(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}

/** An SQL literal. Standard-conforming strings: only the quote needs doubling. On Redshift without a backslash only. */
export function literal(value: SqlValue): string {
	if (value === null) return 'NULL';
	if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
	return String(value);
}
