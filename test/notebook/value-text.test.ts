import test from 'ava';
import {shownText, valueText} from '../../src/notebook/value-text.js';

const number = {type: 'number'} as const;
const text = {type: 'text'} as const;

test('numbers are in their shortest exact form', t => {
	t.is(valueText(12, number), '12');
	t.is(valueText(0.1, number), '0.1');
	t.is(valueText(-0, number), '-0');
	t.is(valueText(1e21, number), '1e+21');
	t.is(valueText(Number.NaN, number), 'NaN');
	t.is(valueText(123456789012345678901234567890n, number), '123456789012345678901234567890');
});

test('decimals come as text and lose the zeros of their scale only', t => {
	t.is(valueText('12.50', number), '12.5');
	t.is(valueText('12.00', number), '12');
	t.is(valueText('100', number), '100');
	t.is(valueText('-0.10', number), '-0.1');
	t.is(valueText('123456789012345678.90', number), '123456789012345678.9');
	t.is(valueText('NaN', number), 'NaN');
	t.is(valueText('1.50', text), '1.50');
});

test('everything else is as it is', t => {
	t.is(valueText(null, text), null);
	t.is(valueText('', text), '');
	t.is(valueText('a\tb', text), 'a\tb');
	t.is(valueText(true, {type: 'boolean'}), 'true');
	t.is(valueText('2018-11-01 21:01:46.796', {type: 'timestamp'}), '2018-11-01 21:01:46.796');
});

test('what a person sees is harmless, and NULL is NULL', t => {
	t.is(shownText(null, text), 'NULL');
	t.is(shownText(undefined, text), 'NULL');
	t.is(shownText('a\u001B[2Jb', text), 'a␛[2Jb');
	t.is(shownText('', text), '');
});
