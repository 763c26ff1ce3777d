import type {Binding} from '../state/binding.js';
import {does, edits, scrolls} from './binding.js';
import {everywhere, page, showHelp} from './common-keys.js';

const help = does('help', ['ctrl+g', 'f1'], 'Ctrl+G', 'Shows all keys; F1 does the same.', 'help');

/** The choices of the first run. */
export const startKeys: readonly Binding[] = [
	does('choose-start', ['enter'], 'Enter', 'Takes the selected choice.', 'start'),
	does('choose-start-number', ['1', '2', '3'], '1–3', 'Takes a choice by its number.', 'choose'),
	scrolls('down', ['down', 'j', 'tab'], '↑ ↓', 'Selects a choice; k and j do the same.', 'select'),
	scrolls('up', ['up', 'k', 'shift+tab']),
	does('quit', ['q'], 'q', 'Quits.', 'quit'),
	showHelp,
	...everywhere,
];

/** The browser of folders and S3 prefixes. Characters are typed into its filter. */
export const browseKeys: readonly Binding[] = [
	does(
		'browse-open',
		['enter', 'right'],
		'Enter',
		'Opens the folder, the typed path or address, or shows the records of the file.',
		'open',
	),
	does('browse-use', ['tab'], 'Tab', 'Chooses the folder for its events, its songs, or both.', 'use'),
	does('browse-up', ['left'], '←', 'Goes to the folder above; Backspace does the same.', 'up'),
	scrolls('down', ['down'], '↑ ↓', 'Selects an entry.', 'select'),
	scrolls('up', ['up']),
	scrolls('page-down', ['pagedown'], 'PgUp PgDn', 'Selects ten entries further.'),
	scrolls('page-up', ['pageup']),
	scrolls('start', ['home'], 'Home End', 'Selects the first or the last entry.'),
	scrolls('end', ['end']),
	does('browse-delete', ['backspace']),
	edits('kill-to-start', ['ctrl+u'], 'Ctrl+U', 'Deletes the typed text.'),
	does('browse-close', ['esc'], 'Esc', 'Deletes the typed text; without any, goes back.', 'back'),
	help,
	...everywhere,
];

/** The question whether to load the chosen folders. */
export const chosenDataKeys: readonly Binding[] = [
	does('use-data', ['enter', 'y'], 'Enter', 'Loads the chosen folders.', 'use them'),
	does(
		'save-data',
		['w'],
		'w',
		'Loads them, and writes them to dwh.cfg if there is none.',
		'also write dwh.cfg',
	),
	does('close', ['esc', 'q'], 'Esc', 'Goes back to the folders.', 'back'),
	showHelp,
	...everywhere,
];

/** A question about the warehouse. */
export const questionKeys: readonly Binding[] = [
	does(
		'setup-answer',
		['enter'],
		'Enter',
		'Takes the answer; without any text, the one in brackets.',
		'next',
	),
	does('setup-back', ['esc'], 'Esc', 'Goes back to the question before.', 'back'),
	edits('backspace', ['backspace']),
	edits('kill-to-start', ['ctrl+u'], 'Ctrl+U', 'Deletes the typed text.', 'clear'),
	help,
	...everywhere,
];

/** The checks of the answers. */
export const checksKeys: readonly Binding[] = [
	does(
		'setup-go-on',
		['enter'],
		'Enter',
		'Creates dwh.cfg and goes on, if all checks have passed.',
		'write dwh.cfg',
	),
	does('setup-change', ['c'], 'c', 'Chooses an answer to change.', 'change an answer'),
	does('setup-check', ['r'], 'r', 'Checks again.', 'check again'),
	does('setup-write', ['w'], 'w', 'Creates dwh.cfg and goes on, although checks failed.', 'write anyway'),
	does('setup-back', ['esc'], 'Esc', 'Stops the checks and chooses an answer to change.'),
	...page,
	does('setup-leave', ['q'], 'q', 'Goes back to the first choices; nothing is written.', 'leave'),
	showHelp,
	...everywhere,
];

/** The choice of an answer to change. */
export const answersKeys: readonly Binding[] = [
	does('setup-choose', ['enter'], 'Enter', 'Asks the question again.', 'change'),
	scrolls('down', ['down', 'j'], '↑ ↓', 'Selects an answer; k and j do the same.', 'select'),
	scrolls('up', ['up', 'k']),
	does('close', ['esc'], 'Esc', 'Goes back to the checks.', 'back'),
	does('setup-leave', ['q'], 'q', 'Goes back to the first choices; nothing is written.', 'leave'),
	showHelp,
	...everywhere,
];
