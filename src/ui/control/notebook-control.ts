import {plural} from '../../format/figures.js';
import type {LoadSession} from '../../load/load-session.js';
import {fittingCharts} from '../../notebook/charts/chart.js';
import {isCommandLine} from '../../notebook/commands/command-line.js';
import {completeCommand} from '../../notebook/commands/complete-command.js';
import {complete} from '../../notebook/completion.js';
import {findCell} from '../../notebook/document/cells.js';
import type {Cell, CellId, OpenedCell} from '../../notebook/document/document.js';
import {parametersOf} from '../../notebook/document/parameters.js';
import type {EditorAction} from '../../notebook/editor.js';
import {gallery} from '../../notebook/gallery.js';
import type {History} from '../../notebook/history.js';
import type {NotebookSession} from '../../notebook/notebook-session.js';
import {splitStatements} from '../../sql/split-statements.js';
import {isBusy} from '../state/busy.js';
import {isPageMode, isQuestion, type Prompt} from '../state/mode.js';
import {isInput, pageMode, resultOf, selectedCell} from '../state/selected-cell.js';
import type {Store} from '../state/store.js';
import {copySequence} from './copy-sequence.js';

/** Actions on the notebook's cells. They reject only because of a defect. */
export type NotebookControl = {
	/** Opens the page, if the warehouse is connected. */
	open(): Promise<void>;
	/** Edits the text of the selected cell. */
	edit(edit: EditorAction): void;
	/** Runs cells in order; first asks for the values of their parameters. */
	run(cells: readonly CellId[]): Promise<void>;
	/** Adds a text to the history. */
	remember(text: string): void;
	/** Runs the statement at the cursor. */
	runStatement(): Promise<void>;
	/** Inserts a cell, by default above the input. Returns its id. */
	insert(cell: OpenedCell, index?: number): CellId;
	/** Adds a cell above the input and selects it. Returns its id. */
	add(sql: string, info?: Pick<Cell, 'name' | 'chart'>): CellId;
	/** Adds a cell, runs it and shows its result full screen. */
	show(sql: string): Promise<void>;
	/** Reads the tables for completion, if they may have changed and the warehouse is idle. */
	readCatalog(): Promise<void>;
	complete(): Promise<void>;
	acceptCompletion(): void;
	/** Updates the open completions to the current text; closes them if there are none. */
	refreshCompletion(): void;
	openGallery(): void;
	search(term: string): void;
	/** Opens a prompt. */
	ask(prompt: Prompt, text?: string): void;
	/** Draws the result of the selected cell as the next chart that fits, and after the last as a table. */
	nextChart(): void;
	/** Allows statements that change data, after a confirmation, or forbids them. */
	changeWriteMode(): void;
	/** Copies a text to the clipboard. @param what What it is, for the notice; by default its length. */
	copy(text: string, what?: string): void;
};

export type NotebookControlOptions = {
	readonly session: LoadSession;
	readonly notebook: NotebookSession;
	readonly history: History;
	readonly store: Store;
	/** Plans the selected stage again, after a statement that may have changed tables. */
	readonly replan: () => Promise<void>;
	/** Whether write mode is possible; not with `--read-only`. */
	readonly mayWrite: boolean;
	/** Why nothing is kept, which is shown elsewhere. */
	readonly stateProblem?: string | undefined;
	/** Writes to the terminal, bypassing the screen. */
	readonly write: (sequence: string) => void;
	readonly runInBackground: (work: Promise<void>) => void;
};

export function createNotebookControl({
	session,
	notebook,
	history,
	store,
	replan,
	mayWrite,
	stateProblem,
	write,
	runInBackground,
}: NotebookControlOptions): NotebookControl {
	const {dispatch, getState, showNotice} = store;
	/** Whether the tables may have changed since the catalog was last read. */
	let isCatalogOld = true;
	session.onEvent(({type}) => {
		if (type === 'stage-finished' || type === 'plans-outdated') isCatalogOld = true;
	});

	/** Tables locked by a stage or the user's transaction can't be counted until it ends. */
	function canReadCatalog(): boolean {
		const isFree = !isBusy(getState()) && notebook.transaction === 'none';
		return isCatalogOld && isConnected() && isFree;
	}

	let reading: Promise<void> = Promise.resolve();

	async function readCatalog(): Promise<void> {
		if (canReadCatalog()) reading = session.inTurn(readCatalogNow);
		await reading;
	}

	async function readCatalogNow(): Promise<void> {
		if (!canReadCatalog()) return;
		isCatalogOld = false;
		try {
			dispatch({type: 'catalog-read', catalog: await session.warehouse.catalog()});
		} catch {
			// Only completion needs the catalog and can use the previous one. The next query reports the problem.
		}
	}

	function isConnected(): boolean {
		return session.state.stages.connect.type === 'done';
	}

	let isProblemShown = stateProblem !== undefined;
	function showHistoryProblem(): void {
		if (history.problem === undefined || isProblemShown) return;
		isProblemShown = true;
		showNotice(history.problem);
	}

	function ask(prompt: Prompt, text = ''): void {
		dispatch({type: 'mode-changed', mode: {type: 'prompt', prompt, text, back: getState().mode}});
	}

	/** Asks for the first parameter of the cells that has no value. */
	function asksForParameter(ids: readonly CellId[]): boolean {
		const {cells, parameters} = notebook.document;
		const texts = cells.filter(({id, kind}) => kind === 'sql' && ids.includes(id)).map(({text}) => text);
		const missing = texts.flatMap(parametersOf).find(({name}) => !parameters.has(name));
		if (missing === undefined) return false;
		ask({
			purpose: 'parameter',
			name: missing.name,
			cells: ids,
			label: `Value of :${missing.name}`,
			hint: "42, 2018-11-01, true, NULL, (1, 2); '42' for text",
		});
		return true;
	}

	async function run(ids: readonly CellId[]): Promise<void> {
		if (ids.length === 0) return showNotice('No cell to run.');
		if (!isConnected()) return showNotice('Not connected. Run the connect stage first.');
		if (asksForParameter(ids)) return;
		// Those of a whole notebook would push out what was typed.
		const [only, second] = ids;
		const text = second === undefined ? findCell(notebook.document, only)?.text : undefined;
		if (text !== undefined) remember(text);
		await notebook.run(ids);
	}

	function remember(text: string): void {
		void history.add(text).then(showHistoryProblem);
		dispatch({type: 'history-added', history: history.entries});
		if (isInput(getState()))
			dispatch({type: 'edited', edit: {type: 'set-history', entries: history.entries}});
	}

	function insert({kind, text, name, chart}: OpenedCell, at?: number): CellId {
		const {cells, nextId: id} = notebook.document;
		notebook.dispatch({type: 'cell-inserted', index: at ?? cells.length - 1, kind, text});
		if (chart !== undefined) notebook.dispatch({type: 'chart-set', id, chart});
		// Without its name, if another cell has it.
		if (name !== undefined) notebook.dispatch({type: 'cell-named', id, name});
		return id;
	}

	function add(sql: string, info: Pick<Cell, 'name' | 'chart'> = {}): CellId {
		const id = insert({kind: 'sql', text: sql, ...info});
		dispatch({type: 'cell-selected', selected: id, mode: {type: 'cells'}});
		return id;
	}

	/** After statements that may have changed tables: counts them again. */
	async function refresh(): Promise<void> {
		session.outdatePlans();
		await session.refresh();
		await Promise.all([readCatalog(), replan()]);
	}

	/** Asks what is to become of a statement, unless the user is elsewhere; then when they come back to the page. */
	function askQuestion() {
		const {question} = notebook.document;
		const {mode} = getState();
		if (question === undefined || isQuestion(mode)) return;
		if (!isPageMode(mode)) return showNotice('The notebook waits for your answer: Tab opens it.');
		const number = findCell(notebook.document, question.id)?.number;
		const about = `[${number}] ${question.about}`;
		// What to type comes first: a narrow screen cuts the end.
		const hint = `in ${warehouseOf(question.target)}`;
		if (question.type === 'commit')
			ask({purpose: 'commit-or-roll-back', label: `${about}: type commit, or Esc to roll back`, hint});
		else
			ask({
				purpose: 'run-unsafe',
				label: `Type ${getState().production ?? 'yes'} to run ${about}, which cannot be rolled back`,
				hint,
			});
	}

	notebook.subscribe(({type}) => {
		if (type === 'question-asked') askQuestion();
	});
	notebook.onTablesMayHaveChanged = () => runInBackground(refresh());

	function edit(action: EditorAction): void {
		dispatch({type: 'edited', edit: action});
		const {editor} = getState();
		const cell = selectedCell(getState());
		if (cell !== undefined && cell.text !== editor.text)
			notebook.dispatch({type: 'text-changed', id: cell.id, text: editor.text});
	}

	function completionAt() {
		const {editor, catalog} = getState();
		const {parameters, cells} = notebook.document;
		const cellNames = cells.flatMap(({name}) => name ?? []);
		const {functions = []} = session.warehouse;
		const context = {catalog, parameters, cellNames, functions};
		const completes = isCommandLine(editor.text) ? completeCommand : complete;
		return completes(editor.text, editor.cursor, context);
	}

	return {
		async open() {
			if (!isConnected()) return showNotice('Not connected. Run the connect stage first.');
			dispatch({type: 'mode-changed', mode: pageMode(getState())});
			askQuestion();
			await readCatalog();
		},
		edit,
		run,
		async runStatement() {
			const {editor} = getState();
			const cell = selectedCell(getState());
			if (cell === undefined) return;
			if (splitStatements(editor.text).length === 0) return showNotice('The cell contains no statement.');
			if (!isConnected()) return showNotice('Not connected. Run the connect stage first.');
			if (asksForParameter([cell.id])) return;
			await notebook.runStatement(cell.id, editor.cursor);
		},
		insert,
		add,
		remember,
		async show(sql) {
			const id = add(sql);
			await run([id]);
			const {mode, page} = getState();
			if (mode.type === 'cells' && page.selected === id) dispatch({type: 'result-opened', cell: id});
		},
		readCatalog,
		async complete() {
			await readCatalog();
			const completion = completionAt();
			const [only] = completion.suggestions;
			if (only === undefined) showNotice('No completions here.');
			else if (completion.suggestions.length > 1) {
				dispatch({type: 'mode-changed', mode: {type: 'editor', completion: {completion, selected: 0}}});
			} else {
				const {start, end} = completion;
				edit({type: 'replace', start, end, text: only.text});
			}
		},
		acceptCompletion() {
			const {mode} = getState();
			if (mode.type !== 'editor' || mode.completion === undefined) return;
			const {completion, selected} = mode.completion;
			const {start, end, suggestions} = completion;
			edit({type: 'replace', start, end, text: suggestions[selected]?.text ?? ''});
			dispatch({type: 'mode-changed', mode: {type: 'editor'}});
		},
		refreshCompletion() {
			const {mode} = getState();
			if (mode.type !== 'editor' || mode.completion === undefined) return;
			const {completion: old} = mode.completion;
			const completion = completionAt();
			if (completion.start === old.start && completion.end === old.end) return;
			const stillMatches = completion.start === old.start && completion.suggestions.length > 0;
			dispatch({
				type: 'mode-changed',
				mode: {type: 'editor', ...(stillMatches && {completion: {completion, selected: 0}})},
			});
		},
		openGallery() {
			dispatch({type: 'mode-changed', mode: {type: 'gallery', queries: gallery(), selected: 0}});
		},
		search(term) {
			const matches = history.search(term);
			dispatch({type: 'mode-changed', mode: {type: 'history-search', term, matches, selected: 0}});
		},
		ask,
		nextChart() {
			const cell = selectedCell(getState());
			const result = cell && resultOf(notebook.document, cell.id);
			if (cell === undefined || result === undefined) return showNotice('The cell has no result to draw.');
			const charts = fittingCharts(result.columns, result.rows);
			if (charts.length === 0) return showNotice('No chart fits: the result has no numbers to draw.');
			const current = charts.findIndex(chart => JSON.stringify(chart) === JSON.stringify(cell.chart));
			notebook.dispatch({type: 'chart-set', id: cell.id, chart: charts[current + 1]});
		},
		changeWriteMode() {
			const {isReadOnly, on} = notebook.document;
			if (!isReadOnly) return notebook.dispatch({type: 'write-mode-set', isReadOnly: true});
			if (!mayWrite) return showNotice('The program was started with --read-only.');
			ask({
				purpose: 'write-mode',
				label: `Type ${getState().production ?? 'yes'} to allow changes to data in ${warehouseOf(on)}`,
			});
		},
		copy(text, what = plural(text.length, 'character')) {
			write(copySequence(text, process.env));
			showNotice(`Copied ${what}, if the terminal supports it.`);
		},
	};
}

/** The warehouse, without the source that it was loaded from. */
function warehouseOf(on: string): string {
	return on.split(' ← ', 1)[0]!;
}
