// The stages and the notebook side by side: neither affects the other.
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {postgresFolder} from '../commands/postgres-folder.js';
import {run, workFolder} from '../commands/run-program.js';
import {smallData} from '../commands/small-data.js';
import {eventLine} from '../support/data-folder.js';
import {type PostgresServer, startPostgres} from '../support/postgres/start-postgres.js';
import {cardWith} from '../support/stage-numbers.js';
import {addEvents, manyFiles} from './long-load.js';
import {answer, ask, atInput, openLoaded, openPage, startNotebook, waitForCard} from './start-notebook.js';
import {keys} from './terminal.js';

let postgres: PostgresServer;
test.before(async () => {
	postgres = await startPostgres();
});
test.after.always(async () => postgres?.stop());

const engines = {
	DuckDB: async (t: ExecutionContext) => workFolder(t),
	PostgreSQL: async (t: ExecutionContext) => postgresFolder(t, postgres),
};

async function count(folder: string, table: string): Promise<number> {
	const {stdout} = await run(folder, ['query', `SELECT count(*) FROM ${table}`, '--format', 'tsv']);
	return Number(stdout.split('\n')[1]);
}

for (const [engine, open] of Object.entries(engines)) {
	test.serial(
		`${engine}: does not commit or roll back the notebook's transaction when a stage runs`,
		async t => {
			const folder = await open(t);
			const data = smallData(t);
			t.is((await run(folder, ['load', '--yes', '--data', data])).code, 0);

			const terminal = await openLoaded(t, {folder, data, args: ['--write']});
			await ask(terminal, 'BEGIN; DELETE FROM artists;');
			await terminal.waitFor(/● transaction open[\s\S]*DELETE 1/);
			terminal.type(keys.shiftTab);
			terminal.type('7');
			await terminal.waitFor(cardWith('load-users', /r run again/));
			if (engine === 'PostgreSQL') {
				// A dry run rolls back only its own transaction.
				terminal.type('d');
				await terminal.waitFor('Dry run: Load');
				terminal.type(keys.escape);
				await terminal.waitFor(cardWith('load-users', /r run again/));
				terminal.type('r');
				await terminal.waitFor('✔ load-users · 2 → 2 rows');
			} else {
				await terminal.waitFor(cardWith('load-users', /r run again/));
				terminal.type('r');
				await waitForCard(terminal, /The notebook has an open transaction\./);
				await waitForCard(terminal, /Commit or roll it back, then retry\./);
			}
			terminal.type(keys.tab);
			await terminal.waitFor('● transaction open');
			await ask(terminal, 'SELECT count(*) AS gone FROM artists;');
			await terminal.waitFor(/^ +gone\n +0$/m);
			await ask(terminal, 'ROLLBACK;');
			await terminal.waitFor(/^ +ROLLBACK · /m);
			terminal.type(keys.ctrlD);
			t.is((await terminal.exited).code, engine === 'DuckDB' ? 1 : 0, 'the stage failed on DuckDB');
			t.is(await count(folder, 'artists'), 1);
			t.is(await count(folder, 'users'), 2);
		},
	);

	test.serial(`${engine}: asks before quitting with an open transaction, and rolls it back`, async t => {
		const folder = await open(t);
		const data = smallData(t);
		t.is((await run(folder, ['load', '--yes', '--data', data])).code, 0);
		const terminal = await openLoaded(t, {folder, data, args: ['--write']});
		await ask(terminal, 'BEGIN; DELETE FROM artists;');
		await terminal.waitFor(/● transaction open[\s\S]*DELETE 1/);
		terminal.type(keys.ctrlD);
		await terminal.waitFor('y  roll it back and quit');
		terminal.type('n');
		await terminal.waitFor(({screen}) => (screen.includes('n  stay') ? 'It still asks' : undefined));
		await ask(terminal, 'SELECT nothing FROM nowhere;');
		await terminal.waitFor(/^ +✖ .*nowhere/m);
		t.is(terminal.screen.includes('✖ transaction failed'), engine === 'PostgreSQL');
		terminal.type(keys.ctrlC);
		await terminal.waitFor('Press Ctrl+C again to quit.');
		terminal.type(keys.ctrlC);
		await terminal.waitFor('y  roll it back and quit');
		terminal.type('y');
		t.is((await terminal.exited).code, 0);
		t.is(await count(folder, 'artists'), 1);
	});

	test.serial(`${engine}: runs a query while a stage runs`, async t => {
		const folder = await open(t);
		const data = smallData(t);
		addEvents(data, manyFiles);
		const terminal = startNotebook(t, {folder, data});
		await terminal.waitFor('Run it?');
		terminal.type('a');
		await terminal.waitFor(cardWith('stage-events', /Rows +[1-9]/));
		terminal.type(keys.tab);
		await terminal.waitFor(atInput);
		await ask(terminal, 'SELECT 41 + 1 AS answer;');
		await terminal.waitFor(/^ +answer\n +42$/m);
		terminal.type(keys.shiftTab);
		await terminal.waitFor(/4 stage-events +running/);
		terminal.type(keys.ctrlC);
		await terminal.waitFor(cardWith('stage-events', /Run it\?/));
		terminal.type('q');
		t.is((await terminal.exited).code, 0);
		t.is(await count(folder, 'staging_events'), 0);
	});

	test.serial(`${engine}: shows a table that was dropped in the notebook as missing`, async t => {
		const folder = await open(t);
		const data = smallData(t);
		t.is((await run(folder, ['load', '--yes', '--data', data])).code, 0);
		const terminal = await openLoaded(t, {folder, data, args: ['--write']});
		await terminal.waitFor('songplays 2 · users 2');
		await ask(terminal, 'DROP TABLE songplays;');
		await answer(terminal, 'commit');
		await terminal.waitFor(/^ +DROP TABLE · /m);
		const row = await terminal.waitFor(
			/^ ~ Load · drop-tables is out of date: songplays does not exist\n[^❯[]*\busers 2\b/m,
		);
		t.notRegex(row, /songplays 2|11 stages/);
		terminal.type(keys.shiftTab);
		t.regex(await terminal.waitFor(/load-songplays +waiting/), /~ +2 drop-tables +stale/);
		terminal.type('6');
		await waitForCard(terminal, /It is waiting for create-tables, which has not run yet\./);
		terminal.type('q');
		t.is((await terminal.exited).code, 0);
		const {code, stderr} = await run(folder, ['load', '--yes', '--stage', 'load-time', '--data', data]);
		t.is(code, 1);
		t.regex(stderr, /The table songplays does not exist\./);
		t.regex(stderr, /Run drop-tables, then create-tables, and load again\./);
	});

	test.serial(`${engine}: fails a stage whose staged rows were deleted in the notebook`, async t => {
		const folder = await open(t);
		const data = smallData(t);
		t.is((await run(folder, ['load', '--yes', '--data', data])).code, 0);
		const terminal = await openLoaded(t, {folder, data, args: ['--write']});
		await ask(terminal, 'DELETE FROM staging_events;');
		await answer(terminal, 'commit');
		await terminal.waitFor(/^ +DELETE 3 · /m);
		await terminal.waitFor(
			/^ ~ Load · stage-events is out of date: 3 rows were loaded, the table holds 0\n +4 more out of date · /m,
		);
		terminal.type(keys.ctrlD);
		t.is((await terminal.exited).code, 0);
		const {code, stderr} = await run(folder, ['load', '--yes', '--stage', 'load-songplays', '--data', data]);
		t.is(code, 1);
		t.regex(stderr, /staging_events holds 0 rows, but 3 were loaded into it\./);
		t.is(await count(folder, 'songplays'), 2);
	});

	test.serial(`${engine}: shows all rejects of a failed stage, and continues past them`, async t => {
		const folder = await open(t);
		const data = smallData(t, eventLine({ts: 'yesterday'}) + eventLine({ts: 'today'}));
		const terminal = startNotebook(t, {folder, data});
		await terminal.waitFor('Run it?');
		terminal.type('a');
		await waitForCard(terminal, /Failed; nothing was changed\./);
		terminal.type('x');
		const rejects = await terminal.waitFor(/│ +5 │/);
		t.regex(rejects, /│ +4 │/);
		terminal.type(keys.escape);
		await terminal.waitFor('Enter edit');
		terminal.type(keys.shiftTab);
		await waitForCard(terminal, /Failed; nothing was changed\./);
		terminal.type('c');
		await waitForCard(terminal, /Records 5 read = 3 loaded \+ 2 rejected/);
		terminal.type('q');
		t.is((await terminal.exited).code, 0);
		t.is(await count(folder, 'staging_rejects'), 2);
	});
}

test.serial('PostgreSQL: keeps running after COPY from standard input and notices', async t => {
	const folder = await postgresFolder(t, postgres);
	const terminal = await openPage(t, {folder, args: ['--write']});
	await ask(terminal, 'CREATE TABLE copied (n integer); COPY copied FROM STDIN;');
	await terminal.waitFor("COPY … FROM STDIN can't run here");
	await ask(terminal, 'DROP TABLE IF EXISTS nowhere;');
	await answer(terminal, 'commit');
	await terminal.waitFor('NOTICE: table "nowhere" does not exist, skipping');
	terminal.type(keys.ctrlD);
	t.is((await terminal.exited).code, 0);

	const {code, stderr} = await run(folder, ['query', '--write', 'DROP TABLE IF EXISTS nowhere']);
	t.is(code, 0);
	t.regex(stderr, /^NOTICE: table "nowhere" does not exist, skipping$/m);
});

test.serial('PostgreSQL: shows the rows that a function in a SELECT deleted as gone', async t => {
	const folder = await postgresFolder(t, postgres);
	const data = smallData(t);
	t.is((await run(folder, ['load', '--yes', '--data', data])).code, 0);
	const purge = 'CREATE FUNCTION purge() RETURNS void LANGUAGE sql AS $$ DELETE FROM users $$';
	t.is((await run(folder, ['query', '--write', purge])).code, 0);
	const terminal = await openLoaded(t, {folder, data, args: ['--write']});
	await terminal.waitFor('songplays 2 · users 2');
	await ask(terminal, 'SELECT purge();');
	await terminal.waitFor(
		/^ ~ Load · load-users is out of date: 2 rows were loaded, the table holds 0\n +1 more out of date · songplays 2 · users 0/m,
	);
	terminal.type(keys.ctrlD);
	t.is((await terminal.exited).code, 0);
});

for (const how of ["throw new Error('boom')", "Promise.reject(new Error('boom'))"])
	test.serial(`restores the terminal, keeps the history and explains an uncaught error: ${how}`, async t => {
		const folder = workFolder(t);
		const fault = join(folder, 'fault.cjs');
		writeFileSync(fault, `process.on('SIGUSR2', () => { ${how}; });\n`);
		const terminal = await openPage(t, {folder, env: {NODE_OPTIONS: `--require ${fault}`}});
		await ask(terminal, 'SELECT 7 AS seven;');
		await terminal.waitFor(/^ +seven\n +7$/m);
		terminal.kill('SIGUSR2');
		t.is((await terminal.exited).code, 1);
		t.false(terminal.isAlternate);
		t.true(terminal.isCursorVisible);
		t.regex(terminal.screen, /Internal error: boom/);
		const histories = join(folder, 'state', 'sparkify-tui', 'history');
		const [file] = readdirSync(histories);
		t.regex(readFileSync(join(histories, file!), 'utf8'), /SELECT 7 AS seven/);
	});
