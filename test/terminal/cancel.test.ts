import test from 'ava';
import {run, workFolder} from '../commands/run-program.js';
import {smallCounts, smallData} from '../commands/small-data.js';
import {cardWith, fraction, stageCount} from '../support/stage-numbers.js';
import {frameProblem} from './frame.js';
import {addEvents, manyFiles, someFiles} from './long-load.js';
import {countsOf} from './read-database.js';
import {ask, atInput, confirm, openPage, openStages, startNotebook, write} from './start-notebook.js';
import {keys} from './terminal.js';

const thousands = new Intl.NumberFormat('en');

test.serial(
	'rolls back a stage on Ctrl+C and returns to its prompt, from which it can run again',
	async t => {
		const folder = workFolder(t);
		const data = smallData(t);
		t.is((await run(folder, ['load', '--yes', '--data', data])).code, 0);
		const added = addEvents(data, someFiles);

		const terminal = await openStages(t, {folder, data, columns: 100, rows: 30});
		terminal.type('4');
		await terminal.waitFor(cardWith('stage-events', /Destroys 3 rows\.\s+│? *Enter asks/));
		await confirm(terminal);
		const running = await terminal.waitFor(/Rows +[1-9][\d,]+ /);
		t.regex(running, /4 stage-events +running/);
		t.regex(running, /Files +\d+ of 121/);
		t.regex(running, /[━─]+ +\d+ %/);
		t.regex(running, /Ctrl\+C cancel /);
		terminal.type(keys.ctrlC);
		await terminal.waitFor('Cancelled');
		await terminal.waitFor(cardWith('stage-events', /Destroys +3 rows:/));
		t.regex(terminal.screen, /~ +4 stage-events +stale /);
		await terminal.waitFor(frameProblem);

		terminal.type(keys.tab);
		await terminal.waitFor(atInput);
		await ask(terminal, 'SELECT count(*) AS staged FROM staging_events;');
		await terminal.waitFor(/^ +staged\n +3$/m);
		terminal.type(keys.shiftTab);
		await terminal.waitFor(cardWith('stage-events', /Destroys/));

		await confirm(terminal);
		const staged = thousands.format(added + 3);
		await terminal.waitFor(`✔ stage-events · 3 → ${staged} rows · 0 rejected`);
		for (const stage of ['6 load-songplays', '7 load-users', '10 load-time', '11 verify'])
			t.regex(terminal.screen, new RegExp(`~ +${stage} +stale`));
		t.regex(terminal.screen, /✔ +8 load-songs +1 /, 'does not depend on the events');

		terminal.type('a');
		await terminal.waitFor(atInput);
		await terminal.waitFor(/^ ✔ Load · /m);
		terminal.type(keys.ctrlD);
		await terminal.exited;
		t.deepEqual(await countsOf(folder), {...smallCounts, users: 3, staging_events: added + 3});
	},
);

test.serial('stops at the running stage on Ctrl+C while all stages run', async t => {
	const folder = workFolder(t);
	const data = smallData(t);
	addEvents(data, manyFiles);
	const terminal = startNotebook(t, {folder, data});
	await terminal.waitFor('Run it?');
	terminal.type('a');
	await terminal.waitFor(cardWith('stage-events', /Rows +[1-9]/));
	terminal.type(keys.ctrlC);
	await terminal.waitFor(cardWith('stage-events', /Run it\?/));
	t.regex(terminal.lines[0]!, new RegExp(`3 of ${stageCount} done$`));
	t.regex(terminal.screen, /❯▸ +4 stage-events +ready/);
	terminal.type('q');
	t.is((await terminal.exited).code, 0);
	t.like(await countsOf(folder), {staging_events: 0, staging_loads: 0});
});

test.serial('asks on q while a stage runs; n lets it run, y cancels it and quits', async t => {
	const folder = workFolder(t);
	const data = smallData(t);
	addEvents(data, manyFiles);
	const terminal = startNotebook(t, {folder, data});
	await terminal.waitFor('Run it?');
	terminal.type('a');
	await terminal.waitFor(cardWith('stage-events', /Rows +[1-9]/));
	terminal.type('q');
	await terminal.waitFor('n  stay');
	terminal.type('n');
	await terminal.waitFor('Ctrl+C cancel ');
	t.regex(terminal.screen, /4 stage-events +running/);
	terminal.type('q');
	await terminal.waitFor('n  stay');
	terminal.type('y');
	t.deepEqual(await terminal.exited, {code: 130, signal: undefined});
	t.false(terminal.isAlternate);
	t.regex(terminal.screen, new RegExp(`3 of ${stageCount} stages done`));
	t.like(await countsOf(folder), {staging_events: 0, staging_loads: 0});
});

test.serial('closes the quit prompt when the running stage ends', async t => {
	const data = smallData(t);
	addEvents(data, manyFiles);
	const terminal = startNotebook(t, {data});
	await terminal.waitFor('Run it?');
	terminal.type('a');
	await terminal.waitFor(cardWith('stage-events', /Rows +[1-9]/));
	terminal.type('q');
	await terminal.waitFor('n  stay');
	terminal.type(keys.ctrlC);
	await terminal.waitFor(/4 stage-events +ready/);
	await terminal.waitFor(({screen}) =>
		/is running\./.test(screen) ? 'The screen still shows that a stage is running' : undefined,
	);
	t.regex(await terminal.waitFor('Run it?'), new RegExp(`${fraction('stage-events')} `));
});

test.serial('asks for a second Ctrl+C when nothing is running', async t => {
	const terminal = startNotebook(t);
	await terminal.waitFor('Run it?');
	for (const [open, shows, close] of [
		['', 'Run it?', ''],
		['?', 'All keys', keys.escape],
		['2', `${fraction('drop-tables')} `, '1'],
	] as const) {
		terminal.type(open);
		await terminal.waitFor(shows);
		terminal.type(keys.ctrlC);
		await terminal.waitFor('Press Ctrl+C again to quit.');
		await terminal.waitFor(({screen}) =>
			screen.includes('again to quit') ? 'The hint is still shown' : undefined,
		);
		terminal.type(close);
		await terminal.waitFor(cardWith('connect', /Run it\?/));
	}

	terminal.type(keys.ctrlC);
	await terminal.waitFor('Press Ctrl+C again to quit.');
	terminal.type(keys.ctrlC);
	t.deepEqual(await terminal.exited, {code: 130, signal: undefined});
	t.false(terminal.isAlternate);
});

test.serial('closes what is above the input on Ctrl+C', async t => {
	const terminal = await openPage(t);
	await ask(terminal, 'SELECT 1 AS one;');
	await terminal.waitFor(/^ +1 row · /m);
	await write(terminal, 'SELECT 1 AS one;');
	terminal.type(keys.ctrlR);
	await terminal.waitFor('Find:');
	terminal.type(keys.ctrlC);
	await terminal.waitFor('Enter run after ;');
	t.regex(terminal.screen, /^❯\[ \] +SELECT 1 AS one;$/m, 'closes only the search');

	await write(terminal, ' SELECT c');
	terminal.type(keys.tab);
	await terminal.waitFor('Tab accept');
	terminal.type(keys.ctrlC);
	await terminal.waitFor('Enter run after ;');
	t.regex(terminal.screen, /^❯\[ \] {2}▎SELECT 1 AS one; SELECT c$/m);

	for (const [open, shows] of [
		[keys.ctrlO, 'i insert, not run'],
		[keys.escape, 'Enter run after ;'],
		[keys.escape, 'Enter edit'],
		['k', /^❯\[1\] /m],
		[' ', 'Space full row'],
		[' ', / row 1 of 1$/m],
	] as const) {
		terminal.type(open);
		await terminal.waitFor(shows);
		if (open === keys.escape && shows.startsWith('Enter run')) continue;
		terminal.type(keys.ctrlC);
		await terminal.waitFor('Press Ctrl+C again to quit.');
		await terminal.waitFor(({screen}) =>
			screen.includes('again to quit') ? 'The hint is still shown' : undefined,
		);
	}

	terminal.type(keys.ctrlC);
	await terminal.waitFor('Press Ctrl+C again to quit.');
	terminal.type(keys.ctrlC);
	t.deepEqual(await terminal.exited, {code: 130, signal: undefined});
});
