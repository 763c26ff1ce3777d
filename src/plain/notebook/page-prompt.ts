import {count} from '../../format/figures.js';
import {safeText} from '../../format/safe-text.js';
import {isCommandLine} from '../../notebook/commands/command-line.js';
import {commandNames, commandTable, commandUsage} from '../../notebook/commands/command-table.js';
import {findCell, runnableCells, staleCells} from '../../notebook/document/cells.js';
import type {Cell, CellId} from '../../notebook/document/document.js';
import {gallery} from '../../notebook/gallery.js';
import type {History} from '../../notebook/history.js';
import type {NotebookSession} from '../../notebook/notebook-session.js';
import {isComplete, splitStatements} from '../../sql/split-statements.js';
import type {Notebook} from '../../ui/control/assemble.js';
import type {CommandType} from '../../ui/state/command.js';
import {type CellPrinter, cellTitle} from './cell-printer.js';
import type {LineReader, Typed} from './line-reader.js';
import {inWords, type PageWord, pageWords, readPageWord, tourText} from './words.js';

export type PagePromptOptions = {
	readonly front: Notebook;
	readonly notebook: NotebookSession;
	readonly history: History;
	readonly reader: LineReader;
	readonly printer: CellPrinter;
	/** The name of the warehouse, if it is marked as production. */
	readonly production: string | undefined;
	readonly say: (...lines: readonly string[]) => void;
};

/** Entries of the history that are listed. */
const listedEntries = 20;

/** Words that are taken in another spelling, too. */
const spelled: ReadonlyMap<string, string> = new Map([
	['\\?', '\\help'],
	['help', '\\help'],
	['tour', '\\tour'],
]);

/** Whether a line needs no semicolon. */
function isOneLine(text: string): boolean {
	return text === '' || spelled.has(text) || isCommandLine(text);
}

/** The prompt for SQL and for the words of the page. */
export function createPagePrompt({
	front,
	notebook,
	history,
	reader,
	printer,
	production,
	say,
}: PagePromptOptions) {
	const {store, controller, cells} = front;
	/** Where the next statement goes, unless it is a new cell. */
	let target: {readonly type: 'change' | 'insert'; readonly id: CellId} | undefined;
	let staleShown = 0;

	const input = (): Cell => notebook.document.cells.at(-1)!;
	const selectInput = () => {
		const {mode, page} = store.getState();
		if (mode.type !== 'editor' || page.selected !== input().id)
			store.dispatch({type: 'cell-selected', selected: input().id, mode: {type: 'editor'}});
	};
	/** Does what a key does on a cell. */
	const perform = (command: CommandType, {id}: Cell) => {
		store.dispatch({type: 'cell-selected', selected: id, mode: {type: 'cells'}});
		controller.perform(command);
	};

	function promptText(): string {
		const {transaction} = notebook;
		const write = notebook.document.isReadOnly ? '' : ' write';
		const mark = production === undefined ? '' : ` PRODUCTION ${safeText(production)}`;
		const open = transaction === 'none' ? '' : ` ${transaction} transaction`;
		return `sql${mark}${write}${open}> `;
	}

	/** Reads lines up to the end of a statement, or one line with a command. */
	async function readStatement(): Promise<Typed> {
		let text = '';
		for (;;) {
			const typed = await reader.read(text === '' ? promptText() : '  -> ', {takesEarlierInput: true});
			// A file that is read as input may end without a semicolon.
			if (typed.type === 'end' && splitStatements(text).length > 0) return {type: 'line', text};
			// Ctrl+C after some lines only clears them.
			if (typed.type === 'interrupted' && text !== '') return {type: 'line', text: ''};
			if (typed.type !== 'line') return typed;
			if (text === '' && isOneLine(typed.text.trim())) return typed;
			text = text === '' ? typed.text : `${text}\n${typed.text}`;
			if (isComplete(text)) return {type: 'line', text};
		}
	}

	/** The cell meant by a number as listed, a number of a run in brackets, a name, or nothing for the last that ran. */
	function cellOf(argument: string): Cell | undefined {
		const {cells: all} = notebook.document;
		const above = all.slice(0, -1);
		const [, run] = /^\[(\d+)\]$/.exec(argument) ?? [];
		const found =
			argument === ''
				? above.toSorted((a, b) => (a.number ?? 0) - (b.number ?? 0)).at(-1)
				: above.find(
						({name, number}, index) =>
							name === argument ||
							String(index + 1) === argument ||
							(run !== undefined && number === Number(run)),
					);
		if (found === undefined)
			say(
				argument === ''
					? 'There is no cell yet.'
					: `There is no cell ${safeText(argument)}. \\cells lists them.`,
			);
		return found;
	}

	function listCells(): void {
		const all = notebook.document.cells.slice(0, -1);
		if (all.length === 0) say('There is no cell yet.');
		say(
			...all.map((cell, index) => {
				const [first = ''] = cell.text.trim().split('\n', 1);
				const state = cell.kind === 'markdown' ? 'Markdown' : cell.state;
				const why = cell.staleBecause === undefined ? '' : ` because ${cell.staleBecause}`;
				return safeText(`${cellTitle(cell, index)}, ${state}${why}: ${first}`);
			}),
		);
	}

	async function more(): Promise<void> {
		const shown = await printer.showMore();
		if (shown === 'shown') return;
		if (shown === 'none') return say('No more rows.');
		const cell = findCell(notebook.document, shown);
		if (cell === undefined) return;
		perform('more-rows', cell);
		await front.settled();
		if ((await printer.showMore()) !== 'shown') say('No more rows.');
	}

	function ready(argument: string): void {
		const queries = gallery();
		if (argument === '') {
			const listed = queries.map(({title, about}, index) => `${index + 1}  ${title}: ${about}`);
			say(...listed, '\\ready N runs one.');
			return;
		}
		const query = queries.find(({name}, index) => String(index + 1) === argument || name === argument);
		if (query === undefined) {
			say('There is no such query. \\ready lists them.');
			return;
		}
		say(...query.sql.split('\n').map(line => `    ${line}`));
		controller.perform('open-gallery');
		controller.perform('run-gallery-number', String(queries.indexOf(query) + 1));
	}

	function listHistory(term: string): void {
		const found = history.search(term).slice(0, listedEntries);
		if (found.length === 0) say('No statement found.');
		say(...found.flatMap(text => [...text.split('\n').map(safeText), '']).slice(0, -1));
	}

	async function carryOut(word: PageWord, argument: string): Promise<void> {
		const withCell = (work: (cell: Cell) => void) => {
			const cell = cellOf(argument);
			if (cell !== undefined) work(cell);
		};
		switch (word) {
			case 'cells':
				return listCells();
			case 'show': {
				const cell = cellOf(argument);
				return cell && printer.show(cell);
			}
			case 'run':
				if (argument === 'all') return front.runInBackground(cells.run(runnableCells(notebook.document)));
				if (argument === 'stale') return controller.perform('run-stale');
				return withCell(cell => perform('run-cell', cell));
			case 'from':
				return withCell(cell => perform('run-from-here', cell));
			case 'change':
			case 'insert':
				return withCell(({id}) => {
					target = {type: word, id};
					say('Type the statement. Ctrl+C leaves everything as it was.');
				});
			case 'edit':
				return withCell(cell => perform('external-editor', cell));
			case 'delete':
				return withCell(cell => perform('delete-cell', cell));
			case 'undo':
				return controller.perform('undo-deletion');
			case 'up':
				return withCell(cell => perform('move-cell-up', cell));
			case 'down':
				return withCell(cell => perform('move-cell-down', cell));
			case 'kind':
				return withCell(cell => perform('toggle-kind', cell));
			case 'name':
				return withCell(cell => perform('name-cell', cell));
			case 'more':
				return more();
			case 'row':
				return printer.showRow(Number(argument))
					? undefined
					: say('The last result holds no such row. Type \\row and its number.');
			case 'find':
				return find(argument);
			case 'ready':
				return ready(argument);
			case 'history':
				return listHistory(argument);
			case 'save':
				if (argument === '') return controller.perform('save');
				cells.ask({purpose: 'save-as', label: 'Save as'}, argument);
				return controller.perform('accept-prompt');
			case 'stages':
				return controller.perform('open-stages');
			case 'tour':
				return say(...tourText());
			case 'help':
				return help();
		}
	}

	async function find(term: string): Promise<void> {
		cells.ask({purpose: 'search-cells', label: 'Find'}, term);
		controller.perform('accept-prompt');
		const {page} = store.getState();
		const cell = page.selected === 'load' ? undefined : findCell(notebook.document, page.selected);
		if (cell !== undefined && cell !== input()) await printer.show(cell);
	}

	function help(): void {
		const words = (Object.keys(pageWords) as PageWord[]).map((word): [string, string] => [
			`\\${word} ${pageWords[word].arguments}`.trim(),
			pageWords[word].help,
		]);
		const commands = commandNames
			.filter(name => name !== '?')
			.map((name): [string, string] => [commandUsage(name), inWords(commandTable[name].help)]);
		say(
			'SQL runs at its semicolon. Ctrl+C cancels a running statement or clears what is typed; Ctrl+D quits.',
			'A CELL is its number in \\cells, the number of its run in brackets, or its name; without it, the last that ran.',
			...[...words, ...commands].map(([usage, text]) => `${usage}: ${text}.`),
		);
	}

	/** Runs a statement, as a new cell or in place of another. */
	function runText(text: string): void {
		const place = target;
		target = undefined;
		const cell = place && findCell(notebook.document, place.id);
		if (place === undefined || cell === undefined || isCommandLine(text)) {
			selectInput();
			cells.edit({type: 'set-text', text});
			controller.perform('run-cell');
			return;
		}
		if (place.type === 'insert') {
			const id = cells.insert({kind: 'sql', text}, notebook.document.cells.indexOf(cell));
			front.runInBackground(cells.run([id]));
			return;
		}
		notebook.dispatch({type: 'text-changed', id: cell.id, text});
		front.runInBackground(cells.run([cell.id]));
	}

	/** `\e` has put a text into the input. */
	async function runEdited(): Promise<void> {
		await front.settled();
		const {text} = input();
		if (text.trim() === '') return;
		say(...text.split('\n').map(line => `    ${safeText(line)}`), 'Run it? Enter or y runs it.');
		const typed = await reader.read('answer> ');
		if (typed.type === 'line' && /^y?$/i.test(typed.text.trim())) return controller.perform('run-cell');
		cells.edit({type: 'set-text', text: ''});
		say('Not run.');
	}

	/** Says once when more cells are out of date. */
	function sayStale(): void {
		const stale = staleCells(notebook.document).length;
		if (stale > staleShown)
			say(
				`${count(stale)} ${stale === 1 ? 'cell is' : 'cells are'} out of date. \\run stale runs them again.`,
			);
		staleShown = stale;
	}

	return {
		/** Reads one statement or command and begins to carry it out. @returns whether the user wants to quit */
		async next(): Promise<'continue' | 'quit'> {
			selectInput();
			sayStale();
			const typed = await readStatement();
			if (typed.type === 'interrupted') {
				target = undefined;
				controller.perform('interrupt');
				return 'continue';
			}
			if (typed.type !== 'line') return 'quit';
			const text = typed.text.trim();
			if (text === '') return 'continue';
			const found = readPageWord(spelled.get(text) ?? text);
			if (found !== undefined) {
				cells.remember(text);
				await carryOut(found.word, found.argument);
				return 'continue';
			}
			if (/^\\md$/.test(text)) {
				say('Type the text after \\md.');
				return 'continue';
			}
			runText(text);
			if (/^\\e$/.test(text)) await runEdited();
			return 'continue';
		},
	};
}
