import test from 'ava';
import {run, workFolder} from '../commands/run-program.js';
import {smallData} from '../commands/small-data.js';
import {frameProblem} from './frame.js';
import {ask, inputText, openLoaded, openPage} from './start-notebook.js';
import {keys} from './terminal.js';

test.serial('shows a long result in pages of 1,000 rows, with the range of rows', async t => {
	const terminal = await openPage(t);
	await ask(terminal, 'SELECT i, i * i AS square FROM range(2500) r(i);');
	await terminal.waitFor(/^ +8 of the first 1,000 rows · .* · m fetches more · Space shows all$/m);
	terminal.type(keys.escape);
	await terminal.waitFor('Enter edit');
	terminal.type('k');
	await terminal.waitFor(/^❯\[1\] /m);
	terminal.type(' ');
	await terminal.waitFor(/^ first 1,000 rows · m for more/m);
	t.regex(terminal.screen, /│\[ +0\]│ +0 │/, 'brackets the selected cell');
	const [row, column] = [terminal.lines.findIndex(line => line.includes('│[')), 2];
	t.true(terminal.styleAt(column, row).isInverse, 'inverts the selected cell');

	terminal.type('m');
	await terminal.waitFor(/^ first 2,000 rows · m for more/m);
	terminal.type('m');
	await terminal.waitFor(/^ 2,500 rows /m);
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
	await terminal.waitFor('Enter edit');
	t.regex(terminal.screen, /^ +first 8 of 2,500 rows · /m);
});

test.serial('shows the ranges of a result longer and wider than the screen on 80 columns', async t => {
	const terminal = await openPage(t);
	const columns = Array.from({length: 12}, (_, i) => `'some text' AS column_${i}`).join(', ');
	await ask(terminal, `SELECT ${columns} FROM range(2500);`);
	const page = await terminal.waitFor(/^ \[1\] [\s\S]*^ +8 of the first 1,000 rows /m);
	t.regex(page, /^ +8 of the first 1,000 rows · 6 columns hidden · m more · Space all$/m);
	await terminal.waitFor(frameProblem);
	terminal.type(`${keys.escape}k`);
	await terminal.waitFor(/^❯\[1\] /m);
	terminal.type(' ');
	await terminal.waitFor(/^ first 1,000 rows · m for more +row 1 · column_0 · column 1 of 12$/m);
	terminal.type('$');
	await terminal.waitFor(/row 1 · column_11 · column 12 of 12$/m);
	await terminal.waitFor(frameProblem);
});

test.serial('cancels a query on Ctrl+C and accepts input immediately', async t => {
	const terminal = await openPage(t);
	await ask(terminal, "SELECT 'kept' AS earlier;");
	await terminal.waitFor(/^ +kept$/m);
	// Would count for hours.
	await ask(terminal, 'SELECT count(*) FROM range(1000000000000) a WHERE a.range % 7 = 3;');
	await terminal.waitFor(/Running · [1-9]/);
	t.regex(terminal.screen, /Ctrl\+C cancel /);
	t.regex(terminal.screen, /^ +kept$/m, 'keeps the previous result meanwhile');
	terminal.type(keys.ctrlC);
	await terminal.waitFor(/^ \[2\] .*\n(?: .*\n)? +– cancelled after /m);
	await ask(terminal, "SELECT 'free' AS again;");
	await terminal.waitFor(/^ +free$/m);
});

test.serial('keeps the screen intact with any values', async t => {
	const terminal = await openPage(t);
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
	await terminal.waitFor(/^ +7 rows · /m);
	const shownValues = [
		'␛[31mred␛]0;title␇',
		'two␊lines␍␉tab',
		'東京事変',
		'e\u0301a\u0308',
		'ab·c·d',
		'plain',
	];
	await terminal.waitFor(frameProblem);
	t.regex(terminal.screen, /^ +6 │ NULL +│ end/m);
	for (const shown of shownValues) t.true(terminal.screen.includes(shown), shown);
	terminal.type(`${keys.escape}k`);
	await terminal.waitFor(/^❯\[1\] /m);
	terminal.type(' ');
	await terminal.waitFor(/│ 6 │ NULL/);
	await terminal.waitFor(frameProblem);
	for (const shown of shownValues) t.true(terminal.screen.includes(shown), shown);
	t.notRegex(terminal.output, /\u001B\[31mred|\u001B\]0;title/);

	// The same in the view of a single row.
	terminal.type(' ');
	await terminal.waitFor(/ row 1 of 7$/m);
	await terminal.waitFor(frameProblem);
	t.true(terminal.screen.includes('␛[31mred␛]0;title␇'));
	terminal.type(keys.right);
	t.regex(await terminal.waitFor(/ row 2 of 7$/m), /value +two\n +lines␍␉tab\n/);
	t.notRegex(terminal.output, /\u001B\[31mred|\u001B\]0;title/);
});

test.serial('runs the ready queries on a load', async t => {
	const folder = workFolder(t);
	const data = smallData(t);
	t.is((await run(folder, ['load', '--yes', '--data', data])).code, 0);
	const terminal = await openLoaded(t, {folder, data, rows: 40});
	terminal.type(keys.ctrlO);
	const screen = await terminal.waitFor('i insert, not run');
	const titles = screen.split('\n').flatMap(line => /^ [❯ ] (?:[1-9]| ) {2}(\S.*)$/.exec(line)?.[1] ?? []);
	t.true(titles.length >= 8, titles.join(', '));
	t.regex(screen, /Top songs/);
	await terminal.waitFor(frameProblem);
	terminal.type(String(titles.indexOf('Top songs') + 1));
	await terminal.waitFor(/^❯\[[1*]\] +top_songs\n[\s\S]*^ +One +│/m);
	t.is(inputText(terminal), '');

	terminal.type(keys.ctrlO);
	await terminal.waitFor('i insert, not run');
	terminal.type('i');
	const inserted = await terminal.waitFor(/^❯\[ \] +\S/m);
	t.regex(inserted, /^ +One +│/m, 'inserts the query without running it');
});

test.serial('shows the number of rows that a statement changes', async t => {
	const terminal = await openPage(t, {args: ['--write']});
	await ask(terminal, 'CREATE TABLE kept AS SELECT 1 AS n; INSERT INTO kept VALUES (2), (3);');
	await terminal.waitFor(/^ +(?:CREATE TABLE|SELECT).* · .*\n +INSERT 0 2 · /m);
	await ask(terminal, 'SELECT sum(n)::INTEGER AS total FROM kept;');
	t.regex(await terminal.waitFor(/^ +total$/m), /^ +total\n +6$/m);
});
