import test from 'ava';
import {createEditor, type EditorAction, type EditorState, editorReducer} from '../../src/notebook/editor.js';
import {randomFrom, randomText} from './random.js';

type Step =
	| EditorAction
	| Exclude<EditorAction['type'], 'insert' | 'paste' | 'replace' | 'set-text' | 'set-history'>;

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
