import {nameProblem} from '../../notebook/document/cells.js';
import type {CellId} from '../../notebook/document/document.js';
import type {NotebookSession} from '../../notebook/notebook-session.js';
import {isQuestion, type Prompt} from '../state/mode.js';
import type {Store} from '../state/store.js';
import type {FileControl} from './file-control.js';
import type {NotebookControl} from './notebook-control.js';
import type {ResultControl} from './result-control.js';

/** The answers to prompts. */
export type Prompts = {
	/** Takes the text typed so far as the answer. */
	accept(): void;
	/** Closes the prompt without an answer. */
	refuse(): void;
};

export type PromptsOptions = {
	readonly store: Store;
	readonly notebook: NotebookSession;
	readonly cells: NotebookControl;
	readonly files: FileControl;
	readonly results: ResultControl;
	readonly runInBackground: (work: Promise<void>) => void;
};

export function createPrompts({
	store: {dispatch, getState, showNotice, showProblem},
	notebook,
	cells,
	files,
	results,
	runInBackground,
}: PromptsOptions): Prompts {
	/** Uses an answer. The prompt is already closed. @returns why it is no answer; the prompt then stays */
	function answer(prompt: Prompt, text: string): string | undefined {
		const isYes = text.trim().toLowerCase() === 'yes';
		/** What confirms that data may be lost. */
		const {production} = getState();
		const isConfirmed = production === undefined ? isYes : text.trim() === production;
		switch (prompt.purpose) {
			case 'name-cell': {
				const name = text.trim();
				const problem = nameProblem(notebook.document, prompt.cell, name);
				if (problem === undefined) notebook.dispatch({type: 'cell-named', id: prompt.cell, name});
				return problem;
			}
			case 'export':
				if (text.trim() === '') return 'Type the name of a file.';
				return void runInBackground(exportTo(prompt.cell, text.trim(), false));
			case 'overwrite-export':
				if (isYes) runInBackground(exportTo(prompt.cell, prompt.file, true));
				else showNotice('Nothing was exported.');
				return undefined;
			case 'search-cells':
				return searchCells(text);
			case 'search-result':
				return void runInBackground(results.search(text));
			case 'write-mode':
				if (isConfirmed) notebook.dispatch({type: 'write-mode-set', isReadOnly: false});
				else showNotice('Still read-only.');
				return undefined;
			case 'save-as':
				if (text.trim() === '') return 'Type the name of a file.';
				return void runInBackground(files.saveAs(text));
			case 'overwrite-file':
				if (isYes) runInBackground(files.saveAs(prompt.file, {overwrites: true}));
				else showNotice('Not saved.');
				return undefined;
			case 'conflict':
				if (text.trim() === '') return 'Type overwrite, reload, or another name.';
				if (text.trim() === 'overwrite') return void runInBackground(files.save({overwrites: true}));
				if (text.trim() === 'reload') return void runInBackground(files.reload());
				return void runInBackground(files.saveAs(text));
			case 'recover':
				if (text.trim() !== 'open' && text.trim() !== 'delete') return 'Type open or delete.';
				return void files.recover(text.trim() === 'open');
			case 'commit-or-roll-back':
				if (text.trim() !== 'commit' && text.trim() !== 'rollback') return 'Type commit or rollback.';
				return void runInBackground(notebook.answer(text.trim() === 'commit'));
			case 'run-unsafe':
				if (!isConfirmed) return `Type ${production ?? 'yes'}, or press Esc.`;
				return void runInBackground(notebook.answer(true));
			case 'parameter':
				notebook.dispatch({type: 'parameter-set', name: prompt.name, value: text.trim()});
				return void runInBackground(cells.run(prompt.cells));
		}
	}

	async function exportTo(cell: CellId, file: string, overwrites: boolean): Promise<void> {
		const problem = await files.export(cell, file, overwrites);
		if (problem !== undefined) showProblem(problem);
	}

	/** Selects the next cell that contains a text; an empty one means that of the last search. */
	let term = '';
	function searchCells(text: string): string | undefined {
		term = text === '' ? term : text;
		const {document, page} = getState();
		const from = document.cells.findIndex(({id}) => id === page.selected);
		const all = [...document.cells.slice(from + 1), ...document.cells.slice(0, from + 1)];
		const found = all.find(cell => cell.text.toLowerCase().includes(term.toLowerCase()));
		if (found === undefined) showNotice(`No cell contains ${term}.`);
		else dispatch({type: 'cell-selected', selected: found.id, mode: {type: 'cells'}});
		return undefined;
	}

	return {
		accept() {
			const {mode} = getState();
			if (mode.type !== 'prompt') return;
			dispatch({type: 'closed'});
			const problem = answer(mode.prompt, mode.text);
			if (problem === undefined) return;
			dispatch({type: 'mode-changed', mode});
			showNotice(problem);
		},
		refuse() {
			const {mode} = getState();
			dispatch({type: 'closed'});
			if (isQuestion(mode)) runInBackground(notebook.answer(false));
		},
	};
}
