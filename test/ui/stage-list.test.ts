import test from 'ava';
import {lineWidth} from '../../src/ui/line.js';
import {stageList} from '../../src/ui/stage-list.js';
import {stageStrip} from '../../src/ui/stage-strip.js';
import {TestNotebook, textOf} from './harness.js';

test('shows the mark, number, name and status or rows of every stage', async t => {
	const notebook = await TestNotebook.open();
	await notebook.press('enter');
	await notebook.until(({freshPlans}) => freshPlans.has('drop-tables'));
	await notebook.press('s');
	const lines = textOf(stageList(notebook.state, false, 11));
	t.is(lines[0], ' ✔  1 connect            done');
	t.is(lines[1], '❯–  2 drop-tables     skipped');
	t.is(lines[2], ' ·  3 create-tables   waiting');
	t.is(lines[10], ' · 11 verify          waiting');
});

test('shows the rows of a loaded table, in millions if large', async t => {
	const notebook = await TestNotebook.open();
	await notebook.load();
	t.is(textOf(stageList(notebook.state, false, 11))[3], ' ✔  4 stage-events      8,056');
	const {load} = notebook.state;
	const done = load.stages['stage-events'];
	if (done.type !== 'done') return t.fail();
	const stages = {...load.stages, 'stage-events': {...done, result: {...done.result, rows: 12_345_678}}};
	const many = {...notebook.state, load: {...load, stages}};
	t.is(textOf(stageList(many, false, 11))[3], ' ✔  4 stage-events     12.3 M');
	t.regex(textOf(stageList(many, true, 11))[3]!, /stage-events {3}done {7}12,345,678 {7}0/);
});

test('fills the given height and stays within the given width', async t => {
	const notebook = await TestNotebook.open();
	await notebook.load();
	for (const [wide, width] of [
		[false, 30],
		[true, 60],
	] as const) {
		for (const height of [11, 14, 19, 45]) {
			const lines = stageList(notebook.state, wide, height);
			t.is(lines.length, height);
			t.true(lines.every(line => lineWidth(line) <= width));
		}
	}
	t.true(textOf(stageList(notebook.state, true, 45)).includes('      songplays                    6,820'));
});

test('summarizes stages and tables in the strip, on one line if they fit', async t => {
	const notebook = await TestNotebook.open();
	await notebook.load();
	const {load} = notebook.state;
	t.deepEqual(stageStrip(load, 120), [
		'✔ 11 of 11 stages · songplays 6,820 · users 97 · songs 71 · artists 69 · time 6,813',
	]);
	t.deepEqual(stageStrip(load, 78), [
		'✔ 11 of 11 · songplays 6,820 · users 97 · songs 71 · artists 69 · time 6,813',
	]);
	t.deepEqual(stageStrip(load, 58), [
		'✔ 11 of 11 · songplays 6,820 · users 97 · songs 71',
		'artists 69 · time 6,813',
	]);
});
