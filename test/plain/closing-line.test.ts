import test from 'ava';
import type {RunTally} from '../../src/load/run-stages.js';
import {closingLine, isCompleteRun} from '../../src/plain/closing-line.js';

const tally = (fields: Partial<RunTally>): RunTally => ({
	done: 0,
	failed: 0,
	skipped: 0,
	notRun: 0,
	end: 'completed',
	...fields,
});

test('describes a complete load', t => {
	t.is(closingLine(tally({done: 11}), 3210), 'Done. 11 stages, 3.2 s.');
	t.is(closingLine(tally({done: 1}), 5), 'Done. 1 stage, 5 ms.');
	t.true(isCompleteRun(tally({done: 11})));
});

test('describes an incomplete load', t => {
	t.is(
		closingLine(tally({done: 6, failed: 1, notRun: 4}), 1500),
		'Not done. 6 stages done, 1 failed, 4 not run, 1.5 s.',
	);
	t.is(
		closingLine(tally({failed: 1, notRun: 10, end: 'no-connection'}), 50),
		'No connection. 0 stages done, 1 failed, 10 not run, 50 ms.',
	);
	t.is(
		closingLine(tally({done: 3, notRun: 8, end: 'interrupted'}), 700),
		'Interrupted. 3 stages done, 8 not run, 0.7 s.',
	);
	t.is(
		closingLine(tally({done: 3, notRun: 8, end: 'stopped'}), 700),
		'Stopped. 3 stages done, 8 not run, 0.7 s.',
	);
	t.is(
		closingLine(tally({done: 1, skipped: 1, notRun: 9}), 700),
		'Ended. 1 stage done, 1 skipped, 9 not run, 0.7 s.',
	);
	t.false(isCompleteRun(tally({done: 10, skipped: 1})));
	t.false(isCompleteRun(tally({done: 10, failed: 1})));
	t.false(isCompleteRun(tally({done: 10, notRun: 1})));
});
