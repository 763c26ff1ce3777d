import test from 'ava';
import {wrapForTerminal} from '../../src/commands/wrap-for-terminal.js';

test('what is indented, or stands behind a word of a list, wraps below itself', t => {
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

test('a terminal that does not tell its size is not written to a letter a line', t => {
	t.deepEqual(wrapForTerminal('One two', {columns: 0}), ['One two']);
	t.deepEqual(wrapForTerminal('One two', {}), ['One two']);
});

test('escapes are shown, not sent', t => {
	t.false(wrapForTerminal('a\u001B[2Jb', {columns: 80}).join('').includes('\u001B'));
});
