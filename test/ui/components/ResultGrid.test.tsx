import test from 'ava';
import {render} from 'ink-testing-library';
import {displayWidth} from '../../../src/format/text-width.js';
import {columnSizes, resultTable} from '../../../src/notebook/result-table.js';
import {ResultGrid} from '../../../src/ui/components/ResultGrid.js';
import type {Row} from '../../../src/warehouse/warehouse.js';

function grid(
	rows: readonly Row[],
	selected?: {readonly row: number; readonly column: number},
): readonly string[] {
	const columns = [
		{name: 'title', type: 'text', engineType: 'VARCHAR'},
		{name: 'title', type: 'text', engineType: 'VARCHAR'},
		{name: 'n', type: 'number', engineType: 'INTEGER'},
	] as const;
	const window = {firstRow: 0, firstColumn: 0, width: 90, height: 20};
	const table = resultTable(columns, rows, columnSizes(columns, rows), window);
	const {lastFrame, unmount} = render(<ResultGrid table={table} {...(selected && {selected})} />);
	const lines = lastFrame()!.split('\n');
	unmount();
	return lines;
}

test('keeps columns aligned with wide, combining and control characters', t => {
	const lines = grid([
		['Café del Mar', 'e\u0301 combining', 1],
		['日本語の歌', '宇多田ヒカル', 22],
		['tab\tnewline\nnull\0', '\u001B[31mred\u001B[0m', 333],
		['🎉', '\u202Ereversed', null],
		['', null, -4],
	]);
	t.is(lines.length, 9);
	t.deepEqual([...new Set(lines.map(line => displayWidth(line)))].length, 1, lines.join('\n'));
	t.false(lines.some(line => line.includes('\u001B') || line.includes('\t') || line.includes('\u202E')));
	const places = (line: string) =>
		[...line.matchAll(/│/g)].map(({index}) => displayWidth(line.slice(0, index)));
	for (const line of lines.slice(3, 8)) t.deepEqual(places(line), places(lines[1]!));
});

test('draws the table like ink-table, without a rule under each row', t => {
	t.deepEqual(grid([['a', 'b', 1]]), [
		'┌───────┬───────┬───┐',
		'│ title │ title │ n │',
		'├───────┼───────┼───┤',
		'│ a     │ b     │ 1 │',
		'└───────┴───────┴───┘',
	]);
});

test('puts brackets around the selected cell, so that it shows without colours', t => {
	const lines = grid(
		[
			['a', 'b', 1],
			['c', 'd', 2],
		],
		{row: 1, column: 1},
	);
	t.is(lines[3], '│ a     │ b     │ 1 │');
	t.is(lines[4], '│ c     │[d    ]│ 2 │');
});
