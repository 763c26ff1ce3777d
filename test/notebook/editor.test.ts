import test from 'ava';
import {displayWidth} from '../../src/format/text-width.js';
import {type CompletionContext, complete} from '../../src/notebook/completion.js';
import {createEditor, type EditorAction, type EditorState, editorReducer} from '../../src/notebook/editor.js';
import {highlight} from '../../src/notebook/highlight.js';
import {terminalSize} from '../../src/notebook/terminal-size.js';
import {type Viewport, viewport} from '../../src/notebook/viewport.js';
import {sqlFunctions} from '../../src/sql/functions.js';
import type {CatalogTable} from '../../src/warehouse/warehouse.js';
import {randomFrom, randomText} from './random.js';

type Step =
	| EditorAction
	| Exclude<EditorAction['type'], 'insert' | 'paste' | 'replace' | 'move-to' | 'set-text' | 'set-history'>;

function apply(state: EditorState, ...steps: readonly Step[]): EditorState {
	return steps.reduce<EditorState>(
		(current, step) => editorReducer(current, typeof step === 'string' ? {type: step} : step),
		state,
	);
}

function insert(text: string): EditorAction {
	return {type: 'insert', text};
}

/** Types character by character. */
function type(state: EditorState, text: string): EditorState {
	return apply(state, ...Array.from(text, insert));
}

/** The text with `|` at the cursor. */
function show({text, cursor}: EditorState): string {
	return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

/** An editor with this text and the cursor at the `|`. */
function editor(shown: string, history: readonly string[] = []): EditorState {
	const cursor = shown.indexOf('|');
	return {...createEditor(shown.replace('|', ''), history), cursor};
}

test('inserts text and newlines, and deletes on either side', t => {
	t.is(show(apply(editor('|'), insert('a'), insert('b'), 'newline', insert('c'))), 'ab\nc|');
	t.is(show(apply(editor('ab|c'), 'backspace')), 'a|c');
	t.is(show(apply(editor('a|bc'), 'delete')), 'a|c');
	t.is(show(apply(editor('a\n|b'), 'backspace')), 'a|b');
	t.is(show(apply(editor('a|\nb'), 'delete')), 'a|b');
});

test('returns the same state if nothing changes', t => {
	const start = editor('|');
	for (const step of [
		'backspace',
		'delete',
		'left',
		'right',
		'up',
		'down',
		'undo',
		'redo',
		'yank',
	] as const) {
		t.is(apply(start, step), start);
	}
});

test('treats a grapheme as one character', t => {
	t.is(show(apply(editor('ae\u0301|'), 'backspace')), 'a|');
	t.is(show(apply(editor('|👩\u200D👧x'), 'right')), '👩\u200D👧|x');
	t.is(show(apply(editor('🎉|'), 'left')), '|🎉');
	t.is(show(apply(editor('|🇳🇴🇮🇸'), 'delete')), '|🇮🇸');
	t.is(show(apply(editor('e|x'), insert('\u0301'))), 'e\u0301|x');
});

test('moves by character across line ends', t => {
	t.is(show(apply(editor('a|\nb'), 'right')), 'a\n|b');
	t.is(show(apply(editor('a\n|b'), 'left')), 'a|\nb');
});

test('moves by word', t => {
	t.is(show(apply(editor('select s.title|'), 'word-left')), 'select s.|title');
	t.is(show(apply(editor('select s.|title'), 'word-left')), 'select |s.title');
	t.is(show(apply(editor('|select s.title'), 'word-right')), 'select| s.title');
	t.is(show(apply(editor('select| s.title'), 'word-right')), 'select s|.title');
	t.is(show(apply(editor('a|\n\nb'), 'word-right')), 'a\n\nb|');
	t.is(show(apply(editor('größe|'), 'word-left')), '|größe');
	t.is(show(apply(editor('𝒜𝒜|'), 'word-left')), '|𝒜𝒜');
	t.is(show(apply(editor(';; |'), 'word-left')), '|;; ');
});

test('moves to the ends of line and text', t => {
	t.is(show(apply(editor('a\nb|c\nd'), 'line-start')), 'a\n|bc\nd');
	t.is(show(apply(editor('a\nb|c\nd'), 'line-end')), 'a\nbc|\nd');
	t.is(show(apply(editor('a\nb|c\nd'), 'buffer-start')), '|a\nbc\nd');
	t.is(show(apply(editor('a\nb|c\nd'), 'buffer-end')), 'a\nbc\nd|');
	t.is(show(apply(editor('|\nb'), 'line-end')), '|\nb');
	t.is(show(apply(editor('|\n'), 'line-start')), '|\n');
});

test('keeps the starting column when moving up and down', t => {
	const start = editor('abcd\ne\nfghi|j');
	t.is(show(apply(start, 'up')), 'abcd\ne|\nfghij');
	t.is(show(apply(start, 'up', 'up')), 'abcd|\ne\nfghij');
	t.is(show(apply(start, 'up', 'up', 'down', 'down')), 'abcd\ne\nfghi|j');
	t.is(show(apply(start, 'up', 'left', 'down')), 'abcd\ne\n|fghij');
});

test('moves up and down by cells, with wide characters and tabs', t => {
	t.is(show(apply(editor('日本語\nabcd|'), 'up')), '日本|語\nabcd');
	t.is(show(apply(editor('日本語\nabc|'), 'up')), '日|本語\nabc');
	t.is(show(apply(editor('\tab\nabcde|'), 'up')), '\ta|b\nabcde');
});

test('kills the rest of the line, then its end, and yanks the last kill', t => {
	t.is(show(apply(editor('ab|cd\ne'), 'kill-to-end')), 'ab|\ne');
	t.is(show(apply(editor('ab|\ne'), 'kill-to-end')), 'ab|e');
	t.is(show(apply(editor('ab|cd'), 'kill-to-start')), '|cd');
	t.is(show(apply(editor('a\n|cd'), 'kill-to-start')), 'a|cd');
	t.is(show(apply(editor('select s.title|'), 'kill-word-back')), 'select s.|');
	t.is(show(apply(editor('ab|cd'), 'kill-to-end', 'line-start', 'yank')), 'cd|ab');
	const untouched = editor('ab|');
	t.is(apply(untouched, 'kill-to-end'), untouched);
});

test('undoes and redoes word by word', t => {
	const typed = type(editor('|'), 'select one\ntwo');
	t.is(show(apply(typed, 'undo')), 'select one|');
	t.is(show(apply(typed, 'undo', 'undo')), 'select|');
	t.is(show(apply(typed, 'undo', 'undo', 'undo')), '|');
	t.is(show(apply(typed, 'undo', 'undo', 'redo')), 'select one|');
	t.is(show(apply(typed, 'undo', insert('!'), 'redo')), 'select one!|');
});

test('ends an undo step on a move or a change between typing and deleting', t => {
	t.is(show(apply(editor('|'), insert('a'), 'left', insert('b'), 'undo')), '|a');
	t.is(show(apply(type(editor('|'), 'abc'), 'backspace', 'backspace', 'undo')), 'abc|');
});

test('undoes a paste in one step, normalizes line ends and keeps tabs', t => {
	const pasted = apply(type(editor('|'), 'a'), {type: 'paste', text: 'x\r\n\ty\rz'});
	t.is(show(pasted), 'ax\n\ty\nz|');
	t.is(show(apply(pasted, 'undo')), 'a|');
	t.is(show(apply(type(pasted, 'bc'), 'undo')), 'ax\n\ty\nz|');
});

test('undoes replace and set-text', t => {
	t.is(
		show(apply(editor('select us| from x'), {type: 'replace', start: 7, end: 9, text: 'user_id'})),
		'select user_id| from x',
	);
	t.is(show(apply(editor('a|b'), {type: 'set-text', text: 'new'})), 'new|');
	t.is(show(apply(editor('a|b'), {type: 'set-text', text: 'new'}, 'undo')), 'a|b');
});

test('recalls the history with up and down at the edges, and returns to the draft', t => {
	const start = editor('own|', ['first', 'second\nline']);
	t.is(show(apply(start, 'up')), 'second\nline|');
	t.is(show(apply(start, 'up', 'up')), 'seco|nd\nline');
	t.is(show(apply(start, 'up', 'up', 'up')), 'first|');
	t.is(show(apply(start, 'up', 'up', 'up', 'up')), 'first|');
	t.is(show(apply(start, 'up', 'up', 'up', 'down', 'down')), 'own|');
	t.is(show(apply(start, 'history-previous', 'history-previous', 'history-next')), 'second\nline|');
});

test('restores an edited entry with undo, and recalls new entries from the latest', t => {
	const start = editor('|', ['one', 'two']);
	t.is(show(apply(start, 'up', insert('!'), 'up', 'undo')), 'two!|');
	t.is(
		show(apply(start, 'up', 'up', {type: 'set-history', entries: ['one', 'two', 'three']}, 'up')),
		'three|',
	);
});

test('keeps its invariants under random edits, and undoes back to the start', t => {
	const random = randomFrom(3);
	const pieces = [
		'a',
		'b ',
		'\n',
		'\t',
		'é',
		'e\u0301',
		'\u0301',
		'日本',
		'👩\u200D👧',
		'\u200D',
		'🇳🇴',
		'\r\n',
		'\uD83C',
	];
	const commands = [
		'newline',
		'backspace',
		'delete',
		'left',
		'right',
		'word-left',
		'word-right',
		'up',
		'down',
	] as const;
	const rarer = [
		'line-start',
		'line-end',
		'kill-to-end',
		'kill-to-start',
		'kill-word-back',
		'yank',
		'undo',
		'redo',
	] as const;
	const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});
	for (let round = 0; round < 150; round++) {
		const start = createEditor(randomText(random, pieces, 10), ['old\nentry', 'x']);
		let state = start;
		for (let step = 0; step < 60; step++) {
			const dice = random(10);
			const text = randomText(random, pieces, 3);
			if (dice < 4) state = apply(state, insert(text));
			else if (dice < 5) state = apply(state, {type: 'paste', text});
			else if (dice < 8) state = apply(state, commands[random(commands.length)]!);
			else state = apply(state, rarer[random(rarer.length)]!);

			const places = Array.from(segmenter.segment(state.text), ({index}) => index);
			const {cursor} = state;
			if (state.text.includes('\r') || !(cursor === state.text.length || places.includes(cursor))) {
				t.fail(JSON.stringify({round, step, state}));
			}
		}
		const end = state.text;
		let steps = 0;
		while (state.undo.length > 0) {
			state = apply(state, 'undo');
			steps++;
		}
		t.is(state.text, start.text);
		while (steps-- > 0) state = apply(state, 'redo');
		if (state.redo.length === 0) t.is(state.text, end);
	}
});

function at(text: string, cursor: number) {
	return {...createEditor(text), cursor};
}

function rowTexts({rows}: Viewport): readonly string[] {
	return rows.map(({segments}) => segments.map(segment => segment.text).join(''));
}

test('viewport: shows each short line as a row', t => {
	const view = viewport(at('select 1\nfrom x', 11), 20, 5);
	t.deepEqual(rowTexts(view), ['select 1', 'from x']);
	t.deepEqual(view.cursor, {row: 1, column: 2});
	t.is(view.totalRows, 2);
	t.deepEqual(view.rows[0]?.segments[0], {text: 'select', type: 'keyword'});
});

test('viewport: shows an empty text as one empty row', t => {
	t.deepEqual(viewport(at('', 0), 10, 3), {
		rows: [{line: 0, continued: false, segments: []}],
		cursor: {row: 0, column: 0},
		top: 0,
		totalRows: 1,
	});
});

test('viewport: wraps a long line', t => {
	const view = viewport(at('abcdefghij\nk', 7), 4, 5);
	t.deepEqual(rowTexts(view), ['abcd', 'efgh', 'ij', 'k']);
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

test('viewport: wraps at words', t => {
	const view = viewport(at('select title from songs', 16), 11, 5);
	t.deepEqual(rowTexts(view), ['select ', 'title from ', 'songs']);
	t.deepEqual(view.cursor, {row: 1, column: 9});
	t.deepEqual(viewport(at('select title', 7), 11, 5).cursor, {row: 1, column: 0});
	t.deepEqual(rowTexts(viewport(at('a verylongword b', 0), 6, 5)), ['a ', 'verylo', 'ngword', ' b']);
});

test('viewport: puts the cursor after a full row on a separate row', t => {
	t.deepEqual(viewport(at('abcd', 4), 4, 5).cursor, {row: 1, column: 0});
	t.deepEqual(rowTexts(viewport(at('abcd\nx', 4), 4, 5)), ['abcd', '', 'x']);
	t.deepEqual(rowTexts(viewport(at('abcd\nx', 5), 4, 5)), ['abcd', 'x']);
});

test('viewport: never cuts wide characters, expands tabs to stops and shows control characters', t => {
	const wide = viewport(at('a日本語', 2), 4, 5);
	t.deepEqual(rowTexts(wide), ['a日', '本語']);
	t.deepEqual(wide.cursor, {row: 1, column: 0});
	t.deepEqual(rowTexts(viewport(at('a\tb\u001B', 0), 10, 5)), ['a   b␛']);
	t.deepEqual(viewport(at('a\tb', 2), 10, 5).cursor, {row: 0, column: 4});
});

test('viewport: scrolls as little as possible to show the cursor', t => {
	const lines = 'a\nb\nc\nd\ne\nf';
	t.deepEqual(rowTexts(viewport(at(lines, 0), 5, 3)), ['a', 'b', 'c']);
	const down = viewport(at(lines, 8), 5, 3, 0);
	t.deepEqual(rowTexts(down), ['c', 'd', 'e']);
	t.is(down.top, 2);
	t.deepEqual(down.cursor, {row: 2, column: 0});
	t.is(viewport(at(lines, 6), 5, 3, down.top).top, 2);
	t.is(viewport(at(lines, 2), 5, 3, down.top).top, 1);
	t.is(viewport(at('a\nb', 0), 5, 3, 4).top, 0);
});

test('viewport: shows the later rows of a long line that starts above the view', t => {
	const view = viewport(at('abcdefghij', 9), 4, 2);
	t.deepEqual(rowTexts(view), ['efgh', 'ij']);
	t.true(view.rows[0]?.continued);
	t.deepEqual(view.cursor, {row: 1, column: 1});
});

test('viewport: fills the view with any text, with no row too wide and the cursor inside', t => {
	const random = randomFrom(4);
	const pieces = ['a', 'select ', '\n', '\t', 'e\u0301', '日本', "'", '--', '👩\u200D👧', '\u001B'];
	for (let round = 0; round < 1000; round++) {
		const {text} = createEditor(randomText(random, pieces, 30));
		const [width, height] = [8 + random(20), 1 + random(6)];
		const view = viewport(at(text, text.length), width, height, random(10));
		const rows = rowTexts(view);
		const isWhole =
			rows.length === Math.min(height, view.totalRows) && rows.every(row => displayWidth(row) <= width);
		const {row, column} = view.cursor;
		if (!isWhole || row < 0 || row >= rows.length || column < 0 || column >= width) {
			t.fail(JSON.stringify({text, width, height, view}));
		}
	}
	t.pass();
});

test('terminal size: returns the reported size, or 80 x 24 without one', t => {
	t.deepEqual(terminalSize({columns: 200, rows: 50}), {columns: 200, rows: 50});
	t.deepEqual(terminalSize({columns: 0, rows: 0}), {columns: 80, rows: 24});
	t.deepEqual(terminalSize({}), {columns: 80, rows: 24});
});

function table(name: string, ...columns: readonly string[]): CatalogTable {
	return {name, columns: columns.map(column => ({name: column, type: 'VARCHAR'}))};
}

const catalog = [
	table('artists', 'artist_id', 'name'),
	table('Odd Name', 'x', 'Y', 'date'),
	table('songplays', 'songplay_id', 'start_time', 'song_id', 'level'),
	table('songs', 'song_id', 'title', 'artist_id'),
	table('time', 'start_time', 'hour'),
];

const context: CompletionContext = {
	catalog,
	parameters: new Map([
		['city', 'Paris'],
		['day', '2018-11-01'],
	]),
	cellNames: ['plays', 'top_songs'],
	functions: sqlFunctions('listagg(text, delimiter)'),
};

/** Suggestions at the `|`, best first. */
function suggest(shown: string): readonly string[] {
	return complete(shown.replace('|', ''), shown.indexOf('|'), context).suggestions.map(({text}) => text);
}

test('completion: suggests tables after FROM and JOIN, quoted if necessary', t => {
	t.deepEqual(suggest('select * from |'), [
		'artists',
		'"Odd Name"',
		'songplays',
		'songs',
		'"time"',
		'{{plays}}',
		'{{top_songs}}',
	]);
	t.deepEqual(suggest('select * from songs join so|'), ['songplays', 'songs']);
	t.deepEqual(suggest('select * from ti|'), ['"time"']);
	t.deepEqual(suggest('select * from "ti|'), ['"time"']);
});

test('completion: suggests the columns of an alias or table after a dot', t => {
	t.deepEqual(suggest('select s.| from songs s'), ['song_id', 'title', 'artist_id']);
	t.deepEqual(suggest('select S.t| from songs AS s'), ['title']);
	t.deepEqual(suggest('select songs.t|'), ['title']);
	t.deepEqual(suggest('select o.| from "Odd Name" o'), ['x', '"Y"', '"date"']);
	t.deepEqual(suggest('select t.h| from "time" t'), ['hour']);
	t.deepEqual(suggest('select nobody.|'), []);
});

test('completion: suggests the columns of referenced tables first elsewhere', t => {
	t.deepEqual(suggest('select so| from songs').slice(0, 4), ['song_id', 'songplays', 'songs', 'songplay_id']);
	t.deepEqual(suggest('select * from songplays p where l|').slice(0, 1), ['level']);
	t.deepEqual(suggest('select | from songs s, artists a').slice(0, 6), [
		'song_id',
		'title',
		'artist_id',
		'name',
		's',
		'a',
	]);
});

test('completion: suggests keywords in the typed case', t => {
	t.deepEqual(suggest('sel|'), ['select']);
	t.deepEqual(suggest('SEL|'), ['SELECT']);
	t.false(suggest('|').includes('SELECT'));
});

test('completion: suggests functions with their arguments, ready to be called', t => {
	const [first] = complete('SELECT cou', 10, context).suggestions;
	t.deepEqual(first, {text: 'count(', kind: 'function', detail: 'count(* | expression)'});
	t.deepEqual(suggest('select COU|'), ['COUNT(']);
	t.deepEqual(suggest('select cou|'), ['count(']);
	t.deepEqual(suggest('select cou|(*)'), ['count']);
	t.deepEqual(suggest('select row_n|'), ['row_number(']);
	t.deepEqual(suggest('select lista|'), ['listagg('], 'of this engine');
	t.deepEqual(suggest('select coal|'), ['coalesce('], 'not the keyword as well');
	t.deepEqual(suggest('select * from songs lef|'), ['left(', 'left']);
	t.deepEqual(suggest('select * from cou|'), []);
	t.false(suggest('select |').includes('count('));
});

test('completion: suggests parameters after a colon, with their values', t => {
	t.deepEqual(suggest('select * from songs where city = :|'), [':city', ':day']);
	t.deepEqual(suggest('select * from songs where day = :d|'), [':day']);
	t.deepEqual(complete('select :c', 9, context), {
		start: 7,
		end: 9,
		suggestions: [{text: ':city', kind: 'parameter', detail: 'Paris'}],
	});
	t.deepEqual(suggest("select ':c|"), []);
	t.deepEqual(suggest('select list[a:c|'), []);
	t.false(suggest('select 1::da|').includes(':day'));
});

test('completion: suggests cells after {{ and in FROM', t => {
	t.deepEqual(suggest('select * from {{|'), ['plays}}', 'top_songs}}']);
	t.deepEqual(suggest('select * from {{t|'), ['top_songs}}']);
	t.deepEqual(suggest('select * from {{t|}}'), ['top_songs']);
	t.deepEqual(suggest('select * from pl|'), ['{{plays}}']);
});

test('completion: considers only the statement at the cursor', t => {
	t.deepEqual(suggest('select * from songs s; select s.|'), []);
	t.deepEqual(suggest('select s.|; select * from songs s'), []);
});

test('completion: suggests nothing in strings, comments and numbers, nor for a complete word', t => {
	t.deepEqual(suggest("select 'so|'"), []);
	t.deepEqual(suggest('select 1 -- so|'), []);
	t.deepEqual(suggest('/* so| */'), []);
	t.deepEqual(suggest('limit 10|'), []);
	t.deepEqual(suggest('select title| from songs'), []);
});

test('completion: returns the range to replace and the kind of each suggestion', t => {
	const text = 'select ti from songs s';
	t.deepEqual(complete(text, 9, context), {
		start: 7,
		end: 9,
		suggestions: [
			{text: 'title', kind: 'column', detail: 'songs VARCHAR'},
			{text: '"time"', kind: 'table', detail: '2 columns'},
			{text: 'time', kind: 'keyword', detail: ''},
			{text: 'timestamp', kind: 'keyword', detail: ''},
			{text: 'timestamptz', kind: 'keyword', detail: ''},
		],
	});
	const [alias] = complete('select s', 8, context).suggestions;
	t.is(alias?.kind, 'table');
	t.deepEqual(
		complete('select  from songs as sg', 7, context).suggestions.filter(({kind}) => kind === 'alias'),
		[{text: 'sg', kind: 'alias', detail: 'songs'}],
	);
});

test('completion: suggests at most 50', t => {
	const wide = table('wide', ...Array.from({length: 200}, (_, index) => `c${index}`));
	t.is(complete('select c from wide', 8, {...context, catalog: [wide]}).suggestions.length, 50);
});

test('highlighting: splits lines into segments, cutting multi-line tokens', t => {
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

test('highlighting: keeps empty lines', t => {
	t.deepEqual(highlight(''), [[]]);
	t.deepEqual(highlight('\n\n1\n'), [[], [], [{text: '1', type: 'number'}], []]);
});

test('highlighting: returns segments that add up to the line', t => {
	const text = 'select /* a\n\tb */ "x"\n;\n\n--';
	t.is(
		highlight(text)
			.map(line => line.map(segment => segment.text).join(''))
			.join('\n'),
		text,
	);
});
