import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import test from 'ava';
import {program, run, workFolder} from '../commands/run-program.js';
import {smallCounts, smallData} from '../commands/small-data.js';
import {numberOf, stageCount} from '../support/stage-numbers.js';
import {countsOf} from './read-database.js';
import {startNotebook, userEnvironment} from './start-notebook.js';
import {TestTerminal} from './terminal.js';

test.serial('loads with plain lines without a terminal', async t => {
	const folder = workFolder(t);
	const {code, stdout, stderr} = await run(folder, ['--data', smallData(t)]);
	t.is(code, 0);
	t.regex(stdout, /^songplays +2$/m);
	t.regex(
		stderr,
		new RegExp(`${numberOf('stage-events')} of ${stageCount} +stage-events +3 rows, 0 rejected`),
	);
	t.regex(stderr, new RegExp(String.raw`^Done\. ${stageCount} stages`, 'm'));
	t.notRegex(stdout + stderr, /\u001B/);
	t.deepEqual(await countsOf(folder), smallCounts);
});

test.serial('asks line by line without escape codes on a dumb terminal', async t => {
	const folder = workFolder(t);
	const terminal = startNotebook(t, {folder, data: smallData(t), env: {TERM: 'dumb'}});
	await terminal.waitFor(
		new RegExp(String.raw`${numberOf('connect')} of ${stageCount} +connect[\s\S]*q to stop:$`, 'm'),
	);
	terminal.type('a\r');
	await terminal.waitFor(`Done. ${stageCount} stages`);
	t.is((await terminal.exited).code, 0);
	t.notRegex(terminal.output, /\u001B/);
	t.deepEqual(await countsOf(folder), smallCounts);
});

test.serial('asks line by line on the terminal when standard output is a file', async t => {
	const folder = workFolder(t);
	const data = smallData(t);
	const command = `"${process.execPath}" "${program}" --data "${data}" > counts.txt`;
	const terminal = new TestTerminal('/bin/sh', ['-c', command], {
		cwd: folder,
		env: userEnvironment(folder),
	});
	t.teardown(async () => terminal.dispose());
	await terminal.waitFor(
		new RegExp(String.raw`${numberOf('connect')} of ${stageCount} +connect[\s\S]*q to stop:$`, 'm'),
	);
	t.false(terminal.isAlternate);
	terminal.type('a\r');
	await terminal.waitFor(`Done. ${stageCount} stages`);
	t.is((await terminal.exited).code, 0);
	t.false(terminal.isAlternate);
	t.notRegex(terminal.output, /\u001B\[\?1049h/);
	t.regex(readFileSync(join(folder, 'counts.txt'), 'utf8'), /^songplays +2$/m);
	t.deepEqual(await countsOf(folder), smallCounts);
});
