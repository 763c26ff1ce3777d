import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {stripVTControlCharacters} from 'node:util';
import test from 'ava';
import {render} from 'ink-testing-library';
import {openNotebook} from '../../src/notebook/files/open-notebook.js';
import {History} from '../../src/notebook/history.js';
import {NotebookSession} from '../../src/notebook/notebook-session.js';
import {stageIds} from '../../src/star/stages.js';
import {assemble} from '../../src/ui/control/assemble.js';
import {inView} from '../../src/ui/lines/in-view.js';
import type {Snapshot} from '../../src/ui/state/snapshot.js';
import {noSetup} from '../ui/no-setup.js';
import {TestApp} from '../ui/TestApp.js';
import {openSample} from './load-sample.js';
import {readPage} from './pages.js';

/** The words of a picture, row by row. Lines are drawn as shapes and left out. */
function rowsOfPicture(path: string): readonly string[] {
	const rows = new Map<number, string>();
	for (const [, y, text = ''] of readPage(path).matchAll(
		/<text x="[\d.]+" y="([\d.]+)"[^>]*>([^<]*)<\/text>/g,
	))
		rows.set(Number(y), (rows.get(Number(y)) ?? '') + text);
	const entities: Readonly<Record<string, string>> = {'&lt;': '<', '&gt;': '>', '&amp;': '&'};
	return normalized([...rows.values()].map(row => row.replaceAll(/&\w+;/g, entity => entities[entity]!)));
}

/** Without blanks, lines and times, which differ from run to run. */
function normalized(rows: readonly string[]): readonly string[] {
	return rows
		.map(row =>
			stripVTControlCharacters(row)
				.replaceAll(/[\s─━│┌┐└┘├┤┬┴┼]/g, '')
				.replaceAll(/\d+(?:\.\d+)?m?s(?!\w)/g, '#s'),
		)
		.filter(row => row !== '');
}

test('show what the screen shows now', async t => {
	const {folder, session, close} = await openSample();
	t.teardown(close);
	const notebook = assemble({
		session,
		notebook: new NotebookSession(session.warehouse.notebook, {on: 'sample', isReadOnly: true}),
		file: await openNotebook(undefined, {env: {XDG_STATE_HOME: folder}}),
		mayWrite: true,
		setup: noSetup,
		history: await History.open(join(folder, 'history.jsonl')),
		size: {columns: 100, rows: 30},
		isUnicode: true,
		suspend: async work => work(),
		write: () => {},
		redraw: () => {},
		onDefect: error => t.fail(String(error)),
	});
	const {store, controller} = notebook;
	await notebook.start();
	const snapshot = () => inView(store.getState());
	// Keys go to the controller, since a frame for each would take most of the test's time.
	const press = (name: string) => {
		controller.frameWritten(snapshot().mode);
		controller.press(name.length === 1 ? {name, text: name} : {name});
	};
	const until = async (what: string, isReached: (state: Snapshot) => boolean) => {
		for (let waited = 0; !isReached(snapshot()); waited += 5) {
			if (waited > 60_000) throw new Error(`Waited in vain: ${what}`);
			await sleep(5);
		}
	};
	const run = async (sql: string, rows: number) => {
		controller.frameWritten(snapshot().mode);
		controller.paste(sql);
		press('enter');
		await until(`${rows} rows`, ({document}) =>
			document.cells.some(({run: ran}) =>
				ran?.outputs.some(output => output.type === 'result' && output.rows.length === rows),
			),
		);
	};
	const frame = () => {
		const app = render(<TestApp notebook={notebook} />);
		const rows = normalized(app.lastFrame()!.split('\n'));
		app.unmount();
		return rows;
	};

	for (const [index, stage] of stageIds.slice(0, 6).entries()) {
		await until(stage, ({selected, load}) => selected === stage && load.freshPlans.has(stage));
		if (index < 5) press('enter');
	}
	const stages = frame();
	for (const look of ['dark', 'light'])
		t.deepEqual(rowsOfPicture(`docs/load-${look}.svg`), stages, 'out of date: npm run pictures');

	press('a');
	await until('the notebook', ({mode}) => mode.type === 'editor');
	await run('SELECT level, count(*) AS plays FROM songplays GROUP BY level ORDER BY level;', 2);
	await run(
		'SELECT hour, count(*) AS plays FROM songplays JOIN "time" USING (start_time) GROUP BY hour ORDER BY hour;',
		24,
	);
	press('esc');
	press('k');
	press('c');
	const page = frame();
	for (const look of ['dark', 'light'])
		t.deepEqual(rowsOfPicture(`docs/notebook-${look}.svg`), page, 'out of date: npm run pictures');
});
