import {duration} from '../../format/figures.js';
import {safeText} from '../../format/safe-text.js';
import type {CellRun} from '../../notebook/document/cell.js';
import {findCell} from '../../notebook/document/cells.js';
import type {Cell, CellId, Document, DocumentAction} from '../../notebook/document/document.js';
import type {NotebookSession} from '../../notebook/notebook-session.js';
import {shownOutputs} from '../../notebook/report/report.js';
import {resultOf} from '../../ui/state/selected-cell.js';
import {type OutputOptions, outputText, printedRows, recordText, rowsText} from './output-text.js';

/** Time between lines about a running cell, ms. */
const progressMs = 5000;

export type CellPrinterOptions = {
	readonly notebook: NotebookSession;
	readonly write: (text: string) => void;
	readonly outputOptions: () => OutputOptions;
	readonly onDefect: (error: unknown) => void;
};

/** Prints what cells give as they run. */
export class CellPrinter {
	readonly #options: CellPrinterOptions;
	readonly #unsubscribe: () => void;
	#timer: NodeJS.Timeout | undefined;
	/** Outputs of the running cell that have been printed. */
	#printed = 0;
	#printing: Promise<void> = Promise.resolve();
	/** The cell whose result was printed last, and how many of its rows. */
	#shown: {readonly id: CellId; readonly rows: number} | undefined;

	constructor(options: CellPrinterOptions) {
		this.#options = options;
		this.#unsubscribe = options.notebook.subscribe((action, before) => this.#follow(action, before));
	}

	/** Resolves when everything so far has been written. */
	async printed(): Promise<void> {
		await this.#printing;
	}

	/** Prints a cell: its place, text and last output. */
	async show(cell: Cell): Promise<void> {
		const {write, notebook} = this.#options;
		write(`${cellTitle(cell, notebook.document.cells.indexOf(cell))}\n`);
		write(
			cell.text
				.split('\n')
				.map(line => `    ${safeText(line)}\n`)
				.join(''),
		);
		if (cell.run !== undefined) this.#print(cell, cell.run, 0);
		else if (cell.savedOutput !== undefined)
			write(`${cell.savedOutput.split('\n').map(safeText).join('\n')}\n`);
		await this.#printing;
	}

	/** Prints the next rows of the last result. @returns whether there are more, which may have to be fetched */
	async showMore(): Promise<'shown' | 'none' | CellId> {
		const result = this.#shown && resultOf(this.#options.notebook.document, this.#shown.id);
		if (this.#shown === undefined || result === undefined) return 'none';
		const {id, rows: first} = this.#shown;
		const rows = result.rows.slice(first, first + printedRows);
		if (rows.length === 0) return result.isComplete ? 'none' : id;
		this.#shown = {id, rows: first + rows.length};
		const {write, outputOptions} = this.#options;
		write(await rowsText(result.columns, rows, first, outputOptions()));
		write(`Rows ${first + 1} to ${first + rows.length}.\n`);
		return 'shown';
	}

	/** Prints a row of the last result. @param number From 1. */
	showRow(number: number): boolean {
		const result = this.#shown && resultOf(this.#options.notebook.document, this.#shown.id);
		const row = result?.rows[number - 1];
		if (result === undefined || row === undefined) return false;
		this.#options.write(recordText(result.columns, row, number - 1));
		return true;
	}

	end(): void {
		clearInterval(this.#timer);
		this.#unsubscribe();
	}

	#follow(action: DocumentAction, before: Document): void {
		const {notebook, write} = this.#options;
		const {document} = notebook;
		switch (action.type) {
			case 'run-started': {
				const {id, startedAt} = action.running;
				const cell = findCell(document, id);
				if (cell === undefined) return;
				this.#printed = 0;
				if (action.running.purpose !== 'more') this.#after(cellTitle(cell, document.cells.indexOf(cell)));
				clearInterval(this.#timer);
				this.#timer = setInterval(() => {
					write(`Running, ${duration(Date.now() - startedAt)}. Ctrl+C cancels.\n`);
				}, progressMs);
				return;
			}
			case 'statement-ended': {
				const {running} = document;
				const cell = findCell(document, running?.id);
				// The chart is of the last result, which is not known yet.
				if (running === undefined || cell === undefined || cell.chart !== undefined) return;
				this.#print(cell, {outputs: running.outputs}, this.#printed);
				this.#printed = running.outputs.length;
				return;
			}
			case 'run-ended': {
				clearInterval(this.#timer);
				const cell = findCell(document, before.running?.id);
				if (cell !== undefined) this.#print(cell, action.run, this.#printed);
				const {summary, queue} = document;
				if (action.run.state === 'cancelled') this.#after('Cancelled.');
				if (summary !== undefined && queue.length === 0) this.#after(`${safeText(summary)}.`);
				return;
			}
			case 'rows-fetched':
				clearInterval(this.#timer);
				return;
			case 'command-answered': {
				const cell = action.id === undefined ? document.cells.at(-2) : findCell(document, action.id);
				if (cell !== undefined) this.#print(cell, action.run, 0);
				return;
			}
			case 'chart-set': {
				const cell = findCell(document, action.id);
				if (cell?.run === undefined || document.running !== undefined) return;
				if (cell.chart === undefined) write('The result is a table again.\n');
				else this.#print(cell, cell.run, cell.run.outputs.length - 1);
				return;
			}
			case 'write-mode-set':
				write(
					action.isReadOnly
						? 'Read-only: statements can change no data.\n'
						: 'Write mode: statements can change data.\n',
				);
				return;
			default:
		}
	}

	/** Prints a line after what is still being formatted. */
	#after(line: string): void {
		this.#printing = this.#printing.then(() => this.#options.write(`${line}\n`));
	}

	#print(cell: Cell, run: Pick<CellRun, 'outputs'>, from: number): void {
		const {write, outputOptions, onDefect} = this.#options;
		const outputs = shownOutputs(run, cell.chart).slice(from);
		const hasResult = outputs.some(({output}) => output.type === 'result');
		if (hasResult) this.#shown = {id: cell.id, rows: printedRows};
		this.#printing = this.#printing
			.then(async () => {
				for (const output of outputs) write(await outputText(output, outputOptions()));
			})
			.catch(onDefect);
	}
}

/** `Cell 2 [3] plays_by_hour` */
export function cellTitle({number, name}: Pick<Cell, 'number' | 'name'>, index: number): string {
	return [
		`Cell ${index + 1}`,
		...(number === undefined ? [] : [`[${number}]`]),
		...(name === undefined ? [] : [name]),
	].join(' ');
}
