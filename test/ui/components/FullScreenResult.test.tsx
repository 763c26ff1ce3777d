import test from 'ava';
import {render} from 'ink-testing-library';
import {FullScreenResult} from '../../../src/ui/components/FullScreenResult.js';
import {
	cellInView,
	type FullScreen,
	moveCell,
	moveInRecord,
	moveToMatch,
	selectedRow,
} from '../../../src/ui/lines/full-screen.js';
import {firstCell} from '../../../src/ui/state/cell-position.js';
import type {Row} from '../../../src/warehouse/warehouse.js';

const titles = ['Café', 'tea\n\u001B[2J', '日本語', null];
const rows: readonly Row[] = Array.from({length: 1000}, (_, i) => [titles[i % 4]!, i, `a${i}`]);

const plays: FullScreen = {
	title: 'plays',
	result: {
		sql: 'SELECT title, n\nFROM plays',
		columns: [
			{name: 'title', type: 'text', engineType: ''},
			{name: 'n', type: 'number', engineType: ''},
			{name: 'artist', type: 'text', engineType: ''},
		],
		rows,
		isComplete: false,
		isOpen: true,
	},
	view: {},
	cell: firstCell,
	size: {columns: 80, rows: 12},
};

function frame(full: FullScreen): readonly string[] {
	const {lastFrame, unmount} = render(<FullScreenResult full={full} />);
	const lines = lastFrame()!.split('\n');
	unmount();
	return lines.map(line => line.trimEnd());
}

test('shows the query, the table with the selected cell, and what part of the result it is', t => {
	t.deepEqual(frame({...plays, view: {sort: {column: 1, direction: 'desc'}}}), [
		' plays  SELECT title, n …',
		'┌──────────┬─────┬────────┐',
		'│ title    │   n │ artist │',
		'├──────────┼─────┼────────┤',
		'│[NULL    ]│ 999 │ a999   │',
		'│ 日本語   │ 998 │ a998   │',
		'│ tea␊␛[2J │ 997 │ a997   │',
		'│ Café     │ 996 │ a996   │',
		'│ NULL     │ 995 │ a995   │',
		'│ 日本語   │ 994 │ a994   │',
		'└──────────┴─────┴────────┘',
		' first 1,000 rows · sorted by n descending, of the rows held · m for more',
	]);
});

test('fills a large screen', t => {
	const lines = frame({...plays, size: {columns: 100, rows: 46}});
	t.is(lines.length, 46);
	t.is(lines.filter(line => /a\d+/.test(line)).length, 40);
	t.regex(lines.at(-1)!, /^ first 1,000 rows · m for more +row 1 · title$/);
});

test('shows the record of the selected row, line by line', t => {
	const record = {
		...plays,
		cell: {...firstCell, row: 1, column: 1},
		recordTop: 0,
		size: {columns: 80, rows: 5},
	};
	t.deepEqual(frame(record), [
		' plays  SELECT title, n …',
		'  title   tea',
		'          ␛[2J',
		'▸ n       1',
		` first 1,000 rows · m for more${' '.repeat(18)}row 2 of 1,000 · lines 1–3 of 4`,
	]);
	const scrolled = {...record, ...moveInRecord(record, 'page-down')};
	t.is(frame(scrolled)[3], '  artist  a1');
	const next = {...scrolled, ...moveInRecord(scrolled, 'right')};
	t.is(frame(next)[1], '  title   日本語');
});

test('moves within the result and keeps the cell in view', t => {
	const cell = moveCell(plays, 'end');
	t.deepEqual(cell, {row: 999, column: 0, top: 994, firstColumn: 0});
	t.deepEqual(moveCell({...plays, cell}, 'page-up'), {row: 993, column: 0, top: 993, firstColumn: 0});
	t.is(moveCell(plays, 'left').column, 0);
	const narrow = {...plays, size: {columns: 20, rows: 12}};
	t.deepEqual(moveCell(narrow, 'row-end'), {row: 0, column: 2, top: 0, firstColumn: 1});
	t.deepEqual(cellInView({...plays, cell: {row: 5000, column: 9, top: 0, firstColumn: 0}}), {
		row: 999,
		column: 2,
		top: 994,
		firstColumn: 0,
	});
	const sorted: FullScreen = {...plays, view: {sort: {column: 1, direction: 'desc'}}};
	t.is(selectedRow({...sorted, cell: {...firstCell, row: 1}})?.[1], 998);
});

test('selects matches of the search and counts them', t => {
	const searching: FullScreen = {...plays, view: {search: 'A99'}, prompt: 'A99'};
	t.regex(frame(searching).at(-1)!, /^ \/A99▏ · 11 matches +row 1 · title$/);
	const cell = moveToMatch(searching, 'here')!;
	t.like(cell, {row: 99, column: 2});
	const found: FullScreen = {...plays, view: {search: 'A99'}, cell};
	t.regex(frame(found).at(-1)!, /^ first 1,000 rows · match 1 of 11, of the rows held · m for more/);
	t.like(moveToMatch(found, 'next'), {row: 990, column: 2});
	t.like(moveToMatch(found, 'previous'), {row: 999, column: 2});
	const none: FullScreen = {...plays, view: {search: 'zzz'}, result: {...plays.result, isComplete: true}};
	t.is(moveToMatch(none, 'next'), undefined);
	t.regex(frame(none).at(-1)!, /^ 1,000 rows · no match for zzz +row 1 · title$/);
});

test('says how more rows come, and what a key did', t => {
	const closed = {...plays, result: {...plays.result, isOpen: false}};
	t.regex(frame(closed).at(-1)!, /^ first 1,000 rows · m runs it again +row 1 · title$/);
	const most = {
		...plays,
		result: {...plays.result, rows: Array.from({length: 200_000}, () => plays.result.rows[0]!)},
	};
	t.regex(frame(most).at(-1)!, /^ first 200,000 rows · E exports all +row 1 · title$/);
	t.is(frame({...plays, notice: 'Copied.'}).at(-1), ' Copied.');
	const empty: FullScreen = {...plays, result: {...plays.result, rows: [], isComplete: true}};
	t.is(frame(empty).at(-1), ' 0 rows');
	t.is(moveCell(empty, 'down').row, 0);
});
