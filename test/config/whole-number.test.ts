import test from 'ava';
import {wholeNumber} from '../../src/config/whole-number.js';

test('reads digits', t => {
	t.is(wholeNumber('--limit', '0', 0), 0);
	t.is(wholeNumber('--limit', '1000000', 0), 1_000_000);
	t.is(wholeNumber('--limit', '007', 0), 7);
});

for (const text of ['', ' ', '-1', '1.5', '1e3', '0x10', 'ten', '1,000', '9007199254740993']) {
	test(`"${text}" is no whole number`, t => {
		t.deepEqual(wholeNumber('--limit', text, 0), {
			message: `--limit takes a whole number from 0 up, not "${text}".`,
		});
	});
}

test('says from where on numbers count', t => {
	t.deepEqual(wholeNumber('--days', '0', 1), {message: '--days takes a whole number from 1 up, not "0".'});
});
