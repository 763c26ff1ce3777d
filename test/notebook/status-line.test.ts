import test from 'ava';
import type {ResultState, Step} from '../../src/notebook/query-state.js';
import {statusLine} from '../../src/notebook/status-line.js';

const only: Step = {number: 1, total: 1, start: 0};

function result(rows: number, changes: Partial<ResultState> = {}): ResultState {
	return {
		type: 'result',
		sql: 'select',
		step: only,
		columns: [],
		rows: Array.from({length: rows}, () => [1]),
		complete: true,
		open: false,
		command: null,
		ms: 12.3,
		notices: [],
		...changes,
	};
}

test('shows the exact number of rows', t => {
	t.is(statusLine(result(20), 0), '20 rows · 12 ms');
	t.is(statusLine(result(1), 0), '1 row · 12 ms');
	t.is(statusLine(result(0), 0), '0 rows · 12 ms');
	t.is(statusLine(result(1000), 0), '1,000 rows · 12 ms');
	t.is(statusLine(result(1000, {complete: false, open: true}), 0), 'first 1,000 rows · 12 ms · m for more');
	t.is(statusLine(result(1000, {complete: false}), 0), 'first 1,000 rows · 12 ms');
});

test('shows the command tag of a statement without rows', t => {
	t.is(statusLine(result(0, {command: 'INSERT 0 8056', ms: 400}), 0), 'INSERT 0 8056 · 0.4 s');
	t.is(statusLine(result(0, {command: 'CREATE TABLE'}), 0), 'CREATE TABLE · 12 ms');
});

test('shows how many of several statements ran', t => {
	const step = {number: 3, total: 3, start: 40};
	t.is(statusLine(result(20, {step}), 0), '3 statements run · 20 rows · 12 ms');
});

test('shows running, failed and cancelled statements', t => {
	const running = {type: 'running', sql: '', startedAt: 1000, previous: undefined} as const;
	t.is(statusLine({...running, step: only, purpose: 'run'}, 4200), 'Running · 3.2 s');
	t.is(statusLine({...running, step: only, purpose: 'more'}, 1005), 'Fetching more rows · 5 ms');
	const second = {number: 2, total: 3, start: 9};
	t.is(statusLine({...running, step: second, purpose: 'run'}, 4200), 'Statement 2 of 3 running · 3.2 s');
	const ended = {sql: '', ms: 5, notices: [], previous: undefined};
	t.is(
		statusLine({type: 'failed', ...ended, step: second, failure: {message: 'x'}}, 0),
		'Statement 2 of 3 failed · 5 ms',
	);
	t.is(statusLine({type: 'cancelled', ...ended, step: only}, 0), 'Cancelled · 5 ms');
	t.is(statusLine({type: 'idle'}, 0), '');
});
