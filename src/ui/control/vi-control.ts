import {leaveInsert, onCharacter, type ViStep, viKey} from '../../notebook/vi.js';
import {keyLabel} from '../keys/key-label.js';
import type {KeyPress} from '../keys/key-press.js';
import {isInput, selectedCell} from '../state/selected-cell.js';
import type {Store} from '../state/store.js';
import type {NotebookControl} from './notebook-control.js';

export type ViControl = {
	/** Handles a key by the rules of vi. Returns whether it was one for vi. */
	press(key: KeyPress): boolean;
};

export type ViControlOptions = {
	readonly store: Store;
	readonly cells: NotebookControl;
	/** Runs the selected cell. */
	readonly run: () => void;
};

/** The keys of vi in the text of a cell. Without them, no key is one for vi. */
export function createViControl({store, cells, run}: ViControlOptions): ViControl {
	const {dispatch, getState} = store;

	function state() {
		const {mode, vi} = getState();
		return mode.type === 'editor' && mode.completion === undefined ? vi : undefined;
	}

	function take({vi, actions}: ViStep): void {
		dispatch({type: 'vi-changed', vi});
		for (const action of actions) cells.edit(action);
		const {editor} = getState();
		const place = onCharacter(editor);
		if (vi.mode === 'normal' && place !== editor.cursor) cells.edit({type: 'move-to', offset: place});
	}

	function press({name, text}: KeyPress): boolean {
		const vi = state();
		if (vi === undefined) return false;
		const {editor} = getState();
		if (vi.mode === 'insert') {
			if (name !== 'esc') return false;
			take(leaveInsert(vi, editor));
			return true;
		}
		if (name === 'esc' && vi.pending !== '') {
			dispatch({type: 'vi-changed', vi: {...vi, pending: ''}});
			return true;
		}
		if (name === 'enter') {
			if (selectedCell(getState())?.kind === 'sql') run();
			else take({vi: {...vi, pending: ''}, actions: [{type: 'down'}]});
			return true;
		}
		const isHelp = name === '?' && editor.text === '' && isInput(getState());
		if (isHelp || (text === undefined && name !== 'ctrl+r')) return false;
		const step = viKey(vi, editor, text ?? name);
		if (step !== undefined) take(step);
		else {
			dispatch({type: 'vi-changed', vi: {...vi, pending: ''}});
			dispatch({type: 'key-refused', notice: `${vi.pending}${keyLabel(name)} is not a command of vi here.`});
		}
		return true;
	}

	return {press};
}
