import test from 'ava';
import {failureLines} from '../../../../src/ui/lines/card/failure-lines.js';
import {textOf} from '../../harness.js';

const failure = {
	message: "No function matches 'sum(VARCHAR)'.",
	detail: '\tCandidate functions:\n\tsum(DECIMAL)\n\tsum(BIGINT)\n\tsum(DOUBLE)',
	advice: 'Cast the value: CAST(level AS integer).',
	sql: {text: 'SELECT sum(level)', offset: 7},
};

test('marks the advice with an arrow, to set it off from the details without colours', t => {
	t.deepEqual(textOf(failureLines(failure, 40)), [
		"✖ No function matches 'sum(VARCHAR)'.",
		'  1 │ SELECT sum(level)',
		'    │        ^',
		'    Candidate functions:',
		'    sum(DECIMAL)',
		'    sum(BIGINT)',
		'    sum(DOUBLE)',
		'→ Cast the value: CAST(level AS',
		'  integer).',
	]);
});

test('cuts the details and keeps the advice if not everything fits', t => {
	t.deepEqual(textOf(failureLines(failure, 60, 6)).slice(3), [
		'    Candidate functions:',
		'    sum(DECIMAL) …',
		'→ Cast the value: CAST(level AS integer).',
	]);
});

test('cuts the message and keeps the advice if there is even less room', t => {
	const long = {
		message: 'A record cannot be loaded, and none is allowed: it is longer than its column.',
		where: 'events.json:1',
		detail: '{"location":"…"}',
		advice: 'Shorten it in the file. Or let the load go on past it.',
	};
	t.deepEqual(textOf(failureLines(long, 30, 6)), [
		'✖ A record cannot be loaded,',
		'  and none is allowed: it is',
		'  longer than its column.',
		'  events.json:1 …',
		'→ Shorten it in the file. Or',
		'  let the load go on past it.',
	]);
	const lower = textOf(failureLines(long, 30, 5));
	t.is(lower[1], '  and none is allowed: it is …');
	t.deepEqual(lower.slice(-2), ['→ Shorten it in the file. Or', '  let the load go on past it.']);
	t.deepEqual(textOf(failureLines(long, 30, 5)).slice(2), [
		'  events.json:1 …',
		'→ Shorten it in the file. Or',
		'  let the load go on past it.',
	]);
});
