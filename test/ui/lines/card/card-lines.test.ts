import test from 'ava';
import {filledTables} from '../../../../src/star/stages.js';
import {ownedTables} from '../../../../src/star/tables.js';
import {remapKeys} from '../../../../src/ui/keys/remap-keys.js';
import {cardLines} from '../../../../src/ui/lines/card/card-lines.js';
import {lineWidth} from '../../../../src/ui/lines/line.js';
import {footer} from '../../../../src/ui/lines/screen-lines.js';
import {checkCount, fraction, numberOf, tableCount} from '../../../support/stage-numbers.js';
import {TestNotebook, textOf} from '../../harness.js';
import type {Script} from '../../scripted-warehouse.js';

const [width, height] = [47, 19];

function card({state, notebook}: TestNotebook, columns = width, rows = height): readonly string[] {
	const lines = cardLines(state, notebook.texts, columns, rows);
	if (lines.length !== rows) throw new Error(`${lines.length} lines`);
	if (lines.some(line => lineWidth(line) > columns)) throw new Error('a line is too wide');
	return textOf(lines).map(line => line.trimEnd());
}

/** A connected notebook on the card of a stage. */
async function at(stage: string, script: Script = {}): Promise<TestNotebook> {
	const notebook = await TestNotebook.open(script);
	await notebook.press('enter');
	await notebook.until(({selected, freshPlans}) => selected === 'drop-tables' && freshPlans.has(selected));
	while (notebook.state.selected !== stage) {
		const {selected} = notebook.state;
		await notebook.press('enter');
		await notebook.until(state => state.selected !== selected && state.freshPlans.has(state.selected));
	}
	return notebook;
}

test('shows what the stage does, reads and sends', async t => {
	const lines = card(await at('stage-events'));
	t.true(lines[0]!.startsWith(`✔ create-tables · ${tableCount} tables created · `));
	t.true(lines.includes(`${fraction('stage-events')}  Stage the events                  ▸ ready`));
	t.true(lines.includes('Reads     30 files, 3.7 MB in log_data'));
	t.true(lines.some(line => line.startsWith('Note      2 files skipped:')));
	t.true(lines.includes('│ DELETE FROM staging_rejects WHERE table_name…'));
	t.is(lines.at(-2), 'Run it? Enter runs it, s skips it.');
});

test('folds long SQL, with the number of hidden lines and the key that shows them', async t => {
	const notebook = await at('create-tables');
	const folded = card(notebook).findIndex(line => /^… \d+ more lines · e shows all$/.test(line));
	const shown = card(notebook).filter(line => line.startsWith('│ ')).length;
	const hidden = Number(/\d+/.exec(card(notebook)[folded]!)?.[0]);
	const total = card(notebook, 100, 200).filter(line => line.startsWith('│')).length;
	t.true(shown >= 3);
	t.is(shown + hidden, total);
	t.false(card(notebook, 100, 200).some(line => line.includes('more lines')));
});

test('shows SQL that can be run as is', async t => {
	const lines = card(await at('drop-tables'), 100, 60).filter(line => line.startsWith('│ '));
	t.is(lines[0], '│ DROP TABLE IF EXISTS songplays;');
	t.true(lines.every(line => line.endsWith(';')));
});

test('names the destroyed tables with their rows, on the card and in the question', async t => {
	const notebook = await at('drop-tables', {tables: {songplays: 6820, users: 97, staging_rejects: 0}});
	const lines = card(notebook);
	t.true(lines.includes('Destroys  6,917 rows:'));
	t.true(lines.includes('          songplays 6,820 · users 97'));
	t.is(lines.at(-2), 'Run it? Destroys 6,917 rows. Enter asks first.');
	await notebook.press('enter');
	await notebook.until(({mode}) => mode.type === 'confirm');
	const question = card(notebook);
	const from = question.findIndex(line => line.startsWith('Running'));
	t.deepEqual(question.slice(from, from + 5), [
		'Running drop-tables destroys 6,917 rows. They',
		"can't be restored afterwards:",
		'',
		'  songplays         6,820',
		'  users                97',
	]);
	t.is(
		question.at(-2),
		'Type yes and press Enter to go ahead:',
		'no cursor before the question was on screen',
	);
	await notebook.press('y', 'e');
	t.is(card(notebook).at(-2), 'Type yes and press Enter to go ahead: ye▏');
});

const loaded: Readonly<Record<string, number>> = {
	...Object.fromEntries(ownedTables.map(table => [table, 1])),
	songplays: 6415,
	users: 95,
	songs: 1470,
	artists: 462,
	time: 6374,
	staging_events: 8000,
	staging_songs: 1500,
	staging_rejects: 3,
	staging_loads: 2,
};

/** The losses that the card at 80x24 does not show. */
function missingLosses(notebook: TestNotebook, rows = height): readonly string[] {
	const text = card(notebook, width, rows).join(' ');
	return Object.entries(loaded)
		.map(([table, lost]) => `${table} ${lost.toLocaleString('en')}`)
		.filter(loss => !text.includes(loss));
}

test('names every table that loses rows, also on a short screen', async t => {
	const notebook = await at('drop-tables', {tables: loaded});
	t.deepEqual(missingLosses(notebook), []);
	// The summary of the previous stage leaves fewer lines.
	t.true(card(notebook)[0]!.startsWith('✔ connect'));
	t.deepEqual(missingLosses(notebook, height - 3), []);
	await notebook.press('r');
	await notebook.until(({mode}) => mode.type === 'confirm');
	for (const rows of [height, height - 3, 11])
		for (const [table, lost] of Object.entries(loaded))
			t.regex(
				card(notebook, width, rows).join(' '),
				new RegExp(`\\b${table} +${lost.toLocaleString('en')}\\b`),
			);
});

test('names the losses of a finished stage', async t => {
	const notebook = await TestNotebook.open();
	await notebook.load();
	await notebook.press('shift+tab', '2');
	await notebook.until(({freshPlans}) => freshPlans.has('drop-tables'));
	const lines = card(notebook);
	const from = lines.findIndex(line => line.startsWith('Destroys'));
	t.deepEqual(lines.slice(from, from + 5), [
		`Destroys  ${(21_997 + filledTables.length).toLocaleString('en')} rows, if run again:`,
		'          songplays 6,820 · users 97 · songs 71',
		'          artists 69 · time 6,813',
		'          staging_events 8,056',
		`          staging_songs 71 · staging_loads ${filledTables.length}`,
	]);
	t.deepEqual(lines.slice(-2), ['Done. No stages remain.', 'Enter opens the notebook.']);
});

test('continues a long prompt on the next line, with the notice above it', async t => {
	const notebook = await TestNotebook.open();
	await notebook.load();
	await notebook.press('shift+tab', '1');
	const prompt = ['Everything is loaded.', 'Enter opens the notebook; load again from 2.'];
	t.deepEqual(card(notebook).slice(-3), ['', ...prompt]);
	await notebook.press('x');
	t.deepEqual(card(notebook).slice(-3), ['x does nothing here · ? shows the keys.', ...prompt]);
});

test('gives a long notice a second line below a short prompt', async t => {
	const notebook = await TestNotebook.open();
	await notebook.until(({freshPlans}) => freshPlans.has('connect'));
	const before = card(notebook).slice(-3);
	t.deepEqual(before, ['', 'Run it? Enter runs it, s skips it.', '']);
	notebook.notebook.store.showNotice(
		'History and unsaved cells will not be kept. Set XDG_STATE_HOME to a folder that you can write to.',
	);
	t.deepEqual(card(notebook).slice(-3), [
		before[1],
		'History and unsaved cells will not be kept. Set',
		'XDG_STATE_HOME to a folder that you can write …',
	]);
});

test('names the keys of the settings in the prompt', async t => {
	const {table: keys} = remapKeys([
		{scope: 'stages', command: 'run-stage', keys: 'x', place: 'config.ini:2'},
		{scope: 'stages', command: 'go-on', keys: 'alt+n', place: 'config.ini:3'},
		{scope: 'stages', command: 'skip-stage', keys: 'none', place: 'config.ini:4'},
	]);
	const notebook = await TestNotebook.open({}, {columns: 80, rows: 24}, {keys});
	await notebook.press('x');
	await notebook.until(({selected, freshPlans}) => selected === 'drop-tables' && freshPlans.has(selected));
	t.deepEqual(card(notebook).slice(-2), ['Run it?', 'x runs it, (no key for skip-stage) skips it.']);
	await notebook.press('k');
	t.is(card(notebook).at(-2), 'Done. Alt+N goes on to drop-tables.');
});

test('says that Ctrl+C also cancels the remaining stages while all run', async t => {
	const notebook = await at('stage-events', {stagingMs: 60_000});
	await notebook.press('enter');
	await notebook.until(({running}) => running === 'stage-events');
	t.is(card(notebook).at(-2), 'Ctrl+C cancels it and rolls it back.');
	t.regex(textOf(footer(notebook.state)).join(), /a run all/);
	await notebook.press('a');
	t.deepEqual(card(notebook).slice(-2), ['The rest runs next.', 'Ctrl+C cancels it and the rest.']);
	t.notRegex(textOf(footer(notebook.state)).join(), /run all/);
	await notebook.press('ctrl+c');
	await notebook.until(({running}) => running === undefined);
	t.is(notebook.state.runAll, 'off');
});

test('omits the summary of the previous stage on a short card', async t => {
	const notebook = await at('stage-events');
	t.true(card(notebook, 27, 11)[0]!.startsWith(`${fraction('stage-events')}  Stage`));
	t.true(card(notebook)[0]!.startsWith('✔ create-tables'));
});

test('does not ask for confirmation on an empty warehouse', async t => {
	const lines = card(await at('drop-tables', {tables: {users: 0}}));
	t.false(lines.some(line => line.startsWith('Destroys')));
	t.is(lines.at(-2), 'Run it? Enter runs it, s skips it.');
});

test('reports a wrong key until the next key', async t => {
	const notebook = await at('drop-tables');
	await notebook.press('x');
	t.is(card(notebook).at(-1), 'x does nothing here · ? shows the keys.');
	await notebook.press('ctrl+x');
	t.is(card(notebook).at(-1), 'Ctrl+X does nothing here.');
	await notebook.press('k');
	t.is(card(notebook).at(-2), 'Done. Enter goes on to drop-tables.');
	t.is(card(notebook).at(-1), '');
});

test('says what a stage is waiting for and why', async t => {
	const notebook = await at('drop-tables');
	await notebook.press('s', '3');
	t.regex(card(notebook).join(' ').replaceAll(/\s+/g, ' '), /It is waiting for drop-tables, .*skipped/);
	t.is(card(notebook).at(-2), 'Blocked by an earlier stage. Enter goes to it.');
});

test('says which stage ran again and made one stale', async t => {
	const notebook = await TestNotebook.open();
	await notebook.load();
	await notebook.press('shift+tab', String(numberOf('load-users')));
	await notebook.until(({freshPlans}) => freshPlans.has('load-users'));
	await notebook.press('r');
	await notebook.until(({selected, freshPlans}) => selected === 'verify' && freshPlans.has(selected));
	t.true(card(notebook)[0]!.startsWith('✔ load-users · 97 → 97 rows · '));
	t.is(card(notebook).at(-2), 'Out of date: load-users ran again.');
	await notebook.press('4');
	await notebook.until(({freshPlans}) => freshPlans.has('stage-events'));
	await notebook.press('r');
	await notebook.until(({selected, freshPlans}) => selected === 'load-songplays' && freshPlans.has(selected));
	t.is(card(notebook).at(-2), 'Out of date: stage-events ran again.');
	t.is(card(notebook).at(-1), 'Enter runs this one again.');
});

test('shows rows before and after, records, rejects and time of a finished stage', async t => {
	const notebook = await TestNotebook.open();
	await notebook.load();
	await notebook.press('shift+tab', '4');
	const lines = card(notebook, 80);
	t.true(lines.includes('Rows      0 → 8,056 in staging_events'));
	t.true(lines.includes('Records   8,056 read = 8,056 loaded + 0 rejected'));
	t.true(lines.some(line => /^Time {6}\d+ ms|^Time {6}[\d.]+ s/.test(line)));
});

test('stays on the card of a stage with warnings and shows them', async t => {
	const notebook = await at('stage-events', {warnings: ['"userAgent" is missing in all 8,056 records.']});
	await notebook.press('enter');
	await notebook.until(({load}) => load.stages['stage-events'].type === 'done');
	t.is(notebook.state.selected, 'stage-events');
	t.true(card(notebook, 80).includes('Warning   "userAgent" is missing in all 8,056 records.'));
});

test('shows message, place, advice and the first rejects of a failed stage', async t => {
	const notebook = await at('stage-events', {rejects: true});
	await notebook.press('enter');
	await notebook.until(({load}) => load.stages['stage-events'].type === 'failed');
	const lines = card(notebook);
	t.true(lines.includes('✖ 2 records of log_data were rejected; none may'));
	t.true(lines.includes('  log_data/2018/11/2018-11-03-events.json:17'));
	t.true(lines.includes('  --max-errors 2 to go on without them.'));
	const rejects = lines
		.slice(lines.indexOf('Rejects') + 1)
		.join(' ')
		.replaceAll(/\s+/g, ' ');
	t.regex(rejects, /^log_data\/2018\/11\/2018-11-03-events.json:17 ts: "yesterday" is not a number /);
	t.regex(rejects, /log_data\/2018\/11\/2018-11-09-events.json:2\S* not a JSON object/);
	t.is(lines.at(-2), 'Failed; nothing was changed.');
	t.is(lines.at(-1), 'c continues without them, x lists them.');
});

test('says that the retry of a failed stage was cancelled, until the stage runs again', async t => {
	const notebook = await at('stage-events', {rejects: true, stagingMs: 400});
	const cancelled = 'The last run was cancelled. The run before it failed:';
	await notebook.press('enter');
	await notebook.until(({load}) => load.stages['stage-events'].type === 'failed');
	t.false(card(notebook).includes(cancelled.slice(0, 20)));
	await notebook.press('c');
	await notebook.until(({load}) => load.stages['stage-events'].type === 'running');
	await notebook.press('ctrl+c');
	await notebook.until(({load}) => load.stages['stage-events'].type === 'failed');
	t.regex(
		card(notebook).join(' ').replaceAll(/ +/g, ' '),
		new RegExp(`${cancelled} ✖ 2 records of log_data`),
	);
	await notebook.press('c');
	await notebook.until(({load}) => load.stages['stage-events'].type === 'done');
	t.notRegex(card(notebook).join(' '), /cancelled/);
});

test('does not say that nothing was changed if the connection was lost', async t => {
	const notebook = await at('stage-events', {rejects: true});
	await notebook.press('enter');
	await notebook.until(({load}) => load.stages['stage-events'].type === 'failed');
	const {load} = notebook.state;
	const failure = {message: 'The load may still be running.', lost: true} as const;
	const stages = {...load.stages, 'stage-events': {type: 'failed', failure, ms: 1} as const};
	const lines = textOf(
		cardLines({...notebook.state, load: {...load, stages}}, notebook.notebook.texts, 50, 18),
	).join(' ');
	t.regex(lines, /Failed; the connection was lost\./);
	t.notRegex(lines, /nothing was changed|rolled back/i);
});

test('says where Enter goes when all is done, and on connect how to load again', async t => {
	const notebook = await TestNotebook.open();
	await notebook.load();
	await notebook.press('shift+tab', 'g');
	t.deepEqual(card(notebook).slice(-2), [
		'Everything is loaded.',
		'Enter opens the notebook; load again from 2.',
	]);
	await notebook.press('2');
	await notebook.until(({freshPlans}) => freshPlans.has('drop-tables'));
	t.is(card(notebook).at(-1), 'Enter opens the notebook.');
	await notebook.press('3');
	await notebook.until(({freshPlans}) => freshPlans.has('create-tables'));
	t.is(card(notebook).at(-1), 'Enter opens the notebook.');
	await notebook.press('enter');
	t.is(notebook.state.mode.type, 'editor');
});

test('moves a damaged file aside only with m, and names both files', async t => {
	const notebook = await TestNotebook.open({damaged: true});
	for (const key of ['enter', 'enter']) {
		await notebook.press(key);
		await notebook.until(({load, running}) => running === undefined && load.stages.connect.type === 'failed');
		t.is(card(notebook).slice(-2).join(' '), 'The file is damaged. m moves it aside and creates a new one.');
	}
	await notebook.press('m');
	await notebook.until(({load}) => load.stages.connect.type === 'done');
	t.regex(
		// The name is longer than a line of the card.
		card(notebook).join('').replaceAll(/\s+/g, ''),
		/Warningsparkify\.duckdbwasdamaged\.Itwasrenamedtosparkify\.duckdb\.damaged-20260102-030405\./,
	);
});

test('says that advice about dwh.cfg requires a restart', async t => {
	const advice = 'Check DB_PASSWORD under [CLUSTER] in dwh.cfg.';
	const notebook = await TestNotebook.open({unreachable: true, advice});
	await notebook.press('enter');
	await notebook.until(({load}) => load.stages.connect.type === 'failed');
	t.is(card(notebook).at(-1), 'Enter retries. Edited dwh.cfg? q, then restart.');
});

test('shows a line with figures for each check of verify', async t => {
	const notebook = await TestNotebook.open();
	await notebook.load();
	await notebook.press('shift+tab', 'G');
	const checks = card(notebook, 130, 40).filter(line => line.startsWith(' ✔ '));
	t.is(checks.length, checkCount);
	t.true(checks.every(line => line.endsWith('  records read 8,056 · staged 8,056')));
	t.is(new Set(checks.map(line => line.indexOf('records read 8'))).size, 1);
	// A narrow, short card has room for the names.
	t.is(card(notebook).filter(line => line.startsWith(' ✔ ')).length, checkCount);
});

test('shows a failed check with its figures and the query for its rows', async t => {
	const notebook = await TestNotebook.open({failing: ['keys-unique', 'no-null-keys']});
	await notebook.press('a');
	await notebook.until(({load, runAll}) => load.stages.verify.type === 'failed' && runAll === 'off');
	const lines = card(notebook);
	t.is(lines[0], `${fraction('verify')}  Verify the load                 ✖ failed`);
	t.true(lines.includes('▸✖ keys are unique in songplays, users, songs'));
	t.true(lines.includes('   records read 8,056 · staged 8,053'));
	t.true(lines.includes(' ✖ no key is NULL'));
	t.true(lines.includes(` ✔ ${checkCount - 2} others passed · e shows all`));
	const query = lines.indexOf('Rows that violate it:');
	t.true(lines[query + 1]!.startsWith('│ '));
	await notebook.press('right');
	t.true(card(notebook).includes('▸✖ no key is NULL'));
	await notebook.press('right');
	t.true(card(notebook).includes('▸✖ keys are unique in songplays, users, songs'));
});

test('summarizes the dry run in a line above a failure', async t => {
	const notebook = await at('stage-events', {rejects: true});
	await notebook.press('enter');
	await notebook.until(({load}) => load.stages['stage-events'].type === 'failed');
	await notebook.press('d');
	await notebook.until(({mode}) => mode.type === 'dry-run');
	await notebook.press('esc');
	t.regex(card(notebook)[2]!, /^Dry run {3}[✔✖] It would (succeed|fail) \(v shows it\)$/);
	t.true(card(notebook)[4]!.startsWith('✖ '));
});

test('does not report success for a dry run of verify, which checks nothing', async t => {
	const notebook = await TestNotebook.open({failing: ['no-null-keys']});
	await notebook.press('a');
	await notebook.until(({load, runAll}) => load.stages.verify.type === 'failed' && runAll === 'off');
	await notebook.press('d');
	await notebook.until(({mode}) => mode.type === 'dry-run');
	await notebook.press('esc');
	const text = card(notebook).join(' ').replaceAll(/\s+/g, ' ');
	t.regex(text, /Dry run ✔ Nothing to dry-run: verify only reads\./);
	t.notRegex(text, /succeed/);
});
