import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {workFolder} from '../commands/run-program.js';
import {frameProblem} from './frame.js';
import {ask, clear, editorText, openPane, startNotebook, write} from './start-notebook.js';
import {keys} from './terminal.js';

test.serial(
	'inserts a new line on Enter until the statement ends with a semicolon, then runs it',
	async t => {
		const terminal = await openPane(t);
		await write(terminal, 'SELECT 6 * 7 AS answer');
		terminal.type(keys.enter);
		await write(terminal, '  , 2 AS two;');
		t.notRegex(terminal.screen, /│ +42 │/);
		terminal.type(keys.enter);
		await terminal.waitFor(/│ answer │ two │\n├─+┼─+┤\n│ +42 │ +2 │\n/);
		await terminal.waitFor(/^ 1 row · \d/m);
		t.is(editorText(terminal), '', 'moves the statement to the history');
		await terminal.waitFor(frameProblem);
	},
);

test.serial('runs a statement that arrives together with its Enter', async t => {
	const terminal = await openPane(t);
	terminal.type(`SELECT 6 * 7 AS answer;${keys.enter}`);
	await terminal.waitFor(/│ answer │\n├─+┤\n│ +42 │\n/);
	t.is(editorText(terminal), '');
});

test.serial('runs the text on Ctrl+J, finished or not', async t => {
	const terminal = await openPane(t);
	await ask(terminal, "SELECT 'no semicolon' AS it_ran");
	t.regex(await terminal.waitFor('│ no semicolon │'), /^ 1 row · /m);
});

test.serial('inserts a paste of several statements without running it', async t => {
	const terminal = await openPane(t);
	terminal.paste(
		'CREATE TABLE pasted (n INTEGER);\nINSERT INTO pasted VALUES (1);\n\nSELECT n AS one FROM pasted;\n',
	);
	await terminal.waitFor('SELECT n AS one FROM pasted;');
	t.regex(terminal.screen, /Ctrl\+O has ready queries/, 'runs nothing');

	// Would fail if the paste had run: the table would exist already.
	terminal.type(keys.ctrlJ);
	await terminal.waitFor(/3 statements run · 1 row/);
	t.regex(terminal.screen, /│ one │\n├─+┤\n│ +1 │/);
});

test.serial('shows an error below its position', async t => {
	const terminal = await openPane(t);
	await write(terminal, 'SELECT 1,');
	terminal.type(keys.enter);
	await write(terminal, '  2 + nowhere AS x;');
	terminal.type(keys.enter);
	const screen = await terminal.waitFor(/\bnowhere\b[\s\S]*\^/);
	const lines = screen.split('\n');
	const caret = lines.findIndex(line => /^ *│ +\^$/.test(line));
	t.is(lines[caret - 1]!.slice(lines[caret]!.indexOf('^')), 'nowhere AS x');
	t.regex(lines[caret - 1]!, /\b2 │ /, 'numbers the lines of the statement');
	t.regex(screen, /✖ .*nowhere/);
	t.regex(screen, /Failed · /);
	await terminal.waitFor(frameProblem);
});

test.serial('completes tables and columns on Tab', async t => {
	const terminal = await openPane(t);
	await ask(terminal, 'CREATE TABLE listeners (listener_id INTEGER, listened_at TIMESTAMP)');
	await terminal.waitFor(/CREATE TABLE · /);
	await clear(terminal);
	await write(terminal, 'SELECT listener_id FROM listene');
	terminal.type(keys.tab);
	await terminal.waitFor(/SELECT listener_id FROM listeners\b/);
	await clear(terminal);

	await write(terminal, 'SELECT count(*) FROM listeners WHERE listene');
	terminal.type(keys.tab);
	const offered = await terminal.waitFor(/listener_id +.*│/);
	t.regex(offered, /listened_at +.*│/);
	t.regex(offered, /Tab accept/);
	// The frame is closed below the list at any position.
	const popup = offered.split('\n').filter(line => /(listener_id|listened_at|└─.*┘$)/.test(line.slice(40)));
	t.is(new Set(popup.map(line => line.length)).size, 1, popup.join('\n'));
	terminal.type(keys.escape);
	await terminal.waitFor('Enter run after ;');
	t.notRegex(terminal.screen, /listened_at/);
});

test.serial('keeps the history across two starts', async t => {
	const folder = workFolder(t);
	const first = await openPane(t, {folder});
	await ask(first, "SELECT 'first' AS said;");
	await first.waitFor('│ first │');
	await clear(first);
	await ask(first, "SELECT 'second' AS said;");
	await first.waitFor('│ second │');
	await clear(first);
	first.type(keys.ctrlD);
	t.is((await first.exited).code, 0);

	const second = await openPane(t, {folder});
	second.type(keys.up);
	await second.waitFor("❯ SELECT 'second' AS said;");
	second.type(keys.up);
	await second.waitFor("❯ SELECT 'first' AS said;");
	second.type(keys.ctrlR);
	await second.waitFor('Find:');
	second.type('SECO');
	await second.waitFor(/Find: SECO[\s\S]*❯ SELECT 'second' AS said;/);
	second.type(keys.enter);
	await second.waitFor(/▸ SQL ─+\n ❯ SELECT 'second' AS said;/);
	t.notRegex(second.screen, /│ second │/, 'does not run it');
	second.type(keys.enter);
	await second.waitFor('│ second │');
});

test.serial('clears the text on Ctrl+C, and quits on two in an empty editor', async t => {
	const terminal = await openPane(t);
	await write(terminal, 'SELECT 1');
	await clear(terminal);
	terminal.type(keys.ctrlC);
	await terminal.waitFor('Press Ctrl+C again to quit.');
	terminal.type(keys.ctrlC);
	t.is((await terminal.exited).code, 130);
	t.false(terminal.isAlternate);
	t.true(terminal.isCursorVisible);
});

test.serial('deletes a character on Ctrl+D, and quits when there is none', async t => {
	const terminal = await openPane(t);
	await write(terminal, 'xSELECT 1');
	terminal.type('\u0001');
	await terminal.waitFor(() => (terminal.cursor.column === 3 ? undefined : 'The cursor is not at the start'));
	terminal.type(keys.ctrlD);
	await terminal.waitFor(/❯ SELECT 1$/m);
	await clear(terminal);
	terminal.type(keys.ctrlD);
	t.is((await terminal.exited).code, 0);
});

test.serial('edits the text in $VISUAL with Ctrl+X Ctrl+E, and the last query with \\e', async t => {
	const folder = workFolder(t);
	const editor = join(folder, 'edit.sh');
	// It talks to the terminal, so it must have it to itself.
	await writeFile(
		editor,
		'#!/bin/sh\nprintf "new number: "\nread number\nsed -i "s/[0-9][0-9]*/$number/" "$1"\n',
		{
			mode: 0o755,
		},
	);
	const terminal = startNotebook(t, {folder, env: {VISUAL: editor}});
	await terminal.waitFor('Run it?');
	terminal.type(keys.enter);
	await terminal.waitFor(/^[ ❯]✔ +1 connect[\s\S]*Run it\?/m);
	terminal.type(keys.tab);
	await terminal.waitFor('❯[ ]');
	terminal.type('SELECT 1 AS answer;');
	await terminal.waitFor('❯[ ]   SELECT 1 AS answer;');
	terminal.type('\u0018\u0005');
	await terminal.waitFor('new number:');
	terminal.type(`42${keys.enter}`);
	await terminal.waitFor('❯[ ]   SELECT 42 AS answer;');
	terminal.type(keys.enter);
	await terminal.waitFor(/\[1\] +SELECT 42 AS answer;\n +answer\n +42\n/);
	terminal.type('\\e');
	await terminal.waitFor('❯[ ]   \\e');
	terminal.type(keys.enter);
	await terminal.waitFor('new number:');
	terminal.type(`43${keys.enter}`);
	const screen = await terminal.waitFor('❯[ ]   SELECT 43 AS answer;');
	t.notRegex(screen, /\[2\]/, 'runs nothing');
});
