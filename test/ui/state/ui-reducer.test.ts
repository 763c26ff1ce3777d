import test from 'ava';
import type {PipelineEvent} from '../../../src/load/events.js';
import type {StageResult} from '../../../src/load/stage.js';
import {initialState, reduce} from '../../../src/load/state.js';
import type {Document, DocumentAction} from '../../../src/notebook/document/document.js';
import {documentReducer, emptyDocument} from '../../../src/notebook/document/document-reducer.js';
import type {StageId} from '../../../src/star/stages.js';
import {keyTable} from '../../../src/ui/keys/key-table.js';
import {inView, movedInView} from '../../../src/ui/lines/in-view.js';
import type {CellPosition} from '../../../src/ui/state/cell-position.js';
import {defaultDisplay} from '../../../src/ui/state/display.js';
import type {Snapshot} from '../../../src/ui/state/snapshot.js';
import type {UiAction} from '../../../src/ui/state/ui-action.js';
import {uiReducer} from '../../../src/ui/state/ui-reducer.js';
import {initialUi} from '../../../src/ui/state/ui-state.js';
import type {Column} from '../../../src/warehouse/warehouse.js';

const size = {columns: 80, rows: 24};
const document = emptyDocument({on: 'Test', isReadOnly: true});
const start: Snapshot = {
	...initialUi({
		size,
		load: initialState(),
		document,
		history: [],
		now: 0,
		display: defaultDisplay,
		keys: keyTable,
		isUnicode: true,
		isFirstRun: false,
	}),
	load: initialState(),
	running: undefined,
	task: undefined,
	document,
	file: {name: undefined, isDirty: false},
	transaction: 'none',
};

/** What is shown after the actions. Motions scroll the text or the table in view, if there is one. */
function after(state: Snapshot, ...actions: readonly UiAction[]): Snapshot {
	const {load, running, task, document, file, transaction} = state;
	const sessions = {load, running, task, document, file, transaction};
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

/** The state after changes of the document. */
function changed(state: Snapshot, ...actions: readonly DocumentAction[]): Snapshot {
	let changed = state;
	for (const action of actions) {
		const before = changed.document;
		const document = documentReducer(before, action);
		changed = after({...changed, document}, {type: 'document-changed', action, before, now: 1});
	}
	return changed;
}

const idOfInput = ({cells}: Document) => cells.at(-1)!.id;

/** Runs the input; its result has this many rows and columns. */
function queried(state: Snapshot, rows: number, columns = 2): Snapshot {
	const id = idOfInput(state.document);
	const names = Array.from(
		{length: columns},
		(_, i): Column => ({name: `c${i}`, type: 'text', engineType: 'TEXT'}),
	);
	const values = Array.from({length: rows}, (_, row) =>
		names.map((_name, i) => `value ${row} ${i} ${'x'.repeat(20)}`),
	);
	const output = {
		type: 'result',
		sql: 'SELECT',
		columns: names,
		rows: values,
		isComplete: true,
		notices: [],
		ms: 1,
	} as const;
	const running = {id, purpose: 'run', startedAt: 0, statement: 1, statements: 1, outputs: []} as const;
	return changed(
		state,
		{type: 'text-changed', id, text: 'SELECT'},
		{type: 'cells-queued', ids: [id]},
		{type: 'run-started', running},
		{type: 'run-ended', run: {state: 'done', startedAt: 0, ms: 1, outputs: [output]}, isOpen: false},
	);
}

/** The result of the first cell, full screen. */
function fullScreen(state: Snapshot): Snapshot {
	return after(state, {type: 'result-opened', cell: state.document.cells[0]!.id});
}

function positionOf({mode}: Snapshot): CellPosition {
	if (mode.type !== 'result') throw new Error(`The mode is ${mode.type}.`);
	return mode.position;
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

test('opens the page when verify is done', t => {
	const state: Snapshot = {...start, selected: 'verify'};
	t.is(done(state, 'verify').mode.type, 'editor');
	const asking: Snapshot = {...state, mode: {type: 'confirm-quit', back: {type: 'stage'}, isSeen: false}};
	// A cell of a file that was opened is not edited before it has been read.
	const opened = changed(state, {type: 'cells-opened', cells: [{kind: 'sql', text: 'SELECT 1'}]});
	const first = opened.document.cells[0]!.id;
	t.is(done(after(opened, {type: 'cell-selected', selected: first}), 'verify').mode.type, 'cells');
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

test('keeps the selected value in view and within the result', t => {
	const open = fullScreen(queried(start, 100));
	const end = after(open, {type: 'moved', to: 'end'});
	t.is(positionOf(end).row, 99);
	t.true(positionOf(end).top <= 99 && positionOf(end).top > 99 - 20);
	t.is(positionOf(after(end, {type: 'moved', to: 'down'})).row, 99);
	t.is(positionOf(after(open, {type: 'moved', to: 'left'})).column, 0);
	t.is(positionOf(after(open, {type: 'moved', to: 'row-end'})).column, 1);
	t.like(positionOf(after(end, {type: 'moved', to: 'start'})), {row: 0, top: 0});
});

test('scrolls to columns that are out of view', t => {
	const open = fullScreen(queried(start, 3, 10));
	t.is(positionOf(open).firstColumn, 0);
	const last = after(open, {type: 'moved', to: 'row-end'});
	t.is(positionOf(last).column, 9);
	t.true(positionOf(last).firstColumn > 0);
	t.is(positionOf(after(last, {type: 'moved', to: 'row-start'})).firstColumn, 0);
});

test('keeps the selected value in view on a smaller screen', t => {
	const open = fullScreen(queried({...start, size: {columns: 80, rows: 50}}, 100));
	const state = after(open, ...Array.from({length: 25}, () => ({type: 'moved', to: 'down'}) as const));
	t.like(positionOf(state), {row: 25, top: 0});
	const small = after(state, {type: 'resized', size: {columns: 80, rows: 24}});
	t.is(positionOf(small).row, 25);
	t.true(positionOf(small).top > 0);
});

test('leaves the full screen of a cell that is deleted', t => {
	const open = fullScreen(queried(start, 10));
	t.is(changed(open, {type: 'cell-deleted', id: open.document.cells[0]!.id}).mode.type, 'cells');
});

test('selects the new input when the input runs', t => {
	const before = after(start, {type: 'mode-changed', mode: {type: 'editor'}});
	const ran = queried(before, 1);
	t.is(ran.page.selected, idOfInput(ran.document));
	t.not(ran.page.selected, before.page.selected);
	t.is(ran.editor.text, '');
});

test('selects a neighbour of a deleted cell', t => {
	const three = queried(queried(queried(start, 1), 1), 1);
	const [first, second] = three.document.cells;
	const at = after(three, {type: 'cell-selected', selected: first!.id, mode: {type: 'cells'}});
	t.is(changed(at, {type: 'cell-deleted', id: first!.id}).page.selected, second!.id);
});

test('keeps the first visible line when the output of a cell above changes its height', t => {
	const long = queried(queried(queried(queried(start, 12), 12), 12), 12);
	const bottom = after(long, {type: 'mode-changed', mode: {type: 'cells'}}, {type: 'moved', to: 'end'});
	const {anchor} = bottom.page;
	t.not(anchor.id, 'load');
	const first = bottom.document.cells[0]!.id;
	t.deepEqual(changed(bottom, {type: 'output-folded', id: first, isFolded: true}).page.anchor.id, anchor.id);
});

test('resets the cancelling state when a cell ends', t => {
	const id = idOfInput(start.document);
	const running = {id, purpose: 'run', startedAt: 0, statement: 1, statements: 1, outputs: []} as const;
	const state = changed(
		start,
		{type: 'text-changed', id, text: 'SELECT'},
		{type: 'cells-queued', ids: [id]},
		{type: 'run-started', running},
	);
	const cancelling = after(state, {type: 'cancelling'});
	t.true(cancelling.cancelling);
	const run = {state: 'cancelled', startedAt: 0, ms: 1, outputs: []} as const;
	t.false(changed(cancelling, {type: 'run-ended', run, isOpen: false}).cancelling);
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
	const help = after(start, {type: 'mode-changed', mode: {type: 'help', top: 0, back: {type: 'cells'}}});
	t.deepEqual(after(help, {type: 'closed'}).mode, {type: 'cells'});
	const result = fullScreen(queried(start, 1));
	if (result.mode.type !== 'result') return t.fail();
	const record = after(result, {type: 'mode-changed', mode: {type: 'record', top: 0, back: result.mode}});
	t.is(after(record, {type: 'closed'}).mode.type, 'result');
	t.is(after(result, {type: 'closed'}).mode.type, 'cells');
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
