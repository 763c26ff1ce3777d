import {isCommandLine} from '../../notebook/commands/command-line.js';
import {cellsFrom, staleCells} from '../../notebook/document/cells.js';
import type {Cell, CellKind} from '../../notebook/document/document.js';
import type {NotebookSession} from '../../notebook/notebook-session.js';
import {isComplete, splitStatements} from '../../sql/split-statements.js';
import type {EditorModeCommand, PageCommand} from '../state/command.js';
import {isInput, resultOf, selectedCell} from '../state/selected-cell.js';
import type {Store} from '../state/store.js';
import type {FileControl} from './file-control.js';
import type {LoadControl} from './load-control.js';
import type {NotebookControl} from './notebook-control.js';
import type {Quitting} from './quitting.js';
import type {SlashControl} from './slash-control.js';

export type PageCommandsOptions = {
	readonly store: Store;
	readonly notebook: NotebookSession;
	readonly cells: NotebookControl;
	readonly slash: SlashControl;
	readonly files: FileControl;
	readonly load: LoadControl;
	readonly quitting: Quitting;
	readonly runInBackground: (work: Promise<void>) => void;
};

/** The commands of the page, in command and in edit mode. They receive the key's name, which may be a number. */
export function pageCommands({
	store: {dispatch, getState, showNotice},
	notebook,
	cells,
	slash,
	files,
	load,
	quitting,
	runInBackground,
}: PageCommandsOptions): Readonly<Record<PageCommand | EditorModeCommand, (key: string) => void>> {
	const isEmpty = () => getState().editor.text === '';

	/** Does something with the selected cell, if one is selected. */
	const withCell = (work: (cell: Cell) => void) => () => {
		const cell = selectedCell(getState());
		if (cell !== undefined) work(cell);
	};

	/** Refuses what cannot be done to a running cell. */
	const withIdleCell = (work: (cell: Cell) => void) =>
		withCell(cell =>
			cell.state === 'running' || cell.state === 'queued'
				? dispatch({type: 'key-refused', notice: `The cell is ${cell.state}: Ctrl+C first.`})
				: work(cell),
		);

	const run = withCell(cell => {
		const {text} = cell;
		if (cell.kind === 'markdown') return showNotice('A Markdown cell has nothing to run.');
		if (text.trim() === '')
			return showNotice('Nothing to run. Type a statement, or press Ctrl+O for ready queries.');
		if (isCommandLine(text)) return runInBackground(slash.execute(text));
		if (splitStatements(text).length === 0) return showNotice('The cell contains no statement.');
		runInBackground(cells.run([cell.id]));
	});

	function insert(offset: 0 | 1): void {
		const {document, page} = getState();
		const selected = document.cells.findIndex(({id}) => id === page.selected);
		const id = cells.insert({kind: 'sql', text: ''}, Math.max(0, selected + offset));
		dispatch({type: 'cell-selected', selected: id, mode: {type: 'editor'}});
	}

	/** @param index Index in the gallery; undefined for the selected query. */
	function fromGallery(runs: boolean, index?: number): void {
		const {mode} = getState();
		const chosen = mode.type === 'gallery' ? mode.queries[index ?? mode.selected] : undefined;
		if (chosen === undefined) return;
		const {sql, chart} = chosen;
		const id = cells.add(sql, {name: chosen.name, ...(chart !== undefined && {chart})});
		if (runs) runInBackground(cells.run([id]));
	}

	return {
		'open-page': () => runInBackground(cells.open()),
		'open-stages': () => dispatch({type: 'mode-changed', mode: {type: 'stage'}}),
		'open-gallery': () => cells.openGallery(),
		'run-cell': run,
		'run-from-here': withCell(({id}) => runInBackground(cells.run(cellsFrom(getState().document, id)))),
		'run-stale'() {
			const stale = staleCells(getState().document);
			if (stale.length === 0) showNotice('No cell is stale.');
			else runInBackground(cells.run(stale));
		},
		'run-all-stages'() {
			dispatch({type: 'mode-changed', mode: {type: 'stage'}});
			runInBackground(load.runAll());
		},
		'edit-cell': withIdleCell(() => dispatch({type: 'mode-changed', mode: {type: 'editor'}})),
		'leave-editor': () => dispatch({type: 'closed'}),
		'insert-above': () => insert(0),
		'insert-below': () => insert(1),
		'delete-cell': withIdleCell(({id, text}) => {
			if (isInput(getState()) && text === '')
				return showNotice('The input is empty, and always the last cell.');
			notebook.dispatch({type: 'cell-deleted', id});
			showNotice('Deleted. z brings it back.');
		}),
		'undo-deletion'() {
			const last = getState().document.deleted.at(-1);
			if (last === undefined) return showNotice('No deleted cell.');
			notebook.dispatch({type: 'deletion-undone'});
			dispatch({type: 'cell-selected', selected: last.cell.id});
		},
		'move-cell-up': withCell(({id}) => notebook.dispatch({type: 'cell-moved', id, by: -1})),
		'move-cell-down': withCell(({id}) => notebook.dispatch({type: 'cell-moved', id, by: 1})),
		'toggle-kind': withIdleCell(({id, kind}) => {
			if (isInput(getState())) return showNotice('The input is SQL. \\md begins a Markdown cell.');
			const other: CellKind = kind === 'sql' ? 'markdown' : 'sql';
			notebook.dispatch({type: 'kind-changed', id, kind: other});
		}),
		'fold-output': withCell(({id, isFolded, run: ran}) =>
			ran === undefined
				? showNotice('The cell has no output.')
				: notebook.dispatch({type: 'output-folded', id, isFolded: !isFolded}),
		),
		'open-result': withCell(({id}) =>
			resultOf(getState().document, id) === undefined
				? showNotice('The cell has no result.')
				: dispatch({type: 'result-opened', cell: id}),
		),
		'next-chart': () => cells.nextChart(),
		'more-rows': withCell(({id}) => {
			const result = resultOf(getState().document, id);
			if (result === undefined) showNotice('The cell has no result.');
			else if (result.isComplete) showNotice('No more rows.');
			else runInBackground(notebook.more(id));
		}),
		export: withCell(({id}) => files.askExport(id)),
		'copy-text': withCell(({text}) => cells.copy(text)),
		'copy-rows': withCell(({id}) => runInBackground(files.copyRows(id))),
		'name-cell': withCell(({id, name, kind}) =>
			kind === 'markdown' || isInput(getState())
				? showNotice('Only an SQL cell above the input has a name.')
				: cells.ask(
						{purpose: 'name-cell', cell: id, label: 'Name of the cell', hint: 'a-z, 0-9 and _'},
						name,
					),
		),
		'write-mode': () => cells.changeWriteMode(),
		save: () => runInBackground(files.save()),
		'search-cells': () =>
			cells.ask({purpose: 'search-cells', label: 'Find in the cells', hint: 'Enter goes to the next match'}),
		enter() {
			const {text, cursor} = getState().editor;
			const isAtEnd = text.slice(cursor).trim() === '';
			if (isCommandLine(text) || (isComplete(text) && isAtEnd)) run();
			else cells.edit({type: 'newline'});
		},
		'run-statement': () => runInBackground(cells.runStatement()),
		complete: () =>
			getState().editor.text.trim() === ''
				? dispatch({type: 'mode-changed', mode: {type: 'stage'}})
				: runInBackground(cells.complete()),
		'accept-completion': () => cells.acceptCompletion(),
		'search-history': () => cells.search(''),
		'accept-match'() {
			const {mode} = getState();
			const match = mode.type === 'history-search' ? mode.matches[mode.selected] : undefined;
			dispatch({type: 'closed'});
			if (match !== undefined) cells.edit({type: 'set-text', text: match});
		},
		'run-gallery': () => fromGallery(true),
		'insert-gallery': () => fromGallery(false),
		'run-gallery-number': key => fromGallery(true, Number(key) - 1),
		'external-editor': () => runInBackground(slash.editText()),
		'end-of-input': () => (isEmpty() && isInput(getState()) ? quitting.quit() : cells.edit({type: 'delete'})),
		'help-if-empty': () =>
			isEmpty()
				? dispatch({type: 'mode-changed', mode: {type: 'help', top: 0, back: getState().mode}})
				: cells.edit({type: 'insert', text: '?'}),
	};
}
