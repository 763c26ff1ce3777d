import test from 'ava';
import type {CellOutput, CellRun} from '../../../src/notebook/document/cell.js';
import {cellsFrom, nameProblem, runnableCells, staleCells} from '../../../src/notebook/document/cells.js';
import type {Cell, CellId, Document, DocumentAction} from '../../../src/notebook/document/document.js';
import {documentReducer, emptyDocument} from '../../../src/notebook/document/document-reducer.js';
import type {Row} from '../../../src/warehouse/warehouse.js';

const on = 'DuckDB a.duckdb';

function apply(document: Document, ...actions: readonly DocumentAction[]): Document {
	return actions.reduce(documentReducer, document);
}

const output: CellOutput = {
	type: 'result',
	sql: 'SELECT 1',
	columns: [],
	rows: [[1]],
	isComplete: true,
	notices: [],
	ms: 1,
};
const ran = (changes: Partial<CellRun> = {}): CellRun => ({
	state: 'done',
	startedAt: 0,
	ms: 1,
	outputs: [output],
	...changes,
});

function start(id: CellId, purpose: 'run' | 'more' = 'run'): DocumentAction {
	return {
		type: 'run-started',
		running: {id, purpose, startedAt: 0, statement: 1, statements: 1, outputs: []},
	};
}
const end = (run: Partial<CellRun> = {}, isOpen = false): DocumentAction => ({
	type: 'run-ended',
	run: ran(run),
	isOpen,
});
const queue = (...ids: readonly CellId[]): DocumentAction => ({type: 'cells-queued', ids});
const edit = (id: CellId, text: string): DocumentAction => ({type: 'text-changed', id, text});

const inputId = ({cells}: Document) => cells.at(-1)!.id;

/** Types a text into the input and runs it. */
function enter(document: Document, text: string, run: Partial<CellRun> = {}): Document {
	const id = inputId(document);
	return apply(document, edit(id, text), queue(id), start(id), end(run));
}

const entered = (...texts: readonly string[]) =>
	texts.reduce<Document>((document, text) => enter(document, text), emptyDocument({on, isReadOnly: true}));

const cellOf = ({cells}: Document, id: CellId): Cell => cells.find(cell => cell.id === id)!;
const texts = ({cells}: Document) => cells.map(({text}) => text);
const states = ({cells}: Document) => cells.map(({state}) => state);

test('moves what the input ran up as a numbered cell, and leaves an empty input', t => {
	const empty = emptyDocument({on, isReadOnly: true});
	t.deepEqual(texts(empty), ['']);
	t.is(documentReducer(empty, queue(1)), empty, 'nothing to run');
	const document = enter(entered('a'), 'b');
	t.deepEqual(texts(document), ['a', 'b', '']);
	t.deepEqual(
		document.cells.map(({number}) => number),
		[1, 2, undefined],
	);
	t.like(cellOf(document, 1), {state: 'done', run: {state: 'done'}});
	t.is(document.summary, undefined);
});

test('replaces the failed last run of the input by its next run, once that starts', t => {
	const failed = enter(entered('a'), 'selct', {state: 'failed'});
	const id = inputId(failed);
	const queued = apply(failed, edit(id, 'select'), queue(id));
	t.deepEqual(texts(queued), ['a', 'selct', 'select', '']);
	const started = apply(queued, start(id));
	t.deepEqual(texts(started), ['a', 'select', '']);
	t.is(cellOf(started, id).number, 3);
	t.deepEqual(texts(apply(started, {type: 'deletion-undone'})), ['a', 'selct', 'select', '']);

	const rerun = apply(failed, queue(1), start(1), end());
	t.deepEqual(texts(enter(rerun, 'select')), ['a', 'selct', 'select', ''], 'it was not the last run');
	const inserted = apply(
		entered('a'),
		{type: 'cell-inserted', index: 1, kind: 'sql', text: 'oops'},
		queue(3),
		start(3),
		end({state: 'failed'}),
	);
	t.deepEqual(texts(enter(inserted, 'b')), ['a', 'oops', 'b', ''], 'it did not come from the input');
});

test('marks a cell as stale while its text differs from what ran', t => {
	const document = apply(entered('a'), edit(1, 'b'));
	t.like(cellOf(document, 1), {state: 'stale', staleBecause: 'its text was changed', ranText: 'a'});
	t.is(cellOf(apply(document, edit(1, 'a')), 1).state, 'done');
	t.is(cellOf(apply(document, queue(1), start(1), end()), 1).state, 'done');
	const unrun = apply(document, edit(inputId(document), 'c'));
	t.is(unrun.cells.at(-1)!.state, 'idle', 'a cell that never ran is not stale');
	const during = apply(document, queue(1), start(1), edit(1, 'c'));
	t.is(cellOf(during, 1).state, 'running');
	t.is(cellOf(apply(during, end()), 1).state, 'stale');
	t.deepEqual(staleCells(document), [1]);
});

test('marks the cells that use a changed parameter, themselves or by reference', t => {
	const named = apply(entered('SELECT :n', 'FROM {{base}}', "SELECT ':n'"), {
		type: 'cell-named',
		id: 1,
		name: 'base',
	});
	const document = apply(named, {type: 'parameter-set', name: 'n', value: '3'});
	t.deepEqual(states(document), ['stale', 'stale', 'done', 'idle']);
	t.is(cellOf(document, 2).staleBecause, 'the parameter :n was changed');
	t.is(apply(document, {type: 'parameter-set', name: 'n', value: '3'}), document);
	t.is(apply(document, {type: 'parameter-set', name: 'n', value: undefined}).parameters.size, 0);
});

test('marks the cells that refer to a changed or rerun cell, directly or not', t => {
	const names: readonly DocumentAction[] = [
		{type: 'cell-named', id: 1, name: 'a'},
		{type: 'cell-named', id: 2, name: 'b'},
	];
	const document = apply(
		apply(entered('SELECT 1', 'FROM {{a}}', 'FROM {{b}}', 'FROM other'), ...names),
		queue(1, 2, 3, 4),
		...[1, 2, 3, 4].flatMap(id => [start(id), end()]),
	);
	t.deepEqual(states(document), ['done', 'done', 'done', 'done', 'idle'], 'the order of a run of all');
	t.deepEqual(states(apply(document, queue(1), start(1), end())), ['done', 'stale', 'stale', 'done', 'idle']);
	const edited = apply(document, edit(1, 'SELECT 2'));
	t.deepEqual(states(edited), ['stale', 'stale', 'stale', 'done', 'idle']);
	t.is(cellOf(edited, 3).staleBecause, 'the cell a was changed');
	t.is(cellOf(apply(document, {type: 'cell-deleted', id: 1}), 2).staleBecause, 'the cell a was deleted');
});

test('marks the cells that name a changed table', t => {
	const document = entered(
		'SELECT * FROM users',
		'SELECT * FROM public."Users" u',
		"SELECT 'users' -- users",
		'SELECT hour FROM time',
		"SELECT TIME '12:00'",
	);
	const changed = (...tables: readonly string[]) =>
		states(apply(document, {type: 'tables-changed', tables, because: 'x'})).slice(0, -1);
	t.deepEqual(changed('users'), ['stale', 'stale', 'done', 'done', 'done']);
	t.deepEqual(changed('public.users'), ['stale', 'stale', 'done', 'done', 'done']);
	t.deepEqual(changed('time'), ['done', 'done', 'done', 'stale', 'done']);
	const all = apply(document, {type: 'tables-changed', because: '[1] changed them', by: 1});
	t.deepEqual(states(all), ['done', 'stale', 'stale', 'stale', 'stale', 'idle']);
	t.is(cellOf(all, 2).staleBecause, '[1] changed them');
	t.is(apply(document, {type: 'tables-changed', tables: ['artists'], because: 'x'}), document);
});

test('keeps the last successful outputs until a rerun has succeeded', t => {
	const document = entered('a');
	const before = cellOf(document, 1).run;
	const running = apply(document, queue(1), start(1), {type: 'statement-ended', output});
	t.is(cellOf(running, 1).run, before);
	t.like(running.running, {outputs: [output], statement: 1});
	const failed = apply(running, end({state: 'failed'}), queue(1), start(1), end({state: 'cancelled'}));
	t.like(cellOf(failed, 1), {state: 'cancelled', run: {state: 'cancelled'}});
	t.is(cellOf(failed, 1).previous, before);
	t.is(cellOf(apply(failed, queue(1), start(1), end()), 1).previous, undefined);
});

test('stops a run of several cells at the first failure, and sums it up', t => {
	const document = apply(entered('a', 'b', 'c', 'd'), edit(4, 'e'));
	const queued = apply(document, queue(2, 2, 3, 4, 9));
	t.deepEqual(queued.queue, [2, 3, 4]);
	t.deepEqual(states(queued), ['done', 'queued', 'queued', 'queued', 'idle']);
	const failed = apply(queued, start(2), end(), start(3), end({state: 'failed'}));
	t.deepEqual(failed.queue, []);
	t.deepEqual(states(failed), ['done', 'done', 'failed', 'stale', 'idle']);
	t.is(failed.summary, '2 ran, 1 failed: [6], 1 not run');
	const again = apply(failed, queue(1, 2));
	t.is(again.summary, undefined);
	t.is(apply(again, start(1), end(), start(2), end()).summary, '2 ran');
	t.deepEqual(states(apply(again, {type: 'queue-cleared'})), states(failed));
});

test('inserts, moves and deletes cells above the input only', t => {
	const document = apply(entered('a', 'b'), edit(3, 'typed'));
	const note: DocumentAction = {type: 'cell-inserted', index: 9, kind: 'markdown', text: 'note'};
	t.deepEqual(texts(apply(document, note)), ['a', 'b', 'note', 'typed']);
	t.deepEqual(texts(apply(document, {type: 'cell-moved', id: 1, by: 1})), ['b', 'a', 'typed']);
	for (const [id, by] of [
		[1, -1],
		[2, 1],
		[3, -1],
		[9, 1],
	] as const)
		t.is(apply(document, {type: 'cell-moved', id, by}), document);
	const emptied = apply(document, {type: 'cell-deleted', id: 3});
	t.deepEqual(texts(emptied), ['a', 'b', '']);
	const queued = apply(document, queue(1, 2), start(1));
	t.is(apply(queued, {type: 'cell-deleted', id: 1}, {type: 'cell-deleted', id: 2}), queued);
	const deleted = apply(document, {type: 'cell-deleted', id: 1}, {type: 'cell-deleted', id: 2});
	t.deepEqual(texts(deleted), ['typed']);
	const undo: DocumentAction = {type: 'deletion-undone'};
	t.deepEqual(texts(apply(deleted, undo)), ['b', 'typed']);
	t.deepEqual(apply(deleted, undo, undo, undo).cells, document.cells);
});

test('makes a deleted cell stale as well, and takes its name if it is in use again', t => {
	const document = apply(
		entered('SELECT * FROM users', 'b'),
		{type: 'cell-named', id: 1, name: 'x'},
		{type: 'cell-deleted', id: 1},
		{type: 'cell-named', id: 2, name: 'x'},
		{type: 'tables-changed', tables: ['users'], because: 'users was changed by load-users'},
		{type: 'deletion-undone'},
	);
	t.like(cellOf(document, 1), {state: 'stale', staleBecause: 'users was changed by load-users'});
	t.is(cellOf(document, 1).name, undefined);
});

test('names cells', t => {
	const document = apply(entered('a', 'b'), {type: 'cell-named', id: 1, name: 'plays'});
	t.is(cellOf(document, 1).name, 'plays');
	t.is(nameProblem(document, 1, 'plays'), undefined);
	t.is(nameProblem(document, 2, ''), undefined);
	t.regex(nameProblem(document, 2, 'plays')!, /^Another cell is named plays\./);
	t.regex(nameProblem(document, 2, '2x')!, /does not begin with a digit/);
	t.regex(nameProblem(document, 2, 'order')!, /SQL keyword/);
	t.is(apply(document, {type: 'cell-named', id: 2, name: 'plays'}), document);
	t.is(cellOf(apply(document, {type: 'cell-named', id: 1, name: ''}), 1).name, undefined);
});

test('keeps an SQL input below an input that becomes Markdown', t => {
	const document = apply(entered('a'), edit(2, '# b'), {type: 'kind-changed', id: 2, kind: 'markdown'});
	t.deepEqual(
		document.cells.map(({kind, text}) => [kind, text]),
		[
			['sql', 'a'],
			['markdown', '# b'],
			['sql', ''],
		],
	);
	t.deepEqual(runnableCells(apply(document, edit(3, 'c'))), [1, 3]);
	t.deepEqual(cellsFrom(apply(document, edit(3, 'c')), 2), [3]);
	t.deepEqual(cellsFrom(document, 2), []);
});

test('sets the chart, the fold and the mode, and returns the same document for no change', t => {
	const document = entered('a');
	const chart = {type: 'bar'} as const;
	const changed = apply(
		document,
		{type: 'chart-set', id: 1, chart},
		{type: 'output-folded', id: 1, isFolded: true},
		{type: 'write-mode-set', isReadOnly: false},
	);
	t.like(cellOf(changed, 1), {chart, isFolded: true});
	t.false(changed.isReadOnly);
	t.is(cellOf(apply(changed, {type: 'chart-set', id: 1, chart: undefined}), 1).chart, undefined);
	const same: readonly DocumentAction[] = [
		{type: 'chart-set', id: 1, chart: undefined},
		{type: 'output-folded', id: 1, isFolded: false},
		{type: 'write-mode-set', isReadOnly: true},
		{type: 'kind-changed', id: 1, kind: 'sql'},
		edit(1, 'a'),
		edit(9, 'a'),
		{type: 'queue-cleared'},
		{type: 'deletion-undone'},
		{type: 'result-closed'},
		{type: 'question-answered'},
	];
	for (const action of same) t.is(apply(document, action), document, action.type);
});

test('adds fetched rows to the last output, and keeps why the result was closed', t => {
	const partial = {...output, isComplete: false};
	const open = apply(entered('a'), queue(1), start(1), end({outputs: [output, partial]}, true));
	t.is(open.open, 1);
	const more = {...partial, rows: [[1], [2]]};
	const fetched = apply(open, start(1, 'more'), {type: 'rows-fetched', id: 1, output: more, isOpen: true});
	t.deepEqual(cellOf(fetched, 1).run?.outputs, [output, more]);
	t.is(cellOf(fetched, 1).number, 2, 'fetching is not a run');
	const closed = apply(fetched, {type: 'result-closed', afterMs: 60_000});
	t.is(closed.open, undefined);
	t.deepEqual(cellOf(closed, 1).run?.outputs, [output, {...more, closedAfterMs: 60_000}]);
	t.is(apply(fetched, {type: 'cell-deleted', id: 1}).open, undefined);
});

test('opens the cells of a file with their saved outputs', t => {
	const document = apply(entered('a'), {
		type: 'cells-opened',
		cells: [
			{kind: 'markdown', text: '# Title'},
			{kind: 'sql', text: 'b', name: 'b', savedOutput: '| n |'},
		],
	});
	t.deepEqual(texts(document), ['# Title', 'b', '']);
	t.deepEqual(states(document), ['idle', 'idle', 'idle']);
	t.is(document.cells[1]?.savedOutput, '| n |');
	t.is(new Set(document.cells.map(({id}) => id)).size, 3);
});

test('releases the oldest rows over the limit, except those of protected cells and of the open result', t => {
	const big = (rows: number, text = ''): Partial<CellRun> => ({
		outputs: [{...output, rows: Array.from({length: rows}, (): Row => [text])}],
	});
	const held = ({cells}: Document) =>
		cells.map(({run}) => (run?.outputs[0]?.type === 'result' ? run.outputs[0].rows.length : 0));
	const run = (id: CellId, startedAt: number, what: Partial<CellRun>): readonly DocumentAction[] => [
		queue(id),
		start(id),
		end({...what, startedAt}),
	];
	const document = apply(
		entered('a', 'b', 'c', 'd'),
		...run(3, 1, big(90_000)),
		...run(1, 2, big(80_000)),
		...run(2, 3, big(20_000)),
	);
	t.deepEqual(held(document), [80_000, 20_000, 90_000, 1, 0]);
	const released = apply(document, ...run(4, 4, big(90_000)));
	t.deepEqual(held(released), [80_000, 20_000, 0, 90_000, 0]);
	t.like(cellOf(released, 3).run?.outputs[0], {isReleased: true, isComplete: false});
	const kept = apply(document, {type: 'cells-protected', ids: [3]}, ...run(4, 4, big(90_000)));
	t.deepEqual(held(kept), [0, 20_000, 90_000, 90_000, 0]);
	const wide = apply(document, ...run(4, 4, big(5000, 'x'.repeat(14_000))));
	t.deepEqual(held(wide), [0, 0, 0, 5000, 0], 'about 64 MB');
});
