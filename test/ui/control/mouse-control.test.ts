import test from 'ava';
import {TestNotebook} from '../harness.js';

const turn = (notebook: TestNotebook, to: 'up' | 'down') =>
	notebook.notebook.controller.mouse({type: 'wheel', to});

test('selects a stage with a click and moves through the list with the wheel', async t => {
	const notebook = await TestNotebook.open();
	notebook.notebook.controller.mouse({type: 'click', row: 6, column: 4});
	t.is(notebook.state.selected, 'stage-events');
	turn(notebook, 'down');
	t.is(notebook.state.selected, 'stage-songs');
	await notebook.press('e');
	turn(notebook, 'down');
	turn(notebook, 'down');
	turn(notebook, 'up');
	t.like(notebook.state.mode, {type: 'sql-text', top: 3});
});

test('selects a cell with a click, and edits the input', async t => {
	const notebook = await TestNotebook.open();
	await notebook.load();
	const cell = await notebook.run('SELECT 1;');
	await notebook.press('esc', 'g');
	const rows = Array.from({length: 20}, (_, row) => row);
	const clickUntil = (type: string) =>
		rows.some(row => {
			notebook.notebook.controller.mouse({type: 'click', row, column: 9});
			const {mode, page} = notebook.state;
			return page.selected !== 'load' && mode.type === type;
		});
	t.true(clickUntil('cells'));
	t.is(notebook.state.page.selected, cell.id);
	t.true(clickUntil('editor'));
	t.is(notebook.state.page.selected, notebook.state.document.cells.at(-1)!.id);
});

test('leaves an empty input with the wheel, but not a text that is being typed', async t => {
	const notebook = await TestNotebook.open();
	await notebook.load();
	await notebook.type('SELECT');
	turn(notebook, 'up');
	t.like(notebook.state, {
		mode: {type: 'editor'},
		editor: {text: 'SELECT'},
		notice: 'Press Esc, and the wheel scrolls the page.',
	});
	await notebook.press('ctrl+c');
	turn(notebook, 'up');
	t.like(notebook.state, {mode: {type: 'cells'}, page: {selected: 'load'}});
});

test('answers no question with the mouse', async t => {
	const notebook = await TestNotebook.open();
	await notebook.load();
	await notebook.press('shift+tab', '2', 'r');
	await notebook.until(({mode}) => mode.type === 'confirm');
	notebook.notebook.controller.mouse({type: 'click', row: 2, column: 4});
	turn(notebook, 'down');
	t.like(notebook.state, {mode: {type: 'confirm', text: ''}, selected: 'drop-tables'});
});
