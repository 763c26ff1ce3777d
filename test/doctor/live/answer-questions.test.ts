import test from 'ava';
import type {Observation} from '../../../src/doctor/live/observation.js';
import {answerQuestions, redshiftTrials} from '../../../src/doctor/live/trials.js';
import {trialObjects} from './trial-objects.js';

const trials = redshiftTrials({iamRole: 'default'}, trialObjects);

const observation = (trial: string, more: Partial<Observation> = {}): Observation => ({
	trial,
	sql: '',
	table: '',
	session: 42,
	ms: 1,
	tag: 'COPY',
	tagCount: null,
	notices: [],
	error: null,
	lastCopyCount: 3,
	lastCopyId: 7,
	rowsInTable: 3,
	views: {},
	...more,
});

function answer(observations: readonly Observation[], question: RegExp): string {
	return answerQuestions(trials, observations).find(each => question.test(each.question))?.answer ?? '';
}

test('answers nothing without observations', t => {
	for (const {answer: text} of answerQuestions(trials, [])) t.regex(text, /^not (?:seen|tried)/);
});

test('reports a different session in the history with both numbers', t => {
	const views = {sys_load_history: {rows: [{session_id: 1073, query_id: 7}], lagMs: 5}};
	t.is(answer([observation('events', {views})], /session_id/), 'no: 1073 and 42');
	t.is(answer([observation('events', {views})], /query_id/), 'yes');
	t.is(
		answer([observation('events', {views})], /sys_load_history at most/),
		'5 to 5 ms after the end of the COPY',
	);
});

test('derives from the sums whether a fraction is truncated, rounded or refused', t => {
	const question = /What does a fraction become in an INTEGER/;
	// Two lengths of 1.5 and 2.7, whose sum is 3 truncated and 5 rounded.
	const fraction = (loaded: readonly number[], more: Partial<Observation> = {}) =>
		answer([observation('fraction', {measured: [...loaded, 2, 3, 5], ...more})], question);
	t.is(fraction([2, 3]), 'the fraction is truncated');
	t.is(fraction([2, 5]), 'it is rounded');
	const views = {
		sys_load_error_detail: {rows: [{error_code: 1207, error_message: 'Invalid digit'}], lagMs: 1},
	};
	t.is(fraction([0, 0], {views}), '0 of 2 values were loaded (refused: 1207: Invalid digit)');
});

test('reports a command tag with a count', t => {
	t.is(answer([observation('events', {tagCount: 3})], /command tag/), 'COPY, 3');
});
