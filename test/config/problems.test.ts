import test from 'ava';
import {usageError} from '../../src/config/problems.js';

test('one mistake is told in one line', t => {
	const error = usageError([{message: 'There is no option --dat.', advice: 'Did you mean --data?'}]);
	t.is(error.exitCode, 2);
	t.deepEqual(error.failure, {message: 'There is no option --dat. Did you mean --data?'});
});

test('several mistakes are told in one go, with where to look', t => {
	const error = usageError(
		[{message: 'First.'}, {message: 'Second.', advice: 'Do this.'}],
		'sparkify-tui --help',
	);
	t.deepEqual(error.failure, {
		message: '2 mistakes:\n- First.\n- Second. Do this.',
		advice: 'See sparkify-tui --help',
	});
});
