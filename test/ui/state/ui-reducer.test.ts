import test from 'ava';
import type {PipelineEvent} from '../../../src/load/events.js';
import type {StageResult} from '../../../src/load/stage.js';
import {initialState, reduce} from '../../../src/load/state.js';
import type {QueryState, ResultState} from '../../../src/notebook/query-state.js';
import type {StageId} from '../../../src/star/stages.js';
import {inView, movedInView} from '../../../src/ui/lines/in-view.js';
import type {Snapshot} from '../../../src/ui/state/snapshot.js';
import type {UiAction} from '../../../src/ui/state/ui-action.js';
import {uiReducer} from '../../../src/ui/state/ui-reducer.js';
import {initialUi} from '../../../src/ui/state/ui-state.js';
import type {Column} from '../../../src/warehouse/warehouse.js';

const size = {columns: 80, rows: 24};
const start: Snapshot = {
	...initialUi({size, load: initialState(), history: [], now: 0}),
	load: initialState(),
	running: undefined,
	task: undefined,
	query: {type: 'idle'},
	transaction: 'none',
};

/** What is shown after the actions. Motions scroll the text or the table in view, if there is one. */
function after(state: Snapshot, ...actions: readonly UiAction[]): Snapshot {
	const {load, running, task, query, transaction} = state;
	const sessions = {load, running, task, query, transaction};
	let shown = state;
	for (const action of actions) {
		const scrolled = action.type === 'moved' ? movedInView(inView(shown), action.to) : undefined;
		const next = uiReducer(
			shown,
			scrolled === undefined ? action : {type: 'scrolled', ...scrolled},
			sessions,
		);
		shown = next === shown ? shown : {...next, ...sessions};
	}
	return shown === state ? state : inView(shown);
}

/** The state after an event of the load session. */
function loaded(state: Snapshot, event: PipelineEvent): Snapshot {
	return after({...state, load: reduce(state.load, event)}, {type: 'load-changed', event, now: 1});
}

function done(state: Snapshot, stage: StageId, result: Partial<StageResult> = {}): Snapshot {
	const fullResult: StageResult = {rows: 0, rowsBefore: 0, rejected: 0, summary: '', ...result};
	return loaded(state, {type: 'stage-finished', stage, result: fullResult, ms: 1, at: 1});
}

function result(rows: number, columns = 2): ResultState {
	const names = Array.from(
		{length: columns},
		(_, i): Column => ({name: `c${i}`, type: 'text', engineType: 'TEXT'}),
	);
	return {
		type: 'result',
		sql: 'SELECT',
		step: {number: 1, total: 1, start: 0},
		columns: names,
		rows: Array.from({length: rows}, (_, row) =>
			names.map((_name, i) => `value ${row} ${i} ${'x'.repeat(20)}`),
		),
		complete: true,
		open: false,
		command: null,
		ms: 1,
		notices: [],
	};
}

function queried(state: Snapshot, query: QueryState): Snapshot {
	return after({...state, query}, {type: 'query-changed', before: state.query, now: 1});
}

test('selects the next stage after one finishes', t => {
	const state = done(start, 'connect');
	t.is(state.selected, 'drop-tables');
	t.is(state.finished, 'connect');
});

test('keeps the selection of a user who is viewing another stage', t => {
	const state = done(after(start, {type: 'stage-selected', stage: 'load-users'}), 'connect');
	t.is(state.selected, 'load-users');
	t.is(state.finished, undefined);
});

test('keeps a stage with rejects selected', t => {
	let state = start;
	for (const stage of ['connect', 'drop-tables', 'create-tables'] as const) state = done(state, stage);
	t.is(done(state, 'stage-events', {rejected: 2}).selected, 'stage-events');
	t.is(done({...state, runAll: 'on'}, 'stage-events', {rejected: 2}).selected, 'stage-songs');
});

test('opens the SQL pane when verify is done', t => {
	const state: Snapshot = {...start, selected: 'verify'};
	t.is(done(state, 'verify').mode.type, 'editor');
	const asking: Snapshot = {...state, mode: {type: 'confirm-quit', back: {type: 'stage'}, isSeen: false}};
	// The question closes when the stage ends, as nothing runs any more.
	t.is(done(asking, 'verify').mode.type, 'editor');
});

test('moves the selection within the stages and drops the summary of the finished one', t => {
	const state = after(done(start, 'connect'), {type: 'moved', to: 'down'});
	t.is(state.selected, 'create-tables');
	t.is(state.finished, undefined);
	t.is(after(state, {type: 'moved', to: 'end'}, {type: 'moved', to: 'down'}).selected, 'verify');
	t.is(after(state, {type: 'moved', to: 'start'}, {type: 'moved', to: 'up'}).selected, 'connect');
});

test('clears only the quit hint when it expires', t => {
	const armed = after(start, {type: 'quit-armed', armed: true});
	t.is(armed.notice, 'Press Ctrl+C again to quit.');
	t.is(after(armed, {type: 'quit-armed', armed: false}).notice, undefined);
	const other = after(armed, {type: 'notice-shown', notice: 'Copied.'}, {type: 'quit-armed', armed: false});
	t.is(other.notice, 'Copied.');
	t.false(other.quitArmed);
});

test('shows that a key does nothing until the key mode changes', t => {
	const refused = after(start, {type: 'key-refused', notice: 'w does nothing here.'});
	t.is(refused.notice, 'w does nothing here.');
	t.is(after(refused, {type: 'ticked', now: 2}).notice, 'w does nothing here.');
	t.is(after(refused, {type: 'mode-changed', mode: {type: 'editor'}}).notice, undefined);
	// A notice from the same action is kept.
	const running = loaded({...start, running: 'connect'}, {type: 'stage-started', stage: 'connect', at: 1});
	const wrong = after(running, {type: 'key-refused', notice: 'Enter does nothing here.'});
	const cancelled = {type: 'stage-cancelled', stage: 'connect', ms: 1, at: 2} as const;
	const ended = loaded({...wrong, running: undefined}, cancelled);
	t.is(ended.notice, 'Cancelled; nothing was changed.');
});

test('scrolls a text back into view on a larger terminal', t => {
	const text = Array.from({length: 30}, (_, i) => `SELECT ${i};`).join('\n');
	const mode = {type: 'sql-text', title: '', text, top: 0} as const;
	const scrolled = after(start, {type: 'mode-changed', mode}, {type: 'moved', to: 'end'});
	const top = ({mode}: Snapshot) => ('top' in mode ? mode.top : undefined);
	t.true(top(scrolled)! > 0);
	const larger = {type: 'resized', size: {columns: 80, rows: 60}} as const;
	t.is(top(after(scrolled, larger)), 0);
	// Also behind the help.
	const help = after(scrolled, {type: 'mode-changed', mode: {type: 'help', top: 0, back: scrolled.mode}});
	t.is(top(after(help, larger, {type: 'closed'})), 0);
});

test('scrolls a text by lines and pages, never past its last page', t => {
	const text = Array.from({length: 50}, (_, i) => `SELECT ${i};`).join('\n');
	const open = after(start, {type: 'mode-changed', mode: {type: 'sql-text', title: '', text, top: 0}});
	const top = (...moves: ReadonlyArray<Extract<UiAction, {type: 'moved'}>['to']>) => {
		const {mode} = after(open, ...moves.map(to => ({type: 'moved', to}) as const));
		return mode.type === 'sql-text' ? mode.top : undefined;
	};
	// 24 rows minus header, two rules, title and two footer lines leave 18.
	t.is(top('down'), 1);
	t.is(top('up'), 0);
	t.is(top('page-down'), 18);
	t.is(top('end'), 32);
	t.is(top('end', 'page-down'), 32);
	t.is(top('end', 'start'), 0);
});

test('keeps the selected cell in view and within the result', t => {
	const open = after(queried(start, result(100)), {type: 'mode-changed', mode: {type: 'grid'}});
	const end = after(open, {type: 'moved', to: 'end'});
	t.is(end.cell.row, 99);
	t.true(end.cell.top <= 99 && end.cell.top > 99 - 20);
	t.is(after(end, {type: 'moved', to: 'down'}).cell.row, 99);
	t.is(after(open, {type: 'moved', to: 'left'}).cell.column, 0);
	t.is(after(open, {type: 'moved', to: 'row-end'}).cell.column, 1);
	t.like(after(end, {type: 'moved', to: 'start'}).cell, {row: 0, top: 0});
});

test('scrolls to columns that are out of view', t => {
	const open = after(queried(start, result(3, 10)), {type: 'mode-changed', mode: {type: 'grid'}});
	t.is(open.cell.firstColumn, 0);
	const last = after(open, {type: 'moved', to: 'row-end'});
	t.is(last.cell.column, 9);
	t.true(last.cell.firstColumn > 0);
	t.is(after(last, {type: 'moved', to: 'row-start'}).cell.firstColumn, 0);
});

test('keeps the selected cell in view on a smaller screen', t => {
	const open = after(queried({...start, size: {columns: 80, rows: 50}}, result(100)), {
		type: 'mode-changed',
		mode: {type: 'grid'},
	});
	const state = after(open, ...Array.from({length: 25}, () => ({type: 'moved', to: 'down'}) as const));
	t.like(state.cell, {row: 25, top: 0});
	const small = after(state, {type: 'resized', size: {columns: 80, rows: 24}});
	t.is(small.cell.row, 25);
	t.true(small.cell.top > 0);
});

test('keeps the selected cell on a further page and resets it on a new result', t => {
	const shown = result(10);
	const open = after(
		queried(start, shown),
		{type: 'mode-changed', mode: {type: 'grid'}},
		{type: 'moved', to: 'end'},
	);
	const running = {type: 'running', sql: '', step: shown.step, startedAt: 0, previous: shown} as const;
	const paged = queried(queried(open, {...running, purpose: 'more'}), result(20));
	t.is(paged.cell.row, 9);
	const fresh = queried(queried(open, {...running, purpose: 'run'}), result(20));
	t.is(fresh.cell.row, 0);
});

test('resets the cancelling state when a query ends', t => {
	const {step} = result(0);
	const running = {
		type: 'running',
		purpose: 'run',
		sql: '',
		step,
		startedAt: 0,
		notices: [],
		previous: undefined,
	} as const;
	const state = after(queried(start, running), {type: 'cancelling'});
	t.true(state.cancelling);
	t.false(
		queried(state, {type: 'cancelled', sql: '', step, ms: 1, notices: [], previous: undefined}).cancelling,
	);
});

test('wraps around in the completions', t => {
	const suggestion = {text: 'a', kind: 'table', detail: ''} as const;
	const completion = {start: 0, end: 0, suggestions: [suggestion, suggestion, suggestion]};
	const open = after(start, {
		type: 'mode-changed',
		mode: {type: 'editor', completion: {completion, selected: 0}},
	});
	const up = after(open, {type: 'moved', to: 'up'});
	t.is(up.mode.type === 'editor' ? up.mode.completion?.selected : undefined, 2);
	const wrapped = after(up, {type: 'moved', to: 'down'});
	t.is(wrapped.mode.type === 'editor' ? wrapped.mode.completion?.selected : undefined, 0);
});

test('returns to the previous mode with Esc', t => {
	const help = after(start, {type: 'mode-changed', mode: {type: 'help', top: 0, back: {type: 'grid'}}});
	t.deepEqual(after(help, {type: 'closed'}).mode, {type: 'grid'});
	const record = after(start, {type: 'mode-changed', mode: {type: 'record', top: 3}});
	t.deepEqual(after(record, {type: 'closed'}).mode, {type: 'grid'});
	const gallery = after(start, {type: 'mode-changed', mode: {type: 'gallery', queries: [], selected: 0}});
	t.deepEqual(after(gallery, {type: 'closed'}).mode, {type: 'editor'});
});

test('escapes control characters in a notice', t => {
	t.is(after(start, {type: 'notice-shown', notice: 'a\u001B[2Jb'}).notice, 'a␛[2Jb');
});

test('returns the same state if nothing changes', t => {
	t.is(after(start, {type: 'key-pressed'}), start);
	t.is(after(start, {type: 'stage-selected', stage: start.selected}), start);
	t.is(after(start, {type: 'edited', edit: {type: 'backspace'}}), start);
});
