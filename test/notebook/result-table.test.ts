import test from 'ava';
import {displayWidth} from '../../src/format/text-width.js';
import {PagedRows} from '../../src/notebook/paged-rows.js';
import {columnSizes, maxTableRows, type ResultTable, resultTable} from '../../src/notebook/result-table.js';
import {shortenDouble, shownText, valueText} from '../../src/notebook/value-text.js';
import type {Column, ColumnType, Row} from '../../src/warehouse/warehouse.js';
import {randomFrom, randomText} from './random.js';

function column(name: string, type: ColumnType = 'text'): Column {
	return {name, type, engineType: ''};
}

function table(
	columns: readonly Column[],
	rows: readonly Row[],
	{width = 80, height = 10, firstRow = 0, firstColumn = 0} = {},
): ResultTable {
	return resultTable(columns, rows, columnSizes(columns, rows), {firstRow, firstColumn, width, height});
}

function texts({rows}: ResultTable): ReadonlyArray<readonly string[]> {
	return rows.map(({cells}) => cells.map(({text}) => text));
}

test('aligns texts left and numbers right, and shows NULL', t => {
	const columns = [column('title'), column('plays', 'number'), column('paid', 'boolean')];
	const shown = table(columns, [
		['Café', 12, true],
		['日本語', 3, null],
	]);
	t.deepEqual(texts(shown), [
		['Café  ', '   12', 'true'],
		['日本語', '    3', 'NULL'],
	]);
	t.deepEqual(
		shown.columns.map(({header, width, align}) => [header, width, align]),
		[
			['title ', 6, 'left'],
			['plays', 5, 'right'],
			['paid', 4, 'left'],
		],
	);
	t.deepEqual(
		shown.rows[1]?.cells.map(({isNull}) => isNull),
		[false, false, true],
	);
});

test('aligns decimal points and cuts doubles to 6 decimals', t => {
	const columns = [column('price', 'number'), column('share', 'number')];
	const shown = table(columns, [
		['12.50', 1 / 3],
		['-0.125', 100],
		['7', 2.5],
		[null, null],
	]);
	t.deepEqual(texts(shown), [
		['12.50 ', '  0.333333'],
		['-0.125', '100       '],
		[' 7    ', '  2.5     '],
		['  NULL', '      NULL'],
	]);
});

test('escapes control characters in values and names', t => {
	const shown = table([column('a\nb')], [['x\u001B[2J\ty']]);
	t.is(shown.columns[0]?.header.trim(), 'a␊b');
	t.deepEqual(texts(shown), [['x␛[2J␉y']]);
});

test('clamps the window', t => {
	const rows = Array.from({length: 30}, (_, index) => [index]);
	const shown = table([column('n', 'number')], rows, {firstRow: 25, height: 10});
	t.is(shown.firstRow, 20);
	t.deepEqual(
		shown.rows.map(({index}) => index),
		[20, 21, 22, 23, 24, 25, 26, 27, 28, 29],
	);
	t.is(table([column('n')], rows, {firstRow: -5}).firstRow, 0);
	t.is(table([column('n')], [], {firstRow: 3}).rows.length, 0);
});

test('limits the rows of a frame', t => {
	const rows = Array.from({length: 100}, (_, index) => [index]);
	t.is(table([column('n')], rows, {height: 100}).rows.length, maxTableRows);
});

test('cuts long texts to 40 cells if others need the room, and gives them the remainder', t => {
	const long = 'x'.repeat(60);
	const wide = table([column('a'), column('b', 'number')], [[long, 1]], {width: 80});
	t.is(wide.columns[0]?.width, 60);
	const narrow = table([column('a'), column('b'), column('c', 'number')], [[long, long, 1]], {width: 100});
	// 100 - 1 for the closing line, 3 for each of three columns: 90 cells, 1 of them for the number.
	t.deepEqual(
		narrow.columns.map(({width}) => width),
		[49, 40, 1],
	);
	t.is(texts(narrow)[0]?.[1], `${'x'.repeat(39)}…`);
});

test('hides columns that do not fit, and cuts texts but not numbers', t => {
	const columns = [column('a'), column('b')];
	const rows = [['x'.repeat(20), 'y'.repeat(20)]];
	const cut = table(columns, rows, {width: 40});
	t.deepEqual(texts(cut), [['x'.repeat(20), `${'y'.repeat(12)}…`]]);
	t.is(cut.hiddenRight, 0);
	const waiting = table([column('a'), column('b', 'number')], [['x'.repeat(20), 10 ** 19]], {width: 40});
	t.deepEqual(texts(waiting), [['x'.repeat(20)]]);
	t.is(waiting.hiddenRight, 1);
	const tooNarrow = table(columns, rows, {width: 34});
	t.is(tooNarrow.hiddenRight, 1);
});

test('scrolls by column until all remaining columns are shown', t => {
	const columns = ['a', 'b', 'c', 'd'].map(name => column(name));
	const rows = [columns.map(({name}) => name.repeat(15))];
	const second = table(columns, rows, {width: 40, firstColumn: 1});
	t.deepEqual(
		second.columns.map(({index}) => index),
		[1, 2],
	);
	t.is(second.hiddenLeft, 1);
	t.is(second.hiddenRight, 1);
	const last = table(columns, rows, {width: 40, firstColumn: 9});
	t.deepEqual(
		last.columns.map(({index}) => index),
		[2, 3],
	);
	t.is(table(columns, rows, {width: 80, firstColumn: 2}).firstColumn, 0);
});

test('always shows one column, however narrow the screen', t => {
	const shown = table([column('n', 'number')], [[1234567890]], {width: 10});
	t.deepEqual(texts(shown), [['12345…']]);
});

test('returns an empty table for a result without columns', t => {
	const shown = table([], []);
	t.deepEqual([shown.columns, shown.rows, shown.hiddenLeft, shown.hiddenRight], [[], [], 0, 0]);
});

test('never exceeds the screen and keeps columns aligned, whatever the data', t => {
	const random = randomFrom(5);
	const pieces = ['a', 'word ', '日本', 'e\u0301', '🎉', '\n', '\u001B', '\u200B', 'ﾞ'];
	for (let round = 0; round < 500; round++) {
		const columns = Array.from({length: 1 + random(6)}, () =>
			column(randomText(random, pieces, 4), random(2) === 0 ? 'text' : 'number'),
		);
		const rows = Array.from({length: random(5)}, () => columns.map(() => randomText(random, pieces, 20)));
		const width = 12 + random(100);
		const shown = table(columns, rows, {width, firstColumn: random(8)});
		const total = shown.columns.reduce((sum, each) => sum + each.width + 3, 1);
		const lineUp = shown.rows.every(({cells}) =>
			cells.every(({text}, index) => displayWidth(text) === shown.columns[index]?.width),
		);
		if (total > width || !lineUp) t.fail(JSON.stringify({columns, rows, width, shown}));
	}
	t.pass();
});

test('value: prints numbers in their shortest exact form', t => {
	t.is(valueText(12), '12');
	t.is(valueText(0.1), '0.1');
	t.is(valueText(-0), '-0');
	t.is(valueText(1e21), '1e+21');
	t.is(valueText(Number.NaN), 'NaN');
	t.is(valueText(123456789012345678901234567890n), '123456789012345678901234567890');
});

test('value: keeps the scale of decimals', t => {
	for (const text of ['12.50', '0.000', '100.00', '-0.10', '123456789012345678.90', 'NaN'])
		t.is(valueText(text), text);
});

test('value: shortens doubles on screen to 6 significant decimals, and nothing else', t => {
	t.is(shortenDouble(218.93179), 218.93179);
	t.is(shortenDouble(1 / 3), 0.333333);
	t.is(shortenDouble(200 / 3), 66.666667);
	t.is(shortenDouble(0.1 + 0.2), 0.3);
	t.is(shortenDouble(0.000123456789), 0.000123457);
	t.is(shortenDouble(-1.23456789e-12), -1.23457e-12);
	t.is(shortenDouble(1e300), 1e300);
	t.is(shortenDouble(9007199254740991), 9007199254740991);
	t.is(shortenDouble(Number.NaN), Number.NaN);
	t.is(shortenDouble('0.33333333'), '0.33333333');
	t.is(shortenDouble(null), null);
});

test('value: prints everything else unchanged', t => {
	t.is(valueText(null), null);
	t.is(valueText(''), '');
	t.is(valueText('a\tb'), 'a\tb');
	t.is(valueText(true), 'true');
	t.is(valueText('2018-11-01 21:01:46.796'), '2018-11-01 21:01:46.796');
});

test('value: escapes displayed values and shows NULL', t => {
	t.is(shownText(null), 'NULL');
	t.is(shownText(undefined), 'NULL');
	t.is(shownText('a\u001B[2Jb'), 'a␛[2Jb');
	t.is(shownText(''), '');
});

async function* batches(...sizes: readonly number[]): AsyncGenerator<readonly Row[]> {
	let next = 1;
	for (const size of sizes) yield Array.from({length: size}, () => [next++]);
}

test('pages: pages across batches, including empty ones', async t => {
	const pages = new PagedRows(batches(3, 0, 2, 0));
	t.deepEqual(await pages.take(2), {rows: [[1], [2]], complete: false});
	t.deepEqual(await pages.take(2), {rows: [[3], [4]], complete: false});
	t.deepEqual(await pages.take(2), {rows: [[5]], complete: true});
	t.deepEqual(await pages.take(2), {rows: [], complete: true});
});

test('pages: reports a page that ends with the last row as complete', async t => {
	t.deepEqual(await new PagedRows(batches(2, 0)).take(2), {rows: [[1], [2]], complete: true});
	t.deepEqual(await new PagedRows(batches()).take(2), {rows: [], complete: true});
});

test('pages: closes the source, even if that fails', async t => {
	let closed = false;
	async function* source(): AsyncGenerator<readonly Row[]> {
		try {
			yield [[1]];
			yield [[2]];
		} finally {
			closed = true;
			// biome-ignore lint/correctness/noUnsafeFinally: the test is about a result that can't be closed.
			throw new Error('gone');
		}
	}
	const pages = new PagedRows(source());
	await pages.take(1);
	await pages.close();
	t.true(closed);
	t.deepEqual(await pages.take(1), {rows: [], complete: true});
});
