import {StatementError} from '../errors.js';
import type {Statement} from '../notebook/statements.js';
import type {Script} from './read-sql.js';

/** An error of one statement with its place told in the whole text: the file and line where there is one, else its number. */
export function locateInScript(error: unknown, script: Script, statement: Statement): unknown {
	if (!(error instanceof StatementError)) return error;
	const {failure} = error;
	const sameText = failure.sql?.text === statement.text;
	const offset = statement.start + (sameText ? (failure.sql?.offset ?? 0) : 0);
	const where = whereOf(script, statement, offset);
	return new StatementError(
		{
			...failure,
			...(where !== undefined && {where}),
			...(sameText && {sql: {text: script.text, ...(failure.sql?.offset !== undefined && {offset})}}),
		},
		{cause: error},
	);
}

function whereOf({text, statements, file}: Script, statement: Statement, offset: number): string | undefined {
	if (file !== undefined) return `${file}:${text.slice(0, offset).split('\n').length}`;
	return statements.length > 1
		? `statement ${statements.indexOf(statement) + 1} of ${statements.length}`
		: undefined;
}
