import {keyLabel} from '../keys/key-label.js';
import type {KeyPress} from '../keys/key-press.js';
import {commandFor} from '../keys/key-table.js';
import {inView, movedInView} from '../lines/in-view.js';
import {isTooSmall} from '../lines/layout.js';
import type {StageTexts} from '../lines/stage-texts.js';
import {cancelTarget} from '../state/busy.js';
import type {Command, CommandType, CommonCommand, Motion} from '../state/command.js';
import {keyMode} from '../state/key-mode.js';
import {isPaneMode, isUnseen, type Mode, showsQuestionOf} from '../state/mode.js';
import type {Store} from '../state/store.js';
import type {LoadControl} from './load-control.js';
import {paneCommands} from './pane-commands.js';
import type {PreflightControl} from './preflight-control.js';
import type {QueryControl} from './query-control.js';
import type {Quitting} from './quitting.js';
import {stageCommands} from './stage-commands.js';

export type Controller = {
	/** Handles the keys that arrived in one read of the terminal. */
	press(...keys: readonly KeyPress[]): void;
	/** Inserts pasted text into the editor. Never runs anything. */
	paste(text: string): void;
	/** Reports that a frame with this mode was written. From now on, keys answer its question. */
	frameWritten(mode: Mode): void;
};

export type ControllerOptions = {
	readonly store: Store;
	readonly load: LoadControl;
	readonly preflight: PreflightControl;
	readonly query: QueryControl;
	readonly quitting: Quitting;
	readonly texts: StageTexts;
	readonly redraw: () => void;
	/** Handles an unexpected error by closing the notebook. */
	readonly onDefect: (error: unknown) => void;
};

/** Executes the commands of keys. */
export function createController(options: ControllerOptions): Controller {
	const {store, load, query, quitting, redraw, onDefect} = options;
	const {dispatch, getState} = store;
	const runInBackground = (work: Promise<void>) => void work.catch(onDefect);

	const commonCommands: Readonly<Record<CommonCommand, () => void>> = {
		close: () => dispatch({type: 'closed'}),
		help: () => dispatch({type: 'mode-changed', mode: {type: 'help', top: 0, back: getState().mode}}),
		interrupt,
		redraw,
		suspend: () =>
			process.platform === 'win32'
				? showNotice("Windows can't suspend programs.")
				: dispatch({type: 'suspended'}),
		quit: () => quitting.quit(),
		'confirm-quit': () => runInBackground(quitting.cancelAndQuit()),
	};
	const commands: Readonly<Record<CommandType, (key: string) => void>> = {
		...stageCommands({...options, runInBackground}),
		...paneCommands({...options, runInBackground}),
		...commonCommands,
	};

	/** Whether the user can't see what keys would act on. */
	function isHidden(): boolean {
		const {mode, size} = getState();
		return isTooSmall(size) || isUnseen(mode);
	}

	function press(...keys: readonly KeyPress[]): void {
		const isAnswer = getState().mode.type === 'confirm';
		for (const [i, key] of keys.entries()) {
			if (isBurst(keys.slice(i))) {
				// Ctrl+C is never part of pasted text.
				if (keys.some(({name}) => name === 'ctrl+c')) pressOne({name: 'ctrl+c'});
				else refuse('Text ignored. Tab opens the SQL pane.');
				return;
			}
			// An Enter in the same read as other keys may belong to pasted text.
			if (isAnswer && keys.length > 1 && key.name === 'enter') refuse('Press Enter again to confirm.');
			else pressOne(key);
		}
	}

	/** Whether keys that arrived together are text, not a held movement key. The stage screen ignores text. */
	function isBurst(keys: readonly KeyPress[]): boolean {
		const {mode} = getState();
		if (isPaneMode(mode) || mode.type === 'confirm') return false;
		const texts = keys.flatMap(({text, afterEsc}) => text ?? afterEsc?.text ?? []);
		const isHeld = new Set(texts).size === 1 && commandFor(keyMode(getState()), texts[0]!)?.type === 'scroll';
		return texts.length > 1 && !isHeld;
	}

	function pressOne(key: KeyPress): void {
		if (isHidden() && key.name !== 'ctrl+c') return;
		// Esc followed quickly by a key arrives as Alt with that key.
		if (key.afterEsc !== undefined && commandFor(keyMode(getState()), key.name) === undefined) {
			pressOne({name: 'esc'});
			pressOne(key.afterEsc);
			return;
		}
		if (key.name !== 'ctrl+c') quitting.disarm();
		dispatch({type: 'key-pressed'});
		const command = commandFor(keyMode(getState()), key.name);
		if (command !== undefined) perform(command, key.name);
		else if (key.text !== undefined) type(key.text);
		else refuse(`${keyLabel(key.name)} does nothing here.`);
		followUp();
	}

	function perform(command: Command, key: string): void {
		switch (command.type) {
			case 'edit':
				edit(command);
				break;
			case 'scroll':
				scroll(command.to);
				break;
			default:
				commands[command.type](key);
		}
	}

	function scroll(to: Motion): void {
		const moved = movedInView(inView(getState()), to);
		dispatch(moved === undefined ? {type: 'moved', to} : {type: 'scrolled', ...moved});
	}

	function edit({edit: type}: Extract<Command, {type: 'edit'}>): void {
		const {mode} = getState();
		const shortened = (text: string) => (type === 'backspace' ? text.slice(0, -1) : '');
		if (mode.type === 'history-search') query.search(shortened(mode.term));
		else if (mode.type === 'confirm') dispatch({type: 'answer-typed', text: shortened(mode.text)});
		else dispatch({type: 'edited', edit: {type}});
	}

	/** Inserts a character where text is accepted; elsewhere refuses the key. */
	function type(text: string): void {
		const {mode} = getState();
		if (mode.type === 'editor') dispatch({type: 'edited', edit: {type: 'insert', text}});
		else if (mode.type === 'history-search') query.search(mode.term + text);
		else if (mode.type === 'confirm') dispatch({type: 'answer-typed', text: mode.text + text});
		else refuse(`${keyLabel(text)} does nothing here · ? shows the keys.`);
	}

	function showNotice(text: string): void {
		dispatch({type: 'notice-shown', notice: text});
	}

	function refuse(text: string): void {
		dispatch({type: 'key-refused', notice: text});
	}

	/**
	Ctrl+C acts on what has the focus: it cancels a stage, or in the SQL pane cancels a query or else clears the text. If
	there is nothing to cancel or clear, a second Ctrl+C quits.
	*/
	function interrupt(): void {
		const {mode, editor, cancelling, runAll} = getState();
		const target = cancelTarget(getState());
		if (target !== undefined) {
			if (cancelling) quitting.quit();
			else runInBackground(target === 'query' ? query.cancel() : load.cancel());
		}
		// Between two stages of a chain nothing runs.
		else if (!isPaneMode(mode) && runAll === 'on') runInBackground(load.cancel());
		else if (mode.type === 'editor' && editor.text !== '')
			dispatch({type: 'edited', edit: {type: 'set-text', text: ''}});
		else quitting.interrupt();
	}

	/** Updates what the new mode needs: the plan of the stage in view, or the completions. */
	function followUp(): void {
		const {mode} = getState();
		if (mode.type === 'stage') runInBackground(load.planSelected());
		if (mode.type !== 'editor') return;
		runInBackground(query.readCatalog());
		if (mode.completion !== undefined) query.refreshCompletion();
	}

	return {
		press,
		paste(text) {
			if (isHidden()) return;
			quitting.disarm();
			dispatch({type: 'key-pressed'});
			const {mode} = getState();
			if (mode.type === 'editor') dispatch({type: 'edited', edit: {type: 'paste', text}});
			else if (mode.type === 'history-search') query.search(mode.term + text.replaceAll(/\s+/g, ' '));
			else if (mode.type === 'confirm')
				dispatch({type: 'answer-typed', text: mode.text + text.replaceAll(/\s+/g, ' ')});
			else showNotice('Text ignored. Tab opens the SQL pane.');
			followUp();
		},
		frameWritten(drawn) {
			const {mode} = getState();
			if (isUnseen(mode) && showsQuestionOf(drawn, mode)) dispatch({type: 'question-seen'});
		},
	};
}
