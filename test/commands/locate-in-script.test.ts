import test from 'ava';
import {locateInScript} from '../../src/commands/locate-in-script.js';
import {CancelledError, StatementError} from '../../src/errors.js';
import {splitStatements} from '../../src/sql/split-statements.js';

const text = 'SELECT 1;\n\nSELECT *\nFROM nowhere;\n';
const statements = splitStatements(text);
const second = statements[1]!;
// `nowhere` is at offset 14 of the second statement and 25 of the text.
const error = new StatementError({message: 'No table nowhere.', sql: {text: second.text, offset: 14}});

test('names the file and the line', t => {
	const located = locateInScript(error, {text, statements, file: 'a.sql'}, second) as StatementError;
	t.deepEqual(located.failure, {message: 'No table nowhere.', where: 'a.sql:4', sql: {text, offset: 25}});
	t.is(located.cause, error);
});

test('names the number of one of several statements without a file', t => {
	const located = locateInScript(error, {text, statements, file: undefined}, second) as StatementError;
	t.is(located.failure.where, 'statement 2 of 2');
});

test('adds no location to a single statement', t => {
	const only = splitStatements('SELECT * FROM nowhere');
	const failed = new StatementError({message: 'No.', sql: {text: only[0]!.text}});
	const located = locateInScript(
		failed,
		{text: 'SELECT * FROM nowhere', statements: only, file: undefined},
		only[0]!,
	);
	t.deepEqual((located as StatementError).failure, {message: 'No.', sql: {text: 'SELECT * FROM nowhere'}});
});

test('uses the start of the statement if the engine gives no position', t => {
	const failed = new StatementError({message: 'No.', sql: {text: second.text}});
	const located = locateInScript(failed, {text, statements, file: 'a.sql'}, second) as StatementError;
	t.is(located.failure.where, 'a.sql:3');
});

test('returns other errors unchanged', t => {
	const cancelled = new CancelledError();
	t.is(locateInScript(cancelled, {text, statements, file: 'a.sql'}, second), cancelled);
});
