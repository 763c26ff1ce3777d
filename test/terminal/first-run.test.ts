import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {workFolder} from '../commands/run-program.js';
import {smallCounts, smallData} from '../commands/small-data.js';
import {cardWith, checkCount, fraction, stageCount, tableCount} from '../support/stage-numbers.js';
import {frameProblem} from './frame.js';
import {countsOf, tablesOf} from './read-database.js';
import {atInput, confirm, emptyInput, startNotebook, typedBefore, write} from './start-notebook.js';
import {keys} from './terminal.js';

const wholeNumber = new Intl.NumberFormat('en');

/** Card titles of the stages, in order. */
const titles = [
	'Connect to the warehouse',
	'Drop the old tables',
	'Create the tables',
	'Stage the events',
	'Stage the songs',
	'Load the fact table songplays',
	'Load the dimension users',
	'Load the dimension songs',
	'Load the dimension artists',
	'Load the dimension time',
	'Verify the load',
];

/** For each stage, text about the sample on its card or about the previous stage above it. */
const shown = [
	/Connects to the database/,
	/✔ connect · DuckDB/,
	/│ CREATE TABLE staging_events \([\s\S]*more lines · e shows all/,
	/Reads +30 files, [\d.]+ kB in log_data/,
	/✔ stage-events · 0 → 8,000 rows · 0\s/,
	/✔ stage-songs · 0 → 1,500 rows · 0\s/,
	/✔ load-songplays · 0 → [\d,]+ rows/,
	/✔ load-users · 0 → /,
	/✔ load-songs · 0 → /,
	/✔ load-artists · 0 → /,
	/✔ load-time · 0 → /,
];

test.serial('loads the bundled sample key by key, from the first frame to a custom query', async t => {
	const folder = workFolder(t);
	const terminal = startNotebook(t, {folder});
	await terminal.waitFor(
		new RegExp(String.raw`${fraction('connect')} +Connect to the warehouse[\s\S]*Run it\?`),
	);
	await terminal.waitFor(frameProblem);
	t.true(terminal.isAlternate);
	t.false(terminal.isCursorVisible);
	t.regex(
		terminal.lines[0]!,
		new RegExp(String.raw`DuckDB sparkify\.duckdb ← .*bundled sample +0 of ${stageCount} done$`),
	);
	t.regex(terminal.screen, /❯▸ +1 connect +ready/);
	t.regex(terminal.screen, / · +11 verify +waiting/);

	for (const [index, title] of titles.entries()) {
		const screen = await terminal.waitFor(
			new RegExp(`${index + 1}/${stageCount} +${title}[\\s\\S]*Run it\\?`),
		);
		t.is(frameProblem(terminal), undefined);
		t.regex(terminal.lines[0]!, new RegExp(`${index} of ${stageCount} done$`));
		t.regex(screen, shown[index]!);
		terminal.type(keys.enter);
	}

	await terminal.waitFor(atInput);
	await terminal.waitFor(frameProblem);
	t.regex(terminal.screen, /^ ✔ Load · .*songplays [\d,]+ · users /m);
	t.true(terminal.isCursorVisible);

	// The card of verify has one line per check; `e` shows the figures in the SQL.
	terminal.type(keys.shiftTab);
	const verified = await terminal.waitFor('All checks passed.');
	t.is(verified.match(/│ +✔ /g)?.length, checkCount, 'shows a line for each check');
	t.false(terminal.isCursorVisible);
	terminal.type('e');
	await terminal.waitFor('records read 8,000 · staged 8,000 · rejected 0');
	terminal.type(keys.escape);
	await terminal.waitFor('All checks passed.');
	terminal.type(keys.enter);
	await terminal.waitFor(atInput);

	await write(terminal, 'SELECT level, count(*) AS plays FROM songplays GROUP BY ALL ORDER BY ALL;');
	terminal.type(keys.enter);
	const result = await terminal.waitFor(/^ +2 rows · \d/m);
	await terminal.waitFor(frameProblem);
	const plays = ['free', 'paid'].map(level =>
		Number(new RegExp(`^ +${level} +│ +(\\d+)$`, 'm').exec(result)?.[1]),
	);

	await terminal.waitFor(emptyInput);
	terminal.type(keys.ctrlD);
	t.deepEqual(await terminal.exited, {code: 0, signal: undefined});

	const counts = await countsOf(folder);
	t.is(plays[0]! + plays[1]!, counts.songplays);
	t.like(counts, {staging_events: 8000, staging_songs: 1500, staging_rejects: 0});
	t.false(terminal.isAlternate);
	t.true(terminal.isCursorVisible);
	t.false(terminal.takesPastes);
	t.is(terminal.screen.replaceAll('\n', '\r\n').indexOf(typedBefore), 0, 'restores the previous screen');
	t.regex(terminal.screen, new RegExp(`${stageCount} of ${stageCount} stages done`));
	t.regex(terminal.screen, new RegExp(`songplays ${wholeNumber.format(counts.songplays)}, users`));
	t.is(terminal.cursor.column, 0);
	t.is(terminal.cursor.row, terminal.screen.split('\n').length);
});

test.serial(
	'runs all stages on a, recognizes the load in a later start, and requires yes to drop it',
	async t => {
		const folder = workFolder(t);
		const data = smallData(t);
		const first = startNotebook(t, {folder, data});
		await first.waitFor('Run it?');
		first.type('a');
		await first.waitFor(atInput);
		first.type(keys.shiftTab);
		await first.waitFor('All checks passed.');
		for (const [stage, rows] of [
			['4 stage-events', 3],
			['5 stage-songs', 1],
			['6 load-songplays', 2],
			['7 load-users', 2],
			['8 load-songs', 1],
			['9 load-artists', 1],
			['10 load-time', 2],
		] as const)
			t.regex(first.screen, new RegExp(` ✔ +${stage} +${rows} │`));
		first.type('q');
		t.is((await first.exited).code, 0);
		t.regex(first.screen, /Rows: songplays 2, users 2, songs 1, artists 1, time 2\./);
		t.deepEqual(await countsOf(folder), smallCounts);

		const second = startNotebook(t, {folder, data});
		await second.waitFor(atInput);
		t.regex(second.screen, /^ ✔ Load · .*songplays 2 · users 2 · /m);
		second.type(keys.shiftTab);
		await second.waitFor(`${stageCount} of ${stageCount} done`);
		second.type('2');
		await second.waitFor(cardWith('drop-tables', /Destroys +19 rows, if run again/));
		second.type('r');
		const prompt = await second.waitFor('Type yes and press Enter to go ahead: ▏');
		t.regex(prompt, /Running drop-tables destroys 19 rows\./);
		for (const [table, rows] of Object.entries(smallCounts))
			if (rows > 0) t.regex(prompt, new RegExp(`  ${table} +${rows}\\n`));
		t.notRegex(prompt, / {2}staging_rejects/, 'omits an empty table');
		t.is(frameProblem(second), undefined);
		second.type('y');
		await second.waitFor('go ahead: y▏');
		second.type(keys.enter);
		await second.waitFor('Not confirmed; nothing was changed.');
		await confirm(second, 'r');
		await second.waitFor(
			new RegExp(String.raw`${fraction('create-tables')} +Create the tables[\s\S]*Run it\?`),
		);
		t.regex(second.screen, new RegExp(`✔ drop-tables · ${tableCount} tables dropped`));
		t.regex(second.lines[0]!, new RegExp(`2 of ${stageCount} done$`));
		second.type('q');
		t.is((await second.exited).code, 0);
		t.deepEqual(await tablesOf(folder), []);
	},
);

test.serial('asks before it drops tables without a ledger, and keeps them on Esc', async t => {
	const folder = workFolder(t);
	const data = smallData(t);
	const first = startNotebook(t, {folder, data});
	await first.waitFor('Run it?');
	first.type('a');
	await first.waitFor(atInput);
	first.type(keys.ctrlD);
	await first.exited;

	const env = {XDG_STATE_HOME: `${folder}/of-another-user`};
	const second = startNotebook(t, {folder, data, env, columns: 100, rows: 30});
	await second.waitFor('Run it?');
	second.type(keys.enter);
	const prompt = await second.waitFor(
		new RegExp(String.raw`${fraction('drop-tables')} +Drop the old tables[\s\S]*Destroys +19 rows`),
	);
	t.regex(prompt, /Destroys +19 rows, if run again:/);
	for (const [table, rows] of Object.entries(smallCounts))
		if (rows > 0) t.regex(prompt, new RegExp(`\\b${table} ${rows}\\b`));
	for (let round = 0; round < 2; round++) {
		second.type('r');
		await second.waitFor('Type yes and press Enter to go ahead: ▏');
		second.type(keys.escape);
		await second.waitFor(
			new RegExp(String.raw`${fraction('drop-tables')} +Drop the old tables[\s\S]*Destroys +19 rows`),
		);
	}

	second.type('q');
	t.is((await second.exited).code, 0);
	t.deepEqual(await countsOf(folder), smallCounts);
});

test.serial(
	'loads the sample after an Enter typed as soon as the choices are on screen of a busy machine',
	async t => {
		const folder = workFolder(t);
		const busy = join(folder, 'busy.cjs');
		// Stops the program right after it has written the first frame.
		writeFileSync(
			busy,
			`const write = process.stdout.write;
		process.stdout.write = function (text, ...others) {
			const written = write.call(this, text, ...others);
			if (String(text).includes('Try it on the sample')) {
				process.stdout.write = write;
				Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
			}
			return written;
		};`,
		);
		const terminal = startNotebook(t, {
			folder,
			isUnconfigured: true,
			env: {NODE_OPTIONS: `--require ${busy}`},
		});
		await terminal.waitFor('Try it on the sample');
		terminal.type(keys.enter);
		await terminal.waitFor(/✔ +1 connect/);
		t.regex(terminal.screen, /Created sparkify\.duckdb in this folder\./);
		terminal.type('q');
		t.is((await terminal.exited).code, 0);
	},
);
