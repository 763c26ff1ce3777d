import type {LoadSession} from '../../load/load-session.js';
import type {History} from '../../notebook/history.js';
import type {QuerySession} from '../../notebook/query-session.js';
import {type StageTexts, stageTexts} from '../lines/stage-texts.js';
import {readSessions} from '../state/snapshot.js';
import {createStore, type Store} from '../state/store.js';
import {initialUi, type Size} from '../state/ui-state.js';
import {type Controller, createController} from './controller.js';
import {createLoadControl} from './load-control.js';
import {createPreflightControl} from './preflight-control.js';
import {createQueryControl} from './query-control.js';
import {createQuitting} from './quitting.js';
import {watchSessions} from './watch-sessions.js';

/** The notebook without its screen. */
export type Notebook = {
	readonly store: Store;
	readonly controller: Controller;
	readonly texts: StageTexts;
	/** Resolves with the exit code when the user has quit. */
	readonly exited: Promise<number>;
	/** Plans the first stage. */
	start(): Promise<void>;
	/** Stops updating the store. */
	end(): void;
};

/** The sessions and the history of a notebook. The caller opens and closes them. */
export type NotebookOptions = {
	readonly session: LoadSession;
	/** Uses the session's warehouse. */
	readonly queries: QuerySession;
	readonly history: History;
};

export type AssembleOptions = NotebookOptions & {
	readonly size: Size;
	/** Writes to the terminal, bypassing the screen. */
	readonly write: (sequence: string) => void;
	readonly redraw: () => void;
	readonly onDefect: (error: unknown) => void;
};

/** Connects sessions, store and keys. */
export function assemble({
	session,
	queries,
	history,
	size,
	write,
	redraw,
	onDefect,
}: AssembleOptions): Notebook {
	const store = createStore(
		initialUi({size, load: session.state, history: history.entries, now: Date.now()}),
		() => readSessions(session, queries),
	);
	const parts = {session, queries, history, store, write};
	const load = createLoadControl(parts);
	const preflight = createPreflightControl({...parts, load});
	const query = createQueryControl({...parts, replan: () => load.planSelected()});
	const quitting = createQuitting(parts);
	const texts = stageTexts(session);
	const controller = createController({store, load, preflight, query, quitting, texts, redraw, onDefect});
	return {
		store,
		controller,
		texts,
		exited: quitting.exited,
		start: () => load.planSelected(),
		end: watchSessions(parts),
	};
}
