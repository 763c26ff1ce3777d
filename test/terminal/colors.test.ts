import test, {type ExecutionContext} from 'ava';
import {workFolder} from '../commands/run-program.js';
import {smallData} from '../commands/small-data.js';
import {eventLine} from '../support/data-folder.js';
import {cardWith, fraction} from '../support/stage-numbers.js';
import {ask, atInput, startNotebook, waitForCard, write} from './start-notebook.js';
import {keys, type TestTerminal} from './terminal.js';

/** Shows a failed and a skipped stage, a card with SQL, the help, a query, an error, the gallery and a table with NULL. */
async function showEverything(
	t: ExecutionContext,
	env: Readonly<Record<string, string>>,
): Promise<TestTerminal> {
	const data = smallData(t, eventLine({ts: 'never'}));
	const terminal = startNotebook(t, {folder: workFolder(t), data, env, columns: 100, rows: 30});
	await terminal.waitFor('Run it?');
	terminal.type('a');
	await waitForCard(
		terminal,
		new RegExp(String.raw`^${fraction('stage-events')} .* Failed; nothing was changed\.`),
	);
	terminal.type('s');
	await terminal.waitFor(cardWith('stage-songs', /Run it\?/));
	terminal.type('?');
	await terminal.waitFor('All keys');
	terminal.type(keys.escape);
	await terminal.waitFor('Run it?');
	terminal.type(keys.tab);
	await terminal.waitFor(atInput);
	await ask(terminal, "SELECT 'text' AS t, 1.5 AS n, NULL AS nothing -- a comment");
	await terminal.waitFor(/^ +1 row · /m);
	terminal.type(keys.escape);
	await terminal.waitFor('Enter edit');
	terminal.type('k');
	await terminal.waitFor(/^❯\[1\] /m);
	terminal.type(' ');
	await terminal.waitFor('Space full row');
	terminal.type(keys.escape);
	await terminal.waitFor('Enter edit');
	terminal.type('c');
	await terminal.waitFor(/bar chart · 1 row/);
	terminal.type('j');
	await terminal.waitFor(atInput);
	terminal.type(keys.enter);
	await terminal.waitFor('Enter run after ;');
	await ask(terminal, 'SELECT nowhere');
	await terminal.waitFor(/^ +✖ .*nowhere/m);
	await write(terminal, 'SELECT c');
	terminal.type(keys.tab);
	await terminal.waitFor('Tab accept');
	terminal.type(keys.escape);
	await terminal.waitFor('Enter run after ;');
	terminal.type(keys.ctrlO);
	await terminal.waitFor('i insert, not run');
	return terminal;
}

/** The distinct parameters of all SGR sequences: `1`, `31`, `38;5;9`. */
function styles(output: string): readonly string[] {
	const found = Array.from(output.matchAll(/\u001B\[([\d;:]*)m/g), ([, parameters = '']) => parameters);
	return [...new Set(found)].sort();
}

/** Foreground colors that are readable on dark and light backgrounds: red, green, magenta, cyan, and the default. */
const readable = new Set(['31', '32', '35', '36', '39']);
/** Bold, dim, inverse, and their resets. */
const colorless = new Set(['', '0', '1', '2', '7', '22', '27']);

test.serial('uses only terminal colors that are readable on a light background', async t => {
	const terminal = await showEverything(t, {});
	const used = styles(terminal.output);
	t.deepEqual(
		used.filter(style => !readable.has(style) && !colorless.has(style)),
		[],
	);
	t.true(used.includes('31') && used.includes('32') && used.includes('36'), 'uses colors');
});

test.serial('shows everything without colors under NO_COLOR', async t => {
	const terminal = await showEverything(t, {NO_COLOR: '1'});
	t.deepEqual(
		styles(terminal.output).filter(style => !colorless.has(style)),
		[],
	);
	t.regex(terminal.screen, / ❯ 1 {2}\S/, 'marks the selected query');
	terminal.type(keys.escape);
	await terminal.waitFor('Enter run after ;');
	terminal.type(keys.shiftTab);
	await terminal.waitFor(/– {2}4 stage-events +skipped/);
	t.regex(terminal.screen, /❯▸ {2}5 stage-songs +ready/);
	t.regex(terminal.screen, / · {2}6 load-songplays +waiting/);
});

test.serial('uses no colors with --no-color, regardless of the environment', async t => {
	const terminal = startNotebook(t, {args: ['--no-color'], env: {FORCE_COLOR: '1'}});
	await terminal.waitFor('Run it?');
	t.deepEqual(
		styles(terminal.output).filter(style => !colorless.has(style)),
		[],
	);
});

test.serial('ignores an empty NO_COLOR', async t => {
	const terminal = startNotebook(t, {env: {NO_COLOR: ''}});
	await terminal.waitFor('Run it?');
	t.true(styles(terminal.output).includes('36'));
});
