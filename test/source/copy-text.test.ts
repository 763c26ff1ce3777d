import test from 'ava';
import {copyRow, copyValue} from '../../src/source/copy-text.js';
import {decodeCopy} from './read-records.js';

test('NULL is \\N, and so is an empty text', t => {
	t.is(copyValue(null), '\\N');
	t.is(copyValue(''), '\\N');
});

test('numbers are written in full, text as it is but for four characters', t => {
	t.is(copyValue(5), '5');
	t.is(copyValue(9223372036854775807n), '9223372036854775807');
	t.is(copyValue('Beyoncé 😀 "x" \b'), 'Beyoncé 😀 "x" \b');
	t.is(copyValue('a\tb\nc\rd\\e'), 'a\\tb\\nc\\rd\\x5ce');
	t.is(copyValue('\\N'), '\\x5cN');
});

test('a row ends in a newline and reads as it was written', t => {
	t.is(copyRow(['a', null, 3]), 'a\t\\N\t3\n');
	const values = ['\\', '\\\\n', '\\x5c', '\n\n', '\t', null, '\\N', 'x\r\n'];
	t.deepEqual(decodeCopy(Buffer.from(copyRow(values))), [values]);
});
