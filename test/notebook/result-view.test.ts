import test from 'ava';
import {
	filterQuery,
	findMatch,
	type GridView,
	matchNumber,
	nextSort,
	prepareView,
	type Sort,
	viewRows,
} from '../../src/notebook/result-view.js';
import type {Column, ColumnType, Row, Value} from '../../src/warehouse/warehouse.js';

function column(name: string, type: ColumnType = 'text'): Column {
	return {name, type, engineType: ''};
}

/** The values of a column after sorting it. */
function sorted(type: ColumnType, direction: Sort['direction'], values: readonly Value[]): readonly Value[] {
	const held = {columns: [column('x', type)], rows: values.map(value => [value])};
	return viewRows(held, {sort: {column: 0, direction}}).rows.map(([value]) => value!);
}

test('sorts numbers by value, whatever their form, with NULL last in both directions', t => {
	const values = ['10.50', null, '9', '10.5', '-2', 'NaN', '123456789012345678.02', '123456789012345678.01'];
	t.deepEqual(sorted('number', 'asc', values), [
		'-2',
		'9',
		'10.50',
		'10.5',
		'123456789012345678.01',
		'123456789012345678.02',
		'NaN',
		null,
	]);
	t.deepEqual(sorted('number', 'desc', values), [
		'NaN',
		'123456789012345678.02',
		'123456789012345678.01',
		'10.50',
		'10.5',
		'9',
		'-2',
		null,
	]);
	t.deepEqual(sorted('number', 'asc', [3, 9007199254740993n, 9007199254740992n, -1n, -0.5, Infinity]), [
		-1n,
		-0.5,
		3,
		9007199254740992n,
		9007199254740993n,
		Infinity,
	]);
});

test('sorts texts as the engines do, by code, and timestamps by time', t => {
	t.deepEqual(sorted('text', 'asc', ['b', null, 'B', 'é', '', 'a', '10', '9']), [
		'',
		'10',
		'9',
		'B',
		'a',
		'b',
		'é',
		null,
	]);
	t.deepEqual(
		sorted('timestamp', 'desc', [
			'2018-11-01 21:01:46.000',
			null,
			'2018-11-01 21:01:46.000123',
			'2017-01-01',
		]),
		['2018-11-01 21:01:46.000123', '2018-11-01 21:01:46.000', '2017-01-01', null],
	);
	t.deepEqual(sorted('boolean', 'asc', [true, null, false]), [false, true, null]);
});

test('sorts by the next key press: ascending, descending, off; another column begins anew', t => {
	const asc = nextSort(undefined, 2);
	const desc = nextSort(asc, 2);
	t.deepEqual(
		[asc, desc],
		[
			{column: 2, direction: 'asc'},
			{column: 2, direction: 'desc'},
		],
	);
	t.is(nextSort(desc, 2), undefined);
	t.deepEqual(nextSort(desc, 0), {column: 0, direction: 'asc'});
});

test('finds the shown text in the order of the view, around the ends', t => {
	const held = {
		columns: [column('song'), column('n', 'number')],
		rows: [
			['Café', 3],
			['tea', null],
			['CAFÉ', 1],
		],
	};
	const view: GridView = {sort: {column: 1, direction: 'asc'}, search: 'café'};
	const {matches = []} = viewRows(held, view);
	t.deepEqual(matches, [0, 2], 'CAFÉ is first in this order');
	t.deepEqual([matchNumber(matches, 2), matchNumber(matches, 1)], [2, undefined]);
	t.deepEqual([findMatch(matches, 0, 'here'), findMatch(matches, 1, 'here')], [0, 2]);
	t.deepEqual([findMatch(matches, 0, 'next'), findMatch(matches, 2, 'next')], [2, 0]);
	t.deepEqual([findMatch(matches, 2, 'previous'), findMatch(matches, 0, 'previous')], [0, 2]);
	t.deepEqual(viewRows(held, {search: 'null'}).matches, [3]);
	t.is(findMatch([], 0, 'next'), undefined);
});

test('prepares a large result in slices, and shows its own order until then', async t => {
	const rows: readonly Row[] = Array.from({length: 20_000}, (_, i) => [(i * 7919) % 20_000, `song ${i}`]);
	const held = {columns: [column('n', 'number'), column('song')], rows};
	const view: GridView = {sort: {column: 0, direction: 'desc'}, search: 'song 19999'};
	const before = viewRows(held, view);
	t.true(before.isPending);
	t.deepEqual(before.rows.slice(0, 2), rows.slice(0, 2));
	let turns = 0;
	const timer = setInterval(() => turns++, 0);
	await prepareView(held, view);
	clearInterval(timer);
	t.true(turns > 0, 'other work runs in between');
	const after = viewRows(held, view);
	t.false(after.isPending);
	t.deepEqual(
		after.rows.map(([n]) => n),
		Array.from({length: 20_000}, (_, i) => 19_999 - i),
	);
	t.is(after.matches?.length, 1);
	t.is(after.rows[(after.matches![0]! - 1) / 2]?.[1], 'song 19999');
	t.is(viewRows(held, view).rows, after.rows, 'sorted once');
	await t.throwsAsync(prepareView({...held, rows: [...rows]}, view, AbortSignal.abort()), {any: true});
});

test('filters by a value as the condition of a new query', t => {
	const columns = [column('title'), column('plays', 'number'), column('Title 2'), column('at', 'timestamp')];
	const sqlOf = (index: number, value: Value, cell?: string) => {
		const query = filterQuery('SELECT * FROM plays -- all\n;', columns, index, value, cell);
		return 'sql' in query ? query.sql : query.problem;
	};
	const from = 'SELECT * FROM (\nSELECT * FROM plays -- all\n) AS t WHERE';
	t.is(sqlOf(0, "Don't"), `${from} "title" = 'Don''t'`);
	t.is(sqlOf(0, '42'), `${from} "title" = '42'`);
	t.is(sqlOf(0, 'a\\b'), `${from} "title" = replace('a~b', '~', chr(92))`);
	t.is(sqlOf(1, 42), `${from} "plays" = 42`);
	t.is(sqlOf(1, 0.1), `${from} "plays" = '0.1'`, 'which equals a REAL, unlike 0.1');
	t.is(sqlOf(2, null), `${from} "Title 2" IS NULL`);
	t.is(sqlOf(0, true), `${from} "title" = TRUE`);
	t.is(sqlOf(3, '2018-11-01 21:01:46.000'), `${from} "at" = '2018-11-01 21:01:46.000'`);
	t.is(sqlOf(1, 42, 'plays_by_hour'), 'SELECT * FROM {{plays_by_hour}} WHERE "plays" = 42');
	t.like(filterQuery('SHOW TABLES', columns, 0, 'x'), {
		problem: 'Only the result of a query can be filtered.',
	});
	t.like(filterQuery('SELECT 1, 2', [column('a'), column('A')], 1, 2), {
		problem: 'Several columns are named A. Rename them with AS, then filter.',
	});
});
