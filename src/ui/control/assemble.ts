import {basename} from 'node:path';
import type {ProgramSettings} from '../../config/setting-rows.js';
import type {ProfileMark} from '../../config/settings.js';
import type {LoadSession} from '../../load/load-session.js';
import type {OpenNotebook} from '../../notebook/files/open-notebook.js';
import type {History} from '../../notebook/history.js';
import type {NotebookSession} from '../../notebook/notebook-session.js';
import {keyTable} from '../keys/key-table.js';
import {type StageTexts, stageTexts} from '../lines/stage-texts.js';
import type {KeyTable} from '../state/binding.js';
import {type Display, defaultDisplay} from '../state/display.js';
import {isPageMode} from '../state/mode.js';
import {type FileState, readSessions} from '../state/snapshot.js';
import {createStore, type Store} from '../state/store.js';
import {initialUi, type Size} from '../state/ui-state.js';
import {type Controller, createController} from './controller.js';
import {createFileControl} from './file-control.js';
import {createLoadControl} from './load-control.js';
import {createNotebookControl, type NotebookControl} from './notebook-control.js';
import {createPreflightControl} from './preflight-control.js';
import {createQuitting} from './quitting.js';
import {createResultControl} from './result-control.js';
import type {Setup} from './setup.js';
import {createSetupControl} from './setup-control.js';
import {createSlashControl} from './slash-control.js';
import {watchSessions} from './watch-sessions.js';

/** The notebook without its screen. */
export type Notebook = {
	readonly store: Store;
	readonly controller: Controller;
	readonly cells: NotebookControl;
	readonly texts: StageTexts;
	/** Resolves with the exit code when the user has quit. */
	readonly exited: Promise<number>;
	/** Shows the notebook's file, and plans the first stage or, after an earlier load, connects. */
	start(): Promise<void>;
	/** Does work that `settled` waits for. */
	runInBackground(work: Promise<void>): void;
	/** Resolves when all work that has begun has ended, for a front end that shows one thing after another. */
	settled(): Promise<void>;
	/** Stops updating the store. */
	end(): void;
};

/** The sessions, the file and the history of a notebook. The caller opens and closes them. */
export type NotebookOptions = {
	readonly session: LoadSession;
	/** Uses the session's warehouse. */
	readonly notebook: NotebookSession;
	readonly file: OpenNotebook;
	readonly setup: Setup;
	/** Whether write mode is possible. */
	readonly mayWrite: boolean;
	readonly history: History;
	/** How results are shown until a command changes it. */
	readonly display?: Display;
	/** The name of the warehouse, if it is marked as production. */
	readonly production?: string | undefined;
	/** Whether the keys in the text of a cell are those of vi. */
	readonly usesVi?: boolean;
	/** What each key does, by default as in the key table. */
	readonly keys?: KeyTable;
	/** Whether nothing on the screen moves by itself. */
	readonly reducesMotion?: boolean;
	/** What can't be kept after the end and why, shown at the start instead of by the history and the file. */
	readonly stateProblem?: string | undefined;
	/** Whether the terminal shows more than ASCII. */
	readonly isUnicode: boolean;
};

/** What a front end is started with. */
export type FrontOptions = Omit<NotebookOptions, 'production'> & {
	/** The name of the warehouse, if it has one. */
	readonly profile?: ProfileMark | undefined;
	readonly theme?: ProgramSettings['theme'];
	/** Whether the mouse scrolls and selects. */
	readonly usesMouse?: boolean;
};

export type AssembleOptions = NotebookOptions & {
	readonly size: Size;
	/** Writes to the terminal, bypassing the screen. */
	readonly write: (sequence: string) => void;
	/** Gives the terminal to other work. */
	readonly suspend: (work: () => Promise<void>) => Promise<void>;
	readonly redraw: () => void;
	/** Shortest time between two reports of the progress of an export, by default 100 ms. */
	readonly progressMs?: number;
	readonly onDefect: (error: unknown) => void;
};

/** Connects sessions, store and keys. */
export function assemble(options: AssembleOptions): Notebook {
	const {
		session,
		notebook,
		file,
		history,
		size,
		display = defaultDisplay,
		production,
		isUnicode,
		onDefect,
	} = options;
	const fileState = (): FileState => ({
		name: file.file === undefined ? undefined : basename(file.file),
		isDirty: file.isDirty(notebook.document.cells),
	});
	const {document} = notebook;
	const store = createStore(
		initialUi({
			size,
			load: session.state,
			document,
			history: history.entries,
			now: Date.now(),
			display,
			keys: options.keys ?? keyTable,
			usesVi: options.usesVi ?? false,
			production,
			isUnicode,
			isFirstRun: options.setup.isFirstRun && !session.hasLoadedBefore,
		}),
		() => readSessions(session, notebook, fileState()),
	);
	const running = new Set<Promise<void>>();
	const runInBackground = (work: Promise<void>) => {
		const ended = work.catch(onDefect).finally(() => running.delete(ended));
		running.add(ended);
	};
	const parts = {...options, store, runInBackground};
	const load = createLoadControl(parts);
	const preflight = createPreflightControl({...parts, load});
	const cells = createNotebookControl({...parts, replan: () => load.planSelected()});
	const files = createFileControl({...parts, cells});
	const results = createResultControl({...parts, cells});
	const quitting = createQuitting(parts);
	const slash = createSlashControl({...parts, cells, files, quitting});
	const setup = createSetupControl({...parts, load, quitting});
	const texts = stageTexts(session);
	const controller = createController({
		...parts,
		load,
		preflight,
		cells,
		files,
		results,
		slash,
		setup,
		quitting,
		texts,
	});
	const unsubscribe = store.subscribe(() => {
		if (!isPageMode(store.getState().mode)) return;
		unsubscribe();
		files.offerRecovery();
	});
	const stopWatching = watchSessions(parts);
	return {
		store,
		controller,
		cells,
		texts,
		exited: quitting.exited,
		async start() {
			files.start();
			setup.greet();
			if (store.getState().mode.type !== 'start') await load.start();
		},
		runInBackground,
		async settled() {
			while (running.size > 0 || slash.watching !== undefined)
				await Promise.all([...running, slash.watching]);
		},
		end() {
			slash.stopWatch();
			setup.browse.end();
			setup.warehouse.end();
			stopWatching();
		},
	};
}
