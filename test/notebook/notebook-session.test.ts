import {setTimeout as sleep} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import type {CellOutput} from '../../src/notebook/document/cell.js';
import {findCell} from '../../src/notebook/document/cells.js';
import type {CellId, DocumentAction} from '../../src/notebook/document/document.js';
import {NotebookSession, type NotebookSessionOptions} from '../../src/notebook/notebook-session.js';
import {DuckDbWarehouse} from '../../src/warehouse/duckdb/warehouse.js';
import type {Session} from '../../src/warehouse/warehouse.js';
import {type Answer, numberColumn, ScriptedWarehouse} from './scripted-warehouse.js';

const on = 'scripted';

function open(session: Session, options: Partial<NotebookSessionOptions> = {}): NotebookSession {
	return new NotebookSession(session, {on, isReadOnly: true, ...options});
}

function scripted(answers: Readonly<Record<string, Answer>>, options?: Partial<NotebookSessionOptions>) {
	const warehouse = new ScriptedWarehouse(answers);
	return {warehouse, session: open(warehouse.notebook, options)};
}

/** Types a text into the input and returns its cell. */
function type(session: NotebookSession, text: string): CellId {
	const {id} = session.document.cells.at(-1)!;
	session.dispatch({type: 'text-changed', id, text});
	return id;
}

/** Types a text into the input, runs it and returns its cell. */
async function enter(session: NotebookSession, text: string): Promise<CellId> {
	const id = type(session, text);
	await session.run([id]);
	return id;
}

const cellOf = ({document}: NotebookSession, id: CellId) => findCell(document, id)!;
const outputsOf = (session: NotebookSession, id: CellId): readonly CellOutput[] =>
	cellOf(session, id).run?.outputs ?? [];

/** The last output of a cell, which must be a result. */
function resultOf(session: NotebookSession, id: CellId) {
	const output = outputsOf(session, id).at(-1);
	if (output?.type !== 'result') throw new Error(`The last output is ${output?.type}.`);
	return output;
}

/** The tags and errors of a cell, and the rows of its results. */
const shown = (session: NotebookSession, id: CellId) =>
	outputsOf(session, id).map(output => {
		if (output.type === 'result') return output.rows;
		return output.type === 'message' ? output.tag : output.failure.message;
	});

/** Resolves at the next action of this type. */
async function reaches(session: NotebookSession, type: DocumentAction['type']): Promise<void> {
	await new Promise<void>(resolve => {
		const leave = session.subscribe(action => {
			if (action.type !== type) return;
			leave();
			resolve();
		});
	});
}

test('keeps the first 1,000 rows, and fetches 1,000 more for each call of more', async t => {
	const {warehouse, session} = scripted({a: {rows: 2500}, b: {rows: 1000}});
	const id = await enter(session, 'a;');
	t.like(resultOf(session, id), {sql: 'a', columns: [numberColumn], isComplete: false});
	t.is(resultOf(session, id).rows.length, 1000);
	t.is(session.document.open, id);
	// Batches of 700: two cover the first page and the row that shows that there is more.
	t.is(warehouse.given, 1400);
	await Promise.all([session.more(id), session.more(id)]);
	t.is(resultOf(session, id).rows.length, 2000);
	await session.more(id);
	t.deepEqual(resultOf(session, id).rows.at(-1), [2500]);
	t.true(resultOf(session, id).isComplete);
	t.is(session.document.open, undefined);
	t.is(warehouse.open, 0);
	const {document} = session;
	await session.more(id);
	t.is(session.document, document);
	const other = await enter(session, 'b');
	t.true(resultOf(session, other).isComplete);
});

test('closes the open result on a run; more then runs the statement again and replaces the rows', async t => {
	const {warehouse, session} = scripted({a: {rows: 5000, closesLate: true}, b: {rows: 1500}});
	const a = await enter(session, 'a');
	const b = await enter(session, 'b');
	t.is(warehouse.overlaps, 0);
	t.is(session.document.open, b);
	await session.more(a);
	t.deepEqual(warehouse.sent, ['a', 'b', 'a']);
	t.is(resultOf(session, a).rows.length, 2000);
	t.deepEqual(resultOf(session, a).rows.at(-1), [2000]);
	t.is(session.document.open, a);
	t.is(warehouse.open, 1);
	await session.more(b);
	t.like(resultOf(session, b), {isComplete: true, rows: {length: 1500}});
	session.dispatch({type: 'cell-deleted', id: a});
	await session.close();
	t.is(warehouse.open, 0);
	t.is(warehouse.overlaps, 0);
});

test('closes an idle result and keeps its rows', async t => {
	const {warehouse, session} = scripted({a: {rows: 5000}}, {idleMs: 30});
	const id = await enter(session, 'a');
	t.is(warehouse.open, 1);
	await sleep(100);
	t.is(warehouse.open, 0);
	t.is(session.document.open, undefined);
	t.like(resultOf(session, id), {isComplete: false, closedAfterMs: 30});
	await session.more(id);
	t.is(resultOf(session, id).rows.length, 2000);
	t.is(resultOf(session, id).closedAfterMs, undefined);
	await session.close();
});

test('fetches no more rows than can be held', async t => {
	const {warehouse, session} = scripted({a: {rows: 300_000}});
	const id = await enter(session, 'a');
	for (let page = 0; page < 250; page++) await session.more(id);
	t.like(resultOf(session, id), {isComplete: false, rows: {length: 200_000}});
	await session.close();
	await session.more(id);
	t.is(resultOf(session, id).rows.length, 200_000);
	t.is(warehouse.open, 0);
});

test('stacks the outputs of the statements and stops at the first failure', async t => {
	const {warehouse, session} = scripted({
		a: {rows: 5000},
		b: {command: 'SET'},
		'-- last\nc': {rows: 2},
		d: {error: 'no such table'},
	});
	const steps: Array<number | undefined> = [];
	session.subscribe(({type}) => {
		if (type === 'run-started' || type === 'statement-ended') steps.push(session.document.running?.statement);
	});
	const first = await enter(session, 'a; b; -- last\nc');
	t.deepEqual(steps, [1, 2, 3, 3]);
	t.is(outputsOf(session, first).length, 3);
	t.is(warehouse.open, 0);
	const failed = await enter(session, 'b;\nd; a');
	t.deepEqual(shown(session, failed), ['SET', 'no such table']);
	t.like(outputsOf(session, failed)[1], {failure: {sql: {text: 'b;\nd; a', offset: 10}}});
	t.is(cellOf(session, failed).state, 'failed');
	t.deepEqual(warehouse.sent, ['a', 'b', '-- last\nc', 'b', 'd']);
});

test('runs the queue in order up to the first failure', async t => {
	const {warehouse, session} = scripted({a: {rows: 1}, b: {rows: 2}, c: {rows: 3}});
	const [a, b] = [await enter(session, 'a'), await enter(session, 'b')];
	const x = await enter(session, 'x');
	t.deepEqual(shown(session, x), ['No answer to x.']);
	const running = session.run([a]);
	await Promise.all([running, session.run([b, x]), enter(session, 'c')]);
	t.deepEqual(warehouse.sent, ['a', 'b', 'x', 'a', 'b', 'x']);
	t.is(session.document.summary, '3 ran, 1 failed: [6], 1 not run');
	t.is(session.document.running, undefined);
});

test('fails on an error between rows, and keeps the rows after an error in more', async t => {
	const {warehouse, session} = scripted({
		a: {rows: 5000, failsAfter: 700},
		b: {rows: 5000, failsAfter: 1400},
	});
	const a = await enter(session, 'a');
	t.deepEqual(shown(session, a), ['division by zero']);
	const b = await enter(session, 'b');
	await session.more(b);
	t.like(resultOf(session, b), {
		isComplete: false,
		rows: {length: 1000},
		notices: ["Couldn't fetch more rows: division by zero"],
	});
	t.is(session.document.open, undefined);
	t.is(session.document.running, undefined);
	t.is(warehouse.open, 0);
});

test('cancels the statement, keeps the rows of a cancelled more, and can be used again', async t => {
	const {warehouse, session} = scripted({
		a: {hangsAfter: 0},
		b: {rows: 1},
		c: {rows: 5000, hangsAfter: 1400},
	});
	const started = reaches(session, 'run-started');
	const a = type(session, 'a; b');
	const running = session.run([a]);
	const b = type(session, 'b');
	const queued = session.run([b]);
	await started;
	await session.cancel();
	await Promise.all([running, queued]);
	t.is(cellOf(session, a).state, 'cancelled');
	t.is(cellOf(session, b).state, 'idle', 'the queue was cleared');
	t.deepEqual(warehouse.sent, ['a']);
	const c = await enter(session, 'c');
	await session.cancel();
	t.is(session.document.open, c, 'nothing was running');
	const more = session.more(c);
	await reaches(session, 'run-started');
	await session.cancel();
	await more;
	t.like(resultOf(session, c), {isComplete: false, rows: {length: 1000}, notices: []});
	t.is(warehouse.open, 0);
	t.is(cellOf(session, await enter(session, 'b')).state, 'done');
});

test('runs a cell that is started while another one is being cancelled', async t => {
	const {session} = scripted({a: {hangsAfter: 0}, b: {rows: 1}});
	const started = reaches(session, 'run-started');
	const first = session.run([type(session, 'a')]);
	await started;
	const cancelled = session.cancel();
	const b = await enter(session, 'b');
	await Promise.all([first, cancelled]);
	t.is(cellOf(session, b).state, 'done');
});

test('closes the session for a stage or an export, and can be used again', async t => {
	const {warehouse, session} = scripted({a: {rows: 1500}, b: {hangsAfter: 0}});
	const a = await enter(session, 'a');
	await session.close();
	t.is(warehouse.open, 0);
	t.is(session.document.open, undefined);
	const started = reaches(session, 'run-started');
	const id = type(session, 'b');
	const running = session.run([id]);
	await started;
	await session.close();
	await running;
	t.is(cellOf(session, id).state, 'cancelled');
	await session.more(a);
	t.true(resultOf(session, a).isComplete);
});

test('keeps the notices of each statement, and unsubscribes a listener', async t => {
	const warehouse = new ScriptedWarehouse({a: {rows: 1}, b: {error: 'no'}});
	const notices = ['NOTICE: one', 'NOTICE: two'];
	const session = open({...warehouse.notebook, takeNotices: () => notices.splice(0, 1)});
	let calls = 0;
	const leave = session.subscribe(() => {
		calls++;
	});
	const id = await enter(session, 'a; b');
	t.deepEqual(
		outputsOf(session, id).map(output => output.notices),
		[['NOTICE: one'], ['NOTICE: two']],
	);
	leave();
	const before = calls;
	await enter(session, 'a');
	t.is(calls, before);
});

test('replaces parameters and references, and runs only the statement at an offset', async t => {
	const {warehouse, session} = scripted({
		'SELECT 3': {rows: 3},
		'WITH named AS (\nSELECT 3\n)\nFROM named': {rows: 4},
		'WITH named AS (\nSELECT 3\n)\nSELECT * FROM named': {rows: 4},
	});
	session.dispatch({type: 'parameter-set', name: 'n', value: '3'});
	const named = await enter(session, 'SELECT :n;');
	session.dispatch({type: 'cell-named', id: named, name: 'named'});
	const id = type(session, 'SELECT 1; SELECT * FROM {{named}}; SELECT 2');
	await session.runStatement(id, 15);
	t.deepEqual(warehouse.sent, ['SELECT 3', 'WITH named AS (\nSELECT 3\n)\nSELECT * FROM named']);
	t.is(resultOf(session, id).rows.length, 4);
});

/** A session with an empty database of its own, and a table `plays` of 8 rows. */
async function duckDb(t: ExecutionContext, options: Partial<NotebookSessionOptions> = {}) {
	const warehouse = new DuckDbWarehouse(':memory:');
	await warehouse.connect();
	t.teardown(async () => warehouse.close());
	await warehouse.run('CREATE TABLE plays AS SELECT range AS n FROM range(8)');
	const {notebook} = warehouse;
	const count = async () => (await warehouse.observe('SELECT count(*)::INTEGER FROM plays'))[0]?.[0];
	let changes = 0;
	const session = open(notebook, {isReadOnly: false, ...options});
	session.onTablesMayHaveChanged = () => {
		changes++;
	};
	return {session, notebook, count, changes: () => changes};
}

/** Starts a text in the input and waits for its question. */
async function untilAsked(session: NotebookSession, text: string) {
	const asked = reaches(session, 'question-asked');
	const id = type(session, text);
	const ended = session.run([id]);
	await asked;
	return {id, ended};
}

test('write mode: commits a destructive statement when the user says so', async t => {
	const {session, count, changes} = await duckDb(t);
	const reader = await enter(session, 'SELECT count(*) FROM plays');
	t.is(changes(), 0);
	const {id, ended} = await untilAsked(session, 'DELETE FROM plays WHERE n < 3; SELECT 1');
	t.deepEqual(session.document.question, {
		id,
		sql: 'DELETE FROM plays WHERE n < 3',
		type: 'commit',
		about: 'DELETE 3',
		target: on,
	});
	t.is(await count(), 8, 'not yet');
	t.is(cellOf(session, id).state, 'running');
	await session.answer(true);
	t.is(await count(), 5);
	await ended;
	t.deepEqual(shown(session, id), ['DELETE 3', [[1]]]);
	t.is(session.transaction, 'none');
	t.is(session.document.question, undefined);
	t.like(cellOf(session, reader), {state: 'stale', staleBecause: 'plays was changed by [2]'});
	t.is(cellOf(session, id).state, 'done');
	t.is(changes(), 1);
});

test('write mode: rolls back when the user says no, and does not go on', async t => {
	const {session, count, changes} = await duckDb(t);
	const reader = await enter(session, 'SELECT count(*) FROM plays');
	const {id, ended} = await untilAsked(session, 'DELETE FROM plays RETURNING n; DROP TABLE plays');
	t.is(session.document.question?.about, 'DELETE, 8 rows returned');
	await session.answer(false);
	await ended;
	t.like(outputsOf(session, id), [{tag: 'ROLLBACK', notices: ['Rolled back: DELETE, 8 rows returned.']}]);
	t.is(outputsOf(session, id).length, 1);
	t.is(cellOf(session, id).state, 'cancelled');
	t.is(await count(), 8);
	t.is(cellOf(session, reader).state, 'done');
	t.is(changes(), 0);
});

test('write mode: rolls back without an answer in time, on cancel and after an error', async t => {
	const {session, count} = await duckDb(t, {answerMs: 40});
	const unanswered = await enter(session, 'UPDATE plays SET n = 0');
	t.deepEqual(shown(session, unanswered), ['Rolled back: not answered within 0 s.']);
	t.is(cellOf(session, unanswered).state, 'failed');
	const failed = await enter(session, "DELETE FROM plays WHERE n = 'x'");
	t.is(cellOf(session, failed).state, 'failed');
	t.is(session.transaction, 'none');
	const {id, ended} = await untilAsked(session, 'TRUNCATE plays');
	await session.cancel();
	await ended;
	t.is(cellOf(session, id).state, 'cancelled');
	t.is(session.transaction, 'none');
	t.is(session.document.question, undefined);
	t.is(await count(), 8);
});

test('write mode: asks nothing for INSERT, CREATE and SELECT, nor in a transaction of the user', async t => {
	const {session, count, changes} = await duckDb(t);
	await enter(session, "INSERT INTO plays VALUES (9); CREATE TABLE t (i int); SELECT 'drop'");
	t.is(await count(), 9);
	t.is(changes(), 1);
	const reader = await enter(session, 'FROM plays');
	const id = await enter(session, 'BEGIN; DELETE FROM plays;');
	t.is(session.transaction, 'open');
	t.deepEqual(shown(session, id), ['BEGIN', 'DELETE 9']);
	t.is(cellOf(session, reader).state, 'stale');
	t.is(await count(), 9);
	t.is(changes(), 1, 'others see nothing of it yet');
	await session.run([reader]);
	await enter(session, 'ROLLBACK');
	t.is(cellOf(session, reader).staleBecause, 'plays was rolled back by [5]');
	t.is(changes(), 2);
	await enter(session, 'BEGIN; DELETE FROM plays; COMMIT');
	t.is(await count(), 0);
	t.is(changes(), 3);
});

test('write mode: asks before a statement that cannot be rolled back', async t => {
	const {notebook, ...rest} = await duckDb(t);
	const session = open(
		{
			get transactionState() {
				return notebook.transactionState;
			},
			run: async (sql, options) => notebook.run(sql, options),
			query: async (sql, options) => notebook.query(sql, options),
			canRollBack: sql => !sql.startsWith('TRUNCATE'),
			takeNotices: () => [],
			async close() {},
		},
		{isReadOnly: false},
	);
	const no = await untilAsked(session, 'TRUNCATE plays');
	t.like(session.document.question, {type: 'run', about: 'TRUNCATE plays', target: on});
	await session.answer(false);
	await no.ended;
	t.deepEqual(shown(session, no.id), ['Not run']);
	t.is(cellOf(session, no.id).state, 'cancelled');
	t.is(await rest.count(), 8);
	const yes = await untilAsked(session, 'TRUNCATE plays');
	await session.answer(true);
	await yes.ended;
	t.is(cellOf(session, yes.id).state, 'done');
	t.is(await rest.count(), 0);
});

test('read-only mode: asks nothing, and the engine refuses', async t => {
	const {session, count, changes} = await duckDb(t, {isReadOnly: true});
	const id = await enter(session, 'DELETE FROM plays');
	t.deepEqual(shown(session, id), ['This statement changes data, and the session is read-only.']);
	t.is(await count(), 8);
	t.is(changes(), 0);
	session.dispatch({type: 'write-mode-set', isReadOnly: false});
	const asked = await untilAsked(session, 'DELETE FROM plays');
	await session.answer(true);
	await asked.ended;
	t.is(await count(), 0);
});

test('more does not run a statement again that may change data', async t => {
	const {session} = await duckDb(t);
	await enter(session, 'CREATE TABLE many (i int)');
	const id = await enter(session, 'INSERT INTO many SELECT range FROM range(1500) RETURNING i');
	t.is(session.document.open, id);
	await enter(session, 'SELECT 1');
	await session.more(id);
	t.like(resultOf(session, id), {
		rows: {length: 1000},
		notices: ["Couldn't fetch more rows: The statement may change data. Run the cell again."],
	});
	t.deepEqual(shown(session, await enter(session, 'SELECT count(*)::int FROM many')), [[[1500]]]);
});

test('DuckDB: cancels an endless statement, and pages through a large result', async t => {
	const {session} = await duckDb(t, {isReadOnly: true});
	const started = reaches(session, 'run-started');
	const id = type(session, 'SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b');
	const running = session.run([id]);
	await started;
	await sleep(50);
	await session.cancel();
	await running;
	t.is(cellOf(session, id).state, 'cancelled');
	const large = await enter(session, 'SELECT range AS n FROM range(1000000000)');
	await session.more(large);
	t.is(resultOf(session, large).rows.length, 2000);
	await enter(session, 'SELECT 1');
	t.false(resultOf(session, large).isComplete, 'a stream that was ended is not complete');
	await session.more(large);
	t.is(resultOf(session, large).rows.length, 3000);
	await session.close();
});
