import {visibleResult} from '../../notebook/query-state.js';
import type {PaneCommand} from '../state/command.js';
import type {Store} from '../state/store.js';
import type {QueryControl} from './query-control.js';
import type {Quitting} from './quitting.js';

type Options = {
	readonly store: Store;
	readonly query: QueryControl;
	readonly quitting: Quitting;
	readonly runInBackground: (work: Promise<void>) => void;
};

/** The commands of the SQL pane. They receive the key's name, which may be a number to select by. */
export function paneCommands({
	store: {dispatch, getState},
	query,
	quitting,
	runInBackground,
}: Options): Readonly<Record<PaneCommand, (key: string) => void>> {
	const isEmpty = () => getState().editor.text === '';

	function leaveEditor(): void {
		if (visibleResult(getState().query) !== undefined) dispatch({type: 'mode-changed', mode: {type: 'grid'}});
		else
			dispatch({
				type: 'notice-shown',
				notice: 'No result yet: Ctrl+O has ready queries, Shift+Tab goes to the stages.',
			});
	}

	/** @param index Index in the gallery; undefined for the selected query. */
	function fromGallery(runs: boolean, index?: number): void {
		const {mode} = getState();
		const chosen = mode.type === 'gallery' ? mode.queries[index ?? mode.selected] : undefined;
		if (chosen !== undefined) runInBackground(query.use(chosen.sql, runs));
	}

	return {
		'open-editor': () => runInBackground(query.open()),
		'open-stages': () => dispatch({type: 'mode-changed', mode: {type: 'stage'}}),
		'open-gallery': () => query.openGallery(),
		enter: () => runInBackground(query.enter()),
		'run-query': () => runInBackground(query.run()),
		complete: () =>
			getState().editor.text.trim() === '' ? leaveEditor() : runInBackground(query.complete()),
		'leave-editor': leaveEditor,
		'accept-completion': () => query.acceptCompletion(),
		'search-history': () => query.search(''),
		'accept-match'() {
			const {mode} = getState();
			const match = mode.type === 'history-search' ? mode.matches[mode.selected] : undefined;
			if (match === undefined) dispatch({type: 'closed'});
			else runInBackground(query.use(match, false));
		},
		'run-gallery': () => fromGallery(true),
		'insert-gallery': () => fromGallery(false),
		'run-gallery-number': key => fromGallery(true, Number(key) - 1),
		'more-rows': () => runInBackground(query.more()),
		'show-record': () => dispatch({type: 'mode-changed', mode: {type: 'record', top: 0}}),
		'copy-cell': () => query.copyCell(),
		'end-of-input': () => (isEmpty() ? quitting.quit() : dispatch({type: 'edited', edit: {type: 'delete'}})),
		'help-if-empty': () =>
			isEmpty()
				? dispatch({type: 'mode-changed', mode: {type: 'help', top: 0, back: getState().mode}})
				: dispatch({type: 'edited', edit: {type: 'insert', text: '?'}}),
	};
}
