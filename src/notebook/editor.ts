import {
	cellAt,
	lineEnd,
	lineStart,
	nextPlace,
	placeAtCell,
	previousPlace,
	snap,
	wordLeft,
	wordRight,
} from './text-positions.js';

const maxUndoSteps = 500;

/** An earlier state, for undo. */
export type Snapshot = {readonly text: string; readonly cursor: number};

/** A multi-line text being edited. Create it with `createEditor` and change it only with `editorReducer`. */
export type EditorState = {
	/** Line ends are `\n`; tabs stay tabs. */
	readonly text: string;
	/** UTF-16 offset into `text`, never inside a grapheme. */
	readonly cursor: number;
	/** Cell that `up` and `down` aim for; undefined after any other action. */
	readonly goal: number | undefined;
	/** Latest last. */
	readonly undo: readonly Snapshot[];
	readonly redo: readonly Snapshot[];
	/** Kind of the current run of edits (typing a word, deleting), which is undone in one step. */
	readonly run: 'typing' | 'deleting' | undefined;
	/** Text that the last kill removed, for yank. */
	readonly killed: string;
	/** Earlier statements, oldest first. */
	readonly history: readonly string[];
	/** Entry of `history` that is shown; `history.length` means the user's draft. */
	readonly historyIndex: number;
	/** The user's text while a history entry is shown. */
	readonly draft: string;
};

export type EditorAction =
	/** One or more typed characters. */
	| {readonly type: 'insert'; readonly text: string}
	/** Pasted text. Undone in one step; `\r\n` and `\r` become `\n`. */
	| {readonly type: 'paste'; readonly text: string}
	/** Replaces a range, e.g. with a completion, and moves the cursor after the new text. */
	| {readonly type: 'replace'; readonly start: number; readonly end: number; readonly text: string}
	/** Moves the cursor to an offset. */
	| {readonly type: 'move-to'; readonly offset: number}
	/** Replaces the entire text, which can be undone, and moves the cursor to the end. */
	| {readonly type: 'set-text'; readonly text: string}
	/** Sets the entries that up and down recall, oldest first. */
	| {readonly type: 'set-history'; readonly entries: readonly string[]}
	/** `up` on the first line recalls the previous entry of the history, `down` on the last line the next. */
	| {readonly type: EditorCommand};

/** Actions without arguments. */
export type EditorCommand =
	| 'newline'
	| 'backspace'
	| 'delete'
	| 'left'
	| 'right'
	| 'word-left'
	| 'word-right'
	| 'line-start'
	| 'line-end'
	| 'up'
	| 'down'
	| 'buffer-start'
	| 'buffer-end'
	| 'kill-to-end'
	| 'kill-to-start'
	| 'kill-word-back'
	| 'yank'
	| 'undo'
	| 'redo'
	| 'history-previous'
	| 'history-next';

/** Creates an editor with the cursor at the end of its text. */
export function createEditor(text = '', history: readonly string[] = []): EditorState {
	const normal = normalize(text);
	return {
		text: normal,
		cursor: normal.length,
		goal: undefined,
		undo: [],
		redo: [],
		run: undefined,
		killed: '',
		history,
		historyIndex: history.length,
		draft: '',
	};
}

/** Returns the state after an action, or the same object if nothing changed. */
export function editorReducer(state: EditorState, action: EditorAction): EditorState {
	const {text, cursor} = state;
	switch (action.type) {
		case 'insert':
			return edit(state, cursor, cursor, normalize(action.text), 'typing');
		case 'newline':
			return edit(state, cursor, cursor, '\n', 'typing');
		case 'paste':
			return edit(state, cursor, cursor, normalize(action.text));
		case 'replace':
			return edit(state, action.start, action.end, normalize(action.text));
		case 'move-to':
			return move(state, action.offset);
		case 'set-text':
			return edit(state, 0, text.length, normalize(action.text));
		case 'backspace':
			return edit(state, previousPlace(text, cursor), cursor, '', 'deleting');
		case 'delete':
			return edit(state, cursor, nextPlace(text, cursor), '', 'deleting');
		case 'left':
			return move(state, previousPlace(text, cursor));
		case 'right':
			return move(state, nextPlace(text, cursor));
		case 'word-left':
			return move(state, wordLeft(text, cursor));
		case 'word-right':
			return move(state, wordRight(text, cursor));
		case 'line-start':
			return move(state, lineStart(text, cursor));
		case 'line-end':
			return move(state, lineEnd(text, cursor));
		case 'buffer-start':
			return move(state, 0);
		case 'buffer-end':
			return move(state, text.length);
		case 'up':
			return lineStart(text, cursor) === 0 ? recall(state, -1) : moveLine(state, -1);
		case 'down':
			return lineEnd(text, cursor) === text.length ? recall(state, 1) : moveLine(state, 1);
		case 'kill-to-end': {
			// At the end of a line, kills the line break, so that repeating the key continues.
			const end = lineEnd(text, cursor);
			return kill(state, cursor, end === cursor ? nextPlace(text, cursor) : end);
		}
		case 'kill-to-start': {
			const start = lineStart(text, cursor);
			return kill(state, start === cursor ? previousPlace(text, cursor) : start, cursor);
		}
		case 'kill-word-back':
			return kill(state, wordLeft(text, cursor), cursor);
		case 'yank':
			return edit(state, cursor, cursor, state.killed);
		case 'undo':
			return travel(state, 'undo', 'redo');
		case 'redo':
			return travel(state, 'redo', 'undo');
		case 'history-previous':
			return recall(state, -1);
		case 'history-next':
			return recall(state, 1);
		case 'set-history':
			return {...state, history: action.entries, historyIndex: action.entries.length, draft: ''};
	}
}

function normalize(text: string): string {
	return text.replaceAll(/\r\n?/g, '\n');
}

/** Replaces a range. Without `run` it is a separate undo step. Whitespace starts a new step, so that undo works by word. */
function edit(
	state: EditorState,
	start: number,
	end: number,
	inserted: string,
	run?: 'typing' | 'deleting',
): EditorState {
	if (inserted === state.text.slice(start, end)) return move(state, start + inserted.length);
	const text = state.text.slice(0, start) + inserted + state.text.slice(end);
	const continues = run !== undefined && run === state.run && !/^\s/.test(inserted);
	return {
		...state,
		text,
		cursor: snap(text, start + inserted.length),
		goal: undefined,
		undo: continues ? state.undo : [...state.undo.slice(1 - maxUndoSteps), snapshot(state)],
		redo: [],
		run,
	};
}

function kill(state: EditorState, start: number, end: number): EditorState {
	if (start === end) return state;
	return {...edit(state, start, end, ''), killed: state.text.slice(start, end)};
}

function move(state: EditorState, offset: number): EditorState {
	const cursor = snap(state.text, offset);
	if (cursor === state.cursor) return state;
	return {...state, cursor, goal: undefined, run: undefined};
}

/** Moves a line up or down, towards the cell where the first such move started. */
function moveLine(state: EditorState, by: -1 | 1): EditorState {
	const {text, cursor} = state;
	const goal = state.goal ?? cellAt(text, cursor);
	const start = by === -1 ? lineStart(text, lineStart(text, cursor) - 1) : lineEnd(text, cursor) + 1;
	return {...state, cursor: placeAtCell(text, start, goal), goal, run: undefined};
}

/** Shows another history entry, or the user's draft after the last one. Edits to entries can be restored with undo. */
function recall(state: EditorState, by: -1 | 1): EditorState {
	const historyIndex = state.historyIndex + by;
	if (historyIndex < 0 || historyIndex > state.history.length) return state;
	const draft = state.historyIndex === state.history.length ? state.text : state.draft;
	const text = normalize(state.history[historyIndex] ?? draft);
	return {...edit(state, 0, state.text.length, text), historyIndex, draft};
}

function travel(state: EditorState, from: 'undo' | 'redo', to: 'undo' | 'redo'): EditorState {
	const target = state[from].at(-1);
	if (target === undefined) return state;
	return {
		...state,
		...target,
		goal: undefined,
		run: undefined,
		[from]: state[from].slice(0, -1),
		[to]: [...state[to], snapshot(state)],
	};
}

function snapshot({text, cursor}: EditorState): Snapshot {
	return {text, cursor};
}
