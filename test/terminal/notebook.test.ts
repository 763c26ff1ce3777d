// The notebook at work, on both engines and in both sizes: cells, charts, full screen, files, writing.
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {postgresFolder} from '../commands/postgres-folder.js';
import {run, workFolder} from '../commands/run-program.js';
import {smallData} from '../commands/small-data.js';
import {type PostgresServer, startPostgres} from '../support/postgres/start-postgres.js';
import {frameProblem} from './frame.js';
import {answer, ask, emptyInput, openLoaded, startNotebook} from './start-notebook.js';
import {keys, type TestTerminal} from './terminal.js';

let postgres: PostgresServer;
test.before(async () => {
	postgres = await startPostgres();
});
test.after.always(async () => postgres?.stop());

const engines = [
	{name: 'DuckDB', open: async (t: ExecutionContext) => workFolder(t), size: {columns: 80, rows: 24}},
	{
		name: 'PostgreSQL',
		open: async (t: ExecutionContext) => postgresFolder(t, postgres),
		size: {columns: 200, rows: 50},
	},
] as const;

/** Presses a key and waits for what it shows. */
async function press(terminal: TestTerminal, key: string, shows: string | RegExp): Promise<void> {
	terminal.type(key);
	await terminal.waitFor(shows);
}

/** Goes from command mode to the input. */
async function toInput(terminal: TestTerminal): Promise<void> {
	await press(terminal, 'G', /^❯\[ \]/m);
	await press(terminal, keys.enter, 'Enter run after ;');
}

/** Runs a statement typed into the input, and waits for what it shows. */
async function ran(terminal: TestTerminal, sql: string, shows: RegExp): Promise<void> {
	await terminal.waitFor(emptyInput);
	await ask(terminal, sql);
	await terminal.waitFor(shows);
}

for (const {name, open, size} of engines) {
	test.serial(`${name}: works with cells, saves and recovers them, and runs the file`, async t => {
		const folder = await open(t);
		const data = smallData(t);
		t.is((await run(folder, ['load', '--yes', '--data', data])).code, 0);
		const terminal = await openLoaded(t, {folder, data, ...size});

		// Several statements in a cell; then a cell with a name and a chart that another reads.
		await ran(
			terminal,
			"SELECT 1 AS one; SELECT 'b' AS two;",
			/^ \[1\] [\s\S]*^ +one\n +1\n[\s\S]*^ +two\n +b\n/m,
		);
		await ran(
			terminal,
			"SELECT 'free' AS level, 3 AS plays UNION ALL SELECT 'paid', 5 ORDER BY plays;",
			/^ \[2\] [\s\S]*^ +free +│ +3\n +paid +│ +5\n/m,
		);
		// Esc and a command key in one read.
		await press(terminal, `${keys.escape}k`, /^❯\[2\] /m);
		await press(terminal, 'n', 'Name of the cell');
		await answer(terminal, 'by_level');
		await terminal.waitFor(/^❯\[2\] +by_level$/m);
		await press(terminal, 'c', 'bar chart · 2 rows');
		t.regex(terminal.screen, /^ +free +3 +█+[▏▎▍▌▋▊▉]?$/m);
		t.regex(terminal.screen, /^ +paid +5 +█+[▏▎▍▌▋▊▉]?$/m);
		await terminal.waitFor(frameProblem);

		// A parameter is asked for; a change of a cell makes those stale that read it.
		await toInput(terminal);
		await ask(terminal, 'SELECT sum(plays) AS total FROM {{by_level}} WHERE plays > :least;');
		await terminal.waitFor(':least');
		await answer(terminal, '3');
		await terminal.waitFor(/^ \[3\] [\s\S]*^ +total\n +5\n/m);
		await press(terminal, `${keys.escape}k`, /^❯\[3\] /m);
		await press(terminal, 'k', /^❯\[2\] /m);
		await press(terminal, keys.enter, 'Ctrl+J run');
		await press(terminal, ' ', /^❯\[2\*\]/m);
		await press(terminal, keys.escape, 'Enter edit');
		await terminal.waitFor('~ stale: the cell by_level was changed');
		await press(terminal, 'R', '2 ran');
		t.notRegex(terminal.screen, /~ stale/);

		// Inserts, moves, deletes and brings back.
		await press(terminal, 'b', /^❯\[ \]/m);
		terminal.type('SELECT 99 AS added');
		await terminal.waitFor('SELECT 99 AS added');
		terminal.type(keys.ctrlJ);
		await terminal.waitFor(/^❯\[6\] [\s\S]*^ +added\n +99\n/m);
		await press(terminal, keys.escape, 'Enter edit');
		await press(terminal, 'J', /^ \[5\] [\s\S]*^❯\[6\] /m);
		await press(terminal, 'dd', 'Deleted. z brings it back.');
		t.notRegex(terminal.screen, /AS added/);
		await press(terminal, 'z', /^❯\[6\] [\s\S]*AS added/m);

		// Full screen: sorts, searches, and filters into a new cell.
		await toInput(terminal);
		await ran(
			terminal,
			"SELECT 'a' AS name, 2 AS n UNION ALL SELECT 'b', 1 UNION ALL SELECT 'c', 3 ORDER BY name;",
			/^ \[7\] [\s\S]*^ +3 rows · /m,
		);
		await press(terminal, `${keys.escape}k`, /^❯\[7\] /m);
		await press(terminal, ' ', '┌');
		await press(terminal, keys.right, 'row 1 · n');
		await press(terminal, 's', /3 rows · sorted by n[\s\S]*row 1 · n/);
		t.regex(terminal.screen, /│ b +│\[1\]│\n│ a +│ 2 │\n│ c +│ 3 │/);
		terminal.type('/');
		await terminal.waitFor('/▏');
		terminal.type('c');
		await terminal.waitFor('/c▏');
		await press(terminal, keys.enter, 'match 1 of 1');
		await press(terminal, 'f', /^❯\[8\] [\s\S]*^ +c +│ +3\n +1 row · /m);

		// Exports all rows, and saves the cells as Markdown.
		await press(terminal, 'E', 'Export all rows');
		await answer(terminal, 'out.csv');
		await terminal.waitFor('Wrote 1 row to out.csv.');
		t.is(readFileSync(join(folder, 'out.csv'), 'utf8'), 'name,n\r\nc,3\r\n');
		await press(terminal, '\u0013', 'Save as');
		await answer(terminal, 'work');
		await terminal.waitFor(/work\.sparkify\.md\.?/);
		const file = join(folder, 'work.sparkify.md');
		t.true(existsSync(file));
		t.regex(readFileSync(file, 'utf8'), /^```sql name=by_level chart=bar.*\nSELECT 'free'/m);

		// A crash loses nothing: what was typed after the save is offered when the file is opened again.
		await toInput(terminal);
		terminal.type('SELECT 1234 AS unsaved');
		await terminal.waitFor('AS unsaved');
		const autosaves = join(folder, 'state', 'sparkify-tui', 'notebooks');
		await terminal.waitFor(() =>
			readdirSync(autosaves).some(entry => readFileSync(join(autosaves, entry), 'utf8').includes('1234'))
				? undefined
				: 'Not autosaved yet',
		);
		terminal.kill('SIGKILL');
		await terminal.exited;
		const again = startNotebook(t, {folder, data, args: ['open', file], ...size});
		await again.waitFor(/unsaved cells? of/);
		await answer(again, 'open');
		await again.waitFor('Enter edit');
		await press(again, 'G', 'SELECT 1234 AS unsaved');
		await press(again, '\u0013', /Saved .*work\.sparkify\.md/);
		t.regex(readFileSync(file, 'utf8'), /^SELECT 1234 AS unsaved$/m);

		await again.dispose();

		// The same file runs without a terminal.
		const reported = await run(folder, ['run', file, '--set', 'least=3', '--report', 'report.html']);
		t.is(reported.code, 0, reported.stderr);
		t.regex(readFileSync(join(folder, 'report.html'), 'utf8'), /<svg[\s\S]*by_level|by_level[\s\S]*<svg/);
	});

	test.serial(`${name}: changes data only in write mode, and after a question`, async t => {
		const folder = await open(t);
		const data = smallData(t);
		t.is((await run(folder, ['load', '--yes', '--data', data])).code, 0);
		const terminal = await openLoaded(t, {folder, data, ...size});
		await ran(terminal, 'DELETE FROM users;', /^ \[1\] [\s\S]*✖ .*read-only/im);
		await press(terminal, keys.escape, 'Enter edit');
		await press(terminal, 'W', 'Type yes');
		await answer(terminal, 'yes');
		await terminal.waitFor('read-write');
		await press(terminal, keys.enter, 'Enter run after ;');
		// Typed text is no answer; Esc rolls back.
		await ran(terminal, 'DELETE FROM users WHERE user_id = 10;', /DELETE 1/);
		await terminal.waitFor(/^ ▸ ▏/m);
		terminal.type('yes');
		await terminal.waitFor('▸ yes▏');
		await press(terminal, keys.enter, 'Type commit or rollback.');
		await press(terminal, keys.escape, 'Rolled back: DELETE 1.');
		await ran(terminal, 'SELECT count(*) AS kept FROM users;', /^ +kept\n +2\n/m);
		await ran(terminal, 'DELETE FROM users WHERE user_id = 26;', /DELETE 1/);
		await answer(terminal, 'commit');
		await terminal.waitFor(/^ +DELETE 1 · /m);
		await ran(terminal, 'SELECT count(*) AS remaining FROM users;', /^ +remaining\n +1\n/m);
		// The stage that filled the table is out of date now.
		terminal.type(keys.shiftTab);
		await terminal.waitFor(/^[ ❯]~ +7 load-users/m);
	});
}
