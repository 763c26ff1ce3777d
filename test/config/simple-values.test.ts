import test from 'ava';
import {wholeNumber} from '../../src/config/simple-values.js';

test('reads digits', t => {
	t.is(wholeNumber('--limit', '0', 0), 0);
	t.is(wholeNumber('--limit', '1000000', 0), 1_000_000);
	t.is(wholeNumber('--limit', '007', 0), 7);
});

for (const text of ['', ' ', '-1', '1.5', '1e3', '0x10', 'ten', '1,000', '9007199254740993']) {
	test(`rejects "${text}"`, t => {
		t.deepEqual(wholeNumber('--limit', text, 0), {
			message: `--limit must be a whole number of at least 0, not "${text}".`,
		});
	});
}

test('reports the minimum', t => {
	t.deepEqual(wholeNumber('--days', '0', 1), {
		message: '--days must be a whole number of at least 1, not "0".',
	});
});
