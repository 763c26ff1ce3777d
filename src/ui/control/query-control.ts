import {plural} from '../../format/figures.js';
import type {LoadSession} from '../../load/load-session.js';
import {type CompletionContext, complete} from '../../notebook/completion.js';
import {gallery} from '../../notebook/gallery.js';
import type {History} from '../../notebook/history.js';
import type {QuerySession} from '../../notebook/query-session.js';
import {visibleResult} from '../../notebook/query-state.js';
import {valueText} from '../../notebook/value-text.js';
import {isComplete, splitStatements} from '../../sql/split-statements.js';
import {mayChangeTables} from '../../sql/statement-kind.js';
import type {CatalogTable} from '../../warehouse/warehouse.js';
import {inView} from '../lines/in-view.js';
import {isBusy} from '../state/busy.js';
import type {Store} from '../state/store.js';

/** Actions in the SQL pane. They reject only because of a defect. */
export type QueryControl = {
	/** Opens the editor, if the warehouse is connected. */
	open(): Promise<void>;
	/** Runs a complete statement if the cursor is at its end; otherwise inserts a new line. */
	enter(): Promise<void>;
	run(): Promise<void>;
	/** Puts a statement into the editor and optionally runs it. */
	use(sql: string, runs: boolean): Promise<void>;
	/** Runs a statement and goes to its result. */
	show(sql: string): Promise<void>;
	more(): Promise<void>;
	cancel(): Promise<void>;
	complete(): Promise<void>;
	/** Reads the tables for completion, if they may have changed and the warehouse is idle. */
	readCatalog(): Promise<void>;
	acceptCompletion(): void;
	/** Updates the open completions to the current text; closes them if there are none. */
	refreshCompletion(): void;
	openGallery(): void;
	search(term: string): void;
	copyCell(): void;
};

export type QueryControlOptions = {
	readonly session: LoadSession;
	readonly queries: QuerySession;
	readonly history: History;
	readonly store: Store;
	/** Plans the selected stage again, after a statement that may have changed tables. */
	readonly replan: () => Promise<void>;
	/** Writes to the terminal, bypassing the screen. */
	readonly write: (sequence: string) => void;
};

export function createQueryControl({
	session,
	queries,
	history,
	store,
	replan,
	write,
}: QueryControlOptions): QueryControl {
	const {dispatch, getState} = store;
	const showNotice = (text: string) => dispatch({type: 'notice-shown', notice: text});
	/** Whether the tables may have changed since the catalog was last read. */
	let isCatalogOld = true;
	session.onEvent(({type}) => {
		if (type === 'stage-finished' || type === 'plans-outdated') isCatalogOld = true;
	});

	/** Tables locked by a stage or the user's transaction can't be counted until it ends. */
	function canReadCatalog(): boolean {
		const isFree = !isBusy(getState()) && queries.transaction === 'none';
		return isCatalogOld && isConnected() && isFree;
	}

	let reading: Promise<void> = Promise.resolve();

	async function readCatalog(): Promise<void> {
		if (canReadCatalog()) reading = session.inTurn(readCatalogNow);
		await reading;
	}

	async function readCatalogNow(): Promise<void> {
		if (!canReadCatalog()) return;
		isCatalogOld = false;
		try {
			dispatch({type: 'catalog-read', catalog: await session.warehouse.catalog()});
		} catch {
			// Only completion needs the catalog and can use the previous one. The next query reports the problem.
		}
	}

	function completionContext(catalog: readonly CatalogTable[]): CompletionContext {
		const {functions = []} = session.warehouse;
		return {catalog, parameters: new Map(), cellNames: [], functions};
	}

	async function run(): Promise<void> {
		const {text} = getState().editor;
		if (text.trim() === '')
			return showNotice('Nothing to run. Type a statement, or press Ctrl+O for ready queries.');
		if (!isConnected()) return showNotice('Not connected. Run the connect stage first.');
		if (splitStatements(text).length === 0) {
			await queries.run(text);
			return showNotice('The text contains no statement.');
		}
		if (getState().query.type === 'running') await queries.cancel();
		void history.add(text).then(showHistoryProblem);
		dispatch({type: 'text-run', text, history: history.entries});
		await queries.run(text);
		const {query} = getState();
		const isPlainQuery = query.type === 'result' && query.command === null && query.step.total === 1;
		if (isPlainQuery && !mayChangeTables(text)) return;
		session.outdatePlans();
		await session.refresh();
		await Promise.all([readCatalog(), replan()]);
	}

	async function use(sql: string, runs: boolean): Promise<void> {
		dispatch({type: 'edited', edit: {type: 'set-text', text: sql}});
		dispatch({type: 'mode-changed', mode: {type: 'editor'}});
		if (runs) await run();
	}

	function isConnected(): boolean {
		return session.state.stages.connect.type === 'done';
	}

	let isProblemShown = false;
	function showHistoryProblem(): void {
		if (history.problem === undefined || isProblemShown) return;
		isProblemShown = true;
		showNotice(history.problem);
	}

	return {
		async open() {
			if (!isConnected()) return showNotice('Not connected. Run the connect stage first.');
			dispatch({type: 'mode-changed', mode: {type: 'editor'}});
			await readCatalog();
		},
		async enter() {
			const {text, cursor} = getState().editor;
			if (isComplete(text) && text.slice(cursor).trim() === '') await run();
			else dispatch({type: 'edited', edit: {type: 'newline'}});
		},
		run,
		readCatalog,
		use,
		async show(sql) {
			await use(sql, true);
			const {mode, query} = getState();
			if (mode.type === 'editor' && query.type === 'result')
				dispatch({type: 'mode-changed', mode: {type: 'grid'}});
		},
		async more() {
			const result = visibleResult(getState().query);
			if (result === undefined) return;
			if (!result.open)
				return showNotice(result.complete ? 'No more rows.' : 'The result was closed. Run the query again.');
			await queries.more();
		},
		async cancel() {
			dispatch({type: 'cancelling'});
			await queries.cancel();
		},
		async complete() {
			await readCatalog();
			const {editor, catalog} = getState();
			const completion = complete(editor.text, editor.cursor, completionContext(catalog));
			const [only] = completion.suggestions;
			if (only === undefined) showNotice('No completions here.');
			else if (completion.suggestions.length > 1) {
				dispatch({type: 'mode-changed', mode: {type: 'editor', completion: {completion, selected: 0}}});
			} else {
				const {start, end} = completion;
				dispatch({type: 'edited', edit: {type: 'replace', start, end, text: only.text}});
			}
		},
		acceptCompletion() {
			const {mode} = getState();
			if (mode.type !== 'editor' || mode.completion === undefined) return;
			const {completion, selected} = mode.completion;
			const {start, end, suggestions} = completion;
			dispatch({
				type: 'edited',
				edit: {type: 'replace', start, end, text: suggestions[selected]?.text ?? ''},
			});
			dispatch({type: 'mode-changed', mode: {type: 'editor'}});
		},
		refreshCompletion() {
			const {editor, catalog, mode} = getState();
			if (mode.type !== 'editor' || mode.completion === undefined) return;
			const {completion: old} = mode.completion;
			const completion = complete(editor.text, editor.cursor, completionContext(catalog));
			if (completion.start === old.start && completion.end === old.end) return;
			const stillMatches = completion.start === old.start && completion.suggestions.length > 0;
			dispatch({
				type: 'mode-changed',
				mode: {type: 'editor', ...(stillMatches && {completion: {completion, selected: 0}})},
			});
		},
		openGallery() {
			dispatch({type: 'mode-changed', mode: {type: 'gallery', queries: gallery(), selected: 0}});
		},
		search(term) {
			const matches = history.search(term);
			dispatch({type: 'mode-changed', mode: {type: 'history-search', term, matches, selected: 0}});
		},
		copyCell() {
			const {query, cell} = inView(getState());
			const result = visibleResult(query);
			const column = result?.columns[cell.column];
			const row = result?.rows[cell.row];
			if (column === undefined || row === undefined) return;
			const text = valueText(row[cell.column] ?? null) ?? '';
			write(`\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`);
			showNotice(`Copied ${plural(text.length, 'character')}, if the terminal supports it.`);
		},
	};
}
