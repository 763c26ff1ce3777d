import test from 'ava';
import {copyRow, copyValue} from '../../src/source/json/copy-text.js';
import {decodeCopy} from './read-records.js';

test('writes NULL and empty text as \\N', t => {
	t.is(copyValue(null), '\\N');
	t.is(copyValue(''), '\\N');
});

test('writes numbers in full and escapes four characters in text', t => {
	t.is(copyValue(5), '5');
	t.is(copyValue(9223372036854775807n), '9223372036854775807');
	t.is(copyValue('Beyoncé 😀 "x" \b'), 'Beyoncé 😀 "x" \b');
	t.is(copyValue('a\tb\nc\rd\\e'), 'a\\tb\\nc\\rd\\x5ce');
	t.is(copyValue('\\N'), '\\x5cN');
});

test('ends a row with a newline and round-trips its values', t => {
	t.is(copyRow(['a', null, 3]), 'a\t\\N\t3\n');
	const values = ['\\', '\\\\n', '\\x5c', '\n\n', '\t', null, '\\N', 'x\r\n'];
	t.deepEqual(decodeCopy(Buffer.from(copyRow(values))), [values]);
});
