import test from 'ava';
import {displayWidth} from '../../src/format/text-width.js';
import {errorLines} from '../../src/notebook/error-lines.js';

function texts(failure: Parameters<typeof errorLines>[0], width?: number): readonly string[] {
	return errorLines(failure, width).map(({text}) => text);
}

test('shows the message, the position with a caret, the engine’s message and the advice', t => {
	t.deepEqual(
		errorLines({
			message: 'Catalog error: Table with name songplay does not exist!',
			detail: 'Did you mean "songplays"?',
			advice: 'Check the spelling.',
			sql: {text: 'select *\nfrom songplay', offset: 14},
		}),
		[
			{kind: 'message', text: 'Catalog error: Table with name songplay does not exist!'},
			{kind: 'sql', text: '2 │ from songplay'},
			{kind: 'caret', text: '  │      ^'},
			{kind: 'detail', text: 'Did you mean "songplays"?'},
			{kind: 'advice', text: 'Check the spelling.'},
		],
	);
});

test('omits the statement without a position', t => {
	t.deepEqual(texts({message: 'No.', where: 'dwh.cfg:3', sql: {text: 'select 1'}}), ['No.', 'dwh.cfg:3']);
});

test('accounts for tabs and wide characters before the position', t => {
	t.deepEqual(texts({message: 'No.', sql: {text: '\tselect x', offset: 8}}).slice(1), [
		'1 │     select x',
		'  │            ^',
	]);
	t.deepEqual(texts({message: 'No.', sql: {text: "'日本' + x", offset: 7}}).slice(1), [
		"1 │ '日本' + x",
		'  │          ^',
	]);
});

test('handles a position at the end of the line or text, and on a later line', t => {
	t.deepEqual(texts({message: 'No.', sql: {text: 'select', offset: 6}}).slice(1), [
		'1 │ select',
		'  │       ^',
	]);
	t.deepEqual(texts({message: 'No.', sql: {text: 'a\nb\n', offset: 4}}).slice(1), ['3 │ ', '  │ ^']);
	t.deepEqual(texts({message: 'No.', sql: {text: 'a\r\nb', offset: 0}}).slice(1), ['1 │ a', '  │ ^']);
	const tenth = `${'\n'.repeat(9)}x`;
	t.deepEqual(texts({message: 'No.', sql: {text: tenth, offset: 9}}).slice(1), ['10 │ x', '   │ ^']);
});

test('shows the part of a long line around the position', t => {
	const text = `${'a'.repeat(50)}X${'b'.repeat(50)}`;
	const [, line = '', caret = ''] = texts({message: 'No.', sql: {text, offset: 50}}, 30);
	t.is(displayWidth(line), 30);
	t.is(line[caret.indexOf('^')], 'X');
	t.is(line, `1 │ …${'a'.repeat(16)}Xbbbbbbb…`);
	const [, early = ''] = texts({message: 'No.', sql: {text, offset: 3}}, 30);
	t.is(early, `1 │ ${'a'.repeat(25)}…`);
	const [, end = '', endCaret = ''] = texts({message: 'No.', sql: {text, offset: 101}}, 30);
	t.true(end.endsWith('b'));
	t.is(endCaret.indexOf('^'), end.length);
});

test('puts the caret under its character and never beyond the width', t => {
	const text = Array.from({length: 79}, (_, index) => String.fromCharCode(0x30 + index)).join('');
	for (let width = 12; width < 90; width++) {
		for (let offset = 0; offset < text.length; offset++) {
			const [, line = '', caret = ''] = texts({message: 'x', sql: {text, offset}}, width);
			t.true(line.length <= width && caret.length <= width);
			if (line[caret.indexOf('^')] !== text[offset]) t.fail(`${width} ${offset} ${line} ${caret}`);
		}
	}
});

test('wraps long texts, shows control characters and keeps line ends', t => {
	t.deepEqual(texts({message: 'one two three', detail: 'a\nb\u001B[2J'}, 8), [
		'one two',
		'three',
		'a',
		'b␛[2J',
	]);
});
