import test from 'ava';
import {plainFailureLines} from '../../src/plain/failure-lines.js';

test("prints the message, location, the engine's text and the advice", t => {
	t.deepEqual(
		plainFailureLines({
			message: 'The file is broken.',
			where: 'log_data/a.json:3',
			detail: 'EOF',
			advice: 'Fetch it again.',
		}),
		['The file is broken.', 'at log_data/a.json:3', 'EOF', '-> Fetch it again.'],
	);
});

test('does not repeat a location that the message names', t => {
	t.deepEqual(plainFailureLines({message: 'There is no a.duckdb.', where: 'a.duckdb'}), [
		'There is no a.duckdb.',
	]);
});

test('shows a position in SQL', t => {
	t.deepEqual(
		plainFailureLines({message: 'No such table.', sql: {text: 'SELECT 1\nFROM nowhere', offset: 14}}),
		['No such table.', '2 │ FROM nowhere', '  │      ^'],
	);
});

test('wraps only on a terminal', t => {
	const message = 'word '.repeat(40).trim();
	t.deepEqual(plainFailureLines({message}), [message]);
	t.deepEqual(plainFailureLines({message: 'one two three'}, 8), ['one two', 'three']);
});

test('makes control characters visible', t => {
	t.deepEqual(plainFailureLines({message: 'No file \u001B[31m.'}), ['No file ␛[31m.']);
});
