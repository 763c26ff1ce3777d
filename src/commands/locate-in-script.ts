import {StatementError} from '../errors.js';
import {lineNumber} from '../sql/positions.js';
import type {Statement} from '../sql/split-statements.js';
import type {Script} from './read-sql.js';

/** Adds to a statement's error where it is in the script: file and line, or the statement's number. */
export function locateInScript(error: unknown, script: Script, statement: Statement): unknown {
	if (!(error instanceof StatementError)) return error;
	const {failure} = error;
	const sameText = failure.sql?.text === statement.text;
	const offset = statement.start + (sameText ? (failure.sql?.offset ?? 0) : 0);
	const where = locationOf(script, statement, offset);
	return new StatementError(
		{
			...failure,
			...(where !== undefined && {where}),
			...(sameText && {sql: {text: script.text, ...(failure.sql?.offset !== undefined && {offset})}}),
		},
		{cause: error},
	);
}

function locationOf(
	{text, statements, file}: Script,
	statement: Statement,
	offset: number,
): string | undefined {
	if (file !== undefined) return `${file}:${lineNumber(text, offset)}`;
	return statements.length > 1
		? `statement ${statements.indexOf(statement) + 1} of ${statements.length}`
		: undefined;
}
