import test from 'ava';
import type {Key} from 'ink';
import {nameKeys, nameRawKey} from '../../../src/ui/keys/key-press.js';

const none = Object.fromEntries(
	[
		...['upArrow', 'downArrow', 'leftArrow', 'rightArrow', 'pageDown', 'pageUp', 'home', 'end', 'return'],
		...['escape', 'ctrl', 'shift', 'tab', 'backspace', 'delete', 'meta', 'super', 'hyper'],
		...['capsLock', 'numLock'],
	].map(name => [name, false]),
) as unknown as Key;

function named(input: string, ...flags: readonly (keyof Key)[]): string | undefined {
	const keys = nameKeys(input, {...none, ...Object.fromEntries(flags.map(flag => [flag, true]))});
	return keys.length > 1 ? 'several' : keys[0]?.name;
}

test('names keys as in the key table', t => {
	t.is(named('', 'return'), 'enter');
	t.is(named('', 'return', 'meta'), 'alt+enter');
	t.is(named('', 'tab', 'shift'), 'shift+tab');
	t.is(named('', 'leftArrow', 'ctrl'), 'ctrl+left');
	t.is(named('', 'escape', 'meta'), 'esc');
	t.is(named('\n'), 'ctrl+j');
	t.is(named('j', 'ctrl'), 'ctrl+j');
	t.is(named('`', 'ctrl'), 'ctrl+space');
	t.is(named(' ', 'ctrl'), 'ctrl+space');
	t.is(named('_', 'ctrl'), 'ctrl+_');
	t.is(named('b', 'meta'), 'alt+b');
	t.is(named('Y', 'shift'), 'Y');
	t.is(named(' '), ' ');
});

test('splits one read into the typed keys, in order', t => {
	const names = (input: string) => nameKeys(input, none).map(({name}) => name);
	t.deepEqual(names('ys'), ['y', 's']);
	t.deepEqual(names('1;\r'), ['1', ';', 'enter']);
	t.deepEqual(names('\r\n\r\n'), ['enter', 'enter']);
	t.deepEqual(names('a\tb\u000F\u0004\u001F\u0000'), [
		'a',
		'tab',
		'b',
		'ctrl+o',
		'ctrl+d',
		'ctrl+_',
		'ctrl+space',
	]);
});

test('treats a grapheme as one key and ignores other control characters', t => {
	t.deepEqual(nameKeys('日', none), [{name: '日', text: '日'}]);
	t.deepEqual(
		nameKeys('e\u0301👩‍👩‍👧\u009B', none).map(({text}) => text),
		['e\u0301', '👩‍👩‍👧'],
	);
});

test('ignores input that is not a key', t => {
	for (const input of ['', '[<64;10;5M', '[<0;3;4m', '[27;5;13~', '[200~', '[5A', '\u0085']) {
		t.deepEqual(nameKeys(input, none), [], JSON.stringify(input));
	}
	t.deepEqual(nameKeys('a', {...none, eventType: 'release'}), []);
});

test('recognizes keys that Ink does not report by their bytes', t => {
	t.is(nameRawKey('\u001BOP')?.name, 'f1');
	t.is(nameRawKey('\u001B[15~')?.name, 'f5');
	t.is(nameRawKey('\u001B[27;5;13~')?.name, 'ctrl+enter');
	t.is(nameRawKey('\u001B[A'), undefined);
	t.is(nameRawKey('f1'), undefined);
});
