import test from 'ava';
import {locateInScript} from '../../src/commands/locate-in-script.js';
import {CancelledError, StatementError} from '../../src/errors.js';
import {splitStatements} from '../../src/notebook/statements.js';

const text = 'SELECT 1;\n\nSELECT *\nFROM nowhere;\n';
const statements = splitStatements(text);
const second = statements[1]!;
// `nowhere` stands at 14 in the second statement and at 25 in the text.
const error = new StatementError({message: 'No table nowhere.', sql: {text: second.text, offset: 14}});

test('in a file: its name and the line', t => {
	const placed = locateInScript(error, {text, statements, file: 'a.sql'}, second) as StatementError;
	t.deepEqual(placed.failure, {message: 'No table nowhere.', where: 'a.sql:4', sql: {text, offset: 25}});
	t.is(placed.cause, error);
});

test('of several statements without a file: the number', t => {
	const placed = locateInScript(error, {text, statements, file: undefined}, second) as StatementError;
	t.is(placed.failure.where, 'statement 2 of 2');
});

test('a single statement needs no place', t => {
	const only = splitStatements('SELECT * FROM nowhere');
	const failed = new StatementError({message: 'No.', sql: {text: only[0]!.text}});
	const placed = locateInScript(
		failed,
		{text: 'SELECT * FROM nowhere', statements: only, file: undefined},
		only[0]!,
	);
	t.deepEqual((placed as StatementError).failure, {message: 'No.', sql: {text: 'SELECT * FROM nowhere'}});
});

test('where the engine names no place, it is the start of the statement', t => {
	const failed = new StatementError({message: 'No.', sql: {text: second.text}});
	const placed = locateInScript(failed, {text, statements, file: 'a.sql'}, second) as StatementError;
	t.is(placed.failure.where, 'a.sql:3');
});

test('other errors stay as they are', t => {
	const cancelled = new CancelledError();
	t.is(locateInScript(cancelled, {text, statements, file: 'a.sql'}, second), cancelled);
});
