import type {KeyTable} from '../state/binding.js';
import type {Command, CommandType} from '../state/command.js';
import type {KeyMode} from '../state/mode.js';
import {does, edits} from './binding.js';
import {cancel, everywhere, page, showHelp, withoutInterrupt} from './common-keys.js';
import {completionKeys, editorKeys, inputKeys, markdownKeys, searchKeys} from './editor-keys.js';
import {sequenceLabel} from './key-label.js';
import {cellsKeys, cellsRunningKeys, loadRowKeys} from './page-keys.js';
import {galleryKeys, recordKeys, resultKeys} from './result-keys.js';
import {answersKeys, browseKeys, checksKeys, chosenDataKeys, questionKeys, startKeys} from './setup-keys.js';
import {stageKeys} from './stage-keys.js';

/** The keys of each mode, unless the user has others. */
export const keyTable: KeyTable = {
	...stageKeys,
	start: startKeys,
	browse: browseKeys,
	'file-text': [
		does('close', ['esc', 'q', 'left', 'enter'], 'Esc', 'Goes back to the folder.', 'back'),
		...page,
		showHelp,
		...everywhere,
	],
	'use-data': chosenDataKeys,
	'setup-question': questionKeys,
	'setup-checks': checksKeys,
	'setup-answers': answersKeys,
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
	'load-row': loadRowKeys,
	cells: cellsKeys,
	'cells-running': cellsRunningKeys,
	input: inputKeys,
	editor: editorKeys,
	'editor-running': [cancel, ...withoutInterrupt(inputKeys)],
	'markdown-editor': markdownKeys,
	completion: completionKeys,
	'history-search': searchKeys,
	gallery: galleryKeys,
	result: resultKeys,
	'result-running': [cancel, ...withoutInterrupt(resultKeys)],
	record: recordKeys,
	help: [
		does('close', ['esc', 'q', '?', 'ctrl+g', 'f1', 'enter'], 'Esc', 'Closes the help.', 'close'),
		does('start-tour', ['t'], 't', 'Starts the tour of six steps.', 'tour'),
		...page,
		...everywhere,
	],
	prompt: [
		does('accept-prompt', ['enter'], 'Enter', 'Takes the answer.', 'accept'),
		does('close', ['esc', 'ctrl+c'], 'Esc', 'Goes back without an answer.', 'cancel'),
		edits('backspace', ['backspace']),
		edits('kill-to-start', ['ctrl+u']),
		...withoutInterrupt(everywhere),
	],
	confirm: [
		does('confirm', ['enter'], 'Enter', 'Continues, after the word that is asked for.', 'confirm'),
		does('close', ['esc', 'ctrl+c'], 'Esc', 'Cancels; nothing is changed.', 'cancel'),
		edits('backspace', ['backspace']),
		edits('kill-to-start', ['ctrl+u']),
		...withoutInterrupt(everywhere),
	],
	'confirm-quit': [
		does('confirm-quit', ['y'], 'y', 'Cancels what is running and quits without saving.', 'quit'),
		does('save', ['ctrl+s'], 'Ctrl+S', 'Saves the notebook.', 'save'),
		does('close', ['n', 'esc', 'q'], 'n', 'Stays in the notebook.', 'stay'),
		...everywhere,
	],
};

/** What a key does in a mode; undefined if nothing. @param key For a command of two keys, both: `d d`. */
export function commandFor(mode: KeyMode, key: string, table: KeyTable = keyTable): Command | undefined {
	return table[mode].find(({keys}) => keys.includes(key))?.command;
}

/** Returns the key of a command, as displayed. */
export type KeyNames = (command: CommandType) => string;

/** The keys of commands in a mode or, for a command that has none there, in the first mode that has one. */
export function keyNames(table: KeyTable = keyTable, mode: KeyMode = 'stage-ready'): KeyNames {
	return command => {
		for (const bindings of [table[mode], ...Object.values(table)]) {
			const key = bindings.find(({command: {type}, keys}) => type === command && keys.length > 0)?.keys[0];
			if (key !== undefined) return sequenceLabel(key);
		}
		return `(no key for ${command})`;
	};
}

/** Whether a key is the first of a command of two keys. */
export function isFirstKey(mode: KeyMode, key: string, table: KeyTable = keyTable): boolean {
	return table[mode].some(({keys}) => keys.some(name => name.startsWith(`${key} `)));
}

/**
A mode's footer items, the most important first.
@param idle Commands that would have no effect now.
*/
export function footerItems(
	mode: KeyMode,
	idle: readonly Command['type'][] = [],
	table: KeyTable = keyTable,
): readonly {readonly label: string; readonly words: string}[] {
	return table[mode].flatMap(({command, shown}) =>
		shown?.footer === undefined || idle.includes(command.type)
			? []
			: [{label: shown.label, words: shown.footer}],
	);
}
