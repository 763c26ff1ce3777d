import test from 'ava';
import {redshiftFolder} from '../commands/redshift-folder.js';
import {eventLine} from '../support/data-folder.js';
import {type Stack, startStack} from '../support/redshift/test-clients.js';
import {cardWith, fraction} from '../support/stage-numbers.js';
import {frameProblem} from './frame.js';
import {atInput, startNotebook, waitForCard} from './start-notebook.js';
import {keys} from './terminal.js';

let stack: Stack;
test.before(async () => {
	stack = await startStack();
});
test.after.always(async () => stack?.stop());

test.serial('loads into Redshift key by key: dry run, copy progress, result, load errors', async t => {
	const {folder, redshift, bucket, address} = await redshiftFolder(t, stack);
	for (const day of ['02', '03', '04', '05'])
		bucket.put(`log_data/2018/11/2018-11-${day}-events.json`, eventLine({userId: '10'}));
	const terminal = startNotebook(t, {folder, columns: 100, rows: 30});
	await terminal.waitFor('Run it?');
	for (const stage of ['connect', 'drop-tables', 'create-tables']) {
		terminal.type(keys.enter);
		await terminal.waitFor(new RegExp(`✔ ${stage} · `));
	}

	await waitForCard(terminal, cardWith('stage-events', /Run it\?/));
	terminal.type('d');
	await terminal.waitFor('✔ The records were checked, but not counted: none rejected.');
	terminal.type(keys.escape);
	await waitForCard(terminal, cardWith('stage-events', /Run it\?/));

	// The progress is read after 0.3 and 2.3 seconds.
	redshift.faults.copyDelayMs = 800;
	terminal.type(keys.enter);
	const running = await terminal.waitFor(/Files +[1-4] of 5/);
	t.regex(running, /4 stage-events +running/);
	t.regex(running, /Rejected +0/);
	await terminal.waitFor('✔ stage-events · 0 → 7 rows · 0 rejected');
	redshift.faults.clear();

	terminal.type('6');
	await waitForCard(terminal, new RegExp(`${fraction('load-songplays')} `));
	terminal.type('d');
	const plan = await terminal.waitFor('Dry run: Load the fact table songplays');
	t.regex(plan, /✔ Planned by the engine, with \d+ broadcasts? of rows\./);
	t.regex(plan, /»» broadcast: all these rows go to every node/);
	terminal.type(keys.escape);
	await waitForCard(terminal, new RegExp(`${fraction('load-songplays')} `));

	terminal.type('5');
	await waitForCard(terminal, cardWith('stage-songs', /Run it\?/));
	terminal.type('a');
	const verified = await terminal.waitFor(atInput);
	t.regex(verified, /^ ✔ Load · .*songplays 2 · users 2 · songs 1 · artists 1/m);
	t.regex(verified, /songplays 2 · duplicates 0 · matched 1 · unmatched 1/);

	bucket.put('log_data/2018/11/2018-11-06-events.json', eventLine({ts: 'never'}));
	terminal.type(keys.shiftTab);
	terminal.type('4');
	await waitForCard(terminal, new RegExp(`${fraction('stage-events')} `));
	terminal.type('r');
	const card = await waitForCard(terminal, /✖ A record can't be loaded[\s\S]*Failed; nothing was changed\./);
	t.regex(card, /"never" is not a whole number/);
	const place = card.replaceAll(/\s+/g, '');
	t.true(place.includes(`${address}/log_data/2018/11/2018-11-06-events.json:1,columnts`), card);
	t.regex(card, /→ Fix the value in the file\./);
	t.regex(terminal.screen, /✖ +4 stage-events +failed/);
	await terminal.waitFor(frameProblem);
	terminal.type('q');
	t.is((await terminal.exited).code, 1);
});
