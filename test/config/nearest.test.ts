import test from 'ava';
import {didYouMean, nearest} from '../../src/config/problems.js';

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
