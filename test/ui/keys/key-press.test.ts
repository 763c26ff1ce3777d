import test from 'ava';
import type {Key} from 'ink';
import {nameKey, nameRawKey} from '../../../src/ui/keys/key-press.js';

const none = Object.fromEntries(
	[
		...['upArrow', 'downArrow', 'leftArrow', 'rightArrow', 'pageDown', 'pageUp', 'home', 'end', 'return'],
		...['escape', 'ctrl', 'shift', 'tab', 'backspace', 'delete', 'meta', 'super', 'hyper'],
		...['capsLock', 'numLock'],
	].map(name => [name, false]),
) as unknown as Key;

function named(input: string, ...flags: readonly (keyof Key)[]): string | undefined {
	return nameKey(input, {...none, ...Object.fromEntries(flags.map(flag => [flag, true]))})?.name;
}

test('keys have the names of the key table', t => {
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

test('text comes without control characters, its line ends as newlines', t => {
	t.deepEqual(nameKey('日', none), {name: '日', text: '日'});
	t.is(nameKey('a\r\nb\rc\u001Bd\u0000', none)?.text, 'a\nb\ncd');
});

test('what is no key is nothing', t => {
	for (const input of ['', '[<64;10;5M', '[<0;3;4m', '[27;5;13~', '[200~', '[5A', '\u0000']) {
		t.is(nameKey(input, none), undefined, JSON.stringify(input));
	}
	t.is(nameKey('a', {...none, eventType: 'release'}), undefined);
});

test('keys that Ink does not report are known by their bytes', t => {
	t.is(nameRawKey('\u001BOP')?.name, 'f1');
	t.is(nameRawKey('\u001B[15~')?.name, 'f5');
	t.is(nameRawKey('\u001B[27;5;13~')?.name, 'ctrl+enter');
	t.is(nameRawKey('\u001B[A'), undefined);
	t.is(nameRawKey('f1'), undefined);
});
