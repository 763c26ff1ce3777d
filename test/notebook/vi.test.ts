import test from 'ava';
import {createEditor, editorReducer} from '../../src/notebook/editor.js';
import {initialVi, leaveInsert, onCharacter, viKey} from '../../src/notebook/vi.js';

/** The text after keys in normal mode, with the cursor as a bar. `<esc>` and `<c-r>` are keys, and text is typed in insert mode. */
function after(marked: string, keys: string): string {
	const cursor = marked.indexOf('|');
	let editor = {...createEditor(marked.replace('|', '')), cursor};
	let vi = {...initialVi, mode: 'normal' as 'normal' | 'insert'};
	for (const [key] of keys.matchAll(/<esc>|<c-r>|./gsu)) {
		if (vi.mode === 'insert' && key !== '<esc>') {
			editor = {...editorReducer(editor, {type: 'insert', text: key}), cursor: editor.cursor + key.length};
			continue;
		}
		const step =
			key === '<esc>' ? leaveInsert(vi, editor) : viKey(vi, editor, key === '<c-r>' ? 'ctrl+r' : key);
		if (step === undefined) {
			vi = {...vi, pending: ''};
			continue;
		}
		vi = step.vi;
		for (const action of step.actions) editor = {...editorReducer(editor, action)} as typeof editor;
		if (vi.mode === 'normal') editor = {...editor, cursor: onCharacter(editor)};
	}
	return `${editor.text.slice(0, editor.cursor)}|${editor.text.slice(editor.cursor)}`;
}

/** Text, keys, and the text afterwards. */
const cases: Readonly<Record<string, ReadonlyArray<readonly [string, string, string]>>> = {
	'moves by characters, words and lines': [
		['|abc', 'l', 'a|bc'],
		['|abc', '9l', 'ab|c'],
		['ab|c', '2h', '|abc'],
		['|a b', 'hh', '|a b'],
		['|select level, 1', 'w', 'select |level, 1'],
		['|select level, 1', '2w', 'select level|, 1'],
		['|select level, 1', '3w', 'select level, |1'],
		['select level, |1', '2b', 'select |level, 1'],
		['|select level', 'e', 'selec|t level'],
		['|select level', '2e', 'select leve|l'],
		['  a|bc', '0', '|  abc'],
		['  ab|c', '^', '  |abc'],
		['|abc\nd', '$', 'ab|c\nd'],
		['ab\n|cd\nef', 'gg', '|ab\ncd\nef'],
		['|ab\ncd\n  ef', 'G', 'ab\ncd\n  |ef'],
		['|ab\ncd\nef', '2G', 'ab\n|cd\nef'],
		['a|b\ncd', 'j', 'ab\nc|d'],
		['ab\nc|d', 'k', 'a|b\ncd'],
	],
	'finds characters in the line, and repeats that': [
		['|a,b,c\nx,', 'f,', 'a|,b,c\nx,'],
		['|a,b,c\nx,', '2f,', 'a,b|,c\nx,'],
		['|a,b,c\nx,', 'f,;', 'a,b|,c\nx,'],
		['|a,b,c\nx,', 'f,;,', 'a|,b,c\nx,'],
		['|a,b,c', '3f,', '|a,b,c'],
		['|ab,c', 't,', 'a|b,c'],
		['|ab,c,d', 't,;', 'ab,|c,d'],
		['a,b,|c', 'F,', 'a,b|,c'],
		['a,b,|c', '2T,', 'a,|b,c'],
	],
	'deletes with motions': [
		['|select level', 'dw', '|level'],
		['select |level', 'dw', 'select| '],
		['|a b c d', '2dw', '|c d'],
		['|a b c d', 'd2w', '|c d'],
		['a (|bc) d', 'de', 'a (|) d'],
		['select le|vel', 'db', 'select |vel'],
		['sel|ect', 'd0', '|ect'],
		['sel|ect\nx', 'd$', 'se|l\nx'],
		['sel|ect\nx', 'D', 'se|l\nx'],
		['f(|a, b)', 'dt)', 'f(|)'],
		['|f(a) b', 'df)', '| b'],
		['a|bcd', 'x', 'a|cd'],
		['a|bcd', '2x', 'a|d'],
		['ab|c', '9x', 'a|b'],
		['ab|cd', 'X', 'a|cd'],
		['a\n|b\nc', 'dd', 'a\n|c'],
		['a\n|b', 'dd', '|a'],
		['|a', 'dd', '|'],
		['|a\nb\nc', '2dd', '|c'],
		['|a\nb\nc', 'dj', '|c'],
		['a\n|b\nc', 'dk', '|c'],
		['a\n|b\nc', 'dG', '|a'],
		['a\nb\n|c', 'dgg', '|'],
	],
	'changes, and goes to insert mode': [
		['|select level', 'cwwith<esc>', 'wit|h level'],
		['a|bc\nd', 'Cx<esc>', 'a|x\nd'],
		['a|b\ncd', 'ccx<esc>', '|x\ncd'],
		['a|b\ncd', 'Sx<esc>', '|x\ncd'],
		['a|bc', 'sxy<esc>', 'ax|yc'],
		['f(|a)', 'ct)b<esc>', 'f(|b)'],
		['a|b', 'ix<esc>', 'a|xb'],
		['a|b', 'ax<esc>', 'ab|x'],
		['  a|b', 'Ix<esc>', '  |xab'],
		['|ab', 'Ax<esc>', 'ab|x'],
		['|ab\nc', 'ox<esc>', 'ab\n|x\nc'],
		['ab\n|c', 'Ox<esc>', 'ab\n|x\nc'],
		['|', 'iselect 1<esc>', 'select |1'],
	],
	'replaces, swaps case and joins': [
		['a|bc', 'rx', 'a|xc'],
		['a|bcd', '2rx', 'ax|xd'],
		['a|b', '3rx', 'a|b'],
		['|aBc', '~', 'A|Bc'],
		['|aBc', '3~', 'Ab|C'],
		['|a\n  b\nc', 'J', 'a| b\nc'],
		['|a\nb\nc', '3J', 'a b| c'],
		['|a', 'J', '|a'],
	],
	'yanks and puts': [
		['|ab cd', 'ywP', 'ab| ab cd'],
		['|ab', 'xp', 'b|a'],
		['|a\nb', 'yyp', 'a\n|a\nb'],
		['a\n|b', 'yyP', 'a\n|b\nb'],
		['|a\nb\nc', '2yyGp', 'a\nb\nc\n|a\nb'],
		['|a\nb', 'ddp', 'b\n|a'],
		['|ab', 'y$$p', 'aba|b'],
		['|ab', 'yl3p', 'aaa|ab'],
	],
	'undoes and redoes': [
		['a|bc', 'xu', 'a|bc'],
		['a|bc', 'xxuu<c-r>', 'a|c'],
		['|a\nb', 'ddu', '|a\nb'],
	],
	'ignores keys that are no command': [['a|b', 'Zdqx', '|a']],
	'counts characters as the user sees them': [
		['|ä👍🏽c', 'lx', 'ä|c'],
		['|👍🏽', 'x', '|'],
	],
};

for (const [name, examples] of Object.entries(cases)) {
	test(name, t => {
		for (const [text, keys, expected] of examples) t.is(after(text, keys), expected, `${keys} on ${text}`);
	});
}

test('shows the keys of an unfinished command', t => {
	const at = {text: 'abc', cursor: 0};
	let vi = {...initialVi, mode: 'normal' as const};
	for (const key of ['2', 'd', 'f']) vi = {...viKey(vi, at, key)!.vi, mode: 'normal'};
	t.is(vi.pending, '2df');
	t.is(viKey(vi, at, 'x')?.vi.pending, '');
});
