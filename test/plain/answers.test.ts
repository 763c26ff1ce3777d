import test from 'ava';
import {question, readAnswer} from '../../src/plain/answers.js';

test('accepts Enter and y when nothing is lost', t => {
	for (const typed of ['', 'y', 'Y', ' y ']) t.is(readAnswer(typed, false), 'run', typed);
	t.is(readAnswer('a', false), 'all');
});

test('accepts only the word yes when rows would be lost', t => {
	t.is(readAnswer('yes', true), 'run');
	for (const typed of ['', 'y', 'Y', 'a', 'YES', 'yes please', 'n'])
		t.is(readAnswer(typed, true), undefined, typed);
});

test('accepts the other answers', t => {
	for (const destructive of [true, false]) {
		t.is(readAnswer('s', destructive), 'skip');
		t.is(readAnswer('e', destructive), 'sql');
		t.is(readAnswer('q', destructive), 'stop');
		t.is(readAnswer(undefined, destructive), 'stop');
		t.is(readAnswer('what?', destructive), undefined);
	}
});

test('lists the answers and fits 80 columns with indentation and answer', t => {
	for (const destructive of [true, false]) t.true(question(destructive).length <= 75);
	t.is(question(true), 'Type yes to continue, s to skip, e to show the SQL, q to stop: ');
	t.is(question(false), 'Run it? Enter or y to run, a for all, s to skip, e for SQL, q to stop: ');
});
