import test from 'ava';
import {highlight} from '../../src/notebook/highlight.js';

test('splits lines into segments, cutting multi-line tokens', t => {
	t.deepEqual(highlight("select 'a\nb' -- c"), [
		[
			{text: 'select', type: 'keyword'},
			{text: ' ', type: 'whitespace'},
			{text: "'a", type: 'string'},
		],
		[
			{text: "b'", type: 'string'},
			{text: ' ', type: 'whitespace'},
			{text: '-- c', type: 'comment'},
		],
	]);
});

test('keeps empty lines', t => {
	t.deepEqual(highlight(''), [[]]);
	t.deepEqual(highlight('\n\n1\n'), [[], [], [{text: '1', type: 'number'}], []]);
});

test('returns segments that add up to the line', t => {
	const text = 'select /* a\n\tb */ "x"\n;\n\n--';
	t.is(
		highlight(text)
			.map(line => line.map(segment => segment.text).join(''))
			.join('\n'),
		text,
	);
});
