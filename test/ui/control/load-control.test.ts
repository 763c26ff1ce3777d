import test from 'ava';
import {numberOf} from '../../support/stage-numbers.js';
import {TestNotebook} from '../harness.js';

const tables = {songplays: 6820, users: 97, songs: 71};

test('runs the selected stage with Enter and selects the next', async t => {
	const notebook = await TestNotebook.open();
	await notebook.press('enter');
	await notebook.until(({selected, freshPlans}) => selected === 'drop-tables' && freshPlans.has(selected));
	t.is(notebook.state.load.stages.connect.type, 'done');
	t.is(notebook.state.finished, 'connect');
	await notebook.press('y');
	await notebook.until(({selected}) => selected === 'create-tables');
	t.deepEqual(notebook.defects, []);
});

test('asks before destroying data, and runs the stage only after yes and Enter', async t => {
	const notebook = await TestNotebook.open({tables});
	await notebook.press('enter');
	await notebook.until(({freshPlans}) => freshPlans.has('drop-tables'));
	for (const answer of [['enter'], ['y', 'enter'], ['n', 'o', 'enter'], ['Y', 'E', 'S', 'enter'], ['esc']]) {
		await notebook.press('enter');
		await notebook.until(({mode}) => mode.type === 'confirm');
		await notebook.press(...answer);
		t.is(notebook.state.mode.type, 'stage', answer.join());
		t.is(notebook.state.load.stages['drop-tables'].type, 'ready', answer.join());
	}
	await notebook.press('y');
	await notebook.confirm();
	await notebook.until(({load}) => load.stages['drop-tables'].type === 'done');
	t.deepEqual(Object.keys(notebook.state.load.counts), []);
});

test('ignores keys typed before the question was on screen', async t => {
	const notebook = await TestNotebook.open({tables});
	await notebook.press('enter');
	await notebook.until(({freshPlans}) => freshPlans.has('drop-tables'));
	await notebook.press('enter');
	await notebook.until(({mode}) => mode.type === 'confirm');
	const {controller} = notebook.notebook;
	for (const name of ['y', 'e', 's', 'enter']) controller.press({name, text: name});
	t.like(notebook.state.mode, {type: 'confirm', text: ''});
	t.is(notebook.state.load.stages['drop-tables'].type, 'ready');
});

test('treats a burst in the question as text, whose Enter does not confirm', async t => {
	const notebook = await TestNotebook.open({tables});
	await notebook.press('enter');
	await notebook.until(({freshPlans}) => freshPlans.has('drop-tables'));
	await notebook.press('enter');
	await notebook.until(({mode}) => mode.type === 'confirm');
	notebook.burst('y', 'e', 's', 'enter');
	t.like(notebook.state.mode, {type: 'confirm', text: 'yes'});
	await notebook.press('enter');
	await notebook.until(({load}) => load.stages['drop-tables'].type === 'done');
});

test('ignores text that arrives at once at the stages, but not a held movement key', async t => {
	const notebook = await TestNotebook.open({tables});
	for (const text of ['yy', 'SELECT YEAR', 'aq']) {
		notebook.burst(...text, 'enter');
		t.is(notebook.state.notice, 'Text ignored. Tab opens the notebook.');
	}
	t.is(notebook.state.load.stages.connect.type, 'ready');
	t.is(notebook.state.runAll, 'off');
	notebook.burst('j', 'j', 'j');
	t.is(notebook.state.selected, 'stage-events');
	notebook.burst('up', 'up', 'k');
	t.is(notebook.state.selected, 'connect');
});

test('asks again about rows added while the question was on screen', async t => {
	const notebook = await TestNotebook.open({tables});
	await notebook.press('enter');
	await notebook.until(({freshPlans}) => freshPlans.has('drop-tables'));
	await notebook.press('enter');
	await notebook.until(({mode}) => mode.type === 'confirm');
	notebook.warehouse.setRows('users', 98);
	await notebook.press('y', 'e', 's', 'enter');
	await notebook.until(({mode}) => mode.type === 'confirm');
	t.is(notebook.state.load.stages['drop-tables'].type, 'ready');
	await notebook.confirm();
	await notebook.until(({load}) => load.stages['drop-tables'].type === 'done');
});

test('waits for the plan and asks if Enter is pressed before the plan is known', async t => {
	const notebook = await TestNotebook.open({tables});
	await notebook.press('enter');
	await notebook.until(({selected}) => selected === 'drop-tables');
	notebook.session.outdatePlans();
	await notebook.press('enter');
	await notebook.until(({mode}) => mode.type === 'confirm');
	t.is(notebook.state.mode.type, 'confirm');
	t.is(notebook.state.load.stages['drop-tables'].type, 'ready');
});

test('runs all remaining stages with a, and asks once about everything they destroy', async t => {
	const notebook = await TestNotebook.open({tables});
	await notebook.press('a');
	await notebook.until(({mode}) => mode.type === 'confirm');
	t.like(notebook.state.mode, {
		pendingRun: {
			isChain: true,
			destroys: [
				{table: 'songplays', rows: 6820},
				{table: 'users', rows: 97},
				{table: 'songs', rows: 71},
			],
		},
	});
	t.is(notebook.state.selected, 'drop-tables');
	t.is(notebook.state.load.stages['drop-tables'].type, 'ready');
	await notebook.confirm();
	await notebook.until(({mode}) => mode.type === 'editor');
	t.is(notebook.state.load.stages.verify.type, 'done');
	t.is(notebook.state.runAll, 'off');
	t.is(notebook.state.load.counts.songplays, 6820);
});

test('stops running all after Esc at that question and changes nothing', async t => {
	const notebook = await TestNotebook.open({tables});
	await notebook.press('a');
	await notebook.until(({mode}) => mode.type === 'confirm');
	await notebook.press('esc');
	t.is(notebook.state.runAll, 'off');
	t.is(notebook.state.mode.type, 'stage');
	t.is(notebook.state.load.stages['drop-tables'].type, 'ready');
});

test('cancels the running stage with Ctrl+C and makes it ready again', async t => {
	const notebook = await TestNotebook.open({stagingMs: 60_000});
	await notebook.press('a');
	await notebook.until(({running}) => running === 'stage-events');
	t.is(notebook.state.selected, 'stage-events');
	await notebook.press('ctrl+c');
	const end = notebook.notebook.store.subscribe(() => {
		const {running, cancelling} = notebook.state;
		if (running === undefined) t.false(cancelling, 'both end at once');
	});
	await notebook.until(({running}) => running === undefined);
	end();
	t.is(notebook.state.load.stages['stage-events'].type, 'ready');
	t.is(notebook.state.notice, 'Cancelled; nothing was changed.');
	t.is(notebook.state.runAll, 'off');
	t.false(notebook.state.cancelling);
});

test('ends a stage and selects the next in one state change', async t => {
	const notebook = await TestNotebook.open({unreachable: true});
	const between: string[] = [];
	notebook.notebook.store.subscribe(() => {
		const {running, load, selected, mode} = notebook.state;
		if (running !== undefined || mode.type !== 'stage') return;
		const {type} = load.stages[selected];
		if (type === 'done') between.push(`${selected} is done and still selected`);
		if (type === 'running') between.push(`${selected} runs, and nothing runs`);
	});
	await notebook.press('enter');
	await notebook.until(({load}) => load.stages.connect.type === 'failed');
	await notebook.press('a');
	await notebook.until(({mode}) => mode.type === 'editor');
	t.deepEqual(between, []);
});

test('does not skip a stage that is starting, and runs the rest after it with a', async t => {
	const notebook = await TestNotebook.open();
	const {controller} = notebook.notebook;
	for (const name of ['y', 's', 'a']) controller.press({name, text: name});
	await notebook.until(({mode}) => mode.type === 'editor');
	t.is(notebook.state.load.stages.connect.type, 'done');
	t.is(notebook.state.load.stages.verify.type, 'done');
});

test('selects a failed stage, stops running all and allows a retry', async t => {
	const notebook = await TestNotebook.open({rejects: true});
	await notebook.press('a');
	await notebook.until(({load}) => load.stages['stage-events'].type === 'failed');
	await notebook.until(({runAll}) => runAll === 'off');
	t.is(notebook.state.selected, 'stage-events');
	t.is(notebook.state.load.stages['stage-songs'].type, 'ready');
	await notebook.press('r');
	await notebook.until(({load}) => load.stages['stage-events'].type === 'done');
});

test('leaves dependents of a skipped stage waiting, and goes from them to it with Enter', async t => {
	const notebook = await TestNotebook.open();
	await notebook.press('enter');
	await notebook.until(({freshPlans}) => freshPlans.has('drop-tables'));
	await notebook.press('s');
	t.is(notebook.state.load.stages['drop-tables'].type, 'skipped');
	await notebook.press(String(numberOf('load-songs')));
	t.is(notebook.state.selected, 'load-songs');
	await notebook.press('enter');
	t.is(notebook.state.selected, 'drop-tables');
	await notebook.press('enter');
	await notebook.until(({load}) => load.stages['drop-tables'].type === 'done');
});

test('runs the rest after the running stage with a', async t => {
	const notebook = await TestNotebook.open({stagingMs: 40});
	await notebook.press('enter');
	await notebook.until(({freshPlans}) => freshPlans.has('drop-tables'));
	await notebook.press('enter');
	await notebook.until(({freshPlans}) => freshPlans.has('create-tables'));
	await notebook.press('enter');
	await notebook.until(({freshPlans}) => freshPlans.has('stage-events'));
	await notebook.press('enter', 'a');
	await notebook.until(({mode}) => mode.type === 'editor');
	t.is(notebook.state.load.stages.verify.type, 'done');
});

test('makes later stages stale when a finished stage runs again', async t => {
	const notebook = await TestNotebook.open();
	await notebook.load();
	await notebook.press('shift+tab', String(numberOf('load-users')));
	await notebook.until(({freshPlans}) => freshPlans.has('load-users'));
	await notebook.press('r');
	await notebook.until(({load}) => load.stages.verify.type === 'stale');
	await notebook.until(({selected}) => selected === 'verify');
	t.is(notebook.state.finished, 'load-users');
});

test('does not run another stage while one is running', async t => {
	const notebook = await TestNotebook.open({stagingMs: 60_000});
	await notebook.press('a');
	await notebook.until(({running}) => running === 'stage-events');
	await notebook.press('j');
	t.is(notebook.state.selected, 'stage-songs');
	await notebook.press('y');
	t.is(notebook.state.notice, 'y does nothing here · ? shows the keys.');
	await notebook.press('enter');
	t.is(notebook.state.selected, 'stage-events');
	await notebook.press('ctrl+c');
	await notebook.until(({running}) => running === undefined);
});

test('ignores keys on a screen that is too small', async t => {
	const notebook = await TestNotebook.open({tables});
	await notebook.press('enter');
	await notebook.until(({freshPlans}) => freshPlans.has('drop-tables'));
	notebook.notebook.store.dispatch({type: 'resized', size: {columns: 40, rows: 10}});
	await notebook.press('enter');
	t.is(notebook.state.mode.type, 'stage');
	t.is(notebook.state.load.stages['drop-tables'].type, 'ready');
});

test('stops running all with Ctrl+C between two stages', async t => {
	const notebook = await TestNotebook.open();
	notebook.notebook.store.dispatch({type: 'run-all', runAll: 'on'});
	await notebook.press('ctrl+c');
	t.is(notebook.state.runAll, 'off');
	t.false(notebook.state.quitArmed);
});
