import test from 'ava';
import {pageStatus} from '../../../src/ui/lines/page-chrome.js';
import {TestNotebook, textOf} from '../harness.js';

async function open() {
	const notebook = await TestNotebook.open({}, {columns: 80, rows: 24}, {usesVi: true});
	await notebook.load();
	return notebook;
}

const status = (notebook: TestNotebook) => textOf([pageStatus(notebook.state)])[0]!;

test('goes from insert to normal mode and then to the cells with Esc, and shows the mode', async t => {
	const notebook = await open();
	await notebook.type('SELECT 1');
	t.regex(status(notebook), / INSERT ──$/);
	await notebook.press('esc', '2', 'd');
	t.regex(status(notebook), / 2d NORMAL ──$/);
	t.is(status(notebook).length, 80);
	await notebook.press('esc');
	t.regex(status(notebook), /─ NORMAL ──$/);
	await notebook.press('0', 'd', 'w', 'A', '2');
	t.is(notebook.state.editor.text, '12');
	t.is(notebook.state.document.cells.at(-1)?.text, '12');
	await notebook.press('esc', 'Z');
	t.is(notebook.state.notice, 'Z is not a command of vi here.');
	await notebook.press('u', 'ctrl+r', 'esc');
	t.is(notebook.state.mode.type, 'cells');
	await notebook.press('enter');
	t.like(notebook.state, {mode: {type: 'editor'}, vi: {mode: 'insert'}});
});

test('runs the cell with Enter in normal mode, and begins the next input in insert mode', async t => {
	const notebook = await open();
	await notebook.type('SELECT 1');
	await notebook.press('esc', 'enter');
	await notebook.until(({document}) => document.cells.length === 2 && document.running === undefined);
	t.is(notebook.cells[0]?.text, 'SELECT 1');
	t.like(notebook.state, {mode: {type: 'editor'}, vi: {mode: 'insert'}, editor: {text: ''}});
});

test('takes Esc and a character that arrive together for two keys', async t => {
	const notebook = await open();
	await notebook.type('ab cd');
	notebook.notebook.controller.press({name: 'alt+b', afterEsc: {name: 'b', text: 'b'}});
	t.like(notebook.state, {vi: {mode: 'normal'}, editor: {cursor: 3}});
});

test('keeps the keys of the editor without the setting', async t => {
	const notebook = await TestNotebook.open();
	await notebook.load();
	await notebook.type('ab');
	await notebook.press('esc');
	t.is(notebook.state.mode.type, 'cells');
	t.notRegex(status(notebook), /INSERT|NORMAL/);
});
