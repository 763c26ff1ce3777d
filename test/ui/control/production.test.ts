import test from 'ava';
import {cardLines} from '../../../src/ui/lines/card/card-lines.js';
import {pageHeader} from '../../../src/ui/lines/page-chrome.js';
import {loadScreen} from '../../../src/ui/lines/screen-lines.js';
import {TestNotebook, textOf} from '../harness.js';

const open = async () =>
	TestNotebook.open({tables: {users: 97}}, {columns: 80, rows: 24}, {production: 'prod'});

test('asks for the name of a production warehouse before data is destroyed', async t => {
	const notebook = await open();
	await notebook.press('enter');
	await notebook.until(({load}) => load.stages.connect.type === 'done');
	await notebook.until(({selected, freshPlans}) => selected === 'drop-tables' && freshPlans.has(selected));
	await notebook.press('enter');
	await notebook.confirm();
	t.is(notebook.state.notice, 'Not confirmed; nothing was changed.');
	await notebook.press('enter');
	await notebook.until(({mode}) => mode.type === 'confirm');
	await notebook.press('p', 'r');
	const card = textOf(cardLines(notebook.state, notebook.notebook.texts, 47, 19));
	t.true(
		card.includes('Type prod and press Enter to go ahead: pr▏') || card.includes('pr▏'),
		card.join('\n'),
	);
	await notebook.press('o', 'd', 'enter');
	await notebook.until(({load}) => load.stages['drop-tables'].type === 'done');
	t.deepEqual(notebook.defects, []);
});

test('allows changes in production only after its name', async t => {
	const notebook = await open();
	await notebook.press('enter');
	await notebook.until(({load}) => load.stages.connect.type === 'done');
	await notebook.press('tab', 'esc', 'W');
	t.like(notebook.state.mode, {prompt: {label: 'Type prod to allow changes to data in Test'}});
	await notebook.press('y', 'e', 's', 'enter');
	t.is(notebook.state.notice, 'Still read-only.');
	await notebook.press('W', ...'prod', 'enter');
	t.false(notebook.state.document.isReadOnly);
});

test('shows a production warehouse in another colour and with the word, on both screens', async t => {
	const notebook = await open();
	const {texts} = notebook.notebook;
	const loadInfo = {
		warehouse: 'Redshift dev at a-long-cluster-name.abc123xyz789.us-west-2.redshift.amazonaws.com',
		source: 's3://udacity-dend',
		profile: {name: 'prod', isProduction: true},
		texts,
	};
	for (const line of [loadScreen(notebook.state, loadInfo)[0]!, pageHeader(notebook.state, loadInfo)]) {
		t.regex(textOf([line])[0]!, /^ sparkify-tui {4}PRODUCTION {4}prod {3}Redshift/);
		t.like(
			line.find(({text}) => text.includes('PRODUCTION')),
			{color: 'red', inverse: true},
		);
	}
	const other = loadScreen(notebook.state, {...loadInfo, profile: {name: 'dev', isProduction: false}})[0]!;
	t.regex(textOf([other])[0]!, /^ sparkify-tui {3}dev {3}Redshift/);
	t.false(other.some(({color}) => color === 'red'));
});
