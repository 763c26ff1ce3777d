import {PassThrough} from 'node:stream';
import test from 'ava';
import {readLine} from '../../src/plain/ask.js';

const never = new AbortController().signal;

test('returns what is typed', async t => {
	const input = new PassThrough();
	const answer = readLine(input, never);
	input.write('yes\n');
	t.is(await answer, 'yes');
});

test('reads one line per question and discards what was typed ahead', async t => {
	const input = new PassThrough();
	const first = readLine(input, never);
	input.write('one\ntwo\n');
	t.is(await first, 'one');
	const second = readLine(input, never);
	input.write('three\n');
	t.is(await second, 'three');
});

test('returns undefined at the end of the input', async t => {
	const input = new PassThrough();
	const answer = readLine(input, never);
	input.end();
	t.is(await answer, undefined);
	t.is(await readLine(input, never), undefined);
});

test('stops waiting when aborted', async t => {
	const controller = new AbortController();
	const answer = readLine(new PassThrough(), controller.signal);
	controller.abort();
	t.is(await answer, undefined);
	t.is(await readLine(new PassThrough(), controller.signal), undefined);
});
