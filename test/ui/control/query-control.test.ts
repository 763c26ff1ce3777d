import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {visibleResult} from '../../../src/notebook/query-state.js';
import {TestNotebook} from '../harness.js';

async function opened(): Promise<TestNotebook> {
	const notebook = await TestNotebook.open();
	await notebook.load();
	return notebook;
}

test('opens the SQL pane only once connected', async t => {
	const notebook = await TestNotebook.open();
	await notebook.press('tab');
	t.is(notebook.state.mode.type, 'stage');
	t.is(notebook.state.notice, 'Not connected. Run the connect stage first.');
	await notebook.press('enter');
	await notebook.until(({selected}) => selected === 'drop-tables');
	await notebook.press('tab');
	t.is(notebook.state.mode.type, 'editor');
});

test('runs a complete statement with Enter, and inserts a new line in any other', async t => {
	const notebook = await opened();
	await notebook.type('SELECT 1');
	await notebook.press('enter');
	t.is(notebook.state.editor.text, 'SELECT 1\n');
	t.is(notebook.state.query.type, 'idle');
	await notebook.type(';');
	await notebook.press('enter');
	await notebook.until(({query}) => query.type === 'result');
	t.is(notebook.state.mode.type, 'editor');
	t.is(notebook.state.editor.text, '', 'the statement is in the history only');
	await notebook.press('up');
	t.is(notebook.state.editor.text, 'SELECT 1\n;');
});

test('keeps text typed while a query runs', async t => {
	const notebook = await opened();
	await notebook.type('SELECT 1;');
	notebook.notebook.controller.press({name: 'enter'}, {name: '2', text: '2'});
	await notebook.until(({query}) => query.type === 'result');
	await notebook.until(({editor}) => editor.text === '2');
	t.pass();
});

test('keeps the text after an error', async t => {
	const notebook = await opened();
	await notebook.type('broken;');
	await notebook.press('enter');
	await notebook.until(({query}) => query.type === 'failed');
	t.is(notebook.state.editor.text, 'broken;');
});

test('inserts a new line with Enter inside a complete statement', async t => {
	const notebook = await opened();
	await notebook.type('SELECT 1;');
	await notebook.press('left', 'left', 'enter');
	t.is(notebook.state.editor.text, 'SELECT \n1;');
	t.is(notebook.state.query.type, 'idle');
});

test('runs the text as is with Ctrl+J', async t => {
	const notebook = await opened();
	await notebook.type('SELECT 1');
	await notebook.press('ctrl+j');
	await notebook.until(({query}) => query.type === 'result');
	t.pass();
});

test('never runs pasted text', async t => {
	const notebook = await opened();
	notebook.notebook.controller.paste('SELECT 1;\r\nSELECT 2;\r\n');
	t.is(notebook.state.editor.text, 'SELECT 1;\nSELECT 2;\n');
	t.is(notebook.state.query.type, 'idle');
});

test('ignores a paste at the stages', async t => {
	const notebook = await TestNotebook.open();
	notebook.notebook.controller.paste('aYs');
	notebook.notebook.controller.paste('\n');
	notebook.notebook.controller.paste('jj');
	t.is(notebook.state.selected, 'connect');
	t.is(notebook.state.notice, 'Text ignored. Tab opens the SQL pane.');
	t.is(notebook.state.load.stages.connect.type, 'ready');
	t.is(notebook.state.running, undefined);
});

test('cancels a query, clears the text and quits with Ctrl+C', async t => {
	const notebook = await opened();
	await notebook.type('slow;');
	await notebook.press('enter');
	await notebook.until(({query}) => query.type === 'running');
	await notebook.press('ctrl+c');
	await notebook.until(({query}) => query.type === 'cancelled');
	t.is(notebook.state.editor.text, 'slow;');
	await notebook.press('ctrl+c');
	t.is(notebook.state.editor.text, '');
	await notebook.press('ctrl+c');
	t.is(notebook.state.notice, 'Press Ctrl+C again to quit.');
	await notebook.press('ctrl+c');
	t.is(await notebook.notebook.exited, 130);
});

test('requires two Ctrl+C without another key between them to quit', async t => {
	const notebook = await opened();
	let hasQuit = false;
	void notebook.notebook.exited.then(() => {
		hasQuit = true;
	});
	await notebook.press('ctrl+c', 'left', 'ctrl+c');
	t.false(hasQuit);
	t.is(notebook.state.notice, 'Press Ctrl+C again to quit.');
	notebook.notebook.controller.paste('a');
	t.false(notebook.state.quitArmed);
	await notebook.press('ctrl+c', 'ctrl+c', 'ctrl+c');
	t.is(await notebook.notebook.exited, 130);
});

test('keeps a notice shown within two seconds of Ctrl+C', async t => {
	const notebook = await opened();
	await notebook.press('ctrl+c', 'esc');
	const notice = 'No result yet: Ctrl+O has ready queries, Shift+Tab goes to the stages.';
	t.is(notebook.state.notice, notice);
	await sleep(2100);
	t.is(notebook.state.notice, notice);
});

test('goes from the stages to the running query with Enter', async t => {
	const notebook = await opened();
	await notebook.type('slow;');
	await notebook.press('enter');
	await notebook.until(({query}) => query.type === 'running');
	await notebook.press('shift+tab');
	t.is(notebook.state.mode.type, 'stage');
	await notebook.press('enter');
	t.is(notebook.state.mode.type, 'editor');
	await notebook.press('ctrl+c');
	await notebook.until(({query}) => query.type === 'cancelled');
});

test('quits with Ctrl+D if the editor is empty, else deletes', async t => {
	const notebook = await opened();
	await notebook.type('ab');
	await notebook.press('home', 'ctrl+d');
	t.is(notebook.state.editor.text, 'b');
	await notebook.press('ctrl+d', 'ctrl+d');
	t.is(await notebook.notebook.exited, 0);
});

test('clears the previous result after a query fails or is cancelled', async t => {
	const notebook = await opened();
	await notebook.type('SELECT 1;');
	await notebook.press('enter');
	await notebook.until(({query}) => query.type === 'result');
	await notebook.press('ctrl+c');
	await notebook.type('broken;');
	await notebook.press('enter');
	await notebook.until(({query}) => query.type === 'failed');
	t.is(visibleResult(notebook.state.query), undefined);
	await notebook.press('ctrl+c');
	await notebook.type('SELECT 1;');
	await notebook.press('enter');
	await notebook.until(({query}) => query.type === 'result');
	await notebook.type('slow;');
	await notebook.press('enter');
	await notebook.until(({query}) => query.type === 'running');
	t.is(
		visibleResult(notebook.state.query)?.rows.length,
		3,
		'the previous result is shown while the query runs',
	);
	await notebook.press('ctrl+c');
	await notebook.until(({query}) => query.type === 'cancelled');
	t.is(visibleResult(notebook.state.query), undefined);
});

test('fetches further rows with m and keeps the selected cell', async t => {
	const notebook = await opened();
	await notebook.type('many;');
	await notebook.press('enter');
	await notebook.until(({query}) => query.type === 'result');
	await notebook.press('esc', 'G', 'l');
	t.like(notebook.state.cell, {row: 999, column: 1});
	await notebook.press('m');
	await notebook.until(({query}) => query.type === 'result' && query.rows.length === 2000);
	t.like(notebook.state.cell, {row: 999, column: 1});
	await notebook.press('m');
	await notebook.until(({query}) => query.type === 'result' && query.rows.length === 2500);
	await notebook.press('m');
	t.is(notebook.state.notice, 'No more rows.');
});

test('selects the first cell of a new result', async t => {
	const notebook = await opened();
	for (const text of ['many;', 'SELECT 1;']) {
		await notebook.press('ctrl+c');
		await notebook.type(text);
		await notebook.press('enter');
		await notebook.until(({query}) => query.type === 'result' && query.sql === text.slice(0, -1));
		t.like(notebook.state.cell, {row: 0, column: 0, top: 0});
		await notebook.press('esc', 'G', 'i');
	}
});

test('completes table names with Tab', async t => {
	const notebook = await opened();
	await notebook.type('SELECT * FROM songp');
	await notebook.press('tab');
	await notebook.until(({editor}) => editor.text === 'SELECT * FROM songplays');
	await notebook.press('ctrl+u');
	await notebook.type('SELECT * FROM so');
	await notebook.press('tab');
	await notebook.until(({mode}) => mode.type === 'editor' && mode.completion !== undefined);
	await notebook.press('n', 'down', 'tab');
	t.is(notebook.state.editor.text, 'SELECT * FROM songs');
	t.deepEqual(notebook.state.mode, {type: 'editor'});
});

test('runs a ready query by its number, or only inserts it', async t => {
	const notebook = await opened();
	await notebook.press('ctrl+o', 'j', 'i');
	const inserted = notebook.state.editor.text;
	t.regex(inserted, /^SELECT[\s\S]*;$/);
	t.is(notebook.state.query.type, 'idle');
	await notebook.press('ctrl+o', '1');
	await notebook.until(({query}) => query.type === 'result');
	t.not(notebook.state.editor.history.at(-1), inserted);
	t.is(notebook.state.mode.type, 'editor');
});

test('searches the history, and recalls it on the first line', async t => {
	const notebook = await opened();
	for (const text of ['SELECT 1;', 'SELECT 2;']) {
		await notebook.type(text);
		await notebook.press('enter');
		await notebook.until(({query}) => query.type === 'result');
		await notebook.press('ctrl+c');
	}
	await notebook.press('ctrl+r', '1');
	t.like(notebook.state.mode, {type: 'history-search', matches: ['SELECT 1;']});
	await notebook.press('enter');
	t.is(notebook.state.editor.text, 'SELECT 1;');
	await notebook.press('ctrl+c', 'up');
	t.is(notebook.state.editor.text, 'SELECT 2;');
});

test('copies the raw value of the cell by OSC 52 with y', async t => {
	const notebook = await opened();
	await notebook.type('nasty;');
	await notebook.press('enter');
	await notebook.until(({query}) => query.type === 'result');
	await notebook.press('esc', 'l', 'j', 'j', 'j', 'j', 'y');
	const value = 'red \u001B[31mtext\u001B[0m \u001B]0;title\u0007';
	t.deepEqual(notebook.written, [`\u001B]52;c;${Buffer.from(value).toString('base64')}\u0007`]);
});

test('asks before quitting while a stage runs: n stays, y cancels it and quits', async t => {
	const notebook = await TestNotebook.open({stagingMs: 60_000});
	await notebook.press('a');
	await notebook.until(({running}) => running === 'stage-events');
	await notebook.press('q');
	t.is(notebook.state.mode.type, 'confirm-quit');
	await notebook.press('n');
	t.is(notebook.state.mode.type, 'stage');
	t.is(notebook.session.running, 'stage-events');
	await notebook.press('q', 'y');
	t.is(await notebook.notebook.exited, 130);
	t.is(notebook.session.running, undefined);
});

test('exits with 1 if a stage has failed', async t => {
	const notebook = await TestNotebook.open({unreachable: true});
	await notebook.press('enter');
	await notebook.until(({load}) => load.stages.connect.type === 'failed');
	await notebook.press('q');
	t.is(await notebook.notebook.exited, 1);
});

test('runs the query of a failed check in the SQL pane', async t => {
	const notebook = await TestNotebook.open({failing: ['keys-unique', 'no-null-keys']});
	await notebook.press('a');
	await notebook.until(({load}) => load.stages.verify.type === 'failed');
	await notebook.until(({runAll}) => runAll === 'off');
	await notebook.press('l', 'o');
	await notebook.until(({query}) => query.type === 'result');
	t.is(notebook.state.mode.type, 'editor');
	const {verify} = notebook.state.load.stages;
	const checks = verify.type === 'failed' ? (verify.checks ?? []) : [];
	t.is(checks.find(({id}) => id === 'no-null-keys')?.query, notebook.state.editor.history.at(-1));
});

test('runs SQL while a stage runs', async t => {
	const notebook = await TestNotebook.open({stagingMs: 60_000});
	await notebook.press('a');
	await notebook.until(({running}) => running === 'stage-events');
	await notebook.press('tab');
	await notebook.type('SELECT 1;');
	await notebook.press('enter');
	await notebook.until(({query}) => query.type === 'result');
	t.is(notebook.state.running, 'stage-events');
	await notebook.type('slow;');
	await notebook.press('enter');
	await notebook.until(({query}) => query.type === 'running');
	await notebook.press('ctrl+c');
	await notebook.until(({query}) => query.type === 'cancelled');
	t.is(notebook.state.running, 'stage-events', 'only the query is cancelled');
	await notebook.session.cancel();
});

test('applies Ctrl+C to the focus: clears the text in the editor, cancels the stage at the stages', async t => {
	const notebook = await TestNotebook.open({stagingMs: 60_000});
	await notebook.press('a');
	await notebook.until(({running}) => running === 'stage-events');
	await notebook.press('tab');
	await notebook.type('SELECT');
	await notebook.press('ctrl+c');
	t.is(notebook.state.editor.text, '');
	t.is(notebook.state.running, 'stage-events');
	t.false(notebook.state.cancelling);
	await notebook.press('ctrl+c');
	t.is(notebook.state.notice, 'Press Ctrl+C again to quit.');
	await notebook.press('ctrl+c');
	t.is(notebook.state.mode.type, 'confirm-quit', 'asks before quitting while something runs');
	await notebook.press('n', 'shift+tab', 'ctrl+c');
	await notebook.until(({running}) => running === undefined);
	t.is(notebook.state.load.stages['stage-events'].type, 'ready');
});

test('does not cancel a query with Ctrl+C at the stages', async t => {
	const notebook = await opened();
	await notebook.type('slow;');
	await notebook.press('enter');
	await notebook.until(({query}) => query.type === 'running');
	await notebook.press('shift+tab', 'ctrl+c');
	t.is(notebook.state.query.type, 'running');
	t.false(notebook.state.cancelling);
	await notebook.press('enter', 'ctrl+c');
	await notebook.until(({query}) => query.type === 'cancelled');
});

test('goes from the result to the editor with q and to the stages with Shift+Tab', async t => {
	const notebook = await opened();
	await notebook.type('SELECT 1;');
	await notebook.press('enter');
	await notebook.until(({query}) => query.type === 'result');
	await notebook.press('esc', ' ');
	t.is(notebook.state.mode.type, 'record');
	await notebook.press(' ');
	t.is(notebook.state.mode.type, 'grid');
	await notebook.press('q');
	t.is(notebook.state.mode.type, 'editor');
	await notebook.press('esc', 'shift+tab');
	t.is(notebook.state.mode.type, 'stage');
});

test('handles Esc followed quickly by a key as two keys', async t => {
	const notebook = await opened();
	await notebook.type('SELECT 1;');
	await notebook.press('enter');
	await notebook.until(({query}) => query.type === 'result');
	const {controller} = notebook.notebook;
	controller.press({name: 'alt+j', afterEsc: {name: 'j', text: 'j'}});
	t.is(notebook.state.mode.type, 'grid');
	t.is(notebook.state.cell.row, 1);
});

test('counts the tables again after a query with a function that may write, but not after other queries', async t => {
	const notebook = await opened();
	const {users = 0} = notebook.state.load.counts;
	const select = async (sql: string) => {
		await notebook.type(sql);
		await notebook.press('enter');
		await notebook.until(({query}) => query.type === 'result' && query.sql.startsWith(sql.slice(0, -1)));
	};
	notebook.warehouse.setRows('users', 1);
	await select('SELECT count(*) FROM users;');
	await sleep(20);
	t.is(notebook.state.load.counts.users, users);
	await select('SELECT purge();');
	await notebook.until(({load}) => load.counts.users === 1);
	t.is(notebook.state.load.stages['load-users'].type, 'stale');
});
