import test from 'ava';
import {failureLines} from '../../../src/ui/card/failure-lines.js';
import {textOf} from '../harness.js';

const failure = {
	message: "No function matches 'sum(VARCHAR)'.",
	detail: '\tCandidate functions:\n\tsum(DECIMAL)\n\tsum(BIGINT)\n\tsum(DOUBLE)',
	advice: 'Cast the value: CAST(level AS integer).',
	sql: {text: 'SELECT sum(level)', offset: 7},
};

test('what to do stands behind an arrow: it is told from the words of the engine without colours', t => {
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

test('where there is no room for all, the words of the engine are cut, and not what to do', t => {
	t.deepEqual(textOf(failureLines(failure, 60, 6)).slice(3), [
		'    Candidate functions:',
		'    sum(DECIMAL) …',
		'→ Cast the value: CAST(level AS integer).',
	]);
});
