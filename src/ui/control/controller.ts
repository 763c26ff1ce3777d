import {keyLabel} from '../keys/key-label.js';
import type {KeyPress} from '../keys/key-press.js';
import {commandFor, isFirstKey} from '../keys/key-table.js';
import type {MouseInput} from '../keys/mouse-input.js';
import {inView, movedInView} from '../lines/in-view.js';
import {isTooSmall} from '../lines/layout.js';
import type {StageTexts} from '../lines/stage-texts.js';
import {cancelTarget} from '../state/busy.js';
import type {Command, CommandType, CommonCommand, Motion} from '../state/command.js';
import {keyMode} from '../state/key-mode.js';
import {isPageMode, isUnseen, type Mode, showsQuestionOf, takesAnswer} from '../state/mode.js';
import {isInput} from '../state/selected-cell.js';
import {shownStep, tourLength} from '../state/tour.js';
import {createMouseControl} from './mouse-control.js';
import {type PageCommandsOptions, pageCommands} from './page-commands.js';
import type {PreflightControl} from './preflight-control.js';
import {createPrompts} from './prompts.js';
import type {ResultControl} from './result-control.js';
import type {SetupControl} from './setup-control.js';
import {stageCommands} from './stage-commands.js';
import {stopUntilContinued} from './stop-until-continued.js';
import {createViControl} from './vi-control.js';

export type Controller = {
	/** Handles the keys that arrived in one read of the terminal. */
	press(...keys: readonly KeyPress[]): void;
	/** Inserts pasted text into the editor. Never runs anything. */
	paste(text: string): void;
	/** Handles a click or a turn of the wheel. */
	mouse(input: MouseInput): void;
	/** Executes a command, as its key does. @param key The number for commands that choose by one. */
	perform(command: CommandType, key?: string): void;
	/** Reports that a frame with this mode was written. From now on, keys answer its question. */
	frameWritten(mode: Mode): void;
};

export type ControllerOptions = PageCommandsOptions & {
	readonly setup: SetupControl;
	readonly results: ResultControl;
	readonly preflight: PreflightControl;
	readonly texts: StageTexts;
	/** Gives the terminal to other work. */
	readonly suspend: (work: () => Promise<void>) => Promise<void>;
	readonly redraw: () => void;
};

/** For keys that quit elsewhere. */
const howToQuit = 'Ctrl+C twice quits.';

/** Executes the commands of keys. */
export function createController(options: ControllerOptions): Controller {
	const {
		store,
		notebook,
		load,
		cells,
		results,
		files,
		slash,
		setup,
		quitting,
		suspend,
		redraw,
		runInBackground,
	} = options;
	const {dispatch, getState, showNotice} = store;

	const prompts = createPrompts(options);
	const mouse = createMouseControl({store, scroll});
	const vi = createViControl({store, cells, run: () => commands['run-cell']('')});

	const commonCommands: Readonly<Record<CommonCommand, () => void>> = {
		'accept-prompt': () => prompts.accept(),
		close: () => (getState().mode.type === 'prompt' ? prompts.refuse() : dispatch({type: 'closed'})),
		'start-tour'() {
			dispatch({type: 'closed'});
			// Its first steps are about the stages.
			dispatch({type: 'tour-moved', step: isPageMode(getState().mode) ? 2 : 0});
		},
		'next-tour-step': () => moveTour(step => (step === tourLength - 1 ? undefined : step + 1)),
		'end-tour': () => moveTour(() => undefined),
		help: () => dispatch({type: 'mode-changed', mode: {type: 'help', top: 0, back: getState().mode}}),
		interrupt,
		redraw,
		suspend: () =>
			process.platform === 'win32'
				? showNotice("Windows can't suspend programs.")
				: runInBackground(suspend(stopUntilContinued)),
		quit: () => quitting.quit(),
		'confirm-quit': () => runInBackground(quitting.cancelAndQuit()),
	};
	const commands: Readonly<Record<CommandType, (key: string) => void>> = {
		...stageCommands(options),
		...pageCommands(options),
		...results.commands,
		...setup.commands,
		...commonCommands,
	};

	/** What a key does now. */
	function commandOf(key: string): Command | undefined {
		return commandFor(keyMode(getState()), key, getState().keys);
	}

	/** Whether Ctrl+C twice quits: a prompt only closes. */
	function canInterrupt(): boolean {
		return commandOf('ctrl+c')?.type === 'interrupt';
	}

	/** Whether the user can't see what keys would act on. */
	function isHidden(): boolean {
		const {mode, size} = getState();
		return isTooSmall(size) || isUnseen(mode);
	}

	function press(...keys: readonly KeyPress[]) {
		const {mode} = getState();
		const text = isText(mode) ? pastedText(keys) : undefined;
		if (text !== undefined) return paste(text);
		const isAnswer = takesAnswer(mode);
		for (const [i, key] of keys.entries()) {
			if (isBurst(keys.slice(i))) {
				// Ctrl+C is never part of pasted text.
				if (keys.some(({name}) => name === 'ctrl+c')) pressOne({name: 'ctrl+c'});
				else refuse(textRefused());
				return;
			}
			// An Enter in the same read as other keys may belong to pasted text.
			if (isAnswer && keys.length > 1 && key.name === 'enter') refuse('Press Enter again to confirm.');
			else pressOne(key);
		}
	}

	/** Whether keys that arrived together are text, not a held movement key. Only the input and prompts take text. */
	function isBurst(keys: readonly KeyPress[]): boolean {
		const {mode} = getState();
		if (isText(mode)) return false;
		const texts = keys.flatMap(({text, afterEsc}) => text ?? afterEsc?.text ?? []);
		const isHeld = new Set(texts).size === 1 && commandOf(texts[0]!)?.type === 'scroll';
		// Commands on cells may have two keys, as in vim.
		return texts.length > (isPageMode(mode) ? 2 : 1) && !isHeld;
	}

	function textRefused(): string {
		return isPageMode(getState().mode)
			? 'Text ignored: only a cell in edit mode takes it. Enter edits the selected cell.'
			: 'Text ignored. Tab opens the notebook.';
	}

	function pressOne(key: KeyPress) {
		if (isHidden() && key.name !== 'ctrl+c') return;
		// Esc followed quickly by a key arrives as Alt with that key.
		const {mode, vi: viKeys} = getState();
		const isViEsc = key.afterEsc?.text !== undefined && mode.type === 'editor' && viKeys !== undefined;
		if (key.afterEsc !== undefined && (isViEsc || commandOf(key.name) === undefined)) {
			pressOne({name: 'esc'});
			pressOne(key.afterEsc);
			return;
		}
		if (key.name !== 'ctrl+c') quitting.disarm();
		const {firstKey} = getState();
		dispatch({type: 'key-pressed'});
		if (firstKey === undefined && vi.press(key)) return followUp();
		if (firstKey === undefined && isFirstKey(keyMode(getState()), key.name, getState().keys))
			return dispatch({type: 'first-key', key: key.name});
		const name = firstKey === undefined ? key.name : `${firstKey} ${key.name}`;
		const command = commandOf(name);
		if (command !== undefined) perform(command, key.name);
		else if (firstKey === undefined && key.text !== undefined) type(key.text);
		// Esc has a meaning in most places, so it is no key of the tour. Where it has none, it ends the tour.
		else if (name === 'esc' && shownStep(getState()) !== undefined) moveTour(() => undefined);
		else
			refuse(
				`${keyLabel(name)} does nothing here${name === 'ctrl+d' && canInterrupt() ? ` · ${howToQuit}` : '.'}`,
			);
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
		if (mode.type === 'history-search') cells.search(shortened(mode.term));
		else if (mode.type === 'browse') setup.browse.type(shortened(mode.text));
		else if (takesAnswer(mode)) dispatch({type: 'answer-typed', text: shortened(mode.text)});
		else cells.edit({type});
	}

	/** Inserts a character where text is accepted; elsewhere refuses the key. */
	function type(text: string): void {
		const {mode} = getState();
		if (mode.type === 'editor') cells.edit({type: 'insert', text});
		else if (mode.type === 'history-search') cells.search(mode.term + text);
		else if (mode.type === 'browse') setup.browse.type(mode.text + text);
		else if (takesAnswer(mode)) dispatch({type: 'answer-typed', text: mode.text + text});
		else
			refuse(
				`${keyLabel(text)} does nothing here · ${text === 'q' && canInterrupt() ? howToQuit : '? shows the keys.'}`,
			);
	}

	function moveTour(next: (step: number) => number | undefined): void {
		const step = shownStep(getState());
		if (step === undefined) refuse('The tour is not on the screen.');
		else dispatch({type: 'tour-moved', step: next(step)});
	}

	function refuse(text: string): void {
		dispatch({type: 'key-refused', notice: text});
	}

	/**
	Ctrl+C acts on what has the focus: it cancels a stage, or on the page cancels the running cells or else clears the input.
	If there is nothing to cancel or clear, a second Ctrl+C quits.
	*/
	function interrupt(): void {
		const {mode, editor, cancelling, runAll} = getState();
		const target = cancelTarget(getState());
		const wasWatching = slash.stopWatch();
		if (isPageMode(mode) && files.cancelExport()) return;
		if (target !== undefined) {
			if (cancelling) quitting.quit();
			else cancel(target);
		}
		// Between two stages of a chain nothing runs.
		else if (!isPageMode(mode) && runAll === 'on') runInBackground(load.cancel());
		else if (wasWatching) return;
		else if (mode.type === 'editor' && isInput(getState()) && editor.text !== '')
			cells.edit({type: 'set-text', text: ''});
		else quitting.interrupt();
	}

	function cancel(target: 'stage' | 'cell') {
		if (target === 'stage') return runInBackground(load.cancel());
		dispatch({type: 'cancelling'});
		runInBackground(notebook.cancel());
	}

	/** Updates what the new mode needs: the plan of the stage in view, or the completions. */
	function followUp(): void {
		const {mode} = getState();
		if (mode.type === 'stage') runInBackground(load.planSelected());
		if (mode.type === 'browse') setup.browse.update();
		if (mode.type !== 'editor') return;
		runInBackground(cells.readCatalog());
		if (mode.completion !== undefined) cells.refreshCompletion();
	}

	function paste(text: string): void {
		if (isHidden()) return;
		quitting.disarm();
		dispatch({type: 'key-pressed'});
		const {mode} = getState();
		const line = text.replaceAll(/\s+/g, ' ');
		if (mode.type === 'editor') cells.edit({type: 'paste', text});
		else if (mode.type === 'history-search') cells.search(mode.term + line);
		else if (mode.type === 'browse') setup.browse.type(mode.text + line);
		else if (takesAnswer(mode)) dispatch({type: 'answer-typed', text: mode.text + line});
		else showNotice(textRefused());
		followUp();
	}

	return {
		press,
		paste,
		mouse(input) {
			const act = isHidden() ? undefined : mouse(input);
			if (act === undefined) return;
			quitting.disarm();
			dispatch({type: 'key-pressed'});
			act();
			followUp();
		},
		perform(command, key = '') {
			if (command !== 'interrupt') quitting.disarm();
			dispatch({type: 'key-pressed'});
			commands[command](key);
			followUp();
		},
		frameWritten(drawn) {
			const {mode} = getState();
			if (isUnseen(mode) && showsQuestionOf(drawn, mode)) dispatch({type: 'question-seen'});
		},
	};
}

/** Whether typed text is taken. */
function isText(mode: Mode): boolean {
	const {type} = mode;
	return takesAnswer(mode) || type === 'editor' || type === 'history-search' || type === 'browse';
}

/**
The text of keys that arrived together and have text on both sides of a line end: a paste in a terminal that does not mark
pastes. Nobody types that fast, and what is pasted must not run.
*/
function pastedText(keys: readonly KeyPress[]): string | undefined {
	const typed: Readonly<Record<string, string>> = {enter: '\n', 'ctrl+j': '\n', tab: '\t'};
	const parts = keys.map(({name, text}) => text ?? typed[name]);
	const text = parts.join('');
	return parts.includes(undefined) || !/\S[^\n]*\n\s*\S/.test(text) ? undefined : text;
}
