import test from 'ava';
import {failureLines} from '../../src/plain/failure-lines.js';

test("tells what, where, the engine's words and what to do", t => {
	t.deepEqual(
		failureLines({
			message: 'The file is broken.',
			where: 'log_data/a.json:3',
			detail: 'EOF',
			advice: 'Fetch it again.',
		}),
		['The file is broken.', 'at log_data/a.json:3', 'EOF', '-> Fetch it again.'],
	);
});

test('a place that the message names is not told twice', t => {
	t.deepEqual(failureLines({message: 'There is no a.duckdb.', where: 'a.duckdb'}), ['There is no a.duckdb.']);
});

test('a place in SQL is shown', t => {
	t.deepEqual(failureLines({message: 'No such table.', sql: {text: 'SELECT 1\nFROM nowhere', offset: 14}}), [
		'No such table.',
		'2 │ FROM nowhere',
		'  │      ^',
	]);
});

test('without a terminal nothing wraps, on one it does', t => {
	const message = 'word '.repeat(40).trim();
	t.deepEqual(failureLines({message}), [message]);
	t.deepEqual(failureLines({message: 'one two three'}, 8), ['one two', 'three']);
});

test('control characters are made visible', t => {
	t.deepEqual(failureLines({message: 'No file \u001B[31m.'}), ['No file ␛[31m.']);
});
