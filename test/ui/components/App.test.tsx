import test from 'ava';
import {render} from 'ink-testing-library';
import {displayWidth} from '../../../src/format/text-width.js';
import {minSize} from '../../../src/ui/lines/layout.js';
import type {Size} from '../../../src/ui/state/ui-state.js';
import {TestNotebook} from '../harness.js';
import type {Script} from '../scripted-warehouse.js';
import {TestApp} from '../TestApp.js';

/** ink-testing-library's terminal is 100 columns wide. */
const size: Size = {columns: 100, rows: 30};

async function shown(script: Script & {readonly isLoaded?: boolean} = {}, at: Size = size) {
	const notebook = await TestNotebook.open(script, at);
	if (script.isLoaded) await notebook.load();
	const {controller} = notebook.notebook;
	const app = render(
		<TestApp
			notebook={notebook.notebook}
			onFrame={({mode}) => setImmediate(controller.frameWritten, mode)}
		/>,
	);
	return {
		...app,
		notebook,
		lines: () => app.lastFrame()!.split('\n'),
		/** Writes the bytes that keys send to the terminal. */
		async send(...keys: readonly string[]) {
			for (const key of keys) {
				await new Promise(resolve => setTimeout(resolve, 30));
				app.stdin.write(key);
			}
			await new Promise(resolve => setTimeout(resolve, 30));
		},
	};
}

test('fills the height of the terminal and stays within its width in every view', async t => {
	let {notebook, lines, unmount} = await shown();
	const fits = (what: string) => {
		t.is(lines().length, size.rows, what);
		t.true(
			lines().every(line => displayWidth(line) <= size.columns),
			what,
		);
	};
	fits('plan card');
	await notebook.press('?');
	fits('help');
	await notebook.press('esc');
	unmount();
	({notebook, lines, unmount} = await shown({isLoaded: true}));
	fits('page');
	await notebook.press('ctrl+o');
	fits('gallery');
	await notebook.press('esc', 'w', 'i', 'd', 'e', ';', 'enter');
	await notebook.until(() => notebook.last?.run?.state === 'done');
	fits('result');
	await notebook.press('esc', 'k', ' ');
	fits('full screen');
	await notebook.press('$', ' ');
	fits('record');
	await notebook.press('esc', 'esc', 'G', 'i', 'ctrl+r');
	fits('history');
	await notebook.press('esc', 'shift+tab', 'e');
	fits('SQL of a stage');
	unmount();
});

test('handles keys of the terminal: Enter runs, F1 helps, Esc closes', async t => {
	const {notebook, send, lastFrame, unmount} = await shown();
	await send('\r');
	await notebook.until(({selected}) => selected === 'drop-tables');
	await send('\u001BOP');
	t.is(notebook.state.mode.type, 'help');
	t.regex(lastFrame()!, /All keys/);
	await send('\u001B');
	await notebook.until(({mode}) => mode.type === 'stage');
	unmount();
	t.deepEqual(notebook.defects, []);
});

test('inserts a bracketed paste into the editor without running it', async t => {
	const {notebook, send, unmount} = await shown({isLoaded: true});
	await send('\u001B[200~SELECT 1;\nSELECT 2;\n\u001B[201~');
	t.is(notebook.state.editor.text, 'SELECT 1;\nSELECT 2;\n');
	t.is(notebook.last, undefined);
	await send('\u001B[<64;10;5M');
	t.is(notebook.state.editor.text, 'SELECT 1;\nSELECT 2;\n');
	await send('\u001B[27;5;13~');
	await notebook.until(() => notebook.last?.run?.state === 'done');
	unmount();
});

test('runs a statement and Enter from one read in the editor, and ignores such text at the stages', async t => {
	const {notebook, send, unmount} = await shown();
	await send('ys');
	t.is(notebook.state.running, undefined);
	await send('y');
	await notebook.until(({selected}) => selected === 'drop-tables');
	t.is(notebook.state.load.stages.connect.type, 'done');
	await send('\tSELECT 1;\r');
	t.is(notebook.state.mode.type, 'stage');
	await send('\t', 'SELECT 1;\r');
	await notebook.until(() => notebook.last?.run?.state === 'done');
	t.is(notebook.state.editor.text, '');
	await send('SELECT 1; SELECT many\u001B[D!\u0001--\u0006');
	t.is(notebook.state.editor.text, '--SELECT 1; SELECT man!y');
	unmount();
	t.deepEqual(notebook.defects, []);
});

test('shows an error with a caret below its position', async t => {
	const {notebook, lines, unmount} = await shown({isLoaded: true});
	await notebook.type('SELECT broken;');
	await notebook.press('enter');
	await notebook.until(() => notebook.last?.run?.state === 'failed');
	const at = lines().findIndex(line => line.includes('1 │ SELECT broken'));
	t.true(lines()[at - 1]!.includes('✖ Column broken does not exist.'));
	t.is(lines()[at + 1]!.indexOf('^'), lines()[at]!.indexOf('broken'));
	unmount();
});

test('shows completions below the word they complete', async t => {
	const {notebook, lines, unmount} = await shown({isLoaded: true});
	await notebook.type('SELECT * FROM so');
	await notebook.press('tab');
	await notebook.until(({mode}) => mode.type === 'editor' && mode.completion !== undefined);
	const at = lines().findIndex(line => line.includes('SELECT * FROM so'));
	t.is(lines()[at + 1]!.indexOf('songplays'), lines()[at]!.lastIndexOf('so'));
	unmount();
});

test('shows a plain message on a terminal that is too small', async t => {
	const {lines, unmount} = await shown({}, {columns: 59, rows: minSize.rows});
	t.is(lines()[0], 'The terminal is too small.');
	t.is(lines()[1], `It has 59 x ${minSize.rows} cells;`);
	t.is(lines()[2], `60 x ${minSize.rows} are needed.`);
	unmount();
});

test('shows what is running and how to cancel it after the terminal became too small', async t => {
	const {notebook, lines, unmount} = await shown({stagingMs: 60_000});
	await notebook.press('a');
	await notebook.until(({running}) => running === 'stage-events');
	notebook.notebook.store.dispatch({type: 'resized', size: {columns: 59, rows: minSize.rows}});
	await notebook.press('x');
	t.deepEqual(lines().slice(3, 5), ['stage-events is running.', 'Ctrl+C cancels it.']);
	await notebook.press('ctrl+c');
	await notebook.until(({running}) => running === undefined);
	t.is(lines()[3], 'Ctrl+C twice quits.');
	unmount();
});

test('asks before quitting while something runs', async t => {
	const {notebook, lastFrame, unmount} = await shown({stagingMs: 60_000});
	await notebook.press('a');
	await notebook.until(({running}) => running === 'stage-events');
	await notebook.press('q');
	t.regex(lastFrame()!, /stage-events is running\./);
	await notebook.press('y');
	t.is(await notebook.notebook.exited, 130);
	unmount();
});
