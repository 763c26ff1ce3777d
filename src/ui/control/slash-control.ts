import {readFile} from 'node:fs/promises';
import type {Problem} from '../../config/problems.js';
import {toFailure} from '../../errors.js';
import type {LoadSession} from '../../load/load-session.js';
import {type Action, interpretText, isProblem} from '../../notebook/commands/interpret.js';
import {chartFor} from '../../notebook/commands/parse-chart.js';
import {countStatement, explainStatement, plainQuery} from '../../notebook/commands/query-text.js';
import {createWatch, type Watch} from '../../notebook/commands/watch.js';
import type {Cell} from '../../notebook/document/document.js';
import type {NotebookSession} from '../../notebook/notebook-session.js';
import {isInput, resultOf, selectedCell} from '../state/selected-cell.js';
import type {Store} from '../state/store.js';
import type {FileControl} from './file-control.js';
import type {NotebookControl} from './notebook-control.js';
import type {Quitting} from './quitting.js';

/** Carries out the backslash commands. They reject only because of a defect. */
export type SlashControl = {
	/** Carries out the command in the selected cell. */
	execute(text: string): Promise<void>;
	/** Edits the text of the selected cell in the user's own editor. */
	editText(): Promise<void>;
	/** Ends `\watch`, if it runs. */
	stopWatch(): void;
};

export type SlashControlOptions = {
	readonly session: LoadSession;
	readonly notebook: NotebookSession;
	readonly cells: NotebookControl;
	readonly files: FileControl;
	readonly quitting: Quitting;
	readonly store: Store;
	/** Gives the terminal to other work. */
	readonly suspend: (work: () => Promise<void>) => Promise<void>;
};

export function createSlashControl({
	session,
	notebook,
	cells,
	files,
	quitting,
	store,
	suspend,
}: SlashControlOptions): SlashControl {
	const {dispatch, getState} = store;
	const showNotice = (text: string) => dispatch({type: 'notice-shown', notice: text});
	const showProblem = ({message, advice}: Problem) =>
		showNotice(advice === undefined ? message : `${message} ${advice}`);
	let watch: Watch | undefined;

	/** The cell that a command without a target acts on: the selected one or, in the input, the last that ran. */
	function target(): Cell | undefined {
		const selected = selectedCell(getState());
		if (selected !== undefined && !isInput(getState())) return selected;
		return notebook.document.cells.findLast(
			({number, text}) => number !== undefined && !text.startsWith('\\'),
		);
	}

	/** Runs a statement made of the text of the target, as if it had been typed into the input. */
	async function runMade(make: (sql: string) => string | Problem): Promise<void> {
		const cell = target();
		if (cell === undefined) return showNotice('No cell has run yet.');
		const sql = make(cell.text);
		if (isProblem(sql)) return showProblem(sql);
		cells.edit({type: 'set-text', text: `${sql};`});
		await cells.run([selectedCell(getState())!.id]);
	}

	function setChart(request: Extract<Action, {type: 'chart'}>['request']) {
		const cell = target();
		const result = cell && resultOf(notebook.document, cell.id);
		if (cell === undefined || result === undefined) return showNotice('No result to draw.');
		const chart = chartFor(request, result.columns, result.rows);
		if (isProblem(chart)) return showProblem(chart);
		notebook.dispatch({type: 'chart-set', id: cell.id, chart});
	}

	async function startWatch(seconds: number): Promise<void> {
		const cell = target();
		if (cell === undefined) return showNotice('No cell has run yet.');
		const query = plainQuery(cell.text, '\\watch');
		if (isProblem(query)) return showProblem(query);
		watch?.stop();
		const started = createWatch({
			seconds,
			async run() {
				await notebook.run([cell.id]);
				return notebook.document.cells.find(({id}) => id === cell.id)?.state === 'done';
			},
			onStop(reason) {
				if (watch === started) watch = undefined;
				showNotice(reason === 'failed' ? 'The watch ended: the cell failed.' : 'The watch ended.');
			},
		});
		watch = started;
		showNotice(`Runs [${cell.number}] every ${seconds} s. Ctrl+C or another run ends it.`);
	}

	async function include(file: string): Promise<void> {
		try {
			const text = await readFile(file, 'utf8');
			if (/\.(?:md|markdown)$/i.test(file)) {
				const [{parseNotebook}, {layoutOf, openedCells}] = await Promise.all([
					import('../../notebook/markdown/notebook-file.js'),
					import('../../notebook/files/notebook-cells.js'),
				]);
				for (const {kind, text: content} of openedCells(layoutOf(await parseNotebook(text))))
					notebook.dispatch({
						type: 'cell-inserted',
						index: notebook.document.cells.length - 1,
						kind,
						text: content,
					});
				return;
			}
			cells.edit({type: 'set-text', text});
			await cells.run([selectedCell(getState())!.id]);
		} catch (error) {
			showProblem(toFailure(error));
		}
	}

	async function perform(action: Action): Promise<void> {
		switch (action.type) {
			case 'describe': {
				const cell = selectedCell(getState());
				if (cell !== undefined) await cells.run([cell.id]);
				return;
			}
			case 'chart':
				return setChart(action.request);
			case 'set':
				notebook.dispatch({type: 'parameter-set', name: action.name, value: action.value});
				return;
			case 'list-parameters': {
				const all = [...notebook.document.parameters].map(([name, value]) => `:${name} = ${value}`);
				return showNotice(all.length === 0 ? 'No parameters. \\set NAME VALUE sets one.' : all.join(' · '));
			}
			case 'explain':
				return runMade(sql => explainStatement(sql, action.analyzes, session.warehouse));
			case 'count':
				return runMade(countStatement);
			case 'watch':
				return startWatch(action.seconds);
			case 'edit':
				return editText();
			case 'include':
				return include(action.file);
			case 'export': {
				const cell = target();
				if (cell === undefined) return showNotice('No result to export.');
				return files.export(cell.id, action.file);
			}
			case 'markdown': {
				const {cells: all, nextId} = notebook.document;
				notebook.dispatch({
					type: 'cell-inserted',
					index: all.length - 1,
					kind: 'markdown',
					text: action.text,
				});
				dispatch({type: 'cell-selected', selected: nextId, mode: {type: 'editor'}});
				return;
			}
			case 'write':
				return cells.changeWriteMode();
			case 'quit':
				return quitting.quit();
			case 'help':
				dispatch({type: 'mode-changed', mode: {type: 'help', top: 0, back: getState().mode}});
		}
	}

	async function editText(): Promise<void> {
		const cell = selectedCell(getState());
		if (cell === undefined) return;
		const {editText: edit} = await import('../../notebook/commands/editor-program.js');
		await suspend(async () => {
			try {
				cells.edit({type: 'set-text', text: await edit(cell.text)});
			} catch (error) {
				showProblem(toFailure(error));
			}
		});
	}

	return {
		async execute(text) {
			const action = interpretText(text);
			if (isProblem(action)) return showProblem(action);
			// A described table is an output of the cell; other commands leave nothing on the page.
			if (action.type !== 'describe') cells.edit({type: 'set-text', text: ''});
			await perform(action);
		},
		editText,
		stopWatch: () => watch?.stop(),
	};
}
