import test from 'ava';
import {usageError} from '../../src/config/problems.js';

test('prints one problem on one line', t => {
	const error = usageError([{message: 'Unknown option --dat.', advice: 'Did you mean --data?'}]);
	t.is(error.exitCode, 2);
	t.deepEqual(error.failure, {message: 'Unknown option --dat. Did you mean --data?'});
});

test('prints several problems as a list, with the help command', t => {
	const error = usageError(
		[{message: 'First.'}, {message: 'Second.', advice: 'Do this.'}],
		'sparkify-tui --help',
	);
	t.deepEqual(error.failure, {
		message: '2 errors:\n- First.\n- Second. Do this.',
		advice: 'See sparkify-tui --help',
	});
});
