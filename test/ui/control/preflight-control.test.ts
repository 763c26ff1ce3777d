import test from 'ava';
import {cardLines} from '../../../src/ui/lines/card/card-lines.js';
import {textScreen} from '../../../src/ui/lines/screen-lines.js';
import {quittingText} from '../../../src/ui/state/busy.js';
import {numberOf} from '../../support/stage-numbers.js';
import {TestNotebook, textOf} from '../harness.js';

const load = {
	session: 4711,
	table: 'staging_events',
	since: '2018-11-30 12:00:00',
	progress: {files: 8, filesTotal: 30, rows: 2048},
};

/** The card of the selected stage, as at 80x24. */
function card({state, notebook}: TestNotebook): string {
	return textOf(cardLines(state, notebook.texts, 50, 18)).join('\n');
}

/** The dry run at full height. */
function view({state, notebook}: TestNotebook): string {
	const {mode} = state;
	if (mode.type !== 'dry-run') throw new Error(`The mode is ${mode.type}.`);
	const loadInfo = {warehouse: 'DuckDB', source: 'bundled sample', texts: notebook.texts};
	return textOf(textScreen(state, mode, loadInfo)).join('\n');
}

/** A notebook that has run the stages up to create-tables. */
async function atStaging(script: Parameters<typeof TestNotebook.open>[0] = {}): Promise<TestNotebook> {
	const notebook = await TestNotebook.open(script);
	for (const next of ['drop-tables', 'create-tables', 'stage-events'] as const) {
		await notebook.press('enter');
		await notebook.until(({selected, freshPlans}) => selected === next && freshPlans.has(next));
	}
	return notebook;
}

test('checks the files of a stage with d, reports the findings and changes nothing', async t => {
	const notebook = await atStaging({rejects: true});
	const stages = notebook.state.load.stages;
	await notebook.press('d');
	await notebook.until(({mode}) => mode.type === 'dry-run');
	const text = view(notebook);
	t.true(text.includes(' Dry run: Stage the events'));
	t.regex(text, /✖ It would fail: 2 of 8,056 records are rejected;\s+--max-errors\s+allows\s+none\./);
	t.true(text.includes('log_data/2018/11/2018-11-03-events.json:17 ts: "yesterday" is not a number'));
	t.deepEqual(notebook.state.load.stages, stages);
	t.is(notebook.state.load.counts.staging_events, 0);
	await notebook.press('esc');
	t.is(notebook.state.mode.type, 'stage');
	t.true(card(notebook).includes('Dry run   ✖ It would fail: 2 of 8,056 records'));
	await notebook.press('v');
	t.is(notebook.state.mode.type, 'dry-run');
	t.deepEqual(notebook.defects, []);
});

test('shows the scrollable plan of an INSERT in a dry run of a waiting stage', async t => {
	const notebook = await TestNotebook.open();
	await notebook.press(String(numberOf('load-users')), 'd');
	await notebook.until(({mode}) => mode.type === 'dry-run');
	t.is(notebook.state.load.stages['load-users'].type, 'waiting');
	const text = view(notebook);
	t.true(text.includes('✔ Planned by the engine, with 1 broadcast of rows.'));
	t.true(text.includes('Note      The tables do not exist yet; this plan assumes empty ones.'));
	t.true(text.includes('\n »» broadcast: all these rows go to every node\n XN Hash Join DS_BCAST_INNER'));
	t.true(text.includes('rows=2 wid…'), 'cut to the width');
	t.false(text.includes('Seq Scan 39'));
	await notebook.press('G');
	t.true(view(notebook).includes('Seq Scan 39'));
});

test('says with v how to start a dry run if there was none', async t => {
	const notebook = await atStaging();
	await notebook.press('v');
	t.is(notebook.state.notice, 'No dry run yet. Press d.');
});

test('shows the progress of a dry run, and cancels it with Ctrl+C', async t => {
	const notebook = await atStaging({stagingMs: 60_000});
	await notebook.press('d');
	await notebook.until(({load}) => load.dryRuns['stage-events']?.type === 'running');
	t.regex(card(notebook), /Stage the events +\S dry run\n/);
	t.regex(card(notebook), /Dry run: nothing is changed\./);
	await notebook.press('enter');
	t.is(notebook.state.notice, 'Enter does nothing here.');
	await notebook.press('j');
	t.regex(card(notebook), /A dry run of stage-events is running\./);
	await notebook.press('enter');
	t.is(notebook.state.selected, 'stage-events');
	await notebook.press('ctrl+c');
	await notebook.until(({task}) => task === undefined);
	await notebook.until(({notice}) => notice === 'Cancelled; nothing was changed.');
	t.false(notebook.state.cancelling);
	t.deepEqual(notebook.state.load.dryRuns, {});
	t.is(notebook.state.load.stages['stage-events'].type, 'ready');
	t.is(notebook.state.mode.type, 'stage');
});

test('does not open the findings of a dry run over another stage', async t => {
	const notebook = await atStaging({stagingMs: 60});
	await notebook.press('d', 'j');
	await notebook.until(({load}) => load.dryRuns['stage-events']?.type === 'finished');
	t.is(notebook.state.mode.type, 'stage');
});

test('asks before quitting during a dry run', async t => {
	const notebook = await atStaging({stagingMs: 60_000});
	await notebook.press('d');
	await notebook.until(({task}) => task !== undefined);
	await notebook.press('q');
	t.is(notebook.state.mode.type, 'confirm-quit');
	await notebook.press('y');
	t.is(await notebook.notebook.exited, 130);
});

test('does not run a stage during the load of another session, and shows the choices', async t => {
	const notebook = await atStaging({loads: [load]});
	const text = card(notebook);
	t.true(
		text.includes(
			'Session 4711 has been loading staging_events since\n2018-11-30 12:00:00 UTC: 8 of 30 files, 2,048\nrows.',
		),
	);
	t.true(text.includes('Another session is loading this table.'));
	t.true(text.includes('w waits for it, c cancels it, o starts over.'));
	for (const key of ['enter', 'y', 'r']) {
		await notebook.press(key);
		t.is(notebook.state.notice, 'Another session is loading this table: w waits, c cancels it.');
		t.is(notebook.state.load.stages['stage-events'].type, 'ready');
	}
	await notebook.press('a');
	t.is(notebook.state.runAll, 'off', 'nothing runs during the other load');
});

test('waits with w until the load is over, and shows the rows of the table in the plan', async t => {
	const notebook = await atStaging({loads: [load]});
	await notebook.press('w');
	await notebook.until(({task}) => task?.type === 'wait-for-loads');
	t.true(card(notebook).includes('Waiting for the other session.'));
	notebook.warehouse.loads = [];
	await notebook.until(({task}) => task === undefined);
	await notebook.until(({freshPlans}) => freshPlans.has('stage-events'));
	t.regex(card(notebook), /Other loads ended: staging_events\s+holds\s+0 rows, as\s+before\./);
	await notebook.press('enter');
	await notebook.until(({load: {stages}}) => stages['stage-events'].type === 'done');
});

test('shows the end of another load above the failure of the stage that it blocked', async t => {
	const notebook = await atStaging();
	notebook.warehouse.loads = [load];
	await notebook.press('enter');
	await notebook.until(({load: {stages, plans}, freshPlans}) => {
		const isPlanned = freshPlans.has('stage-events') && plans['stage-events']?.running !== undefined;
		return stages['stage-events'].type === 'failed' && isPlanned;
	});
	await notebook.press('w');
	await notebook.until(({task}) => task?.type === 'wait-for-loads');
	notebook.warehouse.loads = [];
	await notebook.until(({task}) => task === undefined);
	await notebook.until(({freshPlans}) => freshPlans.has('stage-events'));
	t.regex(
		card(notebook),
		/Other loads ended: staging_events\s+holds\s+0 rows, as\s+before\.[\s\S]*✖ Session/,
	);
});

test('says that quitting during the wait does not cancel the load', async t => {
	const notebook = await atStaging({loads: [load]});
	await notebook.press('w');
	await notebook.until(({task}) => task !== undefined);
	await notebook.press('q');
	t.is(notebook.state.mode.type, 'confirm-quit');
	t.is(quittingText(notebook.state), 'Quitting ends the wait, not the load.');
	t.is(quittingText({task: undefined}), 'Quitting cancels it and rolls it back.');
	await notebook.press('y');
	await notebook.notebook.exited;
	t.deepEqual(notebook.warehouse.loads, [load]);
});

test('ends the wait but not the load with Ctrl+C', async t => {
	const notebook = await atStaging({loads: [load]});
	await notebook.press('w');
	await notebook.until(({task}) => task !== undefined);
	await notebook.press('ctrl+c');
	await notebook.until(({task}) => task === undefined);
	t.true(card(notebook).includes('Session 4711 has been loading staging_events'));
	t.is(notebook.state.notice, undefined);
	t.deepEqual(notebook.warehouse.loads, [load]);
});

test('cancels the load with c, after which the stage can run', async t => {
	const notebook = await atStaging({loads: [load]});
	await notebook.press('c');
	await notebook.until(({task, load: {plans}}) => !task && plans['stage-events']?.running === undefined);
	t.deepEqual(notebook.warehouse.loads, []);
	t.is(notebook.state.load.stages['stage-events'].type, 'ready');
	t.true(card(notebook).includes('Run it?'));
	t.regex(card(notebook), /Other loads ended: staging_events/);
});

test('cancels the load and runs the stage with o', async t => {
	const notebook = await atStaging({loads: [load]});
	await notebook.press('o');
	await notebook.until(({load: {stages}}) => stages['stage-events'].type === 'done');
	t.deepEqual(notebook.warehouse.loads, []);
	t.deepEqual(notebook.defects, []);
});

test('pauses running all at a stage that another session is loading', async t => {
	const notebook = await TestNotebook.open({loads: [load]});
	await notebook.press('a');
	await notebook.until(({runAll}) => runAll === 'paused');
	t.is(notebook.state.selected, 'stage-events');
	t.is(notebook.state.notice, 'Another session is loading this table: w waits, c cancels it.');
	await notebook.press('o');
	await notebook.until(({mode}) => mode.type === 'editor');
	t.is(notebook.state.load.stages.verify.type, 'done', 'it continues with the rest');
});

test('goes on from a finished stage during another load, but refuses to run it again', async t => {
	const notebook = await TestNotebook.open();
	await notebook.load();
	notebook.warehouse.loads = [load];
	await notebook.press('shift+tab', '4');
	await notebook.until(({load: {plans}}) => plans['stage-events']?.running !== undefined);
	await notebook.press('r');
	t.is(notebook.state.notice, 'Another session is loading this table: w waits, c cancels it.');
	t.is(notebook.state.load.stages['stage-events'].type, 'done');
	await notebook.press('o');
	await notebook.until(({finished}) => finished === 'stage-events');
	t.deepEqual(notebook.warehouse.loads, []);
});
