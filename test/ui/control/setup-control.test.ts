import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {DataError} from '../../../src/errors.js';
import {browse} from '../../../src/source/browse/browse.js';
import type {SourceBrowser} from '../../../src/source/browse/source-browser.js';
import type {Browsed} from '../../../src/source/threads/reader-protocol.js';
import type {ConfigDraft, Setup, SetupIo} from '../../../src/ui/control/setup.js';
import {remapKeys} from '../../../src/ui/keys/remap-keys.js';
import {minSize} from '../../../src/ui/lines/layout.js';
import {lineWidth} from '../../../src/ui/lines/line.js';
import {browseScreen, type SetupMode, setupScreen} from '../../../src/ui/lines/screen-lines.js';
import {tourBox, tourBoxOf} from '../../../src/ui/lines/tour-lines.js';
import type {ChosenData} from '../../../src/ui/state/browse.js';
import {tourLength} from '../../../src/ui/state/tour.js';
import {createDataFolder, playLine, songText} from '../../support/data-folder.js';
import {TestNotebook, textOf} from '../harness.js';
import {ScriptedSource} from '../scripted-warehouse.js';

/** Looks at the disk in this thread. */
const browser: SourceBrowser = {
	async ask<R extends keyof Browsed>(request: R, place: string) {
		const message = await browse({type: 'browse', id: 1, request, place});
		if (message.type === 'browsed') return message.result as Browsed[R];
		throw new DataError(message.type === 'refused' ? message.failure : {message: 'No answer.'});
	},
	close() {},
};

class RecordedSetup implements Setup {
	readonly isFirstRun = true;
	readonly opened: ChosenData[] = [];
	readonly written: ChosenData[] = [];
	hasConfig = false;
	taken = 0;
	claimTour = () => this.isTourNew;
	isTourNew = false;
	/** Asks two questions, of which the port must be a number, and for a secret. */
	askWarehouse = async (io: SetupIo): Promise<ConfigDraft> => {
		io.say('\nThe server.');
		const host = await io.readLine('HOST [localhost]: ');
		io.say('\nThe port.');
		let port = await io.readLine('DB_PORT: ');
		while (!/^\d+$/.test(port)) {
			io.say('  DB_PORT must be a whole number.');
			port = await io.readLine('DB_PORT: ');
		}
		const secret = await io.readSecret('DB_PASSWORD: ');
		return {
			check: async ({onReport}) => {
				const isReached = port === '5432' && secret === 'opensesame';
				onReport({label: 'host name', status: 'ok', found: host === '' ? 'localhost' : host, advice: []});
				onReport(
					isReached
						? {label: 'port', status: 'ok', found: port, advice: []}
						: {label: 'port', status: 'failed', found: 'refused', advice: ['Check DB_PORT.']},
				);
			},
			take: () => {
				this.taken++;
				return undefined;
			},
		};
	};
	createBrowser = async () => browser;
	openData = (data: ChosenData) => {
		this.opened.push(data);
		return new ScriptedSource();
	};
	configLines = () => (this.hasConfig ? ['LOG_DATA = /logs'] : undefined);
	writeData = async (data: ChosenData) => {
		this.written.push(data);
		return 'dwh.cfg in this folder';
	};
}

/** The first run in a folder with events and songs under other names than usual. */
async function firstRun(t: ExecutionContext, setup = new RecordedSetup()) {
	const folder = createDataFolder({
		'plays/a.json': playLine(),
		'music/a.json': songText(),
		'log_data/a.json': playLine(),
		'song_data/a.json': songText(),
	});
	t.teardown(() => folder.remove());
	const notebook = await TestNotebook.open({}, undefined, {setup});
	return {notebook, setup, path: folder.path};
}

function screen({state, notebook}: TestNotebook): string {
	const {mode} = state;
	const loadInfo = {warehouse: 'DuckDB sparkify.duckdb', source: 'sample', texts: notebook.texts};
	if (mode.type === 'browse') return textOf(browseScreen(state, mode, loadInfo)).join('\n');
	return textOf(setupScreen(state, mode as SetupMode, loadInfo)).join('\n');
}

async function goTo(notebook: TestNotebook, path: string): Promise<void> {
	await notebook.type(path);
	await notebook.press('enter');
	await notebook.until(({mode}) => mode.type === 'browse' && mode.detail?.result.state === 'done');
}

test('opens on choices, of which Enter takes the sample and connects', async t => {
	const {notebook} = await firstRun(t);
	t.regex(screen(notebook), /❯ 1 {2}Try it on the sample[\s\S]* {2}2 {2}Load my own files/);
	t.deepEqual(notebook.state.load.plans, {});
	await notebook.press('x');
	t.regex(screen(notebook), /x does nothing here/);
	await notebook.press('enter');
	await notebook.until(({selected}) => selected === 'drop-tables');
	t.is(notebook.state.load.stages.connect.type, 'done');
});

test('loads the folders that hold events and songs, and writes them to dwh.cfg with w', async t => {
	const {notebook, setup, path} = await firstRun(t);
	await notebook.press('2');
	await goTo(notebook, path);
	t.regex(screen(notebook), /❯ this folder +│ It holds events and songs\. Tab chooses both\./);
	await notebook.press('tab');
	t.regex(screen(notebook), /Events .*log_data\n.*Songs .*song_data\n.*Into +DuckDB sparkify\.duckdb/);
	await notebook.press('w');
	await notebook.until(({selected}) => selected === 'drop-tables');
	const data = {events: join(path, 'log_data'), songs: join(path, 'song_data')};
	t.deepEqual(setup.written, [data]);
	t.deepEqual(setup.opened.at(-1), data);
	await notebook.until(({notice}) => notice === 'Created dwh.cfg in this folder.');
});

test('shows why a bucket cannot be read, with what S3 says', async t => {
	const setup = new RecordedSetup();
	setup.createBrowser = async () => ({
		ask: async () => {
			throw new DataError({message: 'It is closed.', advice: 'Try again.', detail: 'ETIMEDOUT 10.0.0.1'});
		},
		close() {},
	});
	const {notebook} = await firstRun(t, setup);
	await notebook.press('2');
	await notebook.until(({mode}) => mode.type === 'browse' && mode.folder.state === 'failed');
	t.regex(screen(notebook), /It is closed\.\s[\s\S]*Try again\.\s[\s\S]*ETIMEDOUT 10\.0\.0\.1/);
});

test('chooses the folder of each kind, and refuses what is neither', async t => {
	const setup = new RecordedSetup();
	setup.hasConfig = true;
	const {notebook, path} = await firstRun(t, setup);
	await notebook.press('2');
	await goTo(notebook, join(path, 'plays'));
	await notebook.press('tab');
	t.regex(screen(notebook), /Songs +not chosen yet\n.*Now choose the songs\./);
	await notebook.press('left');
	await notebook.until(({mode}) => mode.type === 'browse' && mode.selected === 3);
	t.regex(screen(notebook), /❯ plays\//, 'selects the folder it came from');
	await notebook.type('mus');
	await notebook.until(({mode}) => mode.type === 'browse' && mode.detail?.place === join(path, 'music'));
	await notebook.until(({mode}) => mode.type === 'browse' && mode.detail?.result.state === 'done');
	await notebook.press('tab');
	t.regex(screen(notebook), /set these keys in dwh\.cfg, under \[S3\]:\n +LOG_DATA = \/logs/);
	await notebook.press('w');
	t.regex(screen(notebook), /dwh\.cfg exists already and is not changed\./);
	await notebook.press('enter');
	await notebook.until(({selected}) => selected === 'drop-tables');
	t.deepEqual(setup.written, []);
	t.deepEqual(setup.opened.at(-1), {events: join(path, 'plays'), songs: join(path, 'music')});
});

test('browses from the stages, shows a file at full height, and reports a missing folder', async t => {
	const {notebook, path} = await firstRun(t);
	await notebook.press('enter');
	await notebook.until(({selected}) => selected === 'drop-tables');
	await notebook.press('f');
	await goTo(notebook, join(path, 'plays'));
	await notebook.press('down');
	await notebook.until(({mode}) => mode.type === 'browse' && mode.detail?.type === 'preview');
	await notebook.until(({mode}) => mode.type === 'browse' && mode.detail?.result.state === 'done');
	await notebook.press('tab');
	t.regex(screen(notebook), /Select a folder: its files are loaded together\./);
	await notebook.press('enter');
	t.like(notebook.state.mode, {type: 'file-text', top: 0});
	await notebook.press('esc');
	await notebook.type('../nowhere');
	await notebook.press('enter');
	await notebook.until(({mode}) => mode.type === 'browse' && mode.folder.state === 'failed');
	t.regex(screen(notebook), /nowhere does\s[\s\S]*Type another path\./);
	await notebook.press('esc');
	t.is(notebook.state.mode.type, 'stage');
});

test('asks about a warehouse, changes an answer after a failed check, and writes only then', async t => {
	const {notebook, setup} = await firstRun(t);
	await notebook.press('3');
	await notebook.until(({mode}) => mode.type === 'setup-question');
	t.regex(screen(notebook), /question 1[\s\S]*The server\.[\s\S]*HOST \[localhost\]: ▏/);
	await notebook.press('enter');
	await notebook.type('x1');
	await notebook.press('enter');
	t.regex(screen(notebook), /The port\.\n +DB_PORT must be a whole number\.[\s\S]*DB_PORT: ▏/);
	await notebook.type('5433');
	await notebook.press('enter');
	await notebook.type('opensesame');
	t.regex(screen(notebook), /DB_PASSWORD: •{10}▏/);
	await notebook.press('enter');
	await notebook.until(({mode}) => mode.type === 'setup-checks' && mode.running === undefined);
	t.regex(screen(notebook), /1 of 2 checks failed[\s\S]*✖ port +refused\n +Check DB_PORT\./);
	await notebook.press('enter');
	t.is(setup.taken, 0, 'Enter does not go on after a failure');

	await notebook.press('c');
	t.regex(
		screen(notebook),
		/HOST \[localhost\]: \(the default\)\n.*DB_PORT: 5433\n.*DB_PASSWORD: \(hidden\)/,
	);
	t.notRegex(screen(notebook), /opensesame/);
	await notebook.press('down', 'enter');
	t.regex(screen(notebook), /question 2[\s\S]*DB_PORT: 5433▏/);
	await notebook.press('backspace', '2', 'enter');
	await notebook.type('opensesame');
	await notebook.press('enter');
	await notebook.until(({mode}) => mode.type === 'setup-checks' && mode.running === undefined);
	t.regex(screen(notebook), /All checks passed[\s\S]*Enter creates dwh\.cfg/);
	await notebook.press('enter');
	t.is(setup.taken, 1);
	t.is(await notebook.notebook.exited, 0);
});

test('goes back question by question, and to the first choices', async t => {
	const {notebook, setup} = await firstRun(t);
	await notebook.press('3', 'enter');
	await notebook.type('5432');
	await notebook.press('enter', 'esc');
	t.regex(screen(notebook), /question 2[\s\S]*DB_PORT: 5432▏/);
	await notebook.press('esc');
	t.regex(screen(notebook), /question 1/);
	await notebook.press('esc');
	t.regex(screen(notebook), /❯ 3 {2}Connect my warehouse/);
	t.is(setup.taken, 0);
});

test('shows the tour once after the first choice, moves on with what the user does, and ends with F4', async t => {
	const setup = new RecordedSetup();
	setup.isTourNew = true;
	const {notebook} = await firstRun(t, setup);
	await notebook.press('enter');
	t.is(notebook.state.tour, 0);
	const box = () => textOf(tourBox(notebook.state.tour ?? 9, notebook.state.size).lines).join('\n');
	t.regex(box(), /Tour, 1 of 6[\s\S]*Press Enter to run it\.[\s\S]*F3 next {3}F4 ends the tour/);
	await notebook.until(
		({selected, freshPlans}) => selected === 'drop-tables' && freshPlans.has('drop-tables'),
	);
	await notebook.press('enter');
	await notebook.until(({tour}) => tour === 1);
	await notebook.load();
	t.is(notebook.state.tour, 2);
	await notebook.run('SELECT 1;');
	t.is(notebook.state.tour, 3);
	await notebook.press('ctrl+g');
	t.is(tourBoxOf(notebook.state), undefined, 'the help covers it');
	await notebook.press('esc', 'f3');
	t.is(notebook.state.tour, 4);
	await notebook.press('f4');
	t.is(notebook.state.tour, undefined);
	await notebook.press('ctrl+g', 't');
	t.is(notebook.state.tour, 2, 'again from the help, where the user is');
	await notebook.press('esc', 'tab', 'esc');
	t.deepEqual([notebook.state.mode.type, notebook.state.tour], ['stage', undefined]);
});

test('moves the tour with the keys of the settings, which its text names', async t => {
	const {table: keys} = remapKeys([
		{scope: undefined, command: 'next-tour-step', keys: 'alt+n', place: 'config.ini:2'},
		{scope: 'stages', command: 'run-stage', keys: 'x', place: 'config.ini:4'},
	]);
	const notebook = await TestNotebook.open({}, {columns: 80, rows: 24}, {keys});
	await notebook.press('f4');
	t.is(notebook.state.notice, 'The tour is not on the screen.');
	await notebook.press('?', 't');
	t.regex(
		textOf(tourBoxOf(notebook.state)!.lines).join('\n'),
		/Press x to run it\.[\s\S]*Alt\+N next {3}F4 ends the tour/,
	);
	await notebook.press('alt+n');
	t.is(notebook.state.tour, 1);
	await notebook.press('?', 'f4');
	t.is(notebook.state.tour, 1, 'the help covers it');
	await notebook.press('esc', 'f4');
	t.is(notebook.state.tour, undefined);
});

test('places the box of every step on small and large screens', t => {
	for (const size of [minSize, {columns: 80, rows: 24}, {columns: 200, rows: 50}]) {
		for (let step = 0; step < tourLength; step++) {
			const {lines, top, left} = tourBox(step, size);
			const width = lineWidth(lines[0]!);
			t.true(lines.every(line => lineWidth(line) === width));
			t.true(
				left + width + 2 <= size.columns && top + lines.length + 2 <= size.rows,
				`${size.columns}, ${step}`,
			);
		}
	}
});
