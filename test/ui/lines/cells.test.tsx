import test from 'ava';
import {render} from 'ink-testing-library';
import {initialState, type PipelineState} from '../../../src/load/state.js';
import type {CellOutput, CellRun} from '../../../src/notebook/document/cell.js';
import type {Cell} from '../../../src/notebook/document/document.js';
import {emptyDocument} from '../../../src/notebook/document/document-reducer.js';
import {createEditor} from '../../../src/notebook/editor.js';
import {stageIds} from '../../../src/star/stages.js';
import {NotebookPage} from '../../../src/ui/components/NotebookPage.js';
import {type CellView, cellHeight, cellLines} from '../../../src/ui/lines/cells/cell-lines.js';
import {loadRow} from '../../../src/ui/lines/cells/load-row.js';
import {markdownLines} from '../../../src/ui/lines/cells/markdown-lines.js';
import {cellView, editorPlace, layoutOf, type Page, visiblePlace} from '../../../src/ui/lines/cells/page.js';
import {
	anchorShowing,
	pageEnd,
	pageLayout,
	pageStart,
	scrolled,
	scrolledWithin,
	visibleParts,
} from '../../../src/ui/lines/cells/page-layout.js';
import {lineWidth} from '../../../src/ui/lines/line.js';
import {defaultDisplay} from '../../../src/ui/state/display.js';
import type {PageAnchor} from '../../../src/ui/state/page-anchor.js';
import type {Column, ColumnType, Row} from '../../../src/warehouse/warehouse.js';
import {textOf} from '../harness.js';

const day = new Date(2018, 10, 3, 12).getTime();

function view(width: number, changes: Partial<CellView> = {}): CellView {
	return {
		width,
		screenRows: 24,
		display: defaultDisplay,
		isUnicode: true,
		isOpen: false,
		running: undefined,
		question: undefined,
		editor: undefined,
		...changes,
	};
}

function cell(changes: Partial<Cell> = {}): Cell {
	return {id: 1, kind: 'sql', text: 'SELECT 1;', state: 'done', number: 3, isFolded: false, ...changes};
}

function run(outputs: readonly CellOutput[], changes: Partial<CellRun> = {}): CellRun {
	return {state: 'done', startedAt: day, ms: 5, outputs, ...changes};
}

type Result = Extract<CellOutput, {type: 'result'}>;

function result(
	columns: Readonly<Record<string, ColumnType>>,
	rows: readonly Row[],
	changes: Partial<Result> = {},
): CellOutput {
	const named = Object.entries(columns).map(([name, type]): Column => ({name, type, engineType: ''}));
	return {type: 'result', sql: '', notices: [], ms: 3, columns: named, rows, isComplete: true, ...changes};
}

const levels = result({level: 'text', plays: 'number'}, [
	['free', 2422],
	['paid', 3993],
	[null, null],
]);
const levelTable = ['level │ plays', 'free  │  2422', 'paid  │  3993', 'NULL  │  NULL'];

const wideColumns: Record<string, ColumnType> = Object.fromEntries(
	Array.from({length: 9}, (_, index) => [`column_${index}`, index % 2 === 0 ? 'text' : 'number']),
);
const wideRows = Array.from({length: 1000}, (_, row) =>
	Array.from({length: 9}, (_, index) => (index % 2 === 0 ? `some text of row ${row}` : row * 1000)),
);
const wide = (changes: Partial<Result> = {}) => result(wideColumns, wideRows, changes);

const failed: CellOutput = {
	type: 'error',
	sql: 'SELECT brokn',
	notices: [],
	ms: 4,
	failure: {
		message: 'Column brokn does not exist.',
		advice: 'Check the spelling.',
		sql: {text: 'SELECT 1;\nSELECT brokn', offset: 17},
	},
};

/** The lines of a cell without what is left of its text. */
function shown(of: Cell, at: CellView, now = 0): readonly string[] {
	return textOf(cellLines(of, at, now)).map(line => line.slice(7));
}

test('shows the number, the name, the SQL and the result of a cell', t => {
	const text = 'SELECT level, count(*) AS plays\nFROM songplays GROUP BY level;';
	for (const width of [80, 200])
		t.deepEqual(textOf(cellLines(cell({text, name: 'levels', run: run([levels])}), view(width), 0)), [
			' [3]   levels',
			'       SELECT level, count(*) AS plays',
			'       FROM songplays GROUP BY level;',
			...levelTable.map(line => `       ${line}`),
			'       3 rows · 3 ms',
		]);
});

test('shows in the gutter whether a cell has run, is changed, queued or running', t => {
	const gutter = (changes: Partial<Cell>) => textOf(cellLines(cell(changes), view(80), 0))[0]!.slice(0, 7);
	t.is(gutter({number: 12}), ' [12]  ');
	t.is(gutter({ranText: 'SELECT 2;'}), ' [3*]  ');
	t.is(gutter({number: 100, ranText: ''}), ' [100*]');
	t.is(gutter({state: 'queued'}), ' […]   ');
	t.is(gutter({state: 'running'}), ' [*]   ');
	const {number: _, ...idle} = cell({state: 'idle'});
	t.is(textOf(cellLines(idle, view(80), 0))[0], ' [ ]   SELECT 1;');
});

test('wraps SQL where the editor does, and never cuts it', t => {
	const text = `SELECT ${Array.from({length: 20}, (_, i) => `column_${i}`).join(', ')} FROM t; -- 東京`;
	for (const width of [60, 80, 200]) {
		const lines = shown(cell({text}), view(width));
		t.is(lines.join(''), text);
		t.true(lines.length > 1);
		t.deepEqual(shown(cell(), view(width, {editor: createEditor(text)})), lines);
	}
});

test('shows the first rows and columns of a large result, and says what is hidden', t => {
	const large = cell({run: run([wide()])});
	const [, heading, first, ...others] = shown(large, view(80));
	t.is(
		heading,
		'column_0           │ column_1 │ column_2           │ column_3 │ column_4'.padEnd(73).trimEnd(),
	);
	t.is(first, 'some text of row 0 │        0 │ some text of row 0 │        0 │ some te…');
	t.is(others.length, 8);
	t.is(others.at(-1), 'first 8 of 1,000 rows · 4 columns hidden · 3 ms · Space shows all');
	const roomy = shown(large, view(200, {screenRows: 50}));
	t.is(roomy.length, 1 + 1 + 16 + 1);
	t.is(roomy.at(-1), 'first 16 of 1,000 rows · 3 ms · Space shows all');
	const dozen = cell({run: run([result(wideColumns, wideRows.slice(0, 12))])});
	t.is(shown(dozen, view(200)).at(-1), '12 rows · 3 ms');
	t.is(shown(cell({run: run([result({n: 'number'}, [])])}), view(80)).at(-1), '0 rows · 3 ms');
});

test('says how to see more rows of a result', t => {
	const status = (changes: Partial<Result>, at = view(200)) =>
		shown(cell({run: run([wide({isComplete: false, ...changes})])}), at).at(-1);
	t.is(
		status({}, view(200, {isOpen: true})),
		'8 of the first 1,000 rows · 3 ms · m fetches more · Space shows all',
	);
	t.is(
		status({}, view(80, {isOpen: true})),
		'8 of the first 1,000 rows · 4 columns hidden · m more · Space all',
	);
	t.is(
		status({rows: wideRows.slice(0, 10), closedAfterMs: 60_000}),
		'first 10 rows · 3 ms · closed after 60 s without use · m runs it again',
	);
	t.is(
		status({rows: Array.from({length: 200_000}, () => wideRows[0]!)}, view(80, {isOpen: true})),
		'8 of the first 200,000 rows · 4 columns hidden · E export · Space all',
	);
	t.is(status({rows: [], isReleased: true}), 'rows released · r runs it again');
});

test('stacks the outputs of several statements, with their notices', t => {
	const drop: CellOutput = {
		type: 'message',
		tag: 'DROP TABLE',
		sql: '',
		notices: ['table "x" is\tnot there'],
		ms: 1,
	};
	t.deepEqual(shown(cell({run: run([drop, levels])}), view(80)), [
		'SELECT 1;',
		'table "x" is not there',
		'DROP TABLE · 1 ms',
		...levelTable,
		'3 rows · 3 ms',
	]);
});

test('shows an error with its place, above the last successful run', t => {
	const of = cell({state: 'failed', run: run([failed], {state: 'failed'}), previous: run([levels])});
	t.deepEqual(shown(of, view(80)), [
		'SELECT 1;',
		'✖ Column brokn does not exist.',
		'  2 │ SELECT brokn',
		'    │        ^',
		'→ Check the spelling.',
		'last successful run: 3 Nov',
		...levelTable,
		'3 rows · 3 ms',
	]);
	t.true(
		cellLines(of, view(80), 0)
			.slice(-4)
			.every(line => line.slice(2).every(({dim}) => dim)),
	);
});

test('says that a cell is cancelled or folded', t => {
	const second = (changes: Partial<Cell>, at = view(80)) =>
		shown(cell({run: run([levels]), ...changes}), at)[1];
	t.is(second({state: 'cancelled', run: run([], {state: 'cancelled', ms: 3200})}), '– cancelled after 3.2 s');
	t.is(second({isFolded: true}), 'output folded · o shows it');
	t.is(
		second({isFolded: true, run: run([failed], {state: 'failed'})}),
		'✖ failed · output folded · o shows it',
	);
});

test('shows the output saved in the file until the cell runs', t => {
	const savedOutput = '| level | plays |\n| --- | ---: |\n| free | 2422 |\n\n*1 row*';
	const of = cell({state: 'idle', savedOutput});
	t.deepEqual(shown(of, view(80)), [
		'SELECT 1;',
		'saved output:',
		'| level | plays |',
		'| --- | ---: |',
		'| free | 2422 |',
		'',
		'1 row',
	]);
	t.deepEqual(shown({...of, state: 'done', run: run([levels])}, view(80)).slice(1, 5), levelTable);
});

test('says in the last status line why a cell is stale, which moves nothing', t => {
	const stale = (changes: Partial<Cell>, width = 80) =>
		shown(cell({run: run([levels]), state: 'stale', ...changes}), view(width));
	t.deepEqual(stale({staleBecause: 'its text was changed'}), [
		'SELECT 1;',
		...levelTable,
		'~ stale: its text was changed · 3 rows · 3 ms',
	]);
	t.is(stale({staleBecause: 'word '.repeat(20)}, 60).at(-1), '~ stale · 3 rows · 3 ms');
	const failing = run([failed], {state: 'failed'});
	const error = shown(cell({run: failing, state: 'failed'}), view(80));
	t.deepEqual(stale({run: failing, staleBecause: 'its text was changed'}), error);
});

test('shows the progress of a run in place of the last status line, so that a rerun moves nothing', t => {
	const running = {id: 1, purpose: 'run', startedAt: 0, statement: 1, statements: 1, outputs: []} as const;
	const before = cell({run: run([levels])});
	const during = {...before, state: 'running'} as const;
	t.deepEqual(shown(during, view(80, {running}), 3200), ['SELECT 1;', ...levelTable, '⠹ running · 3.2 s']);
	t.is(cellHeight(during, view(80, {running})), cellHeight(before, view(80)));
	const first = {...running, statement: 2, statements: 2, outputs: [levels]};
	t.deepEqual(shown(cell({state: 'running'}), view(80, {running: first}), 40), [
		'SELECT 1;',
		...levelTable,
		'3 rows · 3 ms',
		'⠋ statement 2 of 2 · 40 ms',
	]);
	const more = {...running, purpose: 'more'} as const;
	t.is(shown(during, view(80, {running: more}), 500).at(-1), '⠴ fetching more rows · 0.5 s');
	const question = {id: 1, sql: '', type: 'commit', about: 'DELETE 3', target: 'DuckDB'} as const;
	t.is(
		shown(during, view(80, {running, question}), 3200).at(-1),
		'⠹ DELETE 3 · waits for your answer · 3.2 s',
	);
});

test('marks the costly steps of a plan', t => {
	const plan = [
		'Sort  (cost=20.00..21.00 rows=400 width=16)',
		'  ->  Seq Scan on songplays  (cost=0.00..18.90 rows=133560 width=4)',
	];
	const rows = plan.map(line => [line]);
	const explain = result({'QUERY PLAN': 'text'}, rows, {sql: 'EXPLAIN SELECT 1'});
	t.deepEqual(shown(cell({run: run([explain])}), view(80)).slice(1), [
		'QUERY PLAN',
		'Sort  (cost=20.00..21.00 rows=400 width=16)  ● 10 % of the cost',
		'  ->  Seq Scan on songplays  (cost=0.00..18.90 rows…  ● 90 % of the cost',
		'2 rows · 3 ms',
	]);
});

test('draws a chart in place of the last table, with a caption', t => {
	const chart = {type: 'bar'} as const;
	const lines = shown(cell({chart, run: run([levels, levels])}), view(80));
	t.deepEqual(lines.slice(1, 5), levelTable);
	t.regex(lines[6]!, /^free 2,422 {2}█+/);
	t.is(lines[7]!.length, 72);
	t.is(lines[9], 'bar chart · 3 rows · 3 ms');
	const ascii = shown(cell({chart, run: run([levels])}), view(200, {isUnicode: false}));
	t.regex(ascii[1]!, /^free 2,422 {2}#+$/);
	const missing = shown(cell({chart: {type: 'bar', x: 'nothing'}, run: run([levels])}), view(80));
	t.deepEqual(missing.slice(-2), ['3 rows · 3 ms', 'No chart: The result has no column nothing.']);
});

test('renders Markdown', t => {
	const text = [
		'## What *drives* upgrades?',
		'Users who **listen** more, see [the docs](https://x.org/a_(b)), `songplays`',
		'and snake_case_words.\\',
		'2 * 3 * 4',
		'',
		'',
		'- one',
		'  two',
		'  1. three \u001B[31m',
		'',
		'> a quote',
		'of two lines',
		'```sql',
		'SELECT 1;',
		'',
		'```',
		'| a | b |',
		'|---|---|',
		'Title',
		'---',
		'',
		'    npm ci',
		'      npm start',
	].join('\r\n');
	t.deepEqual(textOf(markdownLines(text, 200)), [
		'## What drives upgrades?',
		'Users who listen more, see the docs (https://x.org/a_(b)), songplays and snake_case_words.',
		'2 * 3 * 4',
		'',
		'• one two',
		'  1. three ␛[31m',
		'',
		'│ a quote of two lines',
		'│ SELECT 1;',
		'│ ',
		'| a | b |',
		'|---|---|',
		'Title',
		'',
		'│ npm ci',
		'│   npm start',
	]);
	const prose = cell({kind: 'markdown', text: 'word '.repeat(50)});
	t.true(cellLines(prose, view(200), 0).every(line => lineWidth(line) <= 101));
	t.deepEqual(
		textOf(cellLines(prose, view(60), 0)).map(line => line.length),
		[55, 55, 55, 55, 30],
	);
	t.deepEqual(textOf(cellLines(cell({kind: 'markdown', text: ' '}), view(80), 0)), [' empty Markdown cell']);
	t.deepEqual(textOf(cellLines(prose, view(80, {editor: createEditor('# **a**')}), 0)), [' # **a**']);
});

test('gives a height that is the number of lines, none wider than the page', t => {
	const texts = ['', `a\n\n\tb ${'word '.repeat(50)}\n${'東京'.repeat(40)}\n-- ${'x'.repeat(200)}\u0007`];
	const outputs = [[], [wide({isComplete: false}), failed], [levels, levels]];
	for (const width of [60, 200])
		for (const text of texts)
			for (const [index, list] of outputs.entries())
				for (const kind of ['sql', 'markdown'] as const)
					for (const changes of [
						{run: run(list)},
						{run: run(list, {state: 'cancelled'}), previous: run(list), name: 'name'},
						{run: run(list), chart: {type: 'bar'} as const},
						{run: run(list), state: 'stale', staleBecause: 'word '.repeat(40)} as const,
					]) {
						const of = cell({text, kind, ...changes});
						const started = {id: 1, purpose: 'run', startedAt: 0, statement: 1, statements: 1} as const;
						const running = {...started, outputs: list.slice(0, 1)};
						for (const at of [
							view(width),
							view(width, {running}),
							view(width, {editor: createEditor(text)}),
						]) {
							const lines = cellLines(of, at, 0);
							t.is(lines.length, cellHeight(of, at), `${width} ${text} ${index}`);
							t.true(
								lines.length > 0 && lines.every(line => lineWidth(line) <= width),
								`${width} ${text} ${index}`,
							);
						}
					}
});

test('returns the same lines until something changes', t => {
	const of = cell({run: run([levels])});
	const lines = cellLines(of, view(80), 1);
	t.is(cellLines(of, view(80), 2), lines);
	t.not(cellLines(of, view(81), 2), lines);
});

const layout = pageLayout([
	{id: 'load', height: 1},
	{id: 1, height: 3},
	{id: 2, height: 20},
	{id: 3, height: 2},
]);

test('finds the visible part of each item, with a blank line after each', t => {
	t.deepEqual(visibleParts(layout, pageStart, 8), [
		{id: 'load', from: 0, to: 2},
		{id: 1, from: 0, to: 4},
		{id: 2, from: 0, to: 2},
	]);
	t.deepEqual(visibleParts(layout, {id: 2, line: 5}, 8), [{id: 2, from: 5, to: 13}]);
	t.deepEqual(pageEnd(layout, 8), {id: 2, line: 15});
	t.deepEqual(visibleParts(layout, pageEnd(layout, 8), 8), [
		{id: 2, from: 15, to: 21},
		{id: 3, from: 0, to: 2},
	]);
	t.deepEqual(pageEnd(layout, 50), pageStart);
});

test('stays at the anchor when an item above grows, and within the page when one shrinks', t => {
	const heights = (height: number, last: number) =>
		pageLayout([
			{id: 'load', height},
			{id: 1, height: last},
		]);
	const anchor = {id: 1, line: 4};
	t.deepEqual(visibleParts(heights(1, 20), anchor, 5), [{id: 1, from: 4, to: 9}]);
	t.deepEqual(visibleParts(heights(9, 20), anchor, 5), [{id: 1, from: 4, to: 9}]);
	t.deepEqual(visibleParts(heights(9, 2), anchor, 5), [
		{id: 'load', from: 7, to: 10},
		{id: 1, from: 0, to: 2},
	]);
});

test('scrolls by lines up to the ends of the page', t => {
	t.deepEqual(scrolled(layout, pageStart, 3, 8), {id: 1, line: 1});
	t.deepEqual(scrolled(layout, {id: 1, line: 1}, -9, 8), pageStart);
	t.deepEqual(scrolled(layout, pageStart, 99, 8), pageEnd(layout, 8));
});

test('scrolls as little as possible to show a cell, or the line of the cursor in it', t => {
	const show = (from: PageAnchor, id: number, line?: number) => anchorShowing(layout, from, id, 8, {line});
	t.deepEqual(show(pageStart, 1), pageStart);
	t.deepEqual(show(pageStart, 2), {id: 2, line: 0});
	t.deepEqual(show({id: 2, line: 5}, 2), {id: 2, line: 5});
	t.deepEqual(show(pageEnd(layout, 8), 2), {id: 2, line: 12});
	t.deepEqual(show(pageStart, 3), {id: 2, line: 15});
	t.deepEqual(show(pageStart, 2, 4), {id: 1, line: 1});
	t.deepEqual(show({id: 2, line: 9}, 2, 4), {id: 2, line: 4});
	t.deepEqual(show({id: 99, line: 3}, 1), {id: 1, line: 0});
	t.deepEqual(scrolledWithin(layout, {id: 2, line: 3}, 2, 1, 8), {id: 2, line: 4});
	t.is(scrolledWithin(layout, {id: 2, line: 12}, 2, 1, 8), undefined);
	t.is(scrolledWithin(layout, pageStart, 1, -1, 8), undefined);
});

function page(cells: readonly Cell[], changes: Partial<Page> = {}): Page {
	const document = {...emptyDocument({on: 'DuckDB', isReadOnly: true}), cells};
	return {
		document,
		loadLines: [[{text: ' '}, {text: '✔ Load'}]],
		selected: cells.at(-1)!.id,
		isEditing: true,
		editor: createEditor(cells.at(-1)!.text),
		columns: 80,
		screenRows: 24,
		display: defaultDisplay,
		isUnicode: true,
		...changes,
	};
}

test('shows a ten-row result complete with the last line of its query above the input', t => {
	const rows = Array.from({length: 10}, (_, row) => [`level ${row}`, row]);
	const ten = cell({
		text: 'SELECT\n a,\n b\nFROM t\nWHERE true\nORDER BY a;',
		run: run([result({level: 'text', plays: 'number'}, rows)]),
	});
	const whole = page([ten, cell({id: 2, text: '', state: 'idle'})]);
	const places = layoutOf(whole);
	const anchor = anchorShowing(places, pageStart, 2, 19);
	const {lastFrame, unmount} = render(
		<NotebookPage page={whole} anchor={anchor} rows={19} top={2} now={0} hasKeys />,
	);
	const lines = lastFrame()!.split('\n');
	unmount();
	t.is(lines[4], '       ORDER BY a;');
	t.is(lines[5], '       level   │ plays');
	t.is(lines[15], '       level 9 │     9');
	t.is(lines[16], '       10 rows · 3 ms');
	t.is(lines[17], '');
	t.is(lines[18], '❯[3]');
	t.is(lines.length, 19);
});

test('marks the selection and the statement at the cursor, and places the cursor', t => {
	const text = 'SELECT 1;\nSELECT\n  2;';
	const whole = page([cell(), cell({id: 2, text, name: 'two'})], {columns: 60});
	const frame = (of: Page, anchor: PageAnchor) => {
		const {lastFrame, unmount} = render(
			<NotebookPage page={of} anchor={anchor} rows={8} top={2} now={0} hasKeys />,
		);
		const lines = lastFrame()!.split('\n');
		unmount();
		return lines;
	};
	t.deepEqual(frame(whole, pageStart), [
		' ✔ Load',
		'',
		' [3]   SELECT 1;',
		'',
		'❯[3]   two',
		'       SELECT 1;',
		'      ▎SELECT',
		'      ▎  2;',
	]);
	t.deepEqual(editorPlace(whole), {line: 3, column: 11});
	t.deepEqual(visiblePlace(whole, layoutOf(whole), pageStart, 8), {row: 7, column: 11});
	t.deepEqual(visiblePlace(whole, layoutOf(whole), pageStart, 8, 10), {row: 6, column: 7});
	t.is(visiblePlace(whole, layoutOf(whole), pageStart, 7), undefined);
	const command = {...whole, isEditing: false, selected: 'load'} as const;
	t.deepEqual(frame(command, pageStart).slice(0, 5), ['❯✔ Load', '', ' [3]   SELECT 1;', '', ' [3]   two']);
	t.is(visiblePlace(command, layoutOf(command), pageStart, 8), undefined);
	t.is(cellView(whole, 1).editor, undefined);
});

test('summarizes the load: complete, running, failed, out of date', t => {
	const load = initialState();
	const row = (changes: Partial<PipelineState>, width = 80) =>
		textOf(loadRow({...load, ...changes}, width, 2000));
	const done = {type: 'done', result: {rows: 1, rowsBefore: 0, rejected: 0, summary: ''}} as const;
	const stages = Object.fromEntries(stageIds.map(id => [id, done])) as unknown as PipelineState['stages'];
	const counts = {songplays: 6415, users: 95, songs: 1470, artists: 462, time: 6374};
	const figures = 'songplays 6,415 · users 95 · songs 1,470 · artists 462 · time 6,374';
	t.deepEqual(row({}), [' ▸ Load · 0 of 11 stages · next: connect · Enter opens the stages']);
	t.deepEqual(row({stages, counts}), [` ✔ Load · ${figures}`]);
	t.deepEqual(row({stages, counts}, 200), [` ✔ Load · 11 stages · ${figures} · Enter opens the stages`]);
	const progress = {rows: 4000, files: 15, filesTotal: 30};
	t.deepEqual(row({stages: {...stages, 'stage-events': {type: 'running', startedAt: 0, progress}}}), [
		' ⠋ Load · 10 of 11 done · stage-events · 50 % · 4,000 rows · 2.0 s',
	]);
	t.deepEqual(
		row({stages: {...stages, 'load-users': {type: 'failed', failure: {message: 'Out of disk.'}, ms: 4}}}),
		[' ✖ Load · load-users failed: Out of disk. · Enter opens the stages'],
	);
	const because = {type: 'rerun', stage: 'stage-events'} as const;
	t.deepEqual(row({stages: {...stages, 'load-users': {...done, type: 'stale', because}}}), [
		' ~ Load · load-users is out of date: stage-events ran again',
		'   Enter opens the stages',
	]);
});
