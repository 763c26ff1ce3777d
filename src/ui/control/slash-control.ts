import type {Problem} from '../../config/problems.js';
import {toFailure} from '../../errors.js';
import {homePath} from '../../files/home-path.js';
import type {LoadSession} from '../../load/load-session.js';
import {isCommandLine} from '../../notebook/commands/command-line.js';
import {commandsOutput} from '../../notebook/commands/command-table.js';
import {type Action, interpretText, isProblem} from '../../notebook/commands/interpret.js';
import {chartFor} from '../../notebook/commands/parse-chart.js';
import {parametersOutput} from '../../notebook/commands/parse-set.js';
import {countStatement, explainStatement, plainQuery} from '../../notebook/commands/query-text.js';
import {createWatch, type Watch} from '../../notebook/commands/watch.js';
import type {CellOutput} from '../../notebook/document/cell.js';
import {findCell} from '../../notebook/document/cells.js';
import type {Cell} from '../../notebook/document/document.js';
import type {NotebookSession} from '../../notebook/notebook-session.js';
import {firstWord} from '../../sql/statement-kind.js';
import {isPageMode} from '../state/mode.js';
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
	/** Resolves when `\watch` has ended; undefined unless it is on. */
	readonly watching: Promise<void> | undefined;
	/** Ends `\watch`. Returns whether it was on. */
	stopWatch(): boolean;
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

const noResult: Problem = {message: 'There is no result yet.', advice: 'Run a query first.'};
const noQuery: Problem = {message: 'No cell has run yet.', advice: 'Run a query first.'};

export function createSlashControl({
	session,
	notebook,
	cells,
	files,
	quitting,
	store,
	suspend,
}: SlashControlOptions): SlashControl {
	const {dispatch, getState, showNotice, showProblem} = store;
	let watch: Watch | undefined;
	/** Whether the watch queues its cell. */
	let isRepeating = false;
	notebook.subscribe(({type}) => {
		if (type === 'cells-queued' && !isRepeating) watch?.stop();
	});
	store.subscribe(() => {
		if (watch !== undefined && !isPageMode(getState().mode)) watch.stop();
	});

	/** The cell that ran last, of those accepted; not a command. */
	function lastCell(isAccepted: (cell: Cell) => boolean = () => true): Cell | undefined {
		return notebook.document.cells
			.filter(cell => cell.number !== undefined && !isCommandLine(cell.text) && isAccepted(cell))
			.toSorted((a, b) => a.number! - b.number!)
			.at(-1);
	}

	const lastWithResult = () => lastCell(({id}) => resultOf(notebook.document, id) !== undefined);

	/** Runs a statement as if it had been typed into the input. */
	async function runNew(sql: string): Promise<void> {
		const {id} = notebook.document.cells.at(-1)!;
		if (isInput(getState())) {
			cells.edit({type: 'set-text', text: sql});
			await cells.run([id]);
		} else await cells.run([cells.insert({kind: 'sql', text: sql})]);
	}

	/** Runs a statement made of the text of a cell. */
	async function runMade(
		cell: Cell | undefined,
		make: (sql: string) => string | Problem,
	): Promise<Problem | undefined> {
		if (cell === undefined) return noQuery;
		const sql = make(cell.text);
		if (isProblem(sql)) return sql;
		await runNew(`${sql};`);
		return undefined;
	}

	function setChart(request: Extract<Action, {type: 'chart'}>['request']): Problem | undefined {
		const cell = lastWithResult();
		const result = cell && resultOf(notebook.document, cell.id);
		if (cell === undefined || result === undefined) return noResult;
		const chart = chartFor(request, result.columns, result.rows);
		if (isProblem(chart)) return chart;
		notebook.dispatch({type: 'chart-set', id: cell.id, chart});
		return undefined;
	}

	function startWatch(seconds: number): Problem | undefined {
		const cell = lastCell();
		if (cell === undefined) return noQuery;
		const query = plainQuery(cell.text, '\\watch');
		if (isProblem(query)) return query;
		watch?.stop();
		const {id, text, number} = cell;
		const current = () => findCell(notebook.document, id);
		const started = createWatch({
			seconds,
			async run() {
				// Another query needs another \watch.
				if (current()?.text !== text) return false;
				isRepeating = true;
				const repeated = notebook.repeat(id);
				isRepeating = false;
				await repeated;
				return current()?.run?.state === 'done';
			},
			onStop(reason) {
				if (watch === started) watch = undefined;
				if (reason === 'stopped') showNotice('The watch has ended.');
				else showNotice(`The watch has ended: [${number}] failed or was changed.`);
			},
		});
		watch = started;
		showNotice(`Runs [${number}] every ${seconds} s. Ctrl+C or another run ends it.`);
		return undefined;
	}

	/** Inserts the cells of a file above the input and runs them. */
	async function include(file: string): Promise<Problem | undefined> {
		const {readCells} = await import('../../notebook/commands/include-file.js');
		try {
			const opened = await readCells(homePath(file));
			await cells.run(opened.map(cell => cells.insert(cell)));
			return undefined;
		} catch (error) {
			return toFailure(error);
		}
	}

	async function setResultFile(file: string | undefined): Promise<Problem | undefined> {
		if (file === undefined) {
			const before = notebook.resultFile;
			notebook.resultFile = undefined;
			showNotice(before === undefined ? 'Results go to the page only.' : `Closed ${before.file}.`);
			return undefined;
		}
		const {createResultFile} = await import('../../notebook/commands/result-file.js');
		try {
			notebook.resultFile = await createResultFile(homePath(file));
			showNotice(`The following results also go to ${file}. \\o ends that.`);
			return undefined;
		} catch (error) {
			return toFailure(error);
		}
	}

	function setExpanded(mode: Extract<Action, {type: 'expanded'}>['mode']): void {
		const {display} = getState();
		const expanded = mode === 'toggle' ? (display.expanded === 'off' ? 'on' : 'off') : mode;
		dispatch({type: 'display-changed', display: {...display, expanded}});
		const texts = {
			on: 'Rows are shown as records.',
			off: 'Rows are shown as a table.',
			auto: 'Rows are shown as records if their columns do not fit.',
		};
		showNotice(texts[expanded]);
	}

	function setTiming(mode: Extract<Action, {type: 'timing'}>['mode']): void {
		const {display} = getState();
		const hasTimes = mode === 'toggle' ? !display.hasTimes : mode === 'on';
		dispatch({type: 'display-changed', display: {...display, hasTimes}});
		showNotice(`Timing is ${hasTimes ? 'on' : 'off'}.`);
	}

	function beginMarkdown(text: string): void {
		const id = cells.insert({kind: 'markdown', text});
		dispatch({type: 'cell-selected', selected: id, mode: {type: 'editor'}});
	}

	/** Lets the user edit a text, which becomes that of the selected cell. */
	async function edit(text: string): Promise<Problem | undefined> {
		const {editText} = await import('../../notebook/commands/editor-program.js');
		let problem: Problem | undefined;
		await suspend(async () => {
			try {
				cells.edit({type: 'set-text', text: await editText(text)});
			} catch (error) {
				problem = toFailure(error);
			}
		});
		return problem;
	}

	/** @returns what the command gives, why it was not carried out, or nothing to show */
	async function perform(action: Action): Promise<CellOutput | Problem | undefined> {
		switch (action.type) {
			case 'describe': {
				const cell = selectedCell(getState());
				if (cell !== undefined) await cells.run([cell.id]);
				return undefined;
			}
			case 'help':
				return commandsOutput();
			case 'list-parameters':
				return parametersOutput(notebook.document.parameters);
			case 'chart':
				return setChart(action.request);
			case 'explain':
				return runMade(
					lastCell(({text}) => firstWord(text) !== 'explain'),
					sql => explainStatement(sql, action.analyzes, session.warehouse),
				);
			case 'count':
				return runMade(lastWithResult(), countStatement);
			case 'watch':
				return startWatch(action.seconds);
			case 'edit':
				return edit(lastCell()?.text ?? '');
			case 'include':
				return include(action.file);
			case 'output':
				return setResultFile(action.file);
			case 'export': {
				const cell = lastWithResult();
				return cell === undefined ? noResult : files.export(cell.id, action.file);
			}
			case 'set':
				notebook.dispatch({type: 'parameter-set', name: action.name, value: action.value});
				showNotice(
					action.value === undefined ? `Removed :${action.name}.` : `:${action.name} = ${action.value}`,
				);
				return undefined;
			case 'expanded':
				setExpanded(action.mode);
				return undefined;
			case 'timing':
				setTiming(action.mode);
				return undefined;
			case 'outputs':
				files.setSavesOutputs(action.isOn);
				return undefined;
			case 'markdown':
				beginMarkdown(action.text);
				return undefined;
			case 'write':
				cells.changeWriteMode();
				return undefined;
			case 'quit':
				quitting.quit();
				return undefined;
		}
	}

	return {
		async execute(text) {
			const cell = selectedCell(getState());
			if (cell === undefined) return;
			const isTyped = isInput(getState());
			const action = interpretText(text);
			cells.remember(text);
			// What `describe` finds is an output of the cell, which moves up as it runs.
			if (isTyped && (isProblem(action) || action.type !== 'describe'))
				cells.edit({type: 'set-text', text: ''});
			const given = isProblem(action) ? action : await perform(action);
			if (given === undefined) return;
			const output: CellOutput = isProblem(given)
				? {type: 'error', sql: text, failure: given, notices: [], ms: 0}
				: given;
			notebook.showAnswer(isTyped ? undefined : cell.id, text, output);
		},
		async editText() {
			const cell = selectedCell(getState());
			const problem = cell && (await edit(cell.text));
			if (problem !== undefined) showProblem(problem);
		},
		get watching() {
			return watch?.ended;
		},
		stopWatch() {
			const isOn = watch !== undefined;
			watch?.stop();
			return isOn;
		},
	};
}
