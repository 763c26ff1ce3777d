import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {QuerySession} from '../../src/notebook/query-session.js';
import {type QueryState, type ResultState, visibleResult} from '../../src/notebook/query-state.js';
import {numberColumn, ScriptedWarehouse} from './scripted-warehouse.js';

function result({state}: QuerySession): ResultState {
	if (state.type !== 'result') throw new Error(`The state is ${state.type}.`);
	return state;
}

/** Resolves when the session reaches a state of this type. */
async function reaches(session: QuerySession, type: QueryState['type']): Promise<void> {
	await new Promise<void>(resolve => {
		const check = () => {
			if (session.state.type === type) resolve();
		};
		session.subscribe(check);
		check();
	});
}

test('completes a result of less than a page', async t => {
	const warehouse = new ScriptedWarehouse({'select 3': {rows: 3}});
	const session = new QuerySession(warehouse.notebook);
	t.is(session.state.type, 'idle');
	await session.run('select 3;');
	const {sql, columns, rows, complete, open, command, ms, step} = result(session);
	t.deepEqual(
		{sql, columns, rows, complete, open, command, step},
		{
			sql: 'select 3',
			columns: [numberColumn],
			rows: [[1], [2], [3]],
			complete: true,
			open: false,
			command: null,
			step: {number: 1, total: 1, start: 0},
		},
	);
	t.true(ms >= 0);
	t.is(warehouse.open, 0);
});

test('completes a result of 1,000 rows, but not of 1,001', async t => {
	const session = new QuerySession(new ScriptedWarehouse({a: {rows: 1000}, b: {rows: 1001}}).notebook);
	await session.run('a');
	t.is(result(session).rows.length, 1000);
	t.true(result(session).complete);
	await session.run('b');
	t.is(result(session).rows.length, 1000);
	t.false(result(session).complete);
	t.true(result(session).open);
});

test('fetches one page for each call of more', async t => {
	const warehouse = new ScriptedWarehouse({a: {rows: 2500}});
	const session = new QuerySession(warehouse.notebook);
	await session.run('a');
	// Batches of 700: two cover the first page and the row that shows that there is more.
	t.is(warehouse.given, 1400);
	await session.more();
	t.is(result(session).rows.length, 2000);
	t.false(result(session).complete);
	await session.more();
	t.is(result(session).rows.length, 2500);
	t.deepEqual(result(session).rows.at(-1), [2500]);
	t.true(result(session).complete);
	t.false(result(session).open);
	t.is(warehouse.open, 0);
	const before = session.state;
	await session.more();
	t.is(session.state, before);
});

test('combines two concurrent requests for more', async t => {
	const session = new QuerySession(new ScriptedWarehouse({a: {rows: 2500}}).notebook);
	await session.run('a');
	await Promise.all([session.more(), session.more()]);
	t.is(result(session).rows.length, 2000);
});

test('returns a command tag', async t => {
	const session = new QuerySession(
		new ScriptedWarehouse({'delete from x': {command: 'DELETE 8056'}}).notebook,
	);
	await session.run('delete from x');
	t.is(result(session).command, 'DELETE 8056');
	t.deepEqual(result(session).rows, []);
	t.true(result(session).complete);
});

test('closes the open result on a new run', async t => {
	const warehouse = new ScriptedWarehouse({a: {rows: 5000}, b: {rows: 1}});
	const session = new QuerySession(warehouse.notebook);
	await session.run('a');
	t.is(warehouse.open, 1);
	await session.run('b');
	t.is(warehouse.open, 0);
});

test('keeps the old rows until new ones arrive', async t => {
	const session = new QuerySession(new ScriptedWarehouse({a: {rows: 2}, b: {rows: 1}}).notebook);
	await session.run('a');
	const seen: Array<readonly [string, number | undefined]> = [];
	session.subscribe(() => {
		seen.push([session.state.type, visibleResult(session.state)?.rows.length]);
	});
	await session.run('b');
	t.deepEqual(seen, [
		['running', 2],
		['result', 1],
	]);
});

test('runs several statements in order and shows the last result', async t => {
	const warehouse = new ScriptedWarehouse({
		a: {rows: 5000},
		b: {command: 'UPDATE 1'},
		'-- last\nc': {rows: 2},
	});
	const session = new QuerySession(warehouse.notebook);
	const steps: number[] = [];
	session.subscribe(() => {
		if (session.state.type === 'running') steps.push(session.state.step.number);
	});
	await session.run('a; b; -- last\nc');
	t.deepEqual(warehouse.sent, ['a', 'b', '-- last\nc']);
	t.deepEqual(steps, [1, 2, 3]);
	t.deepEqual(result(session).step, {number: 3, total: 3, start: 6});
	t.is(warehouse.open, 0);
});

test('stops a run at the first failed statement', async t => {
	const warehouse = new ScriptedWarehouse({a: {rows: 1}, b: {error: 'no such table'}, c: {rows: 1}});
	const session = new QuerySession(warehouse.notebook);
	await session.run('a; b; c');
	t.deepEqual(warehouse.sent, ['a', 'b']);
	const {state} = session;
	t.is(state.type, 'failed');
	if (state.type !== 'failed') return;
	t.is(state.failure.message, 'no such table');
	t.deepEqual(state.failure.sql, {text: 'b', offset: 7});
	t.deepEqual(state.step, {number: 2, total: 3, start: 3});
});

test('fails on an error between rows and drops the result of another statement', async t => {
	const warehouse = new ScriptedWarehouse({a: {rows: 2}, b: {rows: 5000, failsAfter: 700}});
	const session = new QuerySession(warehouse.notebook);
	await session.run('a');
	await session.run('b');
	t.is(session.state.type, 'failed');
	t.is(visibleResult(session.state), undefined);
	t.is(warehouse.open, 0);
});

test('keeps the rows after an error in more, and closes the result', async t => {
	const warehouse = new ScriptedWarehouse({a: {rows: 5000, failsAfter: 1400}});
	const session = new QuerySession(warehouse.notebook);
	await session.run('a');
	await session.more();
	t.is(session.state.type, 'failed');
	t.is(visibleResult(session.state)?.rows.length, 1000);
	t.false(visibleResult(session.state)?.open);
	await session.more();
	t.is(session.state.type, 'failed');
});

test('cancels the statement and keeps the session usable', async t => {
	const warehouse = new ScriptedWarehouse({a: {hangsAfter: 0}, b: {rows: 1}});
	const session = new QuerySession(warehouse.notebook);
	const running = session.run('a; b');
	await reaches(session, 'running');
	await session.cancel();
	t.is(session.state.type, 'cancelled');
	t.deepEqual(warehouse.sent, ['a']);
	await running;
	await session.run('b');
	t.is(session.state.type, 'result');
});

test('keeps the rows when more is cancelled', async t => {
	const warehouse = new ScriptedWarehouse({a: {rows: 5000, hangsAfter: 1400}});
	const session = new QuerySession(warehouse.notebook);
	await session.run('a');
	const more = session.more();
	await reaches(session, 'running');
	t.is(visibleResult(session.state)?.rows.length, 1000);
	await session.cancel();
	await more;
	t.is(session.state.type, 'cancelled');
	t.is(visibleResult(session.state)?.rows.length, 1000);
	t.is(warehouse.open, 0);
});

test('keeps an open result open when nothing is running to cancel', async t => {
	const session = new QuerySession(new ScriptedWarehouse({a: {rows: 1500}}).notebook);
	await session.run('a');
	await session.cancel();
	await session.more();
	t.is(result(session).rows.length, 1500);
});

test('cancels a run for a newer one; the last of several wins', async t => {
	const warehouse = new ScriptedWarehouse({a: {hangsAfter: 0}, b: {rows: 1}, c: {rows: 2}});
	const session = new QuerySession(warehouse.notebook);
	const first = session.run('a');
	await reaches(session, 'running');
	await Promise.all([first, session.run('b'), session.run('c')]);
	t.deepEqual(warehouse.sent, ['a', 'c']);
	t.is(result(session).rows.length, 2);
});

test('cancels the running statement and closes an open result on close', async t => {
	const warehouse = new ScriptedWarehouse({a: {rows: 1500}, b: {hangsAfter: 0}});
	const session = new QuerySession(warehouse.notebook);
	await session.run('a');
	await session.close();
	t.is(warehouse.open, 0);
	t.false(result(session).open);
	t.false(result(session).complete);
	await session.more();
	t.is(result(session).rows.length, 1000);

	const running = session.run('b');
	await reaches(session, 'running');
	await session.close();
	await running;
	t.is(session.state.type, 'cancelled');
});

test('waits for the previous result to close before a run, however it was requested', async t => {
	const warehouse = new ScriptedWarehouse({a: {rows: 1500, closesLate: true}, b: {rows: 1}});
	const session = new QuerySession(warehouse.notebook);
	await session.run('a');
	await Promise.all([session.close(), session.run('b')]);
	t.is(result(session).sql, 'b');
	t.is(warehouse.overlaps, 0);
});

test('is idle for a text without statements, and unsubscribes a listener', async t => {
	const session = new QuerySession(new ScriptedWarehouse({a: {rows: 1}}).notebook);
	await session.run('a');
	t.is(session.state.type, 'result');
	let calls = 0;
	const leave = session.subscribe(() => {
		calls++;
	});
	await session.run(' -- nothing\n;');
	t.is(session.state.type, 'idle', 'the figures of the statement before are gone');
	t.is(calls, 1);
	leave();
	await session.run('a');
	t.is(calls, 1);
});

test('reports foreign errors as failures', async t => {
	const session = new QuerySession(new ScriptedWarehouse({}).notebook);
	await session.run('x');
	t.is(session.state.type, 'failed');
	t.is(session.state.type === 'failed' ? session.state.failure.message : '', 'No answer to x.');
});

test('closes an idle result and keeps its rows', async t => {
	const warehouse = new ScriptedWarehouse({a: {rows: 5000}});
	const session = new QuerySession(warehouse.notebook, 30);
	await session.run('a');
	t.true(result(session).open);
	t.is(warehouse.open, 1);
	await sleep(100);
	t.is(warehouse.open, 0);
	t.like(result(session), {open: false, complete: false, closedAfterMs: 30});
	t.is(result(session).rows.length, 1000);
	await session.more();
	t.is(result(session).rows.length, 1000);
});

test('keeps the notices of all statements of a run with its result or failure', async t => {
	const warehouse = new ScriptedWarehouse({a: {rows: 1}, b: {rows: 2}, c: {error: 'no'}});
	const notices = ['NOTICE: one', 'NOTICE: two', 'NOTICE: three'];
	const session = new QuerySession({...warehouse.notebook, takeNotices: () => notices.splice(0, 1)});
	await session.run('a; b');
	t.deepEqual(result(session).notices, ['NOTICE: one', 'NOTICE: two']);
	await session.run('c');
	t.like(session.state, {type: 'failed', notices: ['NOTICE: three']});
});
