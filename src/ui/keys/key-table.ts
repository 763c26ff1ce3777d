import type {Command} from '../command.js';
import {type Binding, does, edits} from './binding.js';
import {cancel, everywhere, help, page, withoutInterrupt} from './common-keys.js';
import {completionKeys, editorKeys, searchKeys} from './editor-keys.js';
import type {KeyMode} from './key-mode.js';
import {galleryKeys, gridKeys, recordKeys} from './result-keys.js';
import {stageKeys} from './stage-keys.js';

/** What each key does in each mode; the first line that has the key counts. */
export const keyTable: Readonly<Record<KeyMode, readonly Binding[]>> = {
	...stageKeys,
	'sql-text': [
		does('close', ['esc', 'q', 'e', 'enter'], 'Esc', 'Back to the stages.', 'back'),
		...page,
		help,
		...everywhere,
	],
	'dry-run': [
		does('close', ['esc', 'q', 'v', 'enter'], 'Esc', 'Back to the stages.', 'back'),
		...page,
		help,
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
		does('confirm', ['enter'], 'Enter', 'After the word yes: goes ahead.', 'confirm yes'),
		does('close', ['esc', 'ctrl+c'], 'Esc', 'Leaves everything as it is.', 'leave everything as it is'),
		edits('backspace', ['backspace']),
		edits('kill-to-start', ['ctrl+u']),
		...withoutInterrupt(everywhere),
	],
	'confirm-quit': [
		does('confirm-quit', ['y'], 'y', 'Cancels what runs, and quits.', 'cancel and quit'),
		does('close', ['n', 'esc', 'q'], 'n', 'Stays.', 'stay'),
		...everywhere,
	],
};

/** What a key does in a mode; undefined where it does nothing. */
export function commandFor(mode: KeyMode, key: string): Command | undefined {
	return keyTable[mode].find(({keys}) => keys.includes(key))?.command;
}

/**
What the footer shows in a mode, the most important first.
@param idle Commands that would do nothing now.
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
