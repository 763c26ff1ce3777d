import test from 'ava';
import {shortenDouble, shownText, valueText} from '../../src/notebook/value-text.js';

test('prints numbers in their shortest exact form', t => {
	t.is(valueText(12), '12');
	t.is(valueText(0.1), '0.1');
	t.is(valueText(-0), '-0');
	t.is(valueText(1e21), '1e+21');
	t.is(valueText(Number.NaN), 'NaN');
	t.is(valueText(123456789012345678901234567890n), '123456789012345678901234567890');
});

test('keeps the scale of decimals', t => {
	for (const text of ['12.50', '0.000', '100.00', '-0.10', '123456789012345678.90', 'NaN'])
		t.is(valueText(text), text);
});

test('shortens doubles on screen to 6 significant decimals, and nothing else', t => {
	t.is(shortenDouble(218.93179), 218.93179);
	t.is(shortenDouble(1 / 3), 0.333333);
	t.is(shortenDouble(200 / 3), 66.666667);
	t.is(shortenDouble(0.1 + 0.2), 0.3);
	t.is(shortenDouble(0.000123456789), 0.000123457);
	t.is(shortenDouble(-1.23456789e-12), -1.23457e-12);
	t.is(shortenDouble(1e300), 1e300);
	t.is(shortenDouble(9007199254740991), 9007199254740991);
	t.is(shortenDouble(Number.NaN), Number.NaN);
	t.is(shortenDouble('0.33333333'), '0.33333333');
	t.is(shortenDouble(null), null);
});

test('prints everything else unchanged', t => {
	t.is(valueText(null), null);
	t.is(valueText(''), '');
	t.is(valueText('a\tb'), 'a\tb');
	t.is(valueText(true), 'true');
	t.is(valueText('2018-11-01 21:01:46.796'), '2018-11-01 21:01:46.796');
});

test('escapes displayed values and shows NULL', t => {
	t.is(shownText(null), 'NULL');
	t.is(shownText(undefined), 'NULL');
	t.is(shownText('a\u001B[2Jb'), 'a␛[2Jb');
	t.is(shownText(''), '');
});
