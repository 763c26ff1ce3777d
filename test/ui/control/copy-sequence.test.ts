import test from 'ava';
import {copySequence} from '../../../src/ui/control/copy-sequence.js';

test('wraps a copy in parts that GNU screen passes on, and keeps the original for others', t => {
	const copy = copySequence('plays\n'.repeat(200), {});
	t.true(copy.startsWith('\u001B]52;c;'));
	const wrapped = copySequence('plays\n'.repeat(200), {STY: '1.tty.host'});
	t.true(wrapped.startsWith(copy));
	const parts = [...wrapped.slice(copy.length).matchAll(/\u001BP([\s\S]*?)\u001B\\/g)].map(
		([, part]) => part!,
	);
	t.is(parts.join(''), copy);
	t.true(parts.length > 1 && parts.every(({length}) => length <= 250));
});
