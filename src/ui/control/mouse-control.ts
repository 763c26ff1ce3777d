import type {MouseInput} from '../keys/mouse-input.js';
import {inView} from '../lines/in-view.js';
import {targetAt} from '../lines/mouse-target.js';
import type {Motion} from '../state/command.js';
import type {Mode} from '../state/mode.js';
import {pageMode} from '../state/selected-cell.js';
import type {Store} from '../state/store.js';

/** Lines of a text or rows of a table that a notch of the wheel scrolls. Elsewhere it selects the next entry. */
const linesPerNotch = 3;

type Options = {readonly store: Store; readonly scroll: (to: Motion) => void};

/** Returns the function that finds what mouse input does now; undefined for nothing. */
export function createMouseControl({
	store: {dispatch, getState, showNotice},
	scroll,
}: Options): (input: MouseInput) => (() => void) | undefined {
	function click(input: Extract<MouseInput, {type: 'click'}>) {
		const state = getState();
		const target = targetAt(inView(state), input);
		if (target === undefined) return undefined;
		if (target.type === 'stage') return () => dispatch({type: 'stage-selected', stage: target.stage});
		const {document, page, mode} = state;
		const selected = target.cell;
		if (mode.type === 'editor' && selected === page.selected) return undefined;
		return () =>
			dispatch({
				type: 'cell-selected',
				selected,
				mode: pageMode({document, page: {...page, selected}}),
			});
	}

	function turn(to: 'up' | 'down') {
		const {mode, editor} = getState();
		const isTyping = mode.type === 'editor' && mode.completion === undefined;
		// Keys must not become commands while a text is being typed.
		if (isTyping && editor.text !== '') return () => showNotice('Press Esc, and the wheel scrolls the page.');
		return () => {
			if (isTyping) dispatch({type: 'closed'});
			const count = isText(mode) ? linesPerNotch : 1;
			for (let i = 0; i < count; i++) scroll(to);
		};
	}

	return input => (input.type === 'click' ? click(input) : turn(input.to));
}

/** Whether a mode shows a long text or table, not entries. */
function isText({type}: Mode): boolean {
	return (
		type === 'help' ||
		type === 'sql-text' ||
		type === 'file-text' ||
		type === 'dry-run' ||
		type === 'setup-checks' ||
		type === 'result' ||
		type === 'record'
	);
}
