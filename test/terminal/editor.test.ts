import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {workFolder} from '../commands/run-program.js';
import {frameProblem} from './frame.js';
import {ask, atInput, clear, emptyInput, inputText, openPage, write} from './start-notebook.js';
import {keys} from './terminal.js';

test.serial(
	'inserts a new line on Enter until the statement ends with a semicolon, then runs it',
	async t => {
		const terminal = await openPage(t);
		await write(terminal, 'SELECT 6 * 7 AS answer');
		terminal.type(keys.enter);
		await write(terminal, '  , 2 AS two;');
		t.notRegex(terminal.screen, / 42 │/);
		terminal.type(keys.enter);
		await terminal.waitFor(
			/^ \[1\] {3}SELECT 6 \* 7 AS answer\n {9}, 2 AS two;\n +answer │ two\n +42 │ +2\n +1 row · \d/m,
		);
		await terminal.waitFor(atInput);
		t.is(inputText(terminal), '', 'moves the statement above the input');
		await terminal.waitFor(frameProblem);
	},
);

test.serial('runs a statement that arrives together with its Enter', async t => {
	const terminal = await openPage(t);
	terminal.type(`SELECT 6 * 7 AS answer;${keys.enter}`);
	await terminal.waitFor(/^ \[1\] +SELECT 6 \* 7 AS answer;\n +answer\n +42\n/m);
	t.is(inputText(terminal), '');
});

test.serial('runs the text on Ctrl+J, finished or not', async t => {
	const terminal = await openPage(t);
	await ask(terminal, "SELECT 'no semicolon' AS it_ran");
	t.regex(await terminal.waitFor(/^ +no semicolon$/m), /^ \[[1*]\] .*\n +it_ran\n +no semicolon\n/m);
});

test.serial('inserts a paste of several statements without running it', async t => {
	const terminal = await openPage(t, {args: ['--write']});
	terminal.paste(
		'CREATE TABLE pasted (n INTEGER);\nINSERT INTO pasted VALUES (1);\n\nSELECT n AS one FROM pasted;\n',
	);
	await terminal.waitFor('SELECT n AS one FROM pasted;');
	t.regex(terminal.screen, /^❯\[ \] +CREATE TABLE pasted/m, 'runs nothing');

	// Would fail if the paste had run: the table would exist already.
	terminal.type(keys.ctrlJ);
	await terminal.waitFor(/^ +CREATE TABLE · .*\n +INSERT 0 1 · .*\n +one\n +1\n +1 row · /m);
});

test.serial('shows an error below its position', async t => {
	const terminal = await openPage(t);
	await write(terminal, 'SELECT 1,');
	terminal.type(keys.enter);
	await write(terminal, '  2 + nowhere AS x;');
	terminal.type(keys.enter);
	const screen = await terminal.waitFor(/\bnowhere\b[\s\S]*\^/);
	const lines = screen.split('\n');
	const caret = lines.findIndex(line => /^ *│ +\^$/.test(line));
	t.is(lines[caret - 1]!.slice(lines[caret]!.indexOf('^')), 'nowhere AS x;');
	t.regex(lines[caret - 1]!, /\b2 │ /, 'numbers the lines of the statement');
	t.regex(screen, /^ \[[1*]\] +SELECT 1,\n +2 \+ nowhere AS x;\n +✖ .*nowhere/m);
	t.is(inputText(terminal), '');
	await terminal.waitFor(frameProblem);
});

test.serial('completes tables and columns on Tab', async t => {
	const terminal = await openPage(t, {args: ['--write']});
	await ask(terminal, 'CREATE TABLE listeners (listener_id INTEGER, listened_at TIMESTAMP)');
	await terminal.waitFor(/CREATE TABLE · /);
	await write(terminal, 'SELECT listener_id FROM listene');
	terminal.type(keys.tab);
	await terminal.waitFor(/^❯\[ \] +SELECT listener_id FROM listeners$/m);
	await clear(terminal);

	await write(terminal, 'SELECT count(*) FROM listeners WHERE listene');
	terminal.type(keys.tab);
	const offered = await terminal.waitFor(/listener_id +.*│/);
	t.regex(offered, /listened_at +.*│/);
	t.regex(offered, /Tab accept/);
	// The frame is closed below the list at any position.
	const popup = offered.split('\n').filter(line => /(listener_id .*│|listened_at .*│|└─.*┘)$/.test(line));
	t.is(popup.length, 3, offered);
	t.is(new Set(popup.map(line => line.length)).size, 1, popup.join('\n'));
	terminal.type(keys.escape);
	await terminal.waitFor('Enter run after ;');
	t.notRegex(terminal.screen, /listened_at +TIMESTAMP *│/);
});

test.serial('keeps the history across two starts', async t => {
	const folder = workFolder(t);
	const first = await openPage(t, {folder});
	await ask(first, "SELECT 'first' AS said;");
	await first.waitFor(/^ +first$/m);
	await ask(first, "SELECT 'second' AS said;");
	await first.waitFor(/^ +second$/m);
	await first.waitFor(emptyInput);
	first.type(keys.ctrlD);
	t.is((await first.exited).code, 0);

	const second = await openPage(t, {folder});
	second.type(keys.up);
	await second.waitFor(/^❯\[ \] +SELECT 'second' AS said;$/m);
	second.type(keys.up);
	await second.waitFor(/^❯\[ \] +SELECT 'first' AS said;$/m);
	second.type(keys.ctrlR);
	await second.waitFor('Find:');
	second.type('SECO');
	await second.waitFor(/Find: SECO[\s\S]*❯ +SELECT 'second' AS said;/);
	second.type(keys.enter);
	await second.waitFor(/^❯\[ \] +SELECT 'second' AS said;$/m);
	t.notRegex(second.screen, /^ +second$/m, 'does not run it');
	second.type(keys.enter);
	await second.waitFor(/^ +second$/m);
});

test.serial('clears the text on Ctrl+C, and quits on two in an empty input', async t => {
	const terminal = await openPage(t);
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
	const terminal = await openPage(t);
	await write(terminal, 'xSELECT 1');
	terminal.type('\u0001');
	await terminal.waitFor(() => (terminal.cursor.column === 7 ? undefined : 'The cursor is not at the start'));
	terminal.type(keys.ctrlD);
	await terminal.waitFor(/^❯\[ \] {3}SELECT 1$/m);
	await clear(terminal);
	terminal.type(keys.ctrlD);
	t.is((await terminal.exited).code, 0);
});

test.serial('edits the text in $VISUAL with Ctrl+X Ctrl+E, and the last query with \\e', async t => {
	const folder = workFolder(t);
	const editor = join(folder, 'edit.sh');
	// It reads from the terminal, so nothing else may.
	await writeFile(
		editor,
		'#!/bin/sh\nprintf "new number: "\nread number\nsed -i "s/[0-9][0-9]*/$number/" "$1"\n',
		{
			mode: 0o755,
		},
	);
	const terminal = await openPage(t, {folder, env: {VISUAL: editor}});
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
	// Below what the editor printed the first time.
	await terminal.waitFor(/new number: 42[\s\S]*new number:/);
	terminal.type(`43${keys.enter}`);
	const screen = await terminal.waitFor('❯[ ]   SELECT 43 AS answer;');
	t.notRegex(screen, /\[2\]/, 'runs nothing');
});
