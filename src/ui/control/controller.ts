import {busyStage} from '../busy.js';
import type {Command, CommandName, CommonCommand} from '../command.js';
import {keyLabel} from '../keys/key-label.js';
import {keyMode} from '../keys/key-mode.js';
import type {KeyPress} from '../keys/key-press.js';
import {commandFor} from '../keys/key-table.js';
import {isTooSmall} from '../layout.js';
import {isPaneMode} from '../mode.js';
import type {StageTexts} from '../stage-texts.js';
import type {Store} from '../store.js';
import type {UiAction} from '../ui-action.js';
import type {UiState} from '../ui-state.js';
import type {LoadControl} from './load-control.js';
import {paneCommands} from './pane-commands.js';
import type {QueryControl} from './query-control.js';
import type {Quitting} from './quitting.js';
import {stageCommands} from './stage-commands.js';
import type {TrialControl} from './trial-control.js';

export type Controller = {
	press(key: KeyPress): void;
	/** Pasted text goes into the editor, and never runs anything. */
	paste(text: string): void;
};

export type ControllerOptions = {
	readonly store: Store<UiState, UiAction>;
	readonly load: LoadControl;
	readonly trial: TrialControl;
	readonly query: QueryControl;
	readonly quitting: Quitting;
	readonly texts: StageTexts;
	readonly redraw: () => void;
	/** Takes what should never happen: the notebook closes with it. */
	readonly onDefect: (error: unknown) => void;
};

/** Turns keys into what they do. */
export function createController(options: ControllerOptions): Controller {
	const {store, load, query, quitting, redraw, onDefect} = options;
	const {dispatch, getState} = store;
	const begin = (work: Promise<void>) => void work.catch(onDefect);

	const commonCommands: Readonly<Record<CommonCommand, () => void>> = {
		close: () => dispatch({type: 'closed'}),
		help: () => dispatch({type: 'mode-changed', mode: {type: 'help', top: 0, back: getState().mode}}),
		interrupt,
		redraw,
		suspend: () =>
			process.platform === 'win32'
				? remark('Programs cannot be suspended here.')
				: dispatch({type: 'suspended'}),
		quit: () => quitting.quit(),
		'confirm-quit': () => begin(quitting.cancelAndQuit()),
	};
	const commands: Readonly<Record<CommandName, (key: string) => void>> = {
		...stageCommands({...options, begin}),
		...paneCommands({...options, begin}),
		...commonCommands,
	};

	function press(key: KeyPress): void {
		// What can't be seen can't be agreed to.
		if (isTooSmall(getState().size) && key.name !== 'ctrl+c') return;
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
				dispatch({type: 'moved', to: command.to});
				break;
			default:
				commands[command.type](key);
		}
	}

	function edit({edit: type}: Extract<Command, {type: 'edit'}>): void {
		const {mode} = getState();
		if (mode.type !== 'history-search') dispatch({type: 'edited', edit: {type}});
		else query.search(type === 'backspace' ? mode.term.slice(0, -1) : '');
	}

	/** A character where text is taken; elsewhere a wrong key. */
	function type(text: string): void {
		const {mode} = getState();
		if (mode.type === 'editor') dispatch({type: 'edited', edit: {type: 'insert', text}});
		else if (mode.type === 'history-search') query.search(mode.term + text);
		else refuse(`${keyLabel(text)} does nothing here · ? shows the keys.`);
	}

	function remark(text: string): void {
		dispatch({type: 'remarked', remark: text});
	}

	function refuse(text: string): void {
		dispatch({type: 'key-refused', remark: text});
	}

	/** Ctrl+C: cancels what runs (in the SQL pane a query first), else clears the text, else is the first half of quitting. */
	function interrupt(): void {
		const {query: state, mode, editor, cancelling, runAll} = getState();
		if (cancelling) quitting.quit();
		else if (isPaneMode(mode) && state.type === 'running') begin(query.cancel());
		else if (busyStage(getState()) !== undefined) begin(load.cancel());
		else if (state.type === 'running') begin(query.cancel());
		// Between two stages nothing runs, but the next one is about to.
		else if (runAll === 'on') dispatch({type: 'run-all', runAll: 'off'});
		else if (mode.type === 'editor' && editor.text !== '')
			dispatch({type: 'edited', edit: {type: 'set-text', text: ''}});
		else quitting.interrupt();
	}

	/** What follows from where the key led: the plan of the stage in view, or what completion needs. */
	function followUp(): void {
		const {mode} = getState();
		if (mode.type === 'stage') begin(load.planSelected());
		if (mode.type !== 'editor') return;
		begin(query.readCatalog());
		if (mode.completion !== undefined) query.refreshCompletion();
	}

	return {
		press,
		paste(text) {
			quitting.disarm();
			dispatch({type: 'key-pressed'});
			const {mode} = getState();
			if (mode.type === 'editor') dispatch({type: 'edited', edit: {type: 'paste', text}});
			else if (mode.type === 'history-search') query.search(mode.term + text.replaceAll(/\s+/g, ' '));
			else remark('Text is taken by the editor only.');
			followUp();
		},
	};
}
