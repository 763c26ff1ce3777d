import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {displayWidth} from '../../src/format/text-width.js';
import {errorLines} from '../../src/notebook/error-lines.js';
import {QuerySession} from '../../src/notebook/query-session.js';
import {type QueryState, type ResultState, visibleResult} from '../../src/notebook/query-state.js';
import {statusLine} from '../../src/notebook/status-line.js';
import {DuckDbWarehouse} from '../../src/warehouse/duckdb/warehouse.js';
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

const duckDb = new DuckDbWarehouse(':memory:');
test.before(async () => {
	await duckDb.connect();
});
test.after.always(async () => duckDb.close());

/** The status line without its time. */
function status(session: QuerySession): string {
	return statusLine(session.state, 0).replace(/ · [\d.]+ m?s/, '');
}

test.serial('DuckDB: fetches a large result page by page', async t => {
	const session = new QuerySession(duckDb.notebook);
	await session.run('SELECT range AS n FROM range(1000000000)');
	t.is(status(session), 'first 1,000 rows · m for more');
	await session.more();
	t.is(status(session), 'first 2,000 rows · m for more');
	await session.run('SELECT range AS n FROM range(1000)');
	t.is(status(session), '1,000 rows');
	await session.run('SELECT range AS n FROM range(1001)');
	await session.more();
	t.is(status(session), '1,001 rows');
	await session.close();
});

test.serial('DuckDB: runs statements without rows, and scripts', async t => {
	const session = new QuerySession(duckDb.notebook);
	await session.run('CREATE TABLE plays AS SELECT range AS n FROM range(8056)');
	await session.run('DELETE FROM plays WHERE n >= 6820');
	t.is(status(session), 'DELETE 1236');
	await session.run('DROP TABLE plays; SELECT 1 AS one');
	t.is(status(session), '2 statements run · 1 row');
});

test.serial('DuckDB: cancels an endless statement and keeps the session usable', async t => {
	const session = new QuerySession(duckDb.notebook);
	const running = session.run('SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b');
	setTimeout(() => void session.cancel(), 100);
	await running;
	t.is(status(session), 'Cancelled');
	await session.run('SELECT 1');
	t.is(status(session), '1 row');
});

test.serial('DuckDB: reports the position of an error in the failed statement', async t => {
	const session = new QuerySession(duckDb.notebook);
	await session.run('SELECT 1;\nSELECT *\nFROM songplay;');
	const {state} = session;
	if (state.type !== 'failed') return t.fail(state.type);
	t.is(status(session), 'Statement 2 of 2 failed');
	t.deepEqual(state.failure.sql, {text: 'SELECT *\nFROM songplay', offset: 14});
	t.is(state.step.start, 10);
});

function texts(failure: Parameters<typeof errorLines>[0], width?: number): readonly string[] {
	return errorLines(failure, width).map(({text}) => text);
}

test('error lines: shows the message, the position with a caret, the engine’s message and the advice', t => {
	t.deepEqual(
		errorLines({
			message: 'Catalog error: Table with name songplay does not exist!',
			detail: 'Did you mean "songplays"?',
			advice: 'Check the spelling.',
			sql: {text: 'select *\nfrom songplay', offset: 14},
		}),
		[
			{kind: 'message', text: 'Catalog error: Table with name songplay does not exist!'},
			{kind: 'sql', text: '2 │ from songplay'},
			{kind: 'caret', text: '  │      ^'},
			{kind: 'detail', text: 'Did you mean "songplays"?'},
			{kind: 'advice', text: 'Check the spelling.'},
		],
	);
});

test('error lines: omits the statement without a position', t => {
	t.deepEqual(texts({message: 'No.', where: 'dwh.cfg:3', sql: {text: 'select 1'}}), ['No.', 'dwh.cfg:3']);
});

test('error lines: accounts for tabs and wide characters before the position', t => {
	t.deepEqual(texts({message: 'No.', sql: {text: '\tselect x', offset: 8}}).slice(1), [
		'1 │     select x',
		'  │            ^',
	]);
	t.deepEqual(texts({message: 'No.', sql: {text: "'日本' + x", offset: 7}}).slice(1), [
		"1 │ '日本' + x",
		'  │          ^',
	]);
});

test('error lines: handles a position at the end of the line or text, and on a later line', t => {
	t.deepEqual(texts({message: 'No.', sql: {text: 'select', offset: 6}}).slice(1), [
		'1 │ select',
		'  │       ^',
	]);
	t.deepEqual(texts({message: 'No.', sql: {text: 'a\nb\n', offset: 4}}).slice(1), ['3 │ ', '  │ ^']);
	t.deepEqual(texts({message: 'No.', sql: {text: 'a\r\nb', offset: 0}}).slice(1), ['1 │ a', '  │ ^']);
	const tenth = `${'\n'.repeat(9)}x`;
	t.deepEqual(texts({message: 'No.', sql: {text: tenth, offset: 9}}).slice(1), ['10 │ x', '   │ ^']);
});

test('error lines: shows the part of a long line around the position', t => {
	const text = `${'a'.repeat(50)}X${'b'.repeat(50)}`;
	const [, line = '', caret = ''] = texts({message: 'No.', sql: {text, offset: 50}}, 30);
	t.is(displayWidth(line), 30);
	t.is(line[caret.indexOf('^')], 'X');
	t.is(line, `1 │ …${'a'.repeat(16)}Xbbbbbbb…`);
	const [, early = ''] = texts({message: 'No.', sql: {text, offset: 3}}, 30);
	t.is(early, `1 │ ${'a'.repeat(25)}…`);
	const [, end = '', endCaret = ''] = texts({message: 'No.', sql: {text, offset: 101}}, 30);
	t.true(end.endsWith('b'));
	t.is(endCaret.indexOf('^'), end.length);
});

test('error lines: puts the caret under its character and never beyond the width', t => {
	const text = Array.from({length: 79}, (_, index) => String.fromCharCode(0x30 + index)).join('');
	for (let width = 12; width < 90; width++) {
		for (let offset = 0; offset < text.length; offset++) {
			const [, line = '', caret = ''] = texts({message: 'x', sql: {text, offset}}, width);
			t.true(line.length <= width && caret.length <= width);
			if (line[caret.indexOf('^')] !== text[offset]) t.fail(`${width} ${offset} ${line} ${caret}`);
		}
	}
});

test('error lines: wraps long texts, shows control characters and keeps line ends', t => {
	t.deepEqual(texts({message: 'one two three', detail: 'a\nb\u001B[2J'}, 8), [
		'one two',
		'three',
		'a',
		'b␛[2J',
	]);
});
