import test from 'ava';
import {displayWidth} from '../../src/format/text-width.js';
import {createEditor} from '../../src/notebook/editor.js';
import {type Viewport, viewport} from '../../src/notebook/viewport.js';
import {randomFrom, randomText} from './random.js';

function at(text: string, cursor: number) {
	return {...createEditor(text), cursor};
}

function texts({rows}: Viewport): readonly string[] {
	return rows.map(({segments}) => segments.map(segment => segment.text).join(''));
}

test('shows each short line as a row', t => {
	const view = viewport(at('select 1\nfrom x', 11), 20, 5);
	t.deepEqual(texts(view), ['select 1', 'from x']);
	t.deepEqual(view.cursor, {row: 1, column: 2});
	t.is(view.totalRows, 2);
	t.deepEqual(view.rows[0]?.segments[0], {text: 'select', type: 'keyword'});
});

test('shows an empty text as one empty row', t => {
	t.deepEqual(viewport(at('', 0), 10, 3), {
		rows: [{line: 0, continued: false, segments: []}],
		cursor: {row: 0, column: 0},
		top: 0,
		totalRows: 1,
	});
});

test('wraps a long line', t => {
	const view = viewport(at('abcdefghij\nk', 7), 4, 5);
	t.deepEqual(texts(view), ['abcd', 'efgh', 'ij', 'k']);
	t.deepEqual(
		view.rows.map(({line, continued}) => [line, continued]),
		[
			[0, false],
			[0, true],
			[0, true],
			[1, false],
		],
	);
	t.deepEqual(view.cursor, {row: 1, column: 3});
});

test('wraps at words', t => {
	const view = viewport(at('select title from songs', 16), 11, 5);
	t.deepEqual(texts(view), ['select ', 'title from ', 'songs']);
	t.deepEqual(view.cursor, {row: 1, column: 9});
	t.deepEqual(viewport(at('select title', 7), 11, 5).cursor, {row: 1, column: 0});
	t.deepEqual(texts(viewport(at('a verylongword b', 0), 6, 5)), ['a ', 'verylo', 'ngword', ' b']);
});

test('puts the cursor after a full row on a separate row', t => {
	t.deepEqual(viewport(at('abcd', 4), 4, 5).cursor, {row: 1, column: 0});
	t.deepEqual(texts(viewport(at('abcd\nx', 4), 4, 5)), ['abcd', '', 'x']);
	t.deepEqual(texts(viewport(at('abcd\nx', 5), 4, 5)), ['abcd', 'x']);
});

test('never cuts wide characters, expands tabs to stops and shows control characters', t => {
	const wide = viewport(at('a日本語', 2), 4, 5);
	t.deepEqual(texts(wide), ['a日', '本語']);
	t.deepEqual(wide.cursor, {row: 1, column: 0});
	t.deepEqual(texts(viewport(at('a\tb\u001B', 0), 10, 5)), ['a   b␛']);
	t.deepEqual(viewport(at('a\tb', 2), 10, 5).cursor, {row: 0, column: 4});
});

test('scrolls as little as possible to show the cursor', t => {
	const lines = 'a\nb\nc\nd\ne\nf';
	t.deepEqual(texts(viewport(at(lines, 0), 5, 3)), ['a', 'b', 'c']);
	const down = viewport(at(lines, 8), 5, 3, 0);
	t.deepEqual(texts(down), ['c', 'd', 'e']);
	t.is(down.top, 2);
	t.deepEqual(down.cursor, {row: 2, column: 0});
	t.is(viewport(at(lines, 6), 5, 3, down.top).top, 2);
	t.is(viewport(at(lines, 2), 5, 3, down.top).top, 1);
	t.is(viewport(at('a\nb', 0), 5, 3, 4).top, 0);
});

test('shows the later rows of a long line that starts above the view', t => {
	const view = viewport(at('abcdefghij', 9), 4, 2);
	t.deepEqual(texts(view), ['efgh', 'ij']);
	t.true(view.rows[0]?.continued);
	t.deepEqual(view.cursor, {row: 1, column: 1});
});

test('fills the view with any text, with no row too wide and the cursor inside', t => {
	const random = randomFrom(4);
	const pieces = ['a', 'select ', '\n', '\t', 'e\u0301', '日本', "'", '--', '👩\u200D👧', '\u001B'];
	for (let round = 0; round < 1000; round++) {
		const {text} = createEditor(randomText(random, pieces, 30));
		const [width, height] = [8 + random(20), 1 + random(6)];
		const view = viewport(at(text, text.length), width, height, random(10));
		const rows = texts(view);
		const isWhole =
			rows.length === Math.min(height, view.totalRows) && rows.every(row => displayWidth(row) <= width);
		const {row, column} = view.cursor;
		if (!isWhole || row < 0 || row >= rows.length || column < 0 || column >= width) {
			t.fail(JSON.stringify({text, width, height, view}));
		}
	}
	t.pass();
});
