import {isProblem, type Problem} from '../../config/problems.js';
import {codeTokens} from '../../sql/scanner.js';
import {splitStatements} from '../../sql/split-statements.js';
import type {Dialect} from '../../warehouse/warehouse.js';

const queryWords: ReadonlySet<string> = new Set(['select', 'with', 'values']);
const changingWords: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'merge', 'into']);

/**
The one query of a cell, without its semicolon: SELECT, WITH or VALUES that changes nothing itself. Only such a statement is
run again without asking.
@param command Names the command in messages, e.g. `\watch`.
*/
export function plainQuery(sql: string, command: string): string | Problem {
	const [query, ...others] = splitStatements(sql);
	if (query === undefined) return {message: `${command} needs a query, and the cell has none.`};
	if (others.length > 0)
		return {
			message: `${command} takes one query; the cell has ${others.length + 1} statements.`,
			advice: 'Put the query into a separate cell.',
		};
	const tokens = codeTokens(query.text).filter(({text}) => text !== '(');
	const [first] = tokens;
	const changing = tokens.find(({type, name}) => type === 'keyword' && changingWords.has(name));
	if (first !== undefined && queryWords.has(first.name) && changing === undefined) return query.text;
	const word = (changing ?? first)?.text.toUpperCase() ?? '';
	return {
		message: `${command} takes SELECT, WITH or VALUES, and the cell contains ${word}.`,
		advice: 'Put a query into a separate cell.',
	};
}

/** The statement that counts the rows of a cell's query. */
export function countStatement(sql: string): string | Problem {
	const query = plainQuery(sql, '\\count');
	// The line break ends a comment.
	return isProblem(query) ? query : `SELECT count(*) FROM (${query}\n) AS t`;
}

/**
The statement that shows the plan of a cell's one statement.
@param analyzes Whether it also runs the statement and measures it.
*/
export function explainStatement(
	sql: string,
	analyzes: boolean,
	{lacksExplainAnalyze}: Pick<Dialect, 'lacksExplainAnalyze'>,
): string | Problem {
	if (analyzes && lacksExplainAnalyze === true)
		return {
			message: 'This engine has no EXPLAIN ANALYZE.',
			advice: 'Use \\explain, which does not run the query.',
		};
	const [statement, ...others] = splitStatements(sql);
	if (statement === undefined) return {message: '\\explain needs a statement, and the cell has none.'};
	if (others.length > 0)
		return {
			message: `\\explain takes one statement; the cell has ${others.length + 1}.`,
			advice: 'Put it into a separate cell.',
		};
	const [first] = codeTokens(statement.text);
	if (first?.name === 'explain')
		return {message: 'The cell is an EXPLAIN already.', advice: 'Run it with r.'};
	return `EXPLAIN ${analyzes ? 'ANALYZE ' : ''}${statement.text}`;
}
