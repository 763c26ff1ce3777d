import test from 'ava';
import {statusOf} from '../../../src/ui/lines/pane-lines.js';
import {stageStrip} from '../../../src/ui/lines/stage-strip.js';
import {TestNotebook, textOf} from '../harness.js';

/** A loaded notebook with a statement's result below the editor. */
async function resultOf(statement: string): Promise<{notebook: TestNotebook; status: () => string}> {
	const notebook = await TestNotebook.open();
	await notebook.load();
	await notebook.type(`${statement};`);
	await notebook.press('enter');
	await notebook.until(({query}) => query.type === 'result');
	return {notebook, status: () => textOf([statusOf(notebook.state)])[0]!.trimEnd()};
}

test('shows the range of visible rows while in the editor', async t => {
	const {notebook, status} = await resultOf('select many');
	const shown = 10 - stageStrip(notebook.state.load, 78).length;
	t.regex(status(), new RegExp(`^ first 1,000 rows · .+ · Esc, then m for more +rows 1–${shown} shown$`));
	await notebook.press('esc');
	t.regex(status(), /row 1 · n$/);
});

test('shows the range of visible columns, in the editor and in the grid', async t => {
	const {notebook, status} = await resultOf('select wide');
	t.regex(status(), / columns 1–3 of 14 shown$/);
	await notebook.press('esc', '$');
	t.regex(status(), / row 1 · \w+ · column 14 of 14$/);
});

test('shows the range of visible lines of a long row', async t => {
	const {notebook, status} = await resultOf('select wide');
	await notebook.press('esc', ' ');
	t.regex(status(), / lines 1–\d+ of 14$/);
	await notebook.press('G');
	t.regex(status(), / lines \d+–14 of 14$/);
});

test('shows no range if the entire result is visible', async t => {
	const {notebook, status} = await resultOf('select plays');
	t.regex(status(), /^ 3 rows · [\d.]+ m?s$/);
	await notebook.press('esc', 'down');
	t.regex(status(), / row 2 · title$/);
});

test('cuts anything but the key for more rows on a narrow screen', async t => {
	const {notebook} = await resultOf('select many');
	const {query} = notebook.state;
	if (query.type !== 'result') return t.fail();
	const narrow = {
		...notebook.state,
		size: {columns: 60, rows: 24},
		transaction: 'open' as const,
		query: {...query, notices: ['NOTICE: a long text from the server that fills the line']},
	};
	t.regex(textOf([statusOf(narrow)])[0]!, /^ ● transaction open · .*… · Esc, then m for more$/);
	const inGrid = {...narrow, mode: {type: 'grid'} as const};
	t.regex(textOf([statusOf(inGrid)])[0]!, /^ ● transaction open · .*… · m for more$/);
});
