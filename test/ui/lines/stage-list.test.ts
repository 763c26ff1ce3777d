import test from 'ava';
import {cardLines} from '../../../src/ui/lines/card/card-lines.js';
import {lineWidth} from '../../../src/ui/lines/line.js';
import {stageList} from '../../../src/ui/lines/stage-list.js';
import {stageCount} from '../../support/stage-numbers.js';
import {TestNotebook, textOf} from '../harness.js';

test('shows the mark, number, name and status or rows of every stage', async t => {
	const notebook = await TestNotebook.open();
	await notebook.press('enter');
	await notebook.until(({freshPlans}) => freshPlans.has('drop-tables'));
	await notebook.press('s');
	const lines = textOf(stageList(notebook.state, false, stageCount));
	t.is(lines[0], ' ✔  1 connect            done');
	t.is(lines[1], '❯–  2 drop-tables     skipped');
	t.is(lines[2], ' ·  3 create-tables   waiting');
	t.is(lines.at(-1), ` · ${stageCount} verify          waiting`);
});

test('shows the rows of a loaded table, in millions if large', async t => {
	const notebook = await TestNotebook.open();
	await notebook.load();
	t.is(textOf(stageList(notebook.state, false, stageCount))[3], ' ✔  4 stage-events      8,056');
	const {load} = notebook.state;
	const done = load.stages['stage-events'];
	if (done.type !== 'done') return t.fail();
	const stages = {...load.stages, 'stage-events': {...done, result: {...done.result, rows: 12_345_678}}};
	const many = {...notebook.state, load: {...load, stages}};
	t.is(textOf(stageList(many, false, stageCount))[3], ' ✔  4 stage-events     12.3 M');
	t.regex(textOf(stageList(many, true, stageCount))[3]!, /stage-events {3}done {7}12,345,678 {7}0/);
});

test('says if the files of a finished stage could not be checked', async t => {
	const notebook = await TestNotebook.open();
	await notebook.load();
	const {load} = notebook.state;
	const files = {events: {type: 'not-checked', why: 'Access is denied.'}} as const;
	const [, , , events, songs] = textOf(
		stageList({...notebook.state, load: {...load, files}}, true, stageCount + 1),
	).filter(line => /^.[✔·]/.test(line));
	t.regex(events!, /stage-events .* files not checked$/);
	t.notRegex(songs!, /not checked/);
	const state = {...notebook.state, selected: 'stage-events', load: {...load, files}} as const;
	const card = textOf(cardLines(state, notebook.notebook.texts, 50, 18)).join(' ');
	t.regex(card, /Files +not checked: they cannot be listed/);
});

test('fills the given height and stays within the given width', async t => {
	const notebook = await TestNotebook.open();
	await notebook.load();
	for (const [wide, width] of [
		[false, 30],
		[true, 60],
	] as const) {
		for (const height of [stageCount, stageCount + 3, 19, 45]) {
			const lines = stageList(notebook.state, wide, height);
			t.is(lines.length, height);
			t.true(lines.every(line => lineWidth(line) <= width));
		}
	}
	t.true(textOf(stageList(notebook.state, true, 45)).includes('      songplays                    6,820'));
});
