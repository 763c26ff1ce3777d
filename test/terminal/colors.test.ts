import test, {type ExecutionContext} from 'ava';
import {workFolder} from '../commands/run-program.js';
import {smallData} from '../commands/small-data.js';
import {eventLine} from '../support/data-folder.js';
import {ask, clear, startNotebook, waitForCard, write} from './start-notebook.js';
import {keys, type TestTerminal} from './terminal.js';

/** A failed stage, one that was skipped, a card with SQL, the help, a query, an error, the gallery, a table with NULL. */
async function showEverything(
	t: ExecutionContext,
	env: Readonly<Record<string, string>>,
): Promise<TestTerminal> {
	const data = smallData(t, eventLine({ts: 'never'}));
	const terminal = startNotebook(t, {folder: workFolder(t), data, env, columns: 100, rows: 30});
	await terminal.waitFor('Run it?');
	terminal.type('a');
	await waitForCard(terminal, /^4\/11 .* Failed; nothing was changed\./);
	terminal.type('s');
	await terminal.waitFor(/5\/11 [\s\S]*Run it\?/);
	terminal.type('?');
	await terminal.waitFor('All keys');
	terminal.type(keys.escape);
	await terminal.waitFor('Run it?');
	terminal.type(keys.tab);
	await terminal.waitFor('▸ SQL ─');
	await ask(terminal, "SELECT 'text' AS t, 1.5 AS n, NULL AS nothing -- a comment");
	await terminal.waitFor(/^ 1 row · /m);
	terminal.type(keys.escape);
	await terminal.waitFor('Esc editor');
	terminal.type(keys.escape);
	await terminal.waitFor('Enter run after ;');
	await clear(terminal);
	await ask(terminal, 'SELECT nowhere');
	await terminal.waitFor(/^ ✖ Failed/m);
	await clear(terminal);
	await write(terminal, 'SELECT c');
	terminal.type(keys.tab);
	await terminal.waitFor('Tab take');
	terminal.type(keys.escape);
	await terminal.waitFor('Enter run after ;');
	terminal.type(keys.ctrlO);
	await terminal.waitFor('Ready queries ─');
	return terminal;
}

/** The parameters of all sequences that set how characters look, each once: `1`, `31`, `38;5;9`. */
function looks(output: string): readonly string[] {
	const found = Array.from(output.matchAll(/\u001B\[([\d;:]*)m/g), ([, parameters = '']) => parameters);
	return [...new Set(found)].sort();
}

/** Foregrounds that can be read on dark and on light backgrounds: red, green, magenta, cyan, and back to the usual one. */
const readable = new Set(['31', '32', '35', '36', '39']);
/** Bold, dim, inverse, and their ends. */
const colorless = new Set(['', '0', '1', '2', '7', '22', '27']);

test.serial('colours are those of the terminal, and none that a light background swallows', async t => {
	const terminal = await showEverything(t, {});
	const used = looks(terminal.output);
	t.deepEqual(
		used.filter(look => !readable.has(look) && !colorless.has(look)),
		[],
	);
	t.true(used.includes('31') && used.includes('32') && used.includes('36'), 'there are colours at all');
});

test.serial('NO_COLOR: no colours, and everything can still be told', async t => {
	const terminal = await showEverything(t, {NO_COLOR: '1'});
	t.deepEqual(
		looks(terminal.output).filter(look => !colorless.has(look)),
		[],
	);
	t.regex(terminal.screen, / ❯ 1 {2}\S/, 'the selected query has a mark');
	terminal.type(keys.escape);
	await terminal.waitFor('Enter run after ;');
	terminal.type(keys.shiftTab);
	await terminal.waitFor(/– {2}4 stage-events +skipped/);
	t.regex(terminal.screen, /❯▸ {2}5 stage-songs +ready/);
	t.regex(terminal.screen, / · {2}6 load-songplays +waiting/);
});

test.serial('--no-color: no colours, whatever the environment says', async t => {
	const terminal = startNotebook(t, {args: ['--no-color'], env: {FORCE_COLOR: '1'}});
	await terminal.waitFor('Run it?');
	t.deepEqual(
		looks(terminal.output).filter(look => !colorless.has(look)),
		[],
	);
});

test.serial('an empty NO_COLOR is none', async t => {
	const terminal = startNotebook(t, {env: {NO_COLOR: ''}});
	await terminal.waitFor('Run it?');
	t.true(looks(terminal.output).includes('36'));
});
