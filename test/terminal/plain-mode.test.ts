import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import test from 'ava';
import {program, run, runAlone, workFolder} from '../commands/run-program.js';
import {smallCounts, smallData} from '../commands/small-data.js';
import {numberOf, stageCount} from '../support/stage-numbers.js';
import {countsOf} from './read-database.js';
import {startNotebook, userEnvironment} from './start-notebook.js';
import {keys, TestTerminal} from './terminal.js';

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

test.serial('ends with its summary when the answers from a pipe end', async t => {
	const {code, stdout} = await runAlone(workFolder(t), ['--plain'], 'skip\n');
	t.is(code, 0);
	t.regex(stdout, /No data is configured, so this loads the bundled sample\./);
	t.regex(stdout, /Skipped\.[\s\S]*\nstage> \nNothing was run\.\n$/);
});

test.serial('runs the notebook as lines and questions on a dumb terminal of 20 rows', async t => {
	const folder = workFolder(t);
	const terminal = startNotebook(t, {folder, data: smallData(t), rows: 20, env: {TERM: 'dumb'}});
	await terminal.waitFor(
		new RegExp(String.raw`${numberOf('connect')} of ${stageCount} +connect[\s\S]*\nstage>$`, 'm'),
	);
	terminal.type('all\r');
	await terminal.waitFor(/^sql>$/m);
	terminal.type('SELECT count(*) FROM range(100000000000) a,\r');
	await terminal.waitFor(/^ {2}->$/m);
	terminal.type('range(1000) b;\r');
	await terminal.waitFor(/^ {2}-> range[\s\S]*^Cell 1 \[1\]$/m);
	terminal.type(keys.ctrlC);
	await terminal.waitFor(/^Cancelled\.[\s\S]*^sql>$/m);
	terminal.type('SELECT :n + 1 AS sum;\r');
	await terminal.waitFor(/^Value of :n[\s\S]*^answer>$/m);
	terminal.type('41\r');
	await terminal.waitFor(/^ *sum\n-+\n *42\n1 row/m);
	terminal.type('\\write\r');
	await terminal.waitFor(/^Type yes to allow changes[\s\S]*^answer>$/m);
	terminal.type('yes\r');
	await terminal.waitFor(/^sql write>$/m);
	terminal.type('DELETE FROM users;\r');
	await terminal.waitFor(/type commit, or Enter alone to roll back[\s\S]*^answer>$/m);
	terminal.type('\r');
	await terminal.waitFor(/^Cancelled\.\n+sql write>$/m);
	terminal.type('\\stages\r');
	await terminal.waitFor(/^stage>$/m);
	terminal.type('drop-tables\r');
	await terminal.waitFor(/ 2 of \d+ +drop-tables[\s\S]*^stage>$/m);
	terminal.type('again\r');
	await terminal.waitFor(/"again" is not an answer\.[\s\S]*^stage>$/m);
	terminal.type('run\r');
	await terminal.waitFor(/^Type yes to continue[\s\S]*^answer>$/m);
	terminal.type('no\r');
	await terminal.waitFor(/^Not confirmed; nothing was changed\.[\s\S]*^stage>$/m);
	terminal.type(keys.ctrlD);
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
