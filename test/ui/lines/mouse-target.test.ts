import test from 'ava';
import {stageIds} from '../../../src/star/stages.js';
import {targetAt} from '../../../src/ui/lines/mouse-target.js';
import {loadScreen} from '../../../src/ui/lines/screen-lines.js';
import {tourBox} from '../../../src/ui/lines/tour-lines.js';
import {TestNotebook, textOf} from '../harness.js';

const sizes = [
	{columns: 80, rows: 24},
	{columns: 200, rows: 50},
] as const;

for (const size of sizes) {
	const name = `${size.columns}x${size.rows}`;

	test(`finds each stage where the list shows it, and nothing elsewhere, at ${name}`, async t => {
		const {state, notebook} = await TestNotebook.open({}, size);
		const screen = textOf(loadScreen(state, {warehouse: 'DuckDB', source: 'sample', texts: notebook.texts}));
		const edge = screen[1]!.indexOf('┬');
		const found = screen.map((_, row) => targetAt(state, {row, column: 5}));
		for (const [row, target] of found.entries()) {
			const shown = stageIds.find(id => screen[row]!.slice(0, edge).includes(` ${id} `));
			t.deepEqual(target, shown && {type: 'stage', stage: shown}, screen[row]);
			t.is(targetAt(state, {row, column: edge}), undefined);
		}
		t.is(found.filter(target => target !== undefined).length, stageIds.length);
	});

	test(`finds each cell of the page, scrolled or not, at ${name}`, async t => {
		const notebook = await TestNotebook.open({}, size);
		await notebook.load();
		const {id: first} = await notebook.run('SELECT 1;');
		const {id: second} = await notebook.run('SELECT 2;');
		const input = notebook.state.document.cells.at(-1)!.id;
		const items = () => {
			const rows = Array.from({length: size.rows}, (_, row) => targetAt(notebook.state, {row, column: 70}));
			return rows.flatMap(target => (target?.type === 'cell' ? target.cell : []));
		};
		await notebook.press('esc', 'g');
		t.is(targetAt(notebook.state, {row: 1, column: 0}), undefined);
		t.deepEqual(targetAt(notebook.state, {row: 2, column: 0}), {type: 'cell', cell: 'load'});
		t.is(targetAt(notebook.state, {row: size.rows - 1, column: 0}), undefined);
		t.deepEqual([...new Set(items())].slice(0, 2), ['load', first]);
		await notebook.press('G');
		t.deepEqual([...new Set(items())].slice(-2), [second, input]);
		await notebook.press('?');
		t.deepEqual(items(), []);
	});

	test(`finds nothing behind the tour at ${name}`, async t => {
		const notebook = await TestNotebook.open({}, size);
		await notebook.press('?', 't');
		const {top, left} = tourBox(0, size);
		const state = {...notebook.state, mode: {type: 'cells'}} as const;
		t.is(targetAt(state, {row: top, column: left}), undefined);
		t.deepEqual(targetAt(state, {row: 2, column: left - 1}), {type: 'cell', cell: 'load'});
	});
}
