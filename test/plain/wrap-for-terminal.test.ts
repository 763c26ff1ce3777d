import test from 'ava';
import {wrapForTerminal} from '../../src/plain/wrap-indented.js';

test('keeps the indentation of wrapped lines and list items', t => {
	t.deepEqual(wrapForTerminal('\nOne two three four\n  five six seven\n  iam   eight nine', {columns: 16}), [
		'',
		'One two three',
		'four',
		'  five six',
		'  seven',
		'  iam   eight',
		'        nine',
	]);
});

test('does not wrap to single characters on a terminal of unknown size', t => {
	t.deepEqual(wrapForTerminal('One two', {columns: 0}), ['One two']);
	t.deepEqual(wrapForTerminal('One two', {}), ['One two']);
});

test('replaces escape characters', t => {
	t.false(wrapForTerminal('a\u001B[2Jb', {columns: 80}).join('').includes('\u001B'));
});
