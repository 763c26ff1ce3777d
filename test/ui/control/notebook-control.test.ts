import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {cellLines} from '../../../src/ui/lines/cells/cell-lines.js';
import {cellView} from '../../../src/ui/lines/cells/page.js';
import {searchLines} from '../../../src/ui/lines/list-lines.js';
import {pageFooter, pageStatus} from '../../../src/ui/lines/page-chrome.js';
import {pageOf} from '../../../src/ui/lines/page-view.js';
import {quitQuestion} from '../../../src/ui/state/busy.js';
import {workFolder} from '../../commands/run-program.js';
import {TestNotebook, textOf} from '../harness.js';

async function opened(): Promise<TestNotebook> {
	const notebook = await TestNotebook.open();
	await notebook.load();
	return notebook;
}

/** The lines of all cells. */
function pageText(notebook: TestNotebook): string {
	const page = pageOf(notebook.state);
	const lines = notebook.cells.flatMap(cell => cellLines(cell, cellView(page, cell.id), 0));
	return textOf(lines).join('\n');
}

test('opens the page only once connected', async t => {
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
	t.is(notebook.last, undefined);
	await notebook.type(';');
	await notebook.press('enter');
	await notebook.until(() => notebook.last?.run?.state === 'done');
	t.is(notebook.state.mode.type, 'editor');
	t.is(notebook.state.editor.text, '', 'the statement is in the history only');
	await notebook.press('up');
	t.is(notebook.state.editor.text, 'SELECT 1\n;');
});

test('types into the new input while a cell runs', async t => {
	const notebook = await opened();
	await notebook.type('SELECT 1;');
	notebook.notebook.controller.press({name: 'enter'}, {name: '2', text: '2'});
	await notebook.until(() => notebook.last?.run?.state === 'done');
	t.is(notebook.state.editor.text, '2');
	t.is(notebook.last?.text, 'SELECT 1;');
});

test('replaces the last failed cell by the text recalled from it', async t => {
	const notebook = await opened();
	await notebook.run('broken;');
	t.is(notebook.last?.state, 'failed');
	t.is(notebook.state.editor.text, '');
	await notebook.press('up');
	t.is(notebook.state.editor.text, 'broken;');
	await notebook.press('ctrl+c');
	await notebook.run('SELECT 1;');
	t.deepEqual(
		notebook.cells.map(({text, number}) => [text, number]),
		[['SELECT 1;', 2]],
	);
});

test('inserts a new line with Enter inside a complete statement', async t => {
	const notebook = await opened();
	await notebook.type('SELECT 1;');
	await notebook.press('left', 'left', 'enter');
	t.is(notebook.state.editor.text, 'SELECT \n1;');
	t.is(notebook.last, undefined);
});

test('runs the text as is with Ctrl+J', async t => {
	const notebook = await opened();
	await notebook.type('SELECT 1');
	await notebook.press('ctrl+j');
	await notebook.until(() => notebook.last?.run?.state === 'done');
	t.pass();
});

test('never runs pasted text', async t => {
	const notebook = await opened();
	notebook.notebook.controller.paste('SELECT 1;\r\nSELECT 2;\r\n');
	t.is(notebook.state.editor.text, 'SELECT 1;\nSELECT 2;\n');
	t.is(notebook.last, undefined);
});

test('ignores a paste at the stages', async t => {
	const notebook = await TestNotebook.open();
	notebook.notebook.controller.paste('aYs');
	notebook.notebook.controller.paste('\n');
	notebook.notebook.controller.paste('jj');
	t.is(notebook.state.selected, 'connect');
	t.is(notebook.state.notice, 'Text ignored. Tab opens the notebook.');
	t.is(notebook.state.load.stages.connect.type, 'ready');
	t.is(notebook.state.running, undefined);
});

test('cancels a cell, clears the input and quits with Ctrl+C', async t => {
	const notebook = await opened();
	await notebook.type('slow;');
	await notebook.press('enter');
	await notebook.until(({document}) => document.running !== undefined);
	await notebook.type('SELECT');
	await notebook.press('ctrl+c');
	await notebook.until(() => notebook.last?.run?.state === 'cancelled');
	t.is(notebook.state.editor.text, 'SELECT', 'the text is left alone');
	await notebook.press('ctrl+c');
	t.is(notebook.state.editor.text, '');
	await notebook.press('ctrl+_');
	t.is(notebook.state.editor.text, 'SELECT');
	await notebook.press('ctrl+c', 'ctrl+c');
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
	await notebook.press('ctrl+c', 'ctrl+j');
	const notice = 'Nothing to run. Type a statement, or press Ctrl+O for ready queries.';
	t.is(notebook.state.notice, notice);
	await sleep(2100);
	t.is(notebook.state.notice, notice);
});

test('goes from the stages to the running query with Enter', async t => {
	const notebook = await opened();
	await notebook.type('slow;');
	await notebook.press('enter');
	await notebook.until(({document}) => document.running !== undefined);
	await notebook.press('shift+tab');
	t.is(notebook.state.mode.type, 'stage');
	await notebook.press('enter');
	t.is(notebook.state.mode.type, 'editor');
	await notebook.press('ctrl+c');
	await notebook.until(() => notebook.last?.run?.state === 'cancelled');
});

test('quits with Ctrl+D if the editor is empty, else deletes', async t => {
	const notebook = await opened();
	await notebook.type('ab');
	await notebook.press('home', 'ctrl+d');
	t.is(notebook.state.editor.text, 'b');
	await notebook.press('ctrl+d', 'ctrl+d');
	t.is(await notebook.notebook.exited, 0);
});

test('shows the previous outputs until a rerun has succeeded', async t => {
	const notebook = await opened();
	await notebook.run('SELECT 1;');
	const before = notebook.last?.run;
	await notebook.press('esc', 'k', 'enter', 'ctrl+u');
	await notebook.type('slow');
	await notebook.press('ctrl+j');
	await notebook.until(({document}) => document.running !== undefined);
	t.is(notebook.last?.run, before);
	await notebook.press('ctrl+c');
	await notebook.until(() => notebook.last?.state === 'cancelled');
	t.is(notebook.last?.previous, before);
	t.is(notebook.state.mode.type, 'editor');
	t.is(notebook.state.editor.text, 'slow');
});

test('fetches further rows with m in full screen, and keeps the selected value', async t => {
	const notebook = await opened();
	await notebook.run('many;');
	const position = () => {
		const {mode} = notebook.state;
		return mode.type === 'result' ? mode.position : undefined;
	};
	const rows = () => {
		const output = notebook.last?.run?.outputs.at(-1);
		return output?.type === 'result' ? output.rows.length : 0;
	};
	await notebook.press('esc', 'k', ' ', 'G', 'l');
	t.like(position(), {row: 999, column: 1});
	await notebook.press('m');
	await notebook.until(() => rows() === 2000);
	t.like(position(), {row: 999, column: 1});
	await notebook.press('m');
	await notebook.until(() => rows() === 2500);
	await notebook.press('esc');
	t.is(notebook.state.mode.type, 'cells');
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

test('adds a ready query as a cell, and runs it by its number', async t => {
	const notebook = await opened();
	await notebook.press('ctrl+o', 'j', 'i');
	t.regex(notebook.cells[0]!.text, /^SELECT[\s\S]*;$/);
	t.is(notebook.cells[0]!.state, 'idle');
	t.is(notebook.state.page.selected, notebook.cells[0]!.id);
	t.is(notebook.state.mode.type, 'cells');
	await notebook.press('ctrl+o', '1');
	await notebook.until(() => notebook.last?.run?.state === 'done');
	t.is(notebook.cells.length, 2);
	t.is(notebook.state.page.selected, notebook.cells[1]!.id);
});

test('searches the history, and recalls it on the first line', async t => {
	const notebook = await opened();
	for (const text of ['SELECT 1;', 'SELECT 2;']) await notebook.run(text);
	await notebook.press('ctrl+r', '1');
	t.like(notebook.state.mode, {type: 'history-search', matches: ['SELECT 1;']});
	await notebook.press('enter');
	t.is(notebook.state.editor.text, 'SELECT 1;');
	await notebook.press('ctrl+c', 'up');
	t.is(notebook.state.editor.text, 'SELECT 2;');
	await notebook.press('ctrl+c', 'esc', 'k', 'enter', 'up', 'ctrl+p');
	t.is(notebook.state.editor.text, 'SELECT 2;', 'a cell above the input has no history');
	t.is(notebook.state.page.selected, notebook.last!.id);
});

test('copies the raw value, the row, and the text of the cell by OSC 52', async t => {
	const notebook = await opened();
	await notebook.run('nasty;');
	await notebook.press('esc', 'k', 'y', ' ', 'l', 'j', 'j', 'j', 'j', 'y');
	const value = 'red \u001B[31mtext\u001B[0m \u001B]0;title\u0007';
	const copies = ['nasty;', value].map(text => `\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`);
	t.deepEqual(notebook.written, copies);
	await notebook.press('j', 'j', 'j', 'Y');
	t.is(notebook.written[2], `\u001B]52;c;${Buffer.from('null\t\\N').toString('base64')}\u0007`);
});

test('says that a result has no rows to open, copy or filter by', async t => {
	const notebook = await opened();
	await notebook.run('none;');
	await notebook.press('esc', 'k', ' ');
	for (const key of [' ', 'y', 'Y', 'f']) {
		await notebook.press(key);
		t.is(notebook.state.notice, 'The result has no rows.');
		t.is(notebook.state.mode.type, 'result');
	}
	t.deepEqual(notebook.written, []);
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

test('runs the query of a failed check as a cell', async t => {
	const notebook = await TestNotebook.open({failing: ['keys-unique', 'no-null-keys']});
	await notebook.press('a');
	await notebook.until(({load}) => load.stages.verify.type === 'failed');
	await notebook.until(({runAll}) => runAll === 'off');
	await notebook.press('l', 'o');
	await notebook.until(() => notebook.last?.run?.state === 'done');
	await notebook.until(({mode}) => mode.type === 'result');
	const {verify} = notebook.state.load.stages;
	const checks = verify.type === 'failed' ? (verify.checks ?? []) : [];
	t.is(checks.find(({id}) => id === 'no-null-keys')?.query, notebook.last?.text);
});

test('runs SQL while a stage runs', async t => {
	const notebook = await TestNotebook.open({stagingMs: 60_000});
	await notebook.press('a');
	await notebook.until(({running}) => running === 'stage-events');
	await notebook.press('tab');
	await notebook.type('SELECT 1;');
	await notebook.press('enter');
	await notebook.until(() => notebook.last?.run?.state === 'done');
	t.is(notebook.state.running, 'stage-events');
	await notebook.type('slow;');
	await notebook.press('enter');
	await notebook.until(({document}) => document.running !== undefined);
	await notebook.press('ctrl+c');
	await notebook.until(() => notebook.last?.run?.state === 'cancelled');
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

test('does not cancel a cell with Ctrl+C at the stages', async t => {
	const notebook = await opened();
	await notebook.type('slow;');
	await notebook.press('enter');
	await notebook.until(({document}) => document.running !== undefined);
	await notebook.press('shift+tab', 'ctrl+c');
	t.not(notebook.state.document.running, undefined);
	t.false(notebook.state.cancelling);
	await notebook.press('enter', 'ctrl+c');
	await notebook.until(() => notebook.last?.run?.state === 'cancelled');
});

test('goes from full screen to the page with q and to the stages with Tab', async t => {
	const notebook = await opened();
	await notebook.run('SELECT 1;');
	await notebook.press('esc', 'k', ' ', ' ');
	t.is(notebook.state.mode.type, 'record');
	await notebook.press(' ');
	t.is(notebook.state.mode.type, 'result');
	await notebook.press('q');
	t.is(notebook.state.mode.type, 'cells');
	await notebook.press('q');
	t.is(notebook.state.notice, 'q does nothing here · Ctrl+C twice quits.', 'q never quits from the page');
	await notebook.press('/', 'ctrl+d');
	t.is(notebook.state.notice, 'Ctrl+D does nothing here.', 'Ctrl+C only closes a prompt');
	await notebook.press('esc');
	await notebook.press('tab');
	t.is(notebook.state.mode.type, 'stage');
});

test('handles Esc followed quickly by a key as two keys', async t => {
	const notebook = await opened();
	await notebook.run('SELECT 1;');
	const {controller} = notebook.notebook;
	controller.press({name: 'alt+k', afterEsc: {name: 'k', text: 'k'}});
	t.is(notebook.state.mode.type, 'cells');
	t.is(notebook.state.page.selected, notebook.last!.id);
});

test('counts the tables again after a query with a function that may write, but not after other queries', async t => {
	const notebook = await opened();
	await notebook.press('esc', 'W', 'y', 'e', 's', 'enter', 'enter');
	const {users = 0} = notebook.state.load.counts;
	notebook.warehouse.setRows('users', 1);
	await notebook.run('SELECT count(*) FROM users;');
	await sleep(20);
	t.is(notebook.state.load.counts.users, users);
	await notebook.run('SELECT purge();');
	await notebook.until(({load}) => load.counts.users === 1);
	t.is(notebook.state.load.stages['load-users'].type, 'stale');
});

test('inserts, names, moves, deletes and brings back cells', async t => {
	const notebook = await opened();
	for (const text of ['SELECT 1;', 'SELECT 2;']) await notebook.run(text);
	const texts = () => notebook.cells.map(({text}) => text);
	await notebook.press('esc', 'k', 'n');
	await notebook.type('Two');
	await notebook.press('enter');
	t.regex(notebook.state.notice ?? '', /^A name consists of a-z/);
	t.is(notebook.state.mode.type, 'prompt', 'a wrong answer is kept');
	await notebook.press('ctrl+u');
	await notebook.type('two');
	await notebook.press('enter');
	t.is(notebook.cells[1]!.name, 'two');
	await notebook.press('a');
	await notebook.type('-- new');
	await notebook.press('esc');
	t.deepEqual(texts(), ['SELECT 1;', '-- new', 'SELECT 2;']);
	await notebook.press('K');
	t.deepEqual(texts(), ['-- new', 'SELECT 1;', 'SELECT 2;']);
	await notebook.press('M');
	t.is(notebook.cells[0]!.kind, 'markdown');
	notebook.burst('d', 'd');
	t.deepEqual(texts(), ['SELECT 1;', 'SELECT 2;']);
	await notebook.press('d', 'j', 'z');
	t.deepEqual(texts(), ['-- new', 'SELECT 1;', 'SELECT 2;'], 'd and another key delete nothing');
	notebook.burst('d', 'd', 'd');
	t.is(texts().length, 3, 'more than two keys at once are text');
});

test('runs from here down, sums up, and runs what is stale', async t => {
	const notebook = await opened();
	for (const text of ['SELECT 1;', 'SELECT 2;']) await notebook.run(text);
	await notebook.press('esc', 'g', 'j', 'R');
	await notebook.until(({document}) => document.summary !== undefined);
	t.is(notebook.state.document.summary, '2 ran');
	t.deepEqual(
		notebook.cells.map(({number}) => number),
		[3, 4],
	);
	t.is(notebook.state.page.selected, notebook.cells[0]!.id, 'the selection stays');
	await notebook.press('enter');
	await notebook.type(' ');
	await notebook.press('esc');
	t.is(notebook.cells[0]!.state, 'stale');
	await notebook.press('.');
	await notebook.until(() => notebook.cells[0]!.number === 5);
	t.is(notebook.cells[1]!.number, 4);
});

test('asks for the value of a parameter, and remembers it', async t => {
	const notebook = await opened();
	await notebook.type('SELECT :n;');
	await notebook.press('enter');
	t.like(notebook.state.mode, {type: 'prompt', prompt: {purpose: 'parameter', name: 'n'}});
	t.regex(textOf([pageStatus(notebook.state)])[0]!, /^── Value of :n · 42, 2018-11-01/);
	await notebook.type('42');
	await notebook.press('enter');
	await notebook.until(() => notebook.last?.run?.state === 'done');
	t.is(notebook.last?.run?.outputs[0]?.sql, 'SELECT 42');
	await notebook.run('SELECT :n + 1;');
	t.is(notebook.last?.run?.outputs[0]?.sql, 'SELECT 42 + 1');
});

test('takes text on both sides of a line end in one read as a paste, which runs nothing', async t => {
	const notebook = await opened();
	notebook.burst(...'SELECT 1;', 'enter', ...'SELECT 2;', 'enter');
	t.is(notebook.state.editor.text, 'SELECT 1;\nSELECT 2;\n');
	t.is(notebook.last, undefined);
});

test('marks statements of the history that change data', async t => {
	const notebook = await opened();
	for (const text of ['DELETE FROM users;', 'SELECT 1;']) await notebook.run(text);
	await notebook.press('ctrl+r');
	const {mode} = notebook.state;
	if (mode.type !== 'history-search') return t.fail();
	t.deepEqual(textOf(searchLines(mode, 60, 10)).slice(2), ['❯   SELECT 1;', '  ! DELETE FROM users;']);
});

test('keeps the rows of the selected cell', async t => {
	const notebook = await opened();
	await notebook.run('SELECT 1;');
	await notebook.press('esc', 'k');
	t.deepEqual(notebook.state.document.protectedIds, [notebook.last!.id]);
});

test('allows changes to data after a confirmation that names the warehouse', async t => {
	const notebook = await opened();
	await notebook.press('esc', 'W');
	await notebook.type('yes');
	t.regex(textOf([pageStatus(notebook.state)])[0]!, /^── Type yes to allow changes to data in Test ─+$/);
	t.regex(textOf(pageFooter(notebook.state))[0]!, /^ ▸ yes▏/);
	await notebook.press('ctrl+u');
	notebook.notebook.controller.paste(`${'x'.repeat(100)}yes`);
	const answer = textOf(pageFooter(notebook.state))[0]!;
	t.regex(answer, /^ ▸ …x+yes▏ +Enter accept {3}Esc cancel$/, 'the end of a long answer stays in view');
	t.true(answer.length <= 80);
	await notebook.press('ctrl+u');
	await notebook.type('yes');
	await notebook.press('enter');
	t.false(notebook.state.document.isReadOnly);
});

test('shows a failed command with its advice as a cell, which the next run of the input replaces', async t => {
	const notebook = await opened();
	await notebook.run('SELECT 1;');
	await notebook.run('\\tming');
	t.is(notebook.state.editor.text, '');
	t.is(notebook.last?.text, '\\tming', 'its text is not lost');
	t.like(notebook.last?.run?.outputs[0], {
		type: 'error',
		failure: {message: 'There is no command \\tming.', advice: 'Did you mean \\timing [on|off]?'},
	});
	await notebook.run('\\i missing.sql');
	t.deepEqual(
		notebook.cells.map(({text, number}) => [text, number]),
		[
			['SELECT 1;', 1],
			['\\i missing.sql', 3],
		],
	);
	await notebook.press('up');
	t.is(notebook.state.editor.text, '\\i missing.sql', 'commands are in the history');
	await notebook.press('ctrl+c');
	await notebook.run('SELECT 2;');
	t.deepEqual(
		notebook.cells.map(({text}) => text),
		['SELECT 1;', 'SELECT 2;'],
	);
});

test('answers \\? and \\set at once, while a query runs', async t => {
	const notebook = await opened();
	await notebook.type('slow;');
	await notebook.press('enter');
	await notebook.until(({document}) => document.running !== undefined);
	await notebook.type('\\set day 2018-11-05');
	await notebook.press('enter');
	await notebook.type('\\set');
	await notebook.press('enter');
	t.like(notebook.last?.run?.outputs[0], {type: 'result', rows: [[':day', '2018-11-05']]});
	await notebook.type('\\?');
	await notebook.press('enter');
	const [output] = notebook.last?.run?.outputs ?? [];
	t.true(output?.type === 'result' && output.rows.some(([command]) => command === '\\export FILE'));
	t.regex(
		pageText(notebook),
		/\\e +opens the text in \$VISUAL or \$EDITOR, as Ctrl\+X\n +Ctrl\+E does\n/,
		'in full',
	);
	t.is(notebook.state.document.running?.id, notebook.cells[0]!.id);
	await notebook.press('ctrl+c');
	await notebook.until(({document}) => document.running === undefined);
	await notebook.press('esc', 'g', 'j', 'j', 'R');
	await notebook.until(({document}) => document.summary === '2 ran');
	t.is(notebook.last?.state, 'done', 'runs again as a cell');
});

test('shows rows as records and hides times on request', async t => {
	const notebook = await opened();
	await notebook.run('SELECT 1;');
	const page = () => pageText(notebook);
	t.regex(page(), /3 rows · \d+ ms/);
	await notebook.type('\\timing off');
	await notebook.press('enter');
	t.notRegex(page(), /3 rows · /);
	await notebook.type('\\x');
	await notebook.press('enter');
	t.regex(page(), /─\[ RECORD 1 \]─.*\n +title +│ You're The One\n +artist +│ Dwight Yoakam\n/);
	t.regex(page(), /first 2 of 3 rows · Space shows all/);
	await notebook.press('esc', 'k', 'Y');
	const copied = Buffer.from(notebook.written.at(-1)!.slice(7, -1), 'base64').toString();
	t.is(copied.trimEnd().split('\n').length, 3, 'the names and the rows shown');
	await notebook.press('G', 'i');
	await notebook.type('\\x auto');
	await notebook.press('enter');
	t.notRegex(page(), /RECORD/, 'four columns fit');
	await notebook.run('wide;');
	t.regex(page(), /RECORD 1 /);
});

test('repeats a query with \\watch in its cell until something else runs', async t => {
	const notebook = await opened();
	await notebook.run('SELECT 1;');
	const first = notebook.last?.run;
	await notebook.type('\\watch 1');
	await notebook.press('enter');
	await notebook.until(() => notebook.last?.run !== first && notebook.last?.run !== undefined);
	t.is(notebook.last?.number, 1, 'a watch uses up no numbers');
	t.is(notebook.cells.length, 1);
	await notebook.run('SELECT 2;');
	await notebook.until(({notice}) => notice === 'The watch has ended.');
	t.is(notebook.last?.number, 2);
	await notebook.type('\\watch 1');
	await notebook.press('enter');
	await notebook.press('ctrl+c');
	await notebook.until(({notice}) => notice === 'The watch has ended.');
	t.false(notebook.state.quitArmed, 'Ctrl+C ends only the watch');
	await notebook.type('\\watch 1');
	await notebook.press('enter', 'shift+tab');
	await notebook.until(({notice}) => notice === 'The watch has ended.');
	await notebook.press('tab');
	await notebook.run('SELECT 1; SELECT 2;');
	await notebook.type('\\watch');
	await notebook.press('enter');
	t.like(notebook.last?.run?.outputs[0], {
		failure: {message: '\\watch takes one query; the cell has 2 statements.'},
	});
});

test('explains, counts and draws the last query, whatever is selected', async t => {
	const notebook = await opened();
	await notebook.run('SELECT title, plays FROM songplays;');
	const {id} = notebook.last!;
	await notebook.run('broken;');
	await notebook.type('\\chart bar');
	await notebook.press('enter');
	t.is(notebook.cells.find(cell => cell.id === id)?.chart?.type, 'bar');
	await notebook.run('\\count');
	t.is(notebook.last?.text, 'SELECT count(*) FROM (SELECT title, plays FROM songplays\n) AS t;');
	await notebook.run('SELECT 1;');
	await notebook.run('\\explain');
	await notebook.run('\\explain analyze');
	t.deepEqual(
		notebook.cells.slice(-2).map(({text}) => text),
		['EXPLAIN SELECT 1;', 'EXPLAIN ANALYZE SELECT 1;'],
	);
});

test('runs the cells of a file above the input, and writes results to files', async t => {
	const notebook = await opened();
	const folder = workFolder(t);
	const inFolder = (name: string) => join(folder, name);
	await writeFile(
		inFolder('cells.md'),
		'# Prose\n\n```sql name=top\nSELECT 1\n```\n\n```sql\nSELECT * FROM {{top}};\n```\n',
	);
	await notebook.type(`\\i ${inFolder('cells.md')}`);
	await notebook.press('enter');
	await notebook.until(({document}) => document.summary === '2 ran');
	t.deepEqual(
		notebook.cells.map(({text, name, state}) => [text, name, state]),
		[
			['SELECT 1', 'top', 'done'],
			['SELECT * FROM {{top}};', undefined, 'done'],
		],
	);
	await notebook.type(`\\export ${inFolder('top.csv')}`);
	await notebook.press('enter');
	await notebook.until(({notice}) => notice?.startsWith('Wrote 3 rows') === true);
	t.regex(await readFile(inFolder('top.csv'), 'utf8'), /^title,artist,plays,first_play\r?\n/);
	await notebook.run(`\\export ${inFolder('top.xyz')}`);
	t.regex(JSON.stringify(notebook.last?.run?.outputs), /names no format/);

	await notebook.type(`\\o ${inFolder('all.csv')}`);
	await notebook.press('enter');
	await notebook.until(({notice}) => notice?.startsWith('The following results also go to ') === true);
	await notebook.run('many;');
	const [output] = notebook.last?.run?.outputs ?? [];
	t.true(output?.type === 'result' && output.rows.length === 1000 && !output.isComplete);
	t.deepEqual(output?.notices, [`Added 2,500 rows to ${inFolder('all.csv')}.`]);
	await notebook.type('\\o');
	await notebook.press('enter');
	await notebook.run('SELECT 1;');
	t.is((await readFile(inFolder('all.csv'), 'utf8')).trimEnd().split('\n').length, 2501);
	await notebook.run(`\\o ${inFolder('all.csv')}`);
	t.regex(JSON.stringify(notebook.last?.run?.outputs), /exists already/, 'never replaces a file');
});

test('completes commands and their arguments', async t => {
	const notebook = await opened();
	await notebook.type('\\conn');
	await notebook.press('tab');
	t.is(notebook.state.editor.text, '\\conninfo');
	await notebook.press('ctrl+u');
	await notebook.type('\\d songp');
	await notebook.press('tab');
	await notebook.until(({editor}) => editor.text === '\\d songplays');
	await notebook.press('ctrl+u');
	await notebook.type('\\x a');
	await notebook.press('tab');
	t.is(notebook.state.editor.text, '\\x auto');
	await notebook.press('ctrl+u');
	await notebook.type('\\');
	await notebook.press('tab');
	const {mode} = notebook.state;
	const texts = mode.type === 'editor' ? mode.completion?.completion.suggestions.map(({text}) => text) : [];
	t.true(texts?.includes('\\watch') && texts.includes('\\?'));
});

test('asks before quitting with unsaved changes of a file, and saves outputs on request', async t => {
	const notebook = await opened();
	await notebook.run('SELECT 1;');
	const file = join(workFolder(t), 'kept.md');
	await notebook.press('ctrl+s');
	await notebook.type(file);
	await notebook.press('enter');
	await notebook.until(({notice}) => notice === `Saved ${file}.`);
	t.is(await readFile(file, 'utf8'), '```sql\nSELECT 1;\n```\n');
	await notebook.run('SELECT 2;');
	await notebook.press('ctrl+d');
	t.is(notebook.state.mode.type, 'confirm-quit');
	t.deepEqual(quitQuestion(notebook.state), [
		'kept.md has unsaved changes.',
		'',
		'y  quit without saving      Ctrl+S  save      n  stay',
	]);
	await notebook.press('n');
	await notebook.type('\\outputs on');
	await notebook.press('enter', 'ctrl+d', 'ctrl+s');
	await notebook.until(({mode}) => mode.type === 'editor');
	t.regex(
		await readFile(file, 'utf8'),
		/SELECT 2;\n```\n\n<!-- sparkify:output -->\n\n\| title \| artist \| plays \| first_play \|/,
	);
	await notebook.press('ctrl+d');
	t.is(await notebook.notebook.exited, 0, 'nothing to lose');
});

test('continues a long notice below the status line, and brings the keys back', async t => {
	const notebook = await opened();
	const bottom = () => textOf([pageStatus(notebook.state), ...pageFooter(notebook.state)]);
	const keys = bottom();
	const notice =
		"The editor nano can't be started: no such file or directory. Set $VISUAL or $EDITOR to an editor that is installed.";
	notebook.notebook.store.dispatch({type: 'notice-shown', notice});
	t.deepEqual(
		bottom().map(text => text.trimEnd()),
		[
			"── The editor nano can't be started: no such file or directory. Set $VISUAL ────",
			'   or $EDITOR to an editor that is installed.',
			'',
		],
	);
	await notebook.press('left');
	t.deepEqual(bottom(), keys);
});

test('adds what was typed to the history, not the cells of a run from here', async t => {
	const notebook = await opened();
	for (const text of ['SELECT 1;', 'SELECT 2;']) await notebook.run(text);
	await notebook.press('esc', 'g', 'j', 'R');
	await notebook.until(({document}) => document.summary !== undefined);
	t.deepEqual(notebook.state.history, ['SELECT 1;', 'SELECT 2;']);
});

test('asks about a statement also while another prompt is open, which then comes back', async t => {
	const notebook = await opened();
	await notebook.press('esc', 'W', 'y', 'e', 's', 'enter', 'i');
	await notebook.type('VACUUM;');
	notebook.burst('enter');
	const back = {type: 'editor'} as const;
	const prompt = {purpose: 'save-as', label: 'Save as'} as const;
	const mode = {type: 'prompt', prompt, text: 'wor', back} as const;
	notebook.notebook.store.dispatch({type: 'mode-changed', mode});
	await notebook.until(({document}) => document.question !== undefined);
	t.like(notebook.state.mode, {
		type: 'prompt',
		prompt: {purpose: 'run-unsafe'},
		back: mode,
	});
	await notebook.press('esc');
	await notebook.until(({document}) => document.running === undefined);
	t.deepEqual(notebook.state.mode, mode);
});
