import {basename, extname} from 'node:path';
import {setImmediate} from 'node:timers/promises';
import {UsageError} from '../../errors.js';
import {homePath} from '../../files/home-path.js';
import type {Cell, CellId, OpenedCell} from '../document/document.js';
import {
	type Autosave,
	type AutosavedCell,
	autosaveFolder,
	createAutosave,
	discard,
	ownerOf,
	type Recovery,
	recoverable,
	withSecrets,
} from './autosave.js';
import {
	emptyLayout,
	isUnchanged,
	layoutOf,
	type NotebookLayout,
	notebookWith,
	openedCells,
	type SavedCell,
	writtenCells,
} from './notebook-cells.js';
import {readContent, realFile, writeContent} from './notebook-disk.js';

export type SaveOutcome =
	| {readonly type: 'saved'; readonly file: string}
	/** It has no name yet: ask for one and call `saveAs`. */
	| {readonly type: 'unnamed'}
	/** Another program changed the file. Offer reload, overwrite or save as. */
	| {readonly type: 'changed-on-disk'; readonly file: string}
	/** Only of `saveAs`. Offer to overwrite it. */
	| {readonly type: 'exists'; readonly file: string}
	/** Another process has it open, and this is a copy. Ask for another name. */
	| {readonly type: 'open-elsewhere'; readonly file: string; readonly pid: number};

export type SaveOptions = {
	/** Whether a file that changed or, for `saveAs`, exists is replaced. */
	readonly overwrites?: boolean;
};

/** A notebook and its file. One object for the life of the program. */
export type OpenNotebook = {
	/** Real path; undefined until it is saved under a name. */
	readonly file: string | undefined;
	/** The cells to show, after opening it or after `reload` or `recover`. */
	readonly cells: readonly OpenedCell[];
	/** The pid of the process that has the file open; this is then a copy. */
	readonly openElsewhere: number | undefined;
	/** Unsaved cells of earlier processes, of this file or, without one, of the last sessions; the newest first. */
	readonly recoveries: readonly Recovery[];
	/** Why nothing is autosaved; undefined without a problem. Show it once. */
	readonly problem: string | undefined;
	/** Whether saving saves the outputs too, or removes those in the file. At first, whether the file has some. */
	savesOutputs: boolean;
	/** Says which ids the session gave to `cells`, in order. Call it after each `cells-opened`. */
	cellsOpened(ids: readonly CellId[]): void;
	/** Whether the cells differ from what was read or saved. Fast. */
	isDirty(cells: readonly Cell[]): boolean;
	/** Call it after each change of the cells. Autosaves them after 2 s without another. */
	changed(cells: readonly Cell[]): void;
	/** @throws SparkifyError if it can't be written */
	save(cells: readonly Cell[], options?: SaveOptions): Promise<SaveOutcome>;
	/**
	Saves it under another name, which it then has. `.sparkify.md` is added to a name without a suffix.
	@throws SparkifyError if it can't be written
	*/
	saveAs(path: string, cells: readonly Cell[], options?: SaveOptions): Promise<SaveOutcome>;
	/** Reads the file again, without the unsaved changes. @throws UsageError */
	reload(): Promise<readonly OpenedCell[]>;
	/** Takes over unsaved cells. */
	recover(recovery: Recovery): readonly OpenedCell[];
	/** Deletes unsaved cells of an earlier process. */
	discard(recovery: Recovery): void;
	/**
	Ends autosaving. Without a file, the cells are kept for the next start.
	@param keepsChanges Whether unsaved changes of a file can be recovered, because the user could not decide.
	*/
	close(cells: readonly Cell[], options: {readonly keepsChanges: boolean}): void;
};

export type OpenOptions = {
	readonly env?: NodeJS.ProcessEnv;
	/** Time from the last change to the autosave, ms. */
	readonly autosaveMs?: number;
};

/**
Opens a notebook. Without a file, or if the file does not exist, it is empty.
@throws UsageError if the file can't be read
*/
export async function openNotebook(
	path: string | undefined,
	{env = process.env, autosaveMs = 2000}: OpenOptions = {},
): Promise<OpenNotebook> {
	const folder = autosaveFolder(env);
	let file = path === undefined ? undefined : await realFile(path);
	let layout = emptyLayout;
	let hash: string | undefined;
	/** Of the file that has this layout. */
	let layoutHash: string | undefined;
	let cells: readonly OpenedCell[] = [];
	/** The origins of `cells`. */
	let places: readonly (number | undefined)[] = [];
	let origins: ReadonlyMap<CellId, number> = new Map();
	/** What the file holds. */
	let saved: readonly Content[] = [];
	let savesOutputs = false;

	const read = async () => {
		if (file === undefined) return;
		const {text, hash: current} = await readContent(file);
		const {parseNotebook} = await import('../markdown/notebook-file.js');
		layout = text === undefined ? emptyLayout : layoutOf(await parseNotebook(text));
		hash = current;
		layoutHash = current;
		cells = openedCells(layout);
		places = cells.map((_, index) => index);
		saved = cells;
		savesOutputs = layout.slots.some(({output}) => output !== undefined);
	};
	await read();

	let recoveries = recoverable(folder, file);
	let openElsewhere = file === undefined ? undefined : ownerOf(folder, file);
	let autosave: Autosave = createAutosave(folder, {file, hash, isCopy: openElsewhere !== undefined});
	let timer: NodeJS.Timeout | undefined;
	let isClosed = false;
	/** The cells as they are on the screen. */
	let latest: readonly Cell[] = [];
	/** The last answer of `isDirty`, which every key asks several times. */
	let compared: {readonly saved: unknown; readonly now: unknown; readonly isDirty: boolean} | undefined;
	const isDirty = (now: readonly Content[]) => {
		if (compared?.saved !== saved || compared.now !== now)
			compared = {saved, now, isDirty: !isSameContent(saved, writtenCells(now))};
		return compared.isDirty;
	};
	const autosaved = (now: readonly Cell[]): readonly AutosavedCell[] => {
		const savedTexts = new Set(saved.map(({text}) => text));
		return writtenCells(now).map(({id, kind, text, name, chart}) => {
			// A save may have moved the cells in the file.
			const origin = hash === layoutHash ? origins.get(id) : undefined;
			return {
				kind,
				text,
				...(name !== undefined && {name}),
				...(chart !== undefined && {chart}),
				...(origin !== undefined && {origin}),
				...(savedTexts.has(text) && {isInFile: true}),
			};
		});
	};
	const clearAutosave = () => {
		if (file === undefined) autosave.remove();
		else autosave.write(hash, undefined);
	};
	/** After a save too, because the cells may have changed during it. */
	const writeAutosave = () => {
		clearTimeout(timer);
		if (isDirty(latest)) autosave.write(hash, autosaved(latest));
		else clearAutosave();
	};

	const write = async (
		target: string,
		now: readonly Cell[],
		isAllowed: (current: string | undefined) => boolean,
	) => {
		const outputs = await outputsOf(now, savesOutputs);
		const closed = await closedCells(now, layout, origins);
		const text = notebookWith(layout, closed, {origins, outputs, removesOutputs: !savesOutputs});
		const current = await readContent(target);
		if (!isAllowed(current.hash)) return false;
		hash = current.text === text ? current.hash : await writeContent(target, text);
		saved = writtenCells(now);
		return true;
	};
	/** Saves run one after the other. */
	let saving: Promise<unknown> = Promise.resolve();
	const inTurn = async <T>(action: () => Promise<T>): Promise<T> => {
		const turn = saving.then(action);
		saving = turn.catch(() => {});
		return turn;
	};
	const save: OpenNotebook['save'] = async (now, options = {}) => {
		if (file === undefined) return {type: 'unnamed'};
		const pid = ownerOf(folder, file, autosave.path);
		if (pid !== undefined) return {type: 'open-elsewhere', file, pid};
		const isSaved = await write(
			file,
			now,
			current => options.overwrites === true || current === undefined || current === hash,
		);
		if (!isSaved) return {type: 'changed-on-disk', file};
		if (openElsewhere !== undefined) {
			autosave.remove();
			openElsewhere = undefined;
			autosave = createAutosave(folder, {file, hash});
		}
		writeAutosave();
		return {type: 'saved', file};
	};
	const saveAs: OpenNotebook['saveAs'] = async (typed, now, options = {}) => {
		const target = await realFile(notebookPath(typed));
		if (target === file) return save(now, options);
		const pid = ownerOf(folder, target);
		if (pid !== undefined) return {type: 'open-elsewhere', file: target, pid};
		const isSaved = await write(target, now, current => options.overwrites === true || current === undefined);
		if (!isSaved) return {type: 'exists', file: target};
		autosave.remove();
		file = target;
		openElsewhere = undefined;
		autosave = createAutosave(folder, {file, hash});
		writeAutosave();
		return {type: 'saved', file};
	};

	const forget = (recovery: Recovery) => {
		discard(recovery);
		recoveries = recoveries.filter(other => other !== recovery);
	};

	return {
		get file() {
			return file;
		},
		get cells() {
			return cells;
		},
		get openElsewhere() {
			return openElsewhere;
		},
		get recoveries() {
			return recoveries;
		},
		get savesOutputs() {
			return savesOutputs;
		},
		set savesOutputs(isOn) {
			savesOutputs = isOn;
		},
		get problem() {
			return autosave.problem;
		},
		cellsOpened(ids) {
			origins = new Map(
				ids.flatMap((id, index) => {
					const place = places[index];
					return place === undefined ? [] : [[id, place] as const];
				}),
			);
		},
		isDirty,
		changed(now) {
			latest = now;
			clearTimeout(timer);
			if (!isClosed) timer = setTimeout(writeAutosave, autosaveMs).unref();
		},
		async save(now, options) {
			latest = now;
			return inTurn(async () => save(now, options));
		},
		async saveAs(typed, now, options) {
			latest = now;
			return inTurn(async () => saveAs(typed, now, options));
		},
		async reload() {
			return inTurn(async () => {
				await read();
				clearTimeout(timer);
				clearAutosave();
				return cells;
			});
		},
		recover(recovery) {
			const isCurrent = recovery.hash === hash;
			cells = withSecrets(recovery.cells, openedCells(layout));
			places = recovery.cells.map(({origin}) => (isCurrent ? origin : undefined));
			// If the file has changed since, saving asks.
			hash = recovery.hash;
			autosave.write(hash, recovery.cells);
			forget(recovery);
			return cells;
		},
		discard: forget,
		close(now, {keepsChanges}) {
			clearTimeout(timer);
			isClosed = true;
			latest = now;
			if ((file === undefined || keepsChanges) && isDirty(now)) writeAutosave();
			else autosave.remove();
		},
	};
}

type Content = Pick<Cell, 'kind' | 'text'> & Partial<Pick<Cell, 'name' | 'chart'>>;

function isSameContent(a: readonly Content[], b: readonly Content[]): boolean {
	return (
		a.length === b.length &&
		a.every((cell, index) => {
			const {kind, text, name, chart} = b[index]!;
			if (cell.kind !== kind || cell.text !== text || cell.name !== name) return false;
			return cell.chart === chart || JSON.stringify(cell.chart) === JSON.stringify(chart);
		})
	);
}

/** The path of a notebook whose name the user typed. @throws UsageError if it is empty */
function notebookPath(typed: string): string {
	const path = homePath(typed.trim());
	if (path === '') throw new UsageError({message: 'A notebook needs a name.', advice: 'Type a file name.'});
	return extname(basename(path)) === '' ? `${path}.sparkify.md` : path;
}

/** The outputs to save, of the cells that ran. */
async function outputsOf(
	cells: readonly Cell[],
	savesOutputs: boolean,
): Promise<ReadonlyMap<CellId, string>> {
	const outputs = new Map<CellId, string>();
	if (!savesOutputs) return outputs;
	const {savedOutputs} = await import('../report/markdown-report.js');
	for (const {id, kind, chart, run, previous} of cells) {
		const shown = run?.state === 'done' ? run : previous;
		const isHeld = shown?.outputs.every(output => output.type !== 'result' || output.isReleased !== true);
		if (kind !== 'sql' || shown === undefined || isHeld === false) continue;
		outputs.set(id, await savedOutputs(shown, chart));
		// Let keys through.
		await setImmediate();
	}
	return outputs;
}

/** The cells, with an end for each fence and block of HTML that would take in the cells after it. */
async function closedCells(
	cells: readonly Cell[],
	layout: NotebookLayout,
	origins: ReadonlyMap<CellId, number>,
): Promise<readonly SavedCell[]> {
	const {closedMarkdown} = await import('../markdown/closed-markdown.js');
	const closed: SavedCell[] = [];
	const last = writtenCells(cells).at(-1);
	for (const cell of cells) {
		const index = origins.get(cell.id) ?? layout.slots.length;
		const slot = layout.slots[index];
		// In the file, only the last block can be open.
		const isLast = index === layout.slots.length - 1;
		const isAsRead = slot !== undefined && isUnchanged(slot, cell) && (!isLast || cell === last);
		const needsEnd = cell.kind === 'markdown' && !isAsRead;
		closed.push(needsEnd ? {...cell, text: await closedMarkdown(cell.text)} : cell);
	}
	return closed;
}
