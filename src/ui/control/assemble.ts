import type {NotebookOptions} from '../notebook-options.js';
import {type StageTexts, stageTexts} from '../stage-texts.js';
import {createStore, type Store} from '../store.js';
import type {UiAction} from '../ui-action.js';
import {uiReducer} from '../ui-reducer.js';
import {initialUi, type Size, type UiState} from '../ui-state.js';
import {type Controller, createController} from './controller.js';
import {createLoadControl} from './load-control.js';
import {createQueryControl} from './query-control.js';
import {createQuitting} from './quitting.js';
import {createTrialControl} from './trial-control.js';
import {createTurns} from './turns.js';
import {watch} from './watching.js';

/** The notebook without its screen. */
export type Notebook = {
	readonly store: Store<UiState, UiAction>;
	readonly controller: Controller;
	readonly texts: StageTexts;
	/** Resolves with the exit code when the person has left. */
	readonly left: Promise<number>;
	/** Works out what the first stage would do. */
	begin(): Promise<void>;
	/** Nothing is told to the store any more. */
	end(): void;
};

export type AssembleOptions = NotebookOptions & {
	readonly size: Size;
	/** Writes to the terminal, past the screen. */
	readonly write: (sequence: string) => void;
	readonly redraw: () => void;
	readonly onDefect: (error: unknown) => void;
};

/** Joins sessions, store and keys. */
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
		uiReducer,
		initialUi({
			size,
			load: session.state,
			query: queries.state,
			history: history.entries,
			now: Date.now(),
		}),
	);
	const parts = {session, queries, history, store, turns: createTurns(), write};
	const load = createLoadControl(parts);
	const trial = createTrialControl({...parts, load});
	const query = createQueryControl({...parts, replan: () => load.planSelected()});
	const quitting = createQuitting(parts);
	const texts = stageTexts(session);
	const controller = createController({store, load, trial, query, quitting, texts, redraw, onDefect});
	return {store, controller, texts, left: quitting.left, begin: () => load.planSelected(), end: watch(parts)};
}
