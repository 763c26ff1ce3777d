import {existsSync, readFileSync} from 'node:fs';
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

const atChoices =
	/^ {2}1 {2}Try it on the sample[\s\S]*^Type a number from 1 to 3, or quit\. Enter takes 1\.\nanswer>$/m;

test.serial('asks at the first start what to load, and takes folders after a look at them', async t => {
	const folder = workFolder(t);
	const data = smallData(t);
	const terminal = startNotebook(t, {folder, isUnconfigured: true, rows: 60, args: ['--plain']});
	await terminal.waitFor(atChoices);
	terminal.type('4\r');
	await terminal.waitFor(/^"4" is not an answer\.\nType a number[^\n]*\nanswer>$/m);
	terminal.type('2\r');
	await terminal.waitFor(/^Which folder or s3:\/\/ prefix [\s\S]*^folder>$/m);
	terminal.type('nowhere\r');
	await terminal.waitFor(/nowhere does not exist\. Type another path\.\nfolder>$/m);
	terminal.type('\r');
	await terminal.waitFor(/: Neither events nor songs\.\n[\s\S]*^folder>$/m);
	terminal.type('s3://\r');
	await terminal.waitFor(/^Type the name of a bucket: s3:\/\/BUCKET\/\nfolder>$/m);
	terminal.type(`${join(data, 'song_data')}\r`);
	await terminal.waitFor(
		/song_data: It holds songs\.\nThe first record of \S+:\n[\s\S]* {4}song_id +"\w+"\n[\s\S]*^Now choose the events\.\nfolder>$/m,
	);
	terminal.type(`${data}\r`);
	await terminal.waitFor(
		/: It holds events and songs\.\nThe first record of log_data[\s\S]*^Load these files\?\n[\s\S]*^Events: 1 file, \d+ B\.\nSongs: 1 file, \d+ B\.\nload \(Enter\), write, back\?\nanswer>$/m,
	);
	terminal.type('write\r');
	await terminal.waitFor(/^Created dwh\.cfg in this folder\.[\s\S]*^New here\? Type tour[\s\S]*^stage>$/m);
	terminal.type('tour\r');
	await terminal.waitFor(/^Tour, 1 of 6: [\s\S]*^Tour, 6 of 6: [\s\S]*^stage>$/m);
	terminal.type('all\r');
	await terminal.waitFor(/^sql>$/m);
	terminal.type('tour\r');
	await terminal.waitFor(/^sql> tour\nTour, 1 of 6: [\s\S]*^sql>$/m);
	terminal.type(keys.ctrlD);
	t.is((await terminal.exited).code, 0);
	t.deepEqual(await countsOf(folder), smallCounts);
	t.regex(readFileSync(join(folder, 'dwh.cfg'), 'utf8'), /^LOG_DATA = .*log_data$/m);
});

test.serial(
	'connects a warehouse with questions and checks at the first start, on a dumb terminal',
	async t => {
		const folder = workFolder(t);
		const terminal = startNotebook(t, {folder, isUnconfigured: true, rows: 60, env: {TERM: 'dumb'}});
		await terminal.waitFor(atChoices);
		terminal.type('3\r');
		await terminal.waitFor(/^Connect a warehouse\.[\s\S]*^ENGINE \[redshift\]:$/m);
		terminal.type(keys.ctrlC);
		await terminal.waitFor(/^ENGINE[\s\S]*^ {2}1 {2}Try it on the sample[\s\S]*^answer>$/m);
		terminal.type('3\r');
		await terminal.waitFor(/^answer> 3\n[\s\S]*^answer> 3\n[\s\S]*^ENGINE \[redshift\]:$/m);
		terminal.type('postgres\r');
		await terminal.waitFor(/^HOST \[localhost\]:$/m);
		terminal.type('127.0.0.1\r');
		await terminal.waitFor(/^DB_PORT \[5432\]:$/m);
		terminal.type('many\r');
		await terminal.waitFor(/^DB_PORT must be a number[^\n]*\nDB_PORT \[5432\]:$/m);
		terminal.type('1\r');
		await terminal.waitFor(/^DB_NAME \[sparkify\]:$/m);
		terminal.type('\r');
		await terminal.waitFor(/^DB_USER.*:$/m);
		terminal.type('ada\r');
		await terminal.waitFor(/^Password \[env\]:$/m);
		terminal.type('file\r');
		await terminal.waitFor(/^DB_PASSWORD:$/m);
		terminal.type('opensesame\r');
		await terminal.waitFor(/^SSLMODE \[prefer\]:$/m);
		t.notRegex(terminal.output, /opensesame/);
		terminal.type('\r');
		await terminal.waitFor(/^LOG_DATA \[the bundled sample, songs included\]:$/m);
		terminal.type('\r');
		await terminal.waitFor(/^FAILED: port,[\s\S]*checks failed\. c changes[\s\S]*^answer>$/m);
		terminal.type('write\r');
		await terminal.waitFor(
			/^"write" is not an answer\.\nchange, check again, write anyway, leave\?\nanswer>$/m,
		);
		terminal.type('change\r');
		await terminal.waitFor(
			/^Which answer is wrong\?\n {2}1 {2}ENGINE \[redshift\]: postgres\n[\s\S]*^answer>$/m,
		);
		terminal.type('1\r');
		await terminal.waitFor(/^ENGINE \[redshift\] \(Enter keeps postgres\):$/m);
		terminal.type('duckdb\r');
		await terminal.waitFor(/^DATABASE \[sparkify\.duckdb\]:$/m);
		terminal.type('plays.duckdb\r');
		await terminal.waitFor(/^DATABASE.*plays[\s\S]*^LOG_DATA.*:$/m);
		terminal.type('\r');
		await terminal.waitFor(
			/^All checks passed\.[\s\S]*^write \(Enter\), change, check again, leave\?\nanswer>$/m,
		);
		t.false(existsSync(join(folder, 'dwh.cfg')));
		terminal.type('\r');
		await terminal.waitFor(
			/^From bundled sample into DuckDB plays\.duckdb\.[\s\S]*^Created dwh\.cfg in this folder\.[\s\S]*^stage>$/m,
		);
		terminal.type(keys.ctrlD);
		t.is((await terminal.exited).code, 0);
		t.notRegex(terminal.output, /\u001B/);
		t.regex(readFileSync(join(folder, 'dwh.cfg'), 'utf8'), /^DATABASE = plays\.duckdb$/m);
	},
);

test.serial(
	'loads the sample with Enter at the first start, and leaves the choices with Ctrl+C or at the end',
	async t => {
		for (const [typed, code] of [
			[[keys.ctrlD], 0],
			[['quit\r'], 0],
			[[keys.ctrlC, keys.ctrlC], 130],
		] as const) {
			const folder = workFolder(t);
			const terminal = startNotebook(t, {folder, isUnconfigured: true, rows: 40, args: ['--plain']});
			await terminal.waitFor(atChoices);
			terminal.type(typed[0]);
			if (typed.length > 1) {
				await terminal.waitFor(/^Press Ctrl\+C again to quit\.[\s\S]*^answer>$/m);
				terminal.type(typed[1]!);
			}
			t.is((await terminal.exited).code, code);
			t.false(existsSync(join(folder, 'sparkify.duckdb')));
		}
		const terminal = startNotebook(t, {isUnconfigured: true, rows: 40, args: ['--plain']});
		await terminal.waitFor(atChoices);
		terminal.type('\r');
		await terminal.waitFor(/^ 1 of 11 +connect +DuckDB[\s\S]*^ 2 of 11 +drop-tables[\s\S]*^stage>$/m);
	},
);

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
