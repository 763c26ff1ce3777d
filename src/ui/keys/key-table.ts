import type {Command} from '../state/command.js';
import type {KeyMode} from '../state/mode.js';
import {type Binding, does, edits} from './binding.js';
import {cancel, everywhere, page, showHelp, withoutInterrupt} from './common-keys.js';
import {completionKeys, editorKeys, searchKeys} from './editor-keys.js';
import {galleryKeys, gridKeys, recordKeys} from './result-keys.js';
import {stageKeys} from './stage-keys.js';

/** What each key does in each mode. The first entry with the key applies. */
export const keyTable: Readonly<Record<KeyMode, readonly Binding[]>> = {
	...stageKeys,
	'sql-text': [
		does('close', ['esc', 'q', 'e', 'enter'], 'Esc', 'Goes back to the stages.', 'back'),
		...page,
		showHelp,
		...everywhere,
	],
	'dry-run': [
		does('close', ['esc', 'q', 'v', 'enter'], 'Esc', 'Goes back to the stages.', 'back'),
		...page,
		showHelp,
		...everywhere,
	],
	editor: editorKeys,
	'editor-running': [cancel, ...withoutInterrupt(editorKeys)],
	completion: completionKeys,
	'history-search': searchKeys,
	gallery: galleryKeys,
	grid: gridKeys,
	'grid-running': [cancel, ...withoutInterrupt(gridKeys)],
	record: recordKeys,
	help: [
		does('close', ['esc', 'q', '?', 'ctrl+g', 'f1', 'enter'], 'Esc', 'Closes the help.', 'close'),
		...page,
		...everywhere,
	],
	confirm: [
		does('confirm', ['enter'], 'Enter', 'Continues, after the word yes.', 'confirm yes'),
		does('close', ['esc', 'ctrl+c'], 'Esc', 'Cancels; nothing is changed.', 'cancel'),
		edits('backspace', ['backspace']),
		edits('kill-to-start', ['ctrl+u']),
		...withoutInterrupt(everywhere),
	],
	'confirm-quit': [
		does('confirm-quit', ['y'], 'y', 'Cancels what is running and quits.', 'cancel and quit'),
		does('close', ['n', 'esc', 'q'], 'n', 'Stays in the notebook.', 'stay'),
		...everywhere,
	],
};

/** What a key does in a mode; undefined if nothing. */
export function commandFor(mode: KeyMode, key: string): Command | undefined {
	return keyTable[mode].find(({keys}) => keys.includes(key))?.command;
}

/**
A mode's footer items, the most important first.
@param idle Commands that would have no effect now.
*/
export function footerItems(
	mode: KeyMode,
	idle: readonly Command['type'][] = [],
): readonly {readonly label: string; readonly words: string}[] {
	return keyTable[mode].flatMap(({command, shown}) =>
		shown?.footer === undefined || idle.includes(command.type)
			? []
			: [{label: shown.label, words: shown.footer}],
	);
}
