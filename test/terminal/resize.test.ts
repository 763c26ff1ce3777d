import test, {type ExecutionContext} from 'ava';
import {run, workFolder} from '../commands/run-program.js';
import {smallData} from '../commands/small-data.js';
import {cardWith, stageCount} from '../support/stage-numbers.js';
import {frameProblem, rowProblem} from './frame.js';
import {addEvents, manyFiles} from './long-load.js';
import {ask, openPage, openStages, startNotebook, write} from './start-notebook.js';
import {keys, type TestTerminal} from './terminal.js';

const sizes = [
	[200, 50],
	[60, 16],
	[119, 30],
	[120, 40],
] as const;

/**
Resizes a static screen to other sizes and back. Every screen must be valid and equal to a full redraw, and the last one
must be equal to the first.
*/
async function resizeAround(
	t: ExecutionContext,
	terminal: TestTerminal,
	problem: (terminal: TestTerminal) => string | undefined = frameProblem,
): Promise<void> {
	const {columns, rows} = terminal;
	await terminal.waitFor(problem);
	const before = terminal.screen;
	for (const [otherColumns, otherRows] of sizes) {
		terminal.resize(otherColumns, otherRows);
		await terminal.waitFor(fills);
		await terminal.waitFor(problem);
		await isFullyRedrawn(t, terminal);
	}

	terminal.resize(40, 10);
	await terminal.waitFor(
		/^The terminal is too small\.\nIt has 40 x 10 cells;\n60 x 16 are needed\.\nCtrl\+C twice quits\.$/,
	);
	terminal.resize(columns, rows);
	await terminal.waitFor(fills);
	await terminal.waitFor(problem);
	await terminal.waitFor(({screen}) =>
		screen === before ? undefined : `The screen differs from before:\n${before}`,
	);
}

/** Checks that the header reaches the right edge and the keys are at the bottom. */
function fills(terminal: TestTerminal): string | undefined {
	const {columns, rows, lines} = terminal;
	if (lines[0]!.length !== columns - 1) return `The header is ${lines[0]!.length} cells long`;
	const footer = columns >= 150 ? 1 : 2;
	const rule = lines[rows - footer - 1]!;
	return rule.length === columns && /^[─┴]+$/.test(rule) ? undefined : `No rule above the keys: ${rule}`;
}

/** Redraws the screen with Ctrl+L. A difference would be a remnant of the previous size. */
async function isFullyRedrawn(t: ExecutionContext, terminal: TestTerminal): Promise<void> {
	const {screen, output} = terminal;
	terminal.type(keys.ctrlL);
	await terminal.waitFor(() =>
		terminal.output.indexOf('\u001B[2J', output.length) === -1
			? 'The screen was not redrawn'
			: fills(terminal),
	);
	t.is(terminal.screen, screen, `${terminal.columns} x ${terminal.rows}`);
}

test.serial('resizes the card of the first stage', async t => {
	const terminal = startNotebook(t, {folder: workFolder(t), data: smallData(t)});
	await terminal.waitFor('Run it?');
	await resizeAround(t, terminal);
});

test.serial('draws everything again when a multiplexer moves lines as the screen grows', async t => {
	const terminal = startNotebook(t, {folder: workFolder(t), data: smallData(t)});
	await terminal.waitFor('Run it?');
	terminal.disturb('\u001B[2T');
	terminal.resize(90, 26);
	await terminal.waitFor(fills);
	await terminal.waitFor(frameProblem);
	await isFullyRedrawn(t, terminal);
});

test.serial('resizes the stages, their SQL and the help', async t => {
	const folder = workFolder(t);
	const data = smallData(t);
	t.is((await run(folder, ['load', '--yes', '--data', data])).code, 0);
	const terminal = await openStages(t, {folder, data});
	t.regex(terminal.lines[0]!, new RegExp(`${stageCount} of ${stageCount} done$`));
	await resizeAround(t, terminal);
	terminal.type('G');
	await terminal.waitFor('All checks passed.');
	await resizeAround(t, terminal);
	terminal.type('4');
	await terminal.waitFor(cardWith('stage-events', /✔ done/));
	await resizeAround(t, terminal);
	terminal.type('e');
	await terminal.waitFor(/lines 1–\d+ of/);
	await resizeAround(t, terminal);
	terminal.type('?');
	await terminal.waitFor('All keys');
	await resizeAround(t, terminal);
});

test.serial('resizes the page, a full-screen result and the lists', async t => {
	const terminal = await openPage(t);
	await resizeAround(t, terminal);
	const long = `SELECT i, '${'東京 and more, '.repeat(8)}' AS place, i * 1000003 AS number, NULL AS nothing FROM range(300) r(i);`;
	await ask(terminal, long);
	await terminal.waitFor(/^ \[1\] [\s\S]* first 8 of 300 rows · /m);
	await resizeAround(t, terminal);
	terminal.type(`${keys.escape}k`);
	await terminal.waitFor('Enter edit');
	terminal.type(' ');
	await terminal.waitFor('Space full row');
	terminal.type('G');
	await terminal.waitFor(/│\[299\]│/);
	terminal.type('$');
	await terminal.waitFor(/row 300 · nothing/);
	// Columns may become visible again; the selected cell must stay visible.
	terminal.resize(200, 50);
	await terminal.waitFor(fills);
	await terminal.waitFor(frameProblem);
	await isFullyRedrawn(t, terminal);
	t.regex(terminal.screen, /│\[ *NULL *\]│/);
	terminal.resize(60, 16);
	await terminal.waitFor(fills);
	await terminal.waitFor(frameProblem);
	t.regex(terminal.screen, /│\[ *NULL *\]│/);
	terminal.resize(80, 24);
	await terminal.waitFor(fills);

	terminal.type(' ');
	await terminal.waitFor(/ row 300 of 300/);
	await resizeAround(t, terminal);
	terminal.type(keys.escape);
	await terminal.waitFor('Space full row');
	terminal.type(keys.escape);
	await terminal.waitFor('Enter edit');
	terminal.type(keys.ctrlO);
	await terminal.waitFor('i insert, not run');
	await resizeAround(t, terminal);
	terminal.type(keys.escape);
	await terminal.waitFor('Enter edit');
	terminal.type('G');
	await terminal.waitFor(/^❯\[ \]/m);
	terminal.type(keys.enter);
	await terminal.waitFor('Enter run after ;');
	terminal.type(keys.ctrlR);
	await terminal.waitFor('Find:');
	await resizeAround(t, terminal);
	terminal.type(keys.escape);
	await terminal.waitFor('Enter run after ;');
});

test.serial('resizes the completions', async t => {
	const terminal = await openPage(t);
	await write(terminal, 'SELECT c');
	terminal.type(keys.tab);
	await terminal.waitFor('Tab accept');
	await resizeAround(t, terminal, rowProblem);
});

test.serial('resizes a running load and the quit prompt', async t => {
	const folder = workFolder(t);
	const data = smallData(t);
	addEvents(data, manyFiles);
	const terminal = startNotebook(t, {folder, data});
	await terminal.waitFor('Run it?');
	terminal.type('a');
	await terminal.waitFor(cardWith('stage-events', /Rows +[1-9]/));
	for (const [columns, rows] of [...sizes, [80, 24]] as const) {
		terminal.resize(columns, rows);
		await terminal.waitFor(fills);
		await terminal.waitFor(frameProblem);
		t.regex(terminal.screen, /4 stage-events +running/);
	}

	terminal.resize(40, 10);
	await terminal.waitFor(/^The terminal is too small\./);
	// Keys are ignored while the screen is too small to show their effect.
	await terminal.typeAndFlush('q');
	terminal.resize(41, 10);
	await terminal.waitFor('It has 41 x 10 cells');
	terminal.resize(80, 24);
	await terminal.waitFor(fills);
	await terminal.waitFor(frameProblem);
	t.regex(terminal.screen, /4 stage-events +running/);

	terminal.type('q');
	await terminal.waitFor('n  stay');
	for (const [columns, rows] of [...sizes, [80, 24]] as const) {
		terminal.resize(columns, rows);
		await terminal.waitFor(fills);
		await terminal.waitFor(rowProblem);
		t.regex(terminal.screen, /│ +stage-events is running\. +│/);
	}

	terminal.type('y');
	t.deepEqual(await terminal.exited, {code: 130, signal: undefined});
	t.false(terminal.isAlternate);
});

test.serial('redraws the screen if only its width shrinks', async t => {
	const terminal = startNotebook(t, {folder: workFolder(t), data: smallData(t)});
	await terminal.waitFor('Run it?');
	terminal.resize(60, terminal.rows);
	await terminal.waitFor(fills);
	await terminal.waitFor(frameProblem);
	await isFullyRedrawn(t, terminal);
});
