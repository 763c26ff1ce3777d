import {existsSync} from 'node:fs';
import {basename} from 'node:path';
import {toFailure} from '../../errors.js';
import {count, plural} from '../../format/figures.js';
import type {LoadSession} from '../../load/load-session.js';
import type {CellId, OpenedCell} from '../../notebook/document/document.js';
import {exportResult} from '../../notebook/export-result.js';
import type {OpenNotebook, SaveOptions, SaveOutcome} from '../../notebook/files/open-notebook.js';
import type {NotebookSession} from '../../notebook/notebook-session.js';
import {exportFormatOf, exportSuffixes} from '../../notebook/writers/formats.js';
import {writeTsv} from '../../notebook/writers/tsv.js';
import {writtenText} from '../../notebook/writers/writer.js';
import {onlyReads} from '../../sql/statement-kind.js';
import {resultOf} from '../state/selected-cell.js';
import type {Store} from '../state/store.js';
import type {NotebookControl} from './notebook-control.js';

/** Saving, recovering and exporting. They reject only because of a defect. */
export type FileControl = {
	/** Shows the cells of the notebook's file. */
	start(): void;
	/** Offers the cells that an earlier session left unsaved. For the page, since the stages show no prompts. */
	offerRecovery(): void;
	save(options?: SaveOptions): Promise<void>;
	saveAs(file: string, options?: SaveOptions): Promise<void>;
	/** Reads the file again, without the changes that were not saved. */
	reload(): Promise<void>;
	/** Takes over, or deletes, the cells that an earlier session left unsaved. */
	recover(isWanted: boolean): void;
	/** Asks for the file that a cell's last result is exported to. */
	askExport(cell: CellId): void;
	export(cell: CellId, file: string, overwrites?: boolean): Promise<void>;
	/** Copies the rows of a cell's last result that the page shows, as TSV. */
	copyRows(cell: CellId): Promise<void>;
	/** Cancels a running export. Returns whether there is one. */
	cancelExport(): boolean;
};

export type FileControlOptions = {
	readonly session: LoadSession;
	readonly notebook: NotebookSession;
	readonly file: OpenNotebook;
	readonly cells: NotebookControl;
	readonly store: Store;
};

/** Rows that are copied, at most. */
const maxCopiedRows = 1000;

export function createFileControl({session, notebook, file, cells, store}: FileControlOptions): FileControl {
	const {dispatch, getState} = store;
	const showNotice = (text: string) => dispatch({type: 'notice-shown', notice: text});
	const showFailure = (error: unknown) => {
		const {message, advice} = toFailure(error);
		showNotice(advice === undefined ? message : `${message} ${advice}`);
	};
	let isExporting = false;

	/** Shows the rows so far, ten times a second at most. */
	function throttledProgress(): (rows: number) => void {
		let shownAt = 0;
		return rows => {
			if (performance.now() - shownAt < 100) return;
			shownAt = performance.now();
			showNotice(`Exporting · ${count(rows)} rows · Ctrl+C cancels`);
		};
	}

	function show(opened: readonly OpenedCell[]): void {
		notebook.dispatch({type: 'cells-opened', cells: opened});
		file.cellsOpened(notebook.document.cells.slice(0, opened.length).map(({id}) => id));
		dispatch({type: 'file-changed', now: Date.now()});
	}

	function report(outcome: SaveOutcome) {
		dispatch({type: 'file-changed', now: Date.now()});
		switch (outcome.type) {
			case 'saved':
				return showNotice(`Saved ${outcome.file}.`);
			case 'unnamed':
				return cells.ask({purpose: 'save-as', label: 'Save as:', hint: '.sparkify.md is added'});
			case 'changed-on-disk':
				return cells.ask({
					purpose: 'conflict',
					label: `Type overwrite, reload, or another name: ${basename(outcome.file)} was changed by another program`,
				});
			case 'exists':
				return cells.ask({
					purpose: 'overwrite-file',
					file: outcome.file,
					label: `${basename(outcome.file)} exists. Type yes to replace it:`,
				});
			case 'open-elsewhere':
				return cells.ask({
					purpose: 'save-as',
					label: 'Save the copy as:',
					hint: `${basename(outcome.file)} is open in another sparkify-tui (process ${outcome.pid})`,
				});
		}
	}

	async function saving(work: () => Promise<SaveOutcome>): Promise<void> {
		try {
			report(await work());
		} catch (error) {
			showFailure(error);
		}
	}

	return {
		start() {
			if (file.cells.length > 0) show(file.cells);
			if (file.problem !== undefined) showNotice(file.problem);
		},
		offerRecovery() {
			const [latest] = file.recoveries;
			if (file.openElsewhere !== undefined && file.file !== undefined)
				showNotice(
					`${basename(file.file)} is open in another sparkify-tui (process ${file.openElsewhere}); this is a copy.`,
				);
			else if (latest !== undefined)
				cells.ask({
					purpose: 'recover',
					label: `${plural(latest.cells.length, 'unsaved cell')} of ${new Date(latest.savedAt).toLocaleString()}`,
					hint: 'type open or delete; Esc decides later',
				});
		},
		save: async options => saving(async () => file.save(notebook.document.cells, options)),
		saveAs: async (name, options) => saving(async () => file.saveAs(name, notebook.document.cells, options)),
		async reload() {
			try {
				show(await file.reload());
				showNotice('Read the file again.');
			} catch (error) {
				showFailure(error);
			}
		},
		recover(isWanted) {
			const [latest] = file.recoveries;
			if (latest === undefined) return;
			if (!isWanted) return file.discard(latest);
			show(file.recover(latest));
		},
		askExport(cell) {
			if (resultOf(getState().document, cell) === undefined)
				return showNotice('The cell has no result to export.');
			cells.ask({
				purpose: 'export',
				cell,
				label: 'Export all rows to:',
				hint: '.csv .tsv .json .ndjson .md .parquet',
			});
		},
		async export(cell, target, overwrites = false) {
			const result = resultOf(notebook.document, cell);
			if (result === undefined) return showNotice('The cell has no result to export.');
			const format = exportFormatOf(target);
			if (format === undefined)
				return showNotice(`The suffix of ${target} names no format. Use ${exportSuffixes.join(', ')}.`);
			if (!onlyReads(result.sql))
				return showNotice('Not exported: the statement may change data, and would run again.');
			if (isExporting) return showNotice('Another export is running. Ctrl+C cancels it.');
			if (!overwrites && existsSync(target))
				return cells.ask({
					purpose: 'overwrite-export',
					cell,
					file: target,
					label: `${target} exists. Type yes to replace it:`,
				});
			isExporting = true;
			try {
				const written = await notebook.inTurn(async signal =>
					exportResult(session.warehouse, result.sql, target, {
						format,
						overwrites: true,
						isReadOnly: notebook.transaction === 'none',
						signal,
						onRows: throttledProgress(),
					}),
				);
				if ('rows' in written) showNotice(`Wrote ${plural(written.rows, 'row')} to ${target}.`);
			} catch (error) {
				showFailure(error);
			} finally {
				isExporting = false;
			}
		},
		async copyRows(cell) {
			const result = resultOf(notebook.document, cell);
			if (result === undefined) return showNotice('The cell has no result to copy.');
			cells.copy(await writtenText(writeTsv, result.columns, result.rows.slice(0, maxCopiedRows)));
		},
		cancelExport() {
			if (isExporting) void notebook.cancel();
			return isExporting;
		},
	};
}
