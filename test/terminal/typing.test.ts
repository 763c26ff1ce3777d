import {setTimeout as sleep} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {ownedTables} from '../../src/star/tables.js';
import {postgresFolder} from '../commands/postgres-folder.js';
import {run, workFolder} from '../commands/run-program.js';
import {smallCounts, smallData} from '../commands/small-data.js';
import {type PostgresServer, startPostgres} from '../support/postgres/start-postgres.js';
import {cardWith, fraction, stageCount} from '../support/stage-numbers.js';
import {frameProblem} from './frame.js';
import {addEvents, manyFiles} from './long-load.js';
import {rowsOf} from './read-database.js';
import {
	ask,
	atInput,
	emptyInput,
	inputText,
	openPage,
	openStages,
	startNotebook,
	write,
} from './start-notebook.js';
import {keys, type TestTerminal} from './terminal.js';

let postgres: PostgresServer;
test.before(async () => {
	postgres = await startPostgres();
});
test.after.always(async () => postgres?.stop());

const engines = {
	DuckDB: async (t: ExecutionContext) => workFolder(t),
	PostgreSQL: async (t: ExecutionContext) => postgresFolder(t, postgres),
};

type Open = (t: ExecutionContext) => Promise<string>;

/** Opens the notebook on a loaded database at drop-tables. */
async function atDropTables(t: ExecutionContext, open: Open) {
	const folder = await open(t);
	const data = smallData(t);
	t.is((await run(folder, ['load', '--yes', '--data', data])).code, 0);
	const terminal = await openStages(t, {folder, data});
	t.regex(terminal.lines[0]!, new RegExp(`${stageCount} of ${stageCount} done$`));
	terminal.type('2');
	await terminal.waitFor(cardWith('drop-tables', /Destroys +19 rows/));
	return {terminal, folder};
}

/** Ends the program in any state and checks that every row is still there. */
async function requireAllRows(t: ExecutionContext, terminal: TestTerminal, folder: string) {
	await terminal.dispose();
	const sql = ownedTables.map(table => `SELECT '${table}', count(*) FROM "${table}"`).join(' UNION ALL ');
	const {stdout} = await run(folder, ['query', sql, '--format', 'tsv']);
	const counts = stdout.trim().split('\n').slice(1);
	t.deepEqual(
		counts.toSorted(),
		Object.entries(smallCounts)
			.map(entry => entry.join('\t'))
			.toSorted(),
	);
}

for (const [engine, open] of Object.entries(engines)) {
	test.serial(`${engine}: destroys nothing when SQL is typed key by key on the stages`, async t => {
		const {terminal, folder} = await atDropTables(t, open);
		for (const key of "SELECT YEAR, count(*) FROM songs WHERE title = 'yes';\rY\ryes\r") {
			terminal.type(key);
			await sleep(30);
		}
		await sleep(500);
		await requireAllRows(t, terminal, folder);
	});

	test.serial(`${engine}: ignores SQL that arrives at once on the stages, with a hint`, async t => {
		const {terminal, folder} = await atDropTables(t, open);
		terminal.type('SELECT YEAR FROM songs;\r');
		await terminal.waitFor('Text ignored. Tab opens the notebook.');
		t.regex(terminal.screen, /❯✔ +2 drop-tables/);
		terminal.type('jj');
		await terminal.waitFor(/❯✔ +4 stage-events/);
		terminal.paste('Yyes\n');
		await terminal.waitFor(/❯✔ +4 stage-events[\s\S]*Text ignored\./);
		await requireAllRows(t, terminal, folder);
	});

	test.serial(`${engine}: does not confirm on a yes that arrives together with its Enter`, async t => {
		const {terminal, folder} = await atDropTables(t, open);
		terminal.type('r');
		await terminal.waitFor('go ahead: ▏');
		terminal.type('yes\r');
		await terminal.waitFor('go ahead: yes▏');
		t.regex(terminal.screen, /Press Enter again to confirm\./);
		await terminal.waitFor(frameProblem);
		terminal.type(keys.escape);
		await terminal.waitFor(cardWith('drop-tables', /if run again/));
		await requireAllRows(t, terminal, folder);
	});

	test.serial(`${engine}: ignores keys typed before the prompt is on screen`, async t => {
		const {terminal, folder} = await atDropTables(t, open);
		terminal.type('r');
		for (const key of 'yes\r') terminal.type(key);
		await sleep(1000);
		await requireAllRows(t, terminal, folder);
	});
}

test.serial('clears the input on Ctrl+C while a stage continues', async t => {
	const data = smallData(t);
	addEvents(data, manyFiles);
	const terminal = startNotebook(t, {data});
	await terminal.waitFor('Run it?');
	terminal.type('a');
	await terminal.waitFor(cardWith('stage-events', /Rows +[1-9]/));
	terminal.type(keys.tab);
	await terminal.waitFor(atInput);
	await write(terminal, 'SELECT 1');
	terminal.type(keys.ctrlC);
	await terminal.waitFor(emptyInput);
	terminal.type(keys.shiftTab);
	await terminal.waitFor(/4 stage-events +running/);
	terminal.type(keys.ctrlC);
	t.regex(await terminal.waitFor(/4 stage-events +ready/), new RegExp(`3 of ${stageCount} done`));
});

test.serial('inserts once with an INSERT followed by a SELECT, and goes back on q in the result', async t => {
	const folder = workFolder(t);
	const terminal = await openPage(t, {folder, args: ['--write']});
	await ask(terminal, 'CREATE TABLE kept (n INTEGER);');
	await terminal.waitFor(emptyInput);
	for (const sql of ['INSERT INTO kept VALUES (1);', 'SELECT count(*) AS kept_rows FROM kept;']) {
		await write(terminal, sql);
		terminal.type(keys.enter);
		await terminal.waitFor(emptyInput);
	}
	await terminal.waitFor(/^ +kept_rows\n +1$/m);
	terminal.type(keys.escape);
	await terminal.waitFor('Enter edit');
	terminal.type('k');
	await terminal.waitFor(/^❯\[3\] /m);
	terminal.type(' ');
	await terminal.waitFor('Space full row');
	terminal.type(' ');
	await terminal.waitFor(/ row 1 of 1$/m);
	terminal.type(' ');
	await terminal.waitFor('Space full row');
	terminal.type('q');
	await terminal.waitFor('Enter edit');
	terminal.type('q');
	await terminal.waitFor('q does nothing here');
	terminal.type(keys.shiftTab);
	await terminal.waitFor(new RegExp(`${fraction('drop-tables')}|${fraction('connect')}`));
	terminal.type('e');
	await terminal.waitFor('lines 1–');
	terminal.type('e');
	await terminal.waitFor('Run it?');
	terminal.type('q');
	t.is((await terminal.exited).code, 0);
	t.deepEqual(await rowsOf(folder, 'SELECT n FROM kept'), [[1]]);
});

test.serial('does not read Esc quickly followed by a key as Alt and that key', async t => {
	const terminal = await openPage(t);
	await ask(terminal, 'SELECT range AS n FROM range(3);');
	await terminal.waitFor(/^ +3 rows · /m);
	terminal.type(`${keys.escape}k`);
	await terminal.waitFor(/^❯\[1\] /m);
	t.is(inputText(terminal), '');
	terminal.type(' ');
	await terminal.waitFor('Space full row');
	terminal.type(`${keys.escape}j`);
	await terminal.waitFor(/^❯\[ \]/m);
});
