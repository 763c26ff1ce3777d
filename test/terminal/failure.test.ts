import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {workFolder} from '../commands/run-program.js';
import {smallCounts, smallData} from '../commands/small-data.js';
import {eventLine, playLine} from '../support/data-folder.js';
import {cardWith, fraction, stageCount} from '../support/stage-numbers.js';
import {frameProblem} from './frame.js';
import {countsOf, rowsOf} from './read-database.js';
import {answer, atInput, openPage, startNotebook, waitForCard} from './start-notebook.js';
import {keys} from './terminal.js';

const bad = eventLine({userId: '31', sessionId: 3, ts: 'yesterday'});
const fixed = eventLine({userId: '31', sessionId: 3, ts: 1541106400796});
const brokenFile = 'log_data/2018/11/2018-11-02-events.json';

const eventsFailed = new RegExp(String.raw`^${fraction('stage-events')} .* Failed; nothing was changed\.`);

test.serial('retries a failed stage after its file is fixed', async t => {
	const folder = workFolder(t);
	const data = smallData(t);
	const file = join(data, brokenFile);
	writeFileSync(file, `${playLine({userId: '31', sessionId: 3, itemInSession: 1, ts: 1541106401796})}${bad}`);
	const terminal = startNotebook(t, {folder, data, columns: 100, rows: 30});
	await terminal.waitFor('Run it?');
	terminal.type('a');
	const failed = await waitForCard(terminal, eventsFailed);
	await terminal.waitFor(frameProblem);
	t.regex(failed, /✖ A record can't be loaded, and none is allowed: "yesterday" is not a number\./);
	t.regex(failed, new RegExp(`${brokenFile}:2, column ts`));
	t.regex(failed, /"ts":"yesterday"/);
	t.regex(
		failed,
		/Fix the file, or let the load continue past such records with --max-errors N \(MAX_ERRORS under \[LOAD\] in dwh\.cfg\)\./,
	);
	t.regex(terminal.screen, /❯✖ +4 stage-events +failed/);
	t.regex(terminal.screen, / · +6 load-songplays +waiting/);
	t.regex(terminal.lines[0]!, new RegExp(`3 of ${stageCount} done$`));

	writeFileSync(
		file,
		`${playLine({userId: '31', sessionId: 3, itemInSession: 1, ts: 1541106401796})}${fixed}`,
	);
	t.regex(terminal.screen, /Enter retry /);
	terminal.type(keys.enter);
	await terminal.waitFor(
		new RegExp(
			String.raw`✔ stage-events · 0 → 5 rows · 0 rejected[\s\S]*${fraction('stage-songs')} [\s\S]*Run it\?`,
		),
	);
	terminal.type('a');
	await terminal.waitFor(atInput);
	terminal.type(keys.ctrlD);
	t.is((await terminal.exited).code, 0);
	t.deepEqual(await countsOf(folder), {...smallCounts, staging_events: 5, songplays: 3, users: 3, time: 3});
});

test.serial('shows position and advice of a failure on 80x24', async t => {
	const data = smallData(t, bad);
	const terminal = startNotebook(t, {data});
	await terminal.waitFor('Run it?');
	terminal.type('a');
	const failed = await waitForCard(terminal, eventsFailed);
	t.regex(failed, /"yesterday" is not a number\./);
	t.regex(failed, /2018-11-01-events\.json:4, column ts/);
	t.regex(
		failed,
		/Fix the file, or let the load continue past such records with --max-errors N \(MAX_ERRORS under \[LOAD\] in dwh\.cfg\)\./,
	);
	t.regex(failed, /[.…] Failed; nothing was changed\./, 'marks a truncated sentence');
	t.regex(failed, /c continues without them, x lists them\.$/);
	terminal.type('q');
	t.is((await terminal.exited).code, 1, 'returns 1 after a failed load');
});

test.serial('explains why stages that depend on a failed or skipped stage cannot run', async t => {
	const folder = workFolder(t);
	const data = smallData(t, bad);
	const terminal = startNotebook(t, {folder, data});
	await terminal.waitFor('Run it?');
	terminal.type('a');
	await waitForCard(terminal, eventsFailed);
	terminal.type('7');
	await waitForCard(
		terminal,
		new RegExp(
			String.raw`^${fraction('load-users')} .* It is waiting for stage-events, which failed; and for stage-songs, which has not run yet\.`,
		),
	);
	terminal.type(keys.enter);
	await terminal.waitFor('Failed; nothing was changed.');
	t.regex(terminal.screen, /❯✖ +4 stage-events/, 'goes to the failed stage on Enter');

	terminal.type('s');
	await terminal.waitFor(/– {2}4 stage-events +skipped[\s\S]*Run it\?/);
	t.regex(terminal.screen, /❯▸ +5 stage-songs/);
	terminal.type('a');
	await terminal.waitFor(/✔ +5 stage-songs +1 /);
	await terminal.waitFor(frameProblem);
	terminal.type('7');
	await waitForCard(
		terminal,
		new RegExp(String.raw`^${fraction('load-users')} .* It is waiting for stage-events, which was skipped\.`),
	);
	terminal.type('g');
	await terminal.waitFor(fraction('connect'));
	terminal.type('G');
	await waitForCard(
		terminal,
		new RegExp(`^${fraction('verify')} .* waiting for .*load-songplays.*stage-events, which was skipped`),
	);

	terminal.type('q');
	t.is((await terminal.exited).code, 0);
	t.regex(terminal.screen, new RegExp(`4 of ${stageCount} stages done`));
	t.like(await countsOf(folder), {staging_events: 0, staging_songs: 1, songs: 0, artists: 0, songplays: 0});
});

test.serial('continues past rejects with --max-errors, and shows them', async t => {
	const folder = workFolder(t);
	const data = smallData(t, `${bad}no JSON at all\n`);
	const terminal = startNotebook(t, {folder, data, args: ['--max-errors', '2'], columns: 100, rows: 30});
	await terminal.waitFor('Run it?');
	for (const next of [2, 3, 4]) {
		terminal.type(keys.enter);
		await terminal.waitFor(new RegExp(`${next}/${stageCount} [\\s\\S]*Run it\\?`));
	}

	terminal.type(keys.enter);
	const done = await waitForCard(terminal, /Records 5 read = 3 loaded \+ 2 rejected/);
	t.regex(terminal.screen, /✔ +4 stage-events +3 /);
	t.regex(
		done,
		/ Rejects .*2018-11-01-events\.json:4 ts: "yesterday" is not a number .*2018-11-01-events\.json:5 not JSON/,
	);
	await terminal.waitFor(frameProblem);
	terminal.type('a');
	await terminal.waitFor(atInput);
	await terminal.waitFor(/^ ✔ Load · /m);
	terminal.type(keys.ctrlD);
	t.is((await terminal.exited).code, 0);
	t.deepEqual(await countsOf(folder), {...smallCounts, staging_rejects: 2});
	t.deepEqual(await rowsOf(folder, 'SELECT line::INTEGER, column_name FROM staging_rejects ORDER BY line'), [
		[4, 'ts'],
		[5, null],
	]);
});

test.serial('accepts unknown keys for one run with c', async t => {
	const folder = workFolder(t);
	const data = smallData(t, eventLine().replace('}', ',"device":"tv"}'));
	const terminal = startNotebook(t, {folder, data, args: ['--schema-drift', 'fail']});
	await terminal.waitFor('Run it?');
	terminal.type('a');
	const failed = await waitForCard(terminal, eventsFailed);
	await terminal.waitFor(frameProblem);
	t.regex(failed, /✖ The keys of the records differ from the columns of staging_events: unknown "device"\./);
	t.regex(failed, /log_data\/2018\/11\/2018-11-01-events\.json:4/);
	t.regex(
		failed,
		/add the keys to ACCEPTED_KEYS under \[LOAD\] in dwh\.cfg, or accept all with --schema-drift warn\./,
	);
	t.regex(failed, /c accepts the keys this time, Enter retries\.$/);
	terminal.type('c');
	const done = await waitForCard(terminal, /Records 4 read = 4 loaded \+ 0 rejected/);
	t.regex(done, /Warning 1 record has an unknown key "device"/);
	terminal.type('q');
	t.is((await terminal.exited).code, 0);
	t.like(await countsOf(folder), {staging_events: 4});
});

test.serial('fails the stage when a check fails, and shows the offending rows', async t => {
	const folder = workFolder(t);
	const data = smallData(t);
	const terminal = startNotebook(t, {folder, data, columns: 100, rows: 40, args: ['--write']});
	await terminal.waitFor('Run it?');
	terminal.type('a');
	await terminal.waitFor(atInput);
	terminal.type('UPDATE songplays SET user_id = 4711 WHERE user_id = 26;');
	await terminal.waitFor('user_id = 26;');
	terminal.type(keys.enter);
	await answer(terminal, 'commit');
	await terminal.waitFor(/^ +UPDATE 1 · /m);
	terminal.type(keys.shiftTab);
	await terminal.waitFor(new RegExp(`${fraction('verify')} `));
	terminal.type('r');
	const failed = await waitForCard(
		terminal,
		/Failed\. To load again, go to 2\. o opens the query, Enter checks again, s skips\./,
	);
	t.regex(terminal.screen, /❯✖ +11 verify +failed/);
	t.regex(failed, /✖ every user, song and artist of songplays is in its dimension/);
	t.regex(failed, /plays without user 1 /);
	await terminal.waitFor(frameProblem);
	terminal.type('o');
	await terminal.waitFor('Space full row');
	await terminal.waitFor(/\b4711\b/);
	await terminal.waitFor(frameProblem);
});

test.serial('explains why the database cannot be opened, and allows a retry', async t => {
	const folder = workFolder(t);
	const holder = await openPage(t, {folder});
	const terminal = startNotebook(t, {folder, columns: 100, rows: 30});
	await terminal.waitFor('Run it?');
	terminal.type(keys.enter);
	const failed = await waitForCard(terminal, /Failed; nothing was changed\./);
	t.regex(failed, /sparkify\.duckdb is in use by another process/);
	t.regex(failed, new RegExp(`PID ${holder.pid}\\b`));
	holder.type(keys.ctrlD);
	t.is((await holder.exited).code, 0);
	terminal.type(keys.enter);
	await terminal.waitFor(cardWith('drop-tables', /Run it\?/));
});
