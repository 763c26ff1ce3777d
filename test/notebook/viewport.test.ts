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

test('short lines are a row each', t => {
	const view = viewport(at('select 1\nfrom x', 11), 20, 5);
	t.deepEqual(texts(view), ['select 1', 'from x']);
	t.deepEqual(view.cursor, {row: 1, column: 2});
	t.is(view.totalRows, 2);
	t.deepEqual(view.rows[0]?.segments[0], {text: 'select', type: 'keyword'});
});

test('an empty text is one empty row', t => {
	t.deepEqual(viewport(at('', 0), 10, 3), {
		rows: [{line: 0, continued: false, segments: []}],
		cursor: {row: 0, column: 0},
		top: 0,
		totalRows: 1,
	});
});

test('a long line goes on in the next row', t => {
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

test('words go on in the next row as a whole', t => {
	const view = viewport(at('select title from songs', 16), 11, 5);
	t.deepEqual(texts(view), ['select ', 'title from ', 'songs']);
	t.deepEqual(view.cursor, {row: 1, column: 9});
	t.deepEqual(viewport(at('select title', 7), 11, 5).cursor, {row: 1, column: 0});
	t.deepEqual(texts(viewport(at('a verylongword b', 0), 6, 5)), ['a ', 'verylo', 'ngword', ' b']);
});

test('behind a full row the cursor stands on a row of its own', t => {
	t.deepEqual(viewport(at('abcd', 4), 4, 5).cursor, {row: 1, column: 0});
	t.deepEqual(texts(viewport(at('abcd\nx', 4), 4, 5)), ['abcd', '', 'x']);
	t.deepEqual(texts(viewport(at('abcd\nx', 5), 4, 5)), ['abcd', 'x']);
});

test('wide characters are never cut by the edge, tabs go to their stops, controls are shown', t => {
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

test('a view that begins within a long line shows its later rows', t => {
	const view = viewport(at('abcdefghij', 9), 4, 2);
	t.deepEqual(texts(view), ['efgh', 'ij']);
	t.true(view.rows[0]?.continued);
	t.deepEqual(view.cursor, {row: 1, column: 1});
});

test('whatever the text: as many rows as there is room for, none too wide, the cursor inside', t => {
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
