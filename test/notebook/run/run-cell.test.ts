import test from 'ava';
import {StatementError} from '../../../src/errors.js';
import type {CellOutput, CellRun} from '../../../src/notebook/document/cell.js';
import {readStatement} from '../../../src/notebook/run/read-statement.js';
import {runCell} from '../../../src/notebook/run/run-cell.js';
import type {QueryResult, Row, Session} from '../../../src/warehouse/warehouse.js';

const number = {name: 'n', type: 'number', engineType: 'INTEGER'} as const;

/** A session that answers by the statement's text: `rows N`, `tag`, or an error at the word `oops`. */
function sessionOf(sent: string[]): Session {
	return {
		transactionState: 'none',
		async query(sql): Promise<QueryResult> {
			sent.push(sql);
			const offset = sql.indexOf('oops');
			if (offset !== -1)
				throw new StatementError({message: 'column oops does not exist', sql: {text: sql, offset}});
			const [, count] = /rows (\d+)/.exec(sql) ?? [];
			async function* rows(): AsyncGenerator<readonly Row[]> {
				for (let n = 0; n < Number(count ?? 0); n++) yield [[n]];
			}
			return {
				columns: count === undefined ? [] : [number],
				command: count === undefined ? 'SET' : null,
				rows: rows(),
			};
		},
		async run() {
			return 0;
		},
		canRollBack: () => true,
		takeNotices: () => [],
		async close() {},
	};
}

const named = new Map([['named', 'SELECT oops\nFROM t']]);

/** Runs a text and holds 5 rows of each result. */
async function runText(
	session: Session,
	text: string,
	signal = new AbortController().signal,
	onOutput = (_: CellOutput) => {},
): Promise<CellRun> {
	return runCell(session, text, {
		cells: named,
		parameters: new Map([['n', '3']]),
		signal,
		onOutput,
		async run(sql) {
			const {output, pages} = await readStatement(session, sql, {maxRows: 5, isReadOnly: true, signal});
			await pages?.close();
			return output;
		},
	});
}

test('stacks the outputs of the statements, and holds no more rows than asked for', async t => {
	const sent: string[] = [];
	const run = await runText(sessionOf(sent), 'SET x; SELECT rows 3 + :n; SELECT rows 9;');
	t.is(run.state, 'done');
	t.deepEqual(sent, ['SET x', 'SELECT rows 3 + 3', 'SELECT rows 9']);
	t.like(run.outputs[0], {type: 'message', tag: 'SET'});
	t.like(run.outputs[1], {type: 'result', rows: [[0], [1], [2]], isComplete: true});
	t.like(run.outputs[2], {type: 'result', rows: [[0], [1], [2], [3], [4]], isComplete: false});
});

test('stops at the first failure, with its place in the cell', async t => {
	const sent: string[] = [];
	const sql = 'SELECT rows 1;\nSELECT :n, oops;\nSELECT rows 2';
	const run = await runText(sessionOf(sent), sql);
	t.is(run.state, 'failed');
	t.is(sent.length, 2);
	t.like(run.outputs[1], {type: 'error', failure: {sql: {text: sql, offset: sql.indexOf('oops')}}});
});

test('names the cell that a failing part comes from', async t => {
	const run = await runText(sessionOf([]), 'SELECT 1 FROM {{named}}');
	t.like(run.outputs[0], {
		type: 'error',
		failure: {where: 'cell named', sql: {text: 'SELECT oops\nFROM t', offset: 7}},
	});
});

test('fails a statement before it is sent if a parameter has no value', async t => {
	const sent: string[] = [];
	const run = await runText(sessionOf(sent), 'SELECT :missing');
	t.like(run.outputs[0], {
		type: 'error',
		failure: {message: 'The parameter :missing has no value.', sql: {offset: 7}},
	});
	t.deepEqual(sent, []);
});

test('reports a cancelled run', async t => {
	const controller = new AbortController();
	const session = sessionOf([]);
	const run = await runText(
		{
			...session,
			takeNotices: () => [],
			async query() {
				controller.abort();
				throw new Error('interrupted');
			},
		} as Session,
		'SELECT 1; SELECT 2',
		controller.signal,
	);
	t.is(run.state, 'cancelled');
	t.deepEqual(run.outputs, []);
});
