import type {LoadSession} from '../../load/load-session.js';
import type {OpenNotebook} from '../../notebook/files/open-notebook.js';
import type {NotebookSession} from '../../notebook/notebook-session.js';
import {type StageId, tableOf} from '../../star/stages.js';
import {isBusy} from '../state/busy.js';
import type {Store} from '../state/store.js';

/** Ten times a second is smooth enough, and each full-screen frame costs about 10 ms. */
const tickIntervalMs = 100;
/** With reduced motion: whole seconds, at which the spinner shows the same frame. */
const calmIntervalMs = 1000;

type Watched = {
	readonly session: LoadSession;
	readonly notebook: NotebookSession;
	readonly file: OpenNotebook;
	readonly store: Store;
	/** Whether nothing on the screen moves by itself. */
	readonly reducesMotion?: boolean;
};

/**
Reports the changes of the load and the notebook to the store, and dispatches ticks while anything runs. Progress
is left to the next tick, as it arrives more often than it can be shown. Returns the function that stops this.
*/
export function watchSessions({
	session,
	notebook,
	file,
	store: {dispatch, getState, subscribe},
	reducesMotion = false,
}: Watched): () => void {
	const intervalMs = reducesMotion ? calmIntervalMs : tickIntervalMs;
	const clock = () => (reducesMotion ? Math.floor(Date.now() / calmIntervalMs) * calmIntervalMs : Date.now());
	let ticking: NodeJS.Timeout | undefined;

	function updateTicking(): void {
		if (isBusy(getState())) ticking ??= setInterval(tick, intervalMs);
		else {
			clearInterval(ticking);
			ticking = undefined;
		}
	}

	/** Cells that read a table which a stage has filled, dropped or created show old figures. */
	function markCells(stage: StageId): void {
		const table = tableOf(stage);
		const isCreated = stage === 'drop-tables' || stage === 'create-tables';
		if (table === undefined && !isCreated) return;
		notebook.tablesChanged(table === undefined ? undefined : [table], `${stage} ran`);
	}

	function tick(): void {
		dispatch({type: 'ticked', now: clock()});
	}

	/** The rows of the selected cell are kept, however many other cells hold. */
	function protectSelected(): void {
		const {page, document} = getState();
		const ids = page.selected === 'load' ? [] : [page.selected];
		if (ids[0] !== document.protectedIds[0]) notebook.dispatch({type: 'cells-protected', ids});
	}

	const unsubscribers = [
		subscribe(protectSelected),
		session.onEvent(event => {
			updateTicking();
			if (event.type !== 'stage-progress' && event.type !== 'dry-run-progress')
				dispatch({type: 'load-changed', event, now: clock()});
			if (event.type === 'stage-finished') markCells(event.stage);
		}),
		notebook.subscribe((action, before) => {
			updateTicking();
			if (notebook.document.cells !== before.cells) file.changed(notebook.document.cells);
			dispatch({type: 'document-changed', action, before, now: clock()});
		}),
	];
	return () => {
		for (const unsubscribe of unsubscribers) unsubscribe();
		clearInterval(ticking);
	};
}
