import {existsSync} from 'node:fs';
import {basename} from 'node:path';
import type {Problem} from '../../config/problems.js';
import {CancelledError, toFailure} from '../../errors.js';
import {homePath} from '../../files/home-path.js';
import {bytes, count, plural} from '../../format/figures.js';
import {safeText} from '../../format/safe-text.js';
import type {LoadSession} from '../../load/load-session.js';
import {findCell} from '../../notebook/document/cells.js';
import type {CellId, OpenedCell} from '../../notebook/document/document.js';
import {type ExportProgress, exportResult, exportRows} from '../../notebook/export-result.js';
import type {OpenNotebook, SaveOptions, SaveOutcome} from '../../notebook/files/open-notebook.js';
import type {NotebookSession} from '../../notebook/notebook-session.js';
import {type ExportFormat, exportFormatOf, exportSuffixes} from '../../notebook/writers/formats.js';
import {writeTsv} from '../../notebook/writers/tsv.js';
import {writtenText} from '../../notebook/writers/writer.js';
import {onlyReads} from '../../sql/statement-kind.js';
import {textWidth} from '../lines/cells/cell-lines.js';
import {rowsOnPage} from '../lines/cells/output-blocks.js';
import {type ResultOutput, resultOf} from '../state/selected-cell.js';
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
	/** @returns why nothing was exported, unless the user has to answer or has cancelled */
	export(cell: CellId, file: string, overwrites?: boolean): Promise<Problem | undefined>;
	/** Whether saving the notebook saves the outputs too. */
	setSavesOutputs(isOn: boolean): void;
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
	/** Why nothing is kept, shown at the start. */
	readonly stateProblem?: string | undefined;
	/** Shortest time between two reports of the progress of an export. */
	readonly progressMs?: number;
};

export function createFileControl({
	session,
	notebook,
	file,
	cells,
	store,
	stateProblem,
	progressMs = 100,
}: FileControlOptions): FileControl {
	const {dispatch, getState, showNotice, showProblem} = store;
	const showFailure = (error: unknown) => showProblem(toFailure(error));
	let isExporting = false;

	/** Shows the rows or bytes so far. */
	function throttledProgress(): (progress: ExportProgress) => void {
		let shownAt = performance.now();
		return progress => {
			if (performance.now() - shownAt < progressMs) return;
			shownAt = performance.now();
			const written = 'rows' in progress ? `${count(progress.rows)} rows` : bytes(progress.bytes);
			showNotice(`Exporting · ${written} · Ctrl+C cancels`);
		};
	}

	/** Writes all rows of a result: those held, or if there are more, those of another run. Returns their number. */
	async function write(
		{sql, columns, rows, isComplete}: ResultOutput,
		target: string,
		format: ExportFormat,
	): Promise<number> {
		if (isComplete) {
			await exportRows(columns, rows, target, format);
			return rows.length;
		}
		const written = await notebook.inTurn(async signal =>
			exportResult(session.warehouse, sql, target, {
				format,
				overwrites: true,
				isReadOnly: notebook.transaction === 'none',
				signal,
				onProgress: throttledProgress(),
			}),
		);
		return 'rows' in written ? written.rows : 0;
	}

	/** Refuses to replace the cells while one of them runs. */
	function isRunning(): boolean {
		const {running, queue} = notebook.document;
		if (running === undefined && queue.length === 0) return false;
		showNotice('A cell is running: Ctrl+C first.');
		return true;
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
				return cells.ask({purpose: 'save-as', label: 'Save as', hint: '.sparkify.md is added'});
			case 'changed-on-disk':
				return cells.ask({
					purpose: 'conflict',
					label: `Type overwrite, reload, or another name: ${basename(outcome.file)} was changed by another program`,
				});
			case 'exists':
				return cells.ask({
					purpose: 'overwrite-file',
					file: outcome.file,
					label: `${basename(outcome.file)} exists. Type yes to replace it`,
				});
			case 'open-elsewhere':
				return cells.ask({
					purpose: 'save-as',
					label: 'Save the copy as',
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
			if (file.cells.length > 0) {
				show(file.cells);
				dispatch({type: 'cell-selected', selected: notebook.document.cells[0]!.id});
			}
			const problem = stateProblem ?? file.problem;
			if (problem !== undefined) showNotice(problem);
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
					label: `${plural(latest.cells.length, 'unsaved cell')} of ${localTime(latest.savedAt)}`,
					hint: 'type open or delete, or press Esc',
				});
		},
		save: async options => saving(async () => file.save(notebook.document.cells, options)),
		saveAs: async (name, options) => saving(async () => file.saveAs(name, notebook.document.cells, options)),
		async reload() {
			if (isRunning()) return;
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
			if (isRunning()) return;
			show(file.recover(latest));
		},
		askExport(cell) {
			if (resultOf(getState().document, cell) === undefined)
				return showNotice('The cell has no result to export.');
			cells.ask({
				purpose: 'export',
				cell,
				label: 'Export all rows to',
				hint: '.csv .tsv .json .ndjson .md .parquet',
			});
		},
		async export(cell, typed, overwrites = false) {
			const target = homePath(typed);
			const result = resultOf(notebook.document, cell);
			if (result === undefined) return {message: 'The cell has no result to export.'};
			const format = exportFormatOf(target);
			if (format === undefined)
				return {
					message: `The suffix of ${safeText(target)} names no format.`,
					advice: `Use ${exportSuffixes.join(', ')}.`,
				};
			if (!result.isComplete && !onlyReads(result.sql))
				return {
					message: 'Not exported: more rows than these need another run, and the statement may change data.',
				};
			if (isExporting) return {message: 'Another export is running.', advice: 'Ctrl+C cancels it.'};
			if (!overwrites && existsSync(target)) {
				cells.ask({
					purpose: 'overwrite-export',
					cell,
					file: target,
					label: `${target} exists. Type yes to replace it`,
				});
				return undefined;
			}
			isExporting = true;
			try {
				const rows = await write(result, target, format);
				showNotice(`Wrote ${plural(rows, 'row')} to ${target}.`);
				return undefined;
			} catch (error) {
				if (!(error instanceof CancelledError)) return toFailure(error);
				showNotice('Export cancelled. No file was written.');
				return undefined;
			} finally {
				isExporting = false;
			}
		},
		setSavesOutputs(isOn) {
			file.savesOutputs = isOn;
			showNotice(
				isOn
					? 'Ctrl+S saves the outputs too, as Markdown below their cells.'
					: 'Ctrl+S saves no outputs, and removes those in the file.',
			);
		},
		async copyRows(cell) {
			const state = getState();
			const {chart} = findCell(state.document, cell) ?? {};
			const result = resultOf(state.document, cell);
			if (result === undefined) return showNotice('The cell has no result to copy.');
			const rows = rowsOnPage(result, {
				width: textWidth({kind: 'sql'}, {width: state.size.columns}),
				screenRows: state.size.rows,
				display: state.display,
				chart,
			});
			cells.copy(await writtenText(writeTsv, result.columns, rows), plural(rows.length, 'row'));
		},
		cancelExport() {
			if (isExporting) void notebook.cancel();
			return isExporting;
		},
	};
}

/** `2026-11-29 15:57`, in the local time zone. */
function localTime(ms: number): string {
	const at = new Date(ms);
	const two = (value: number) => String(value).padStart(2, '0');
	const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
	return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
