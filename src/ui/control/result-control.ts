import {findCell} from '../../notebook/document/cells.js';
import {filterQuery, nextSort, prepareView, viewRows} from '../../notebook/result-view.js';
import {valueText} from '../../notebook/value-text.js';
import {writeTsv} from '../../notebook/writers/tsv.js';
import {writtenText} from '../../notebook/writers/writer.js';
import type {Row} from '../../warehouse/warehouse.js';
import {type FullScreen, moveToMatch, selectedRow} from '../lines/full-screen.js';
import {inView} from '../lines/in-view.js';
import {fullScreenOf} from '../lines/page-view.js';
import type {ResultCommand} from '../state/command.js';
import type {ResultMode} from '../state/mode.js';
import type {Store} from '../state/store.js';
import type {NotebookControl} from './notebook-control.js';

/** Actions on a full-screen result. */
export type ResultControl = {
	/** Selects the first match of a text from the selected value on. */
	search(text: string): Promise<void>;
	readonly commands: Readonly<Record<ResultCommand, () => void>>;
};

export type ResultControlOptions = {
	readonly store: Store;
	readonly cells: NotebookControl;
	readonly runInBackground: (work: Promise<void>) => void;
};

type ShownResult = {readonly mode: ResultMode; readonly full: FullScreen};

export function createResultControl({
	store: {dispatch, getState, showNotice},
	cells,
	runInBackground,
}: ResultControlOptions): ResultControl {
	/** The result in view with its mode. */
	function shown(): ShownResult | undefined {
		const state = inView(getState());
		const full = fullScreenOf(state);
		const mode = state.mode.type === 'record' ? state.mode.back : state.mode;
		return full === undefined || mode.type !== 'result' ? undefined : {mode, full};
	}

	/** Changes the view, and draws it again once a large result has been ordered and searched. */
	async function changeView(mode: ResultMode): Promise<void> {
		dispatch({type: 'mode-changed', mode});
		const full = shown()?.full;
		if (full === undefined || !viewRows(full.result, mode.view).isPending) return;
		await prepareView(full.result, mode.view);
		dispatch({type: 'ticked', now: Date.now()});
	}

	function goToMatch(to: 'here' | 'next' | 'previous') {
		const now = shown();
		if (now === undefined) return;
		if (now.mode.view.search === undefined) return showNotice('No search yet. Press /.');
		const position = moveToMatch(now.full, to);
		if (position !== undefined) dispatch({type: 'mode-changed', mode: {...now.mode, position}});
	}

	function sort(): void {
		const now = shown();
		if (now === undefined) return;
		const {view, position} = now.mode;
		const {sort: _, ...rest} = view;
		const next = nextSort(view.sort, position.column);
		const sorted = {...rest, ...(next !== undefined && {sort: next})};
		runInBackground(changeView({...now.mode, view: sorted, position: {...position, row: 0, top: 0}}));
	}

	/** Does something with the selected row; says if there is none. */
	const withRow = (work: (row: Row, now: ShownResult) => void) => () => {
		const now = shown();
		const row = now && selectedRow(now.full);
		if (row === undefined) showNotice('The result has no rows.');
		else work(row, now!);
	};

	function filter(row: Row, {mode, full}: ShownResult) {
		const {columns, sql} = full.result;
		const {column} = mode.position;
		const cell = findCell(getState().document, mode.cell);
		const isOnly = cell?.run?.outputs.length === 1;
		const filtered = filterQuery(sql, columns, column, row[column] ?? null, isOnly ? cell?.name : undefined);
		if ('problem' in filtered) return showNotice(filtered.problem);
		runInBackground(cells.run([cells.add(`${filtered.sql};`)]));
	}

	async function copyRow(row: Row, {full}: ShownResult): Promise<void> {
		const text = await writtenText(writeTsv, full.result.columns, [row]);
		// Without the line of names and the last line end; the last values may be empty.
		cells.copy(text.slice(text.indexOf('\n') + 1).replace(/\n$/, ''));
	}

	return {
		async search(text) {
			const now = shown();
			if (now === undefined || text === '') return;
			await changeView({...now.mode, view: {...now.mode.view, search: text}});
			goToMatch('here');
		},
		commands: {
			'show-record': withRow((_, {mode}) =>
				dispatch({type: 'mode-changed', mode: {type: 'record', top: 0, back: mode}}),
			),
			'copy-cell': withRow((row, {mode}) => cells.copy(valueText(row[mode.position.column] ?? null) ?? '')),
			'copy-row': withRow((row, now) => runInBackground(copyRow(row, now))),
			'sort-by-column': sort,
			'filter-by-cell': withRow(filter),
			'search-result': () => cells.ask({purpose: 'search-result', label: '/'}),
			'next-match': () => goToMatch('next'),
			'previous-match': () => goToMatch('previous'),
			'chart-of-result'() {
				dispatch({type: 'closed'});
				cells.nextChart();
			},
		},
	};
}
