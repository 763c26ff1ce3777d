import test from 'ava';
import {didYouMean, nearest, usageError} from '../../src/config/problems.js';

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

const stages = ['connect', 'drop-tables', 'create-tables', 'stage-events', 'stage-songs'];

test('finds a word with letters missing, added, wrong or swapped', t => {
	t.is(nearest('conect', stages), 'connect');
	t.is(nearest('stage-eventss', stages), 'stage-events');
	t.is(nearest('stage-sings', stages), 'stage-songs');
	t.is(nearest('laod', ['query', 'load', 'plan']), 'load');
});

test('completes a prefix to the shortest candidate', t => {
	t.is(nearest('dat', ['database', 'data', 'days']), 'data');
	t.is(nearest('creat', stages), 'create-tables');
});

test('ignores case', t => {
	t.is(nearest('Connect', stages), 'connect');
	t.is(nearest('LAOD', ['load']), 'load');
});

test('finds nothing if no candidate is similar', t => {
	t.is(nearest('banana', stages), undefined);
	t.is(nearest('x', ['load', 'plan']), undefined);
	t.is(nearest('anything', []), undefined);
});

test('suggests only a similar candidate', t => {
	t.is(didYouMean('verfy', ['verify']), 'Did you mean verify?');
	t.is(didYouMean('nothing-like-it', ['verify']), undefined);
});
