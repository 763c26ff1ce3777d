import test from 'ava';
import {run, workFolder} from '../commands/run-program.js';
import {smallData} from '../commands/small-data.js';
import {frameProblem} from './frame.js';
import {ask, clear, editorText, openPane} from './start-notebook.js';
import {keys} from './terminal.js';

test.serial('shows a long result in pages of 1,000 rows, with the range of rows', async t => {
	const terminal = await openPane(t);
	await ask(terminal, 'SELECT i, i * i AS square FROM range(2500) r(i);');
	await terminal.waitFor(/^ first 1,000 rows · /m);
	terminal.type(keys.escape);
	await terminal.waitFor('Esc editor');
	t.regex(terminal.screen, /│\[ +0\]│ +0 │/, 'brackets the selected cell');
	const [row, column] = [terminal.lines.findIndex(line => line.includes('│[')), 2];
	t.true(terminal.styleAt(column, row).isInverse, 'inverts the selected cell');

	terminal.type('m');
	await terminal.waitFor(/^ first 2,000 rows · .* m for more/m);
	terminal.type('m');
	await terminal.waitFor(/^ 2,500 rows · /m);
	terminal.type('m');
	await terminal.waitFor('No more rows.');
	terminal.type('G');
	await terminal.waitFor(/│\[2499\]│ 6245001 │/);
	await terminal.waitFor(frameProblem);
	terminal.type('g');
	await terminal.waitFor(/│\[ +0\]│ +0 │/);
	terminal.type(keys.right);
	await terminal.waitFor(/│ +0 │\[ +0\]│/);
	terminal.type(keys.escape);
	await terminal.waitFor('Enter run after ;');
});

test.serial('shows the ranges of a result longer and wider than the screen on 80 columns', async t => {
	const terminal = await openPane(t);
	const columns = Array.from({length: 12}, (_, i) => `'some text' AS column_${i}`).join(', ');
	await ask(terminal, `SELECT ${columns} FROM range(2500);`);
	await terminal.waitFor(/^ first 1,000 rows · /m);
	t.regex(terminal.screen, / · Esc, then m for more +rows 1–\d, columns 1–\d of 12$/m);
});

test.serial('cancels a query on Ctrl+C and accepts input immediately', async t => {
	const terminal = await openPane(t);
	await ask(terminal, "SELECT 'kept' AS earlier;");
	await terminal.waitFor(/│ kept +│/);
	await clear(terminal);
	// Would count for hours.
	await ask(terminal, 'SELECT count(*) FROM range(1000000000000) a WHERE a.range % 7 = 3;');
	await terminal.waitFor(/Running · [1-9]/);
	t.regex(terminal.screen, /Ctrl\+C cancel /);
	t.regex(terminal.screen, /│ kept +│/, 'keeps the previous result meanwhile');
	terminal.type(keys.ctrlC);
	await terminal.waitFor(/^ Cancelled · /m);
	await clear(terminal);
	await ask(terminal, "SELECT 'free' AS again;");
	await terminal.waitFor(/│ free +│/);
});

test.serial('keeps the screen intact with any values', async t => {
	const terminal = await openPane(t);
	const values = [
		"chr(27) || '[31mred' || chr(27) || ']0;title' || chr(7)",
		"'two' || chr(10) || 'lines' || chr(13) || chr(9) || 'tab'",
		"'東京事変'",
		"'e' || chr(769) || 'a' || chr(776)",
		"'ab' || chr(8203) || 'c' || chr(8238) || 'd'",
		"'plain'",
		'NULL',
	];
	const rows = values.map((value, i) => `(${i}, ${value}, 'end')`);
	terminal.paste(`SELECT * FROM (VALUES\n${rows.join(',\n')}) v(i, value, edge);`);
	await terminal.waitFor("(6, NULL, 'end')");
	terminal.type(keys.ctrlJ);
	await terminal.waitFor(/^ 7 rows · /m);
	// The editor shrinks to make room for all rows once the table has the focus.
	terminal.type(keys.escape);
	await terminal.waitFor(/│ 6 │ NULL/);
	await terminal.waitFor(frameProblem);
	for (const shown of [
		'␛[31mred␛]0;title␇',
		'two␊lines␍␉tab',
		'東京事変',
		'e\u0301a\u0308',
		'ab·c·d',
		'plain',
	])
		t.true(terminal.screen.includes(shown), shown);
	t.notRegex(terminal.output, /\u001B\[31mred|\u001B\]0;title/);

	// The same in the view of a single row.
	terminal.type(' ');
	await terminal.waitFor('Row 1 of 7');
	await terminal.waitFor(frameProblem);
	t.true(terminal.screen.includes('␛[31mred␛]0;title␇'));
	terminal.type(keys.right);
	await terminal.waitFor(/Row 2 of 7[\s\S]*value +two\n +lines␍␉tab\n/);
	t.notRegex(terminal.output, /\u001B\[31mred|\u001B\]0;title/);
});

test.serial('runs the ready queries on a load', async t => {
	const folder = workFolder(t);
	t.is((await run(folder, ['load', '--yes', '--data', smallData(t)])).code, 0);
	const terminal = await openPane(t, {folder, rows: 40});
	terminal.type(keys.ctrlO);
	const screen = await terminal.waitFor('Ready queries');
	const titles = screen.split('\n').flatMap(line => /^ [❯ ] (?:[1-9]| ) {2}(\S.*)$/.exec(line)?.[1] ?? []);
	t.true(titles.length >= 8, titles.join(', '));
	t.regex(screen, /Top songs/);
	await terminal.waitFor(frameProblem);
	terminal.type(String(titles.indexOf('Top songs') + 1));
	await terminal.waitFor(/▸ SQL [\s\S]*│ One +│/);
	t.is(editorText(terminal), '', 'moves the query to the history');

	terminal.type(keys.ctrlO);
	await terminal.waitFor('Ready queries');
	terminal.type('i');
	await terminal.waitFor('▸ SQL ─');
	t.regex(terminal.screen, /│ One +│/, 'inserts the query without running it');
});

test.serial('shows the number of rows that a statement changes', async t => {
	const terminal = await openPane(t);
	await ask(terminal, 'CREATE TABLE kept AS SELECT 1 AS n; INSERT INTO kept VALUES (2), (3);');
	await terminal.waitFor(/2 statements run · INSERT 0 2 · /);
	await clear(terminal);
	await ask(terminal, 'SELECT sum(n)::INTEGER AS total FROM kept;');
	t.regex(await terminal.waitFor('│ total │'), /│ +6 │/);
});
