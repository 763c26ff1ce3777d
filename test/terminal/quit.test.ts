import {readdirSync} from 'node:fs';
import process from 'node:process';
import test from 'ava';
import {program, run, workFolder} from '../commands/run-program.js';
import {smallCounts, smallData} from '../commands/small-data.js';
import {cardWith, stageCount} from '../support/stage-numbers.js';
import {frameProblem} from './frame.js';
import {addEvents, manyFiles} from './long-load.js';
import {countsOf} from './read-database.js';
import {
	confirm,
	openLoaded,
	openStages,
	startNotebook,
	typedBefore,
	userEnvironment,
} from './start-notebook.js';
import {keys, TestTerminal} from './terminal.js';

for (const [signal, number] of [
	['SIGTERM', 15],
	['SIGHUP', 1],
] as const) {
	test.serial(`restores the terminal and keeps the database intact on ${signal} during a stage`, async t => {
		const folder = workFolder(t);
		const data = smallData(t);
		t.is((await run(folder, ['load', '--yes', '--data', data])).code, 0);
		addEvents(data, manyFiles);
		const terminal = await openStages(t, {folder, data});
		terminal.type('4');
		await terminal.waitFor(cardWith('stage-events', /Destroys/));
		await confirm(terminal);
		await terminal.waitFor(/Rows +[1-9]/);
		terminal.kill(signal);
		const exit = await terminal.exited;
		t.true(exit.signal === number || exit.code === 128 + number, JSON.stringify(exit));
		t.false(terminal.isAlternate);
		t.true(terminal.isCursorVisible);
		t.false(terminal.takesPastes);
		t.true(terminal.screen.startsWith('$ ls\ndata\n$ sparkify-tui'));
		t.deepEqual(await countsOf(folder), smallCounts, 'rolls back the stage');
		const remaining = readdirSync(folder).filter(name => name.startsWith('sparkify-tui-'));
		t.deepEqual(remaining, [], 'leaves no copy of the data behind');
	});
}

test.serial('quits on q during any lookup', async t => {
	const folder = workFolder(t);
	const data = smallData(t);
	t.is((await run(folder, ['load', '--yes', '--data', data])).code, 0);
	for (const stage of ['2', '4', '6', '9']) {
		const terminal = await openStages(t, {folder, data});
		terminal.type(stage);
		await terminal.waitFor(`${stage}/${stageCount} `);
		terminal.type('q');
		t.deepEqual(await terminal.exited, {code: 0, signal: undefined}, stage);
		t.false(terminal.isAlternate);
	}
});

test.serial('draws a complete frame when the cursor does not start at the left edge', async t => {
	const terminal = startNotebook(t, {before: `${typedBefore}a line without an end`});
	await terminal.waitFor('Run it?');
	t.is(frameProblem(terminal), undefined);
	terminal.type('q');
	t.is((await terminal.exited).code, 0);
});

test.serial('returns to the shell on Ctrl+Z, and to the notebook on fg', async t => {
	const folder = workFolder(t);
	const env = {...userEnvironment(folder), PS1: '# '};
	const shell = new TestTerminal('/bin/sh', ['-i'], {cwd: folder, env});
	t.teardown(async () => shell.dispose());
	await shell.waitFor(/^#$/m);
	shell.type(`${process.execPath} ${program} --engine duckdb\n`);
	await shell.waitFor('Run it?');
	const frame = shell.screen;
	shell.type(keys.ctrlZ);
	await shell.waitFor(/Stopped[\s\S]*\n#$/);
	t.false(shell.isAlternate);
	t.true(shell.isCursorVisible);
	shell.type('fg\n');
	await shell.waitFor(({screen}) => (screen === frame ? undefined : 'The notebook is not back'));
	t.true(shell.isAlternate);
	shell.type('q');
	await shell.waitFor(/Nothing was run\.\n#$/);
	t.false(shell.isAlternate);
	t.true(shell.isCursorVisible);
});

test.serial('quits on Ctrl+D in the input during any lookup', async t => {
	const folder = workFolder(t);
	const data = smallData(t);
	t.is((await run(folder, ['load', '--yes', '--data', data])).code, 0);
	for (let round = 0; round < 3; round++) {
		const terminal = await openLoaded(t, {folder, data});
		terminal.type(keys.ctrlD);
		t.deepEqual(await terminal.exited, {code: 0, signal: undefined});
	}
});
