import type {Binding} from '../state/binding.js';
import {does, edits, scrolls} from './binding.js';
import {everywhere, openGallery, withoutInterrupt} from './common-keys.js';

const editing: readonly Binding[] = [
	edits('left', ['left', 'ctrl+b'], '← →', 'Moves by a character; Ctrl+B and Ctrl+F do the same.'),
	edits('right', ['right', 'ctrl+f']),
	edits('up', ['up'], '↑ ↓', 'Moves by a line; past the first or last line, through the history.'),
	edits('down', ['down']),
	edits(
		'word-left',
		['ctrl+left', 'alt+left', 'alt+b'],
		'Ctrl+← Ctrl+→',
		'Moves by a word; Alt+B and Alt+F do the same.',
	),
	edits('word-right', ['ctrl+right', 'alt+right', 'alt+f']),
	edits(
		'line-start',
		['home', 'ctrl+a'],
		'Home End',
		'Goes to the start or the end of the line; Ctrl+A and Ctrl+E do the same.',
	),
	edits('line-end', ['end', 'ctrl+e']),
	edits(
		'buffer-start',
		['ctrl+home', 'alt+<'],
		'Ctrl+Home Ctrl+End',
		'Goes to the start or the end of the text; Alt+< and Alt+> do the same.',
	),
	edits('buffer-end', ['ctrl+end', 'alt+>']),
	edits(
		'backspace',
		['backspace', 'shift+backspace'],
		'Backspace Delete',
		'Deletes the character before or under the cursor.',
	),
	edits('delete', ['delete']),
	edits(
		'kill-word-back',
		['ctrl+w', 'alt+backspace', 'ctrl+backspace'],
		'Ctrl+W',
		'Deletes the word before the cursor.',
	),
	edits('kill-to-start', ['ctrl+u'], 'Ctrl+U Ctrl+K', 'Deletes to the start or the end of the line.'),
	edits('kill-to-end', ['ctrl+k']),
	edits('yank', ['ctrl+y'], 'Ctrl+Y', 'Inserts the last deleted text.'),
	edits('undo', ['ctrl+_', 'ctrl+/'], 'Ctrl+_ Alt+_', 'Undoes or redoes the last change.'),
	edits('redo', ['alt+_', 'alt+/']),
	edits(
		'history-previous',
		['ctrl+p'],
		'Ctrl+P Ctrl+N',
		'Recalls the previous or the next statement from the history.',
	),
	edits('history-next', ['ctrl+n']),
];

const runText = does(
	'run-cell',
	['ctrl+j', 'alt+enter', 'ctrl+enter', 'shift+enter', 'f5'],
	'Ctrl+J',
	'Runs the cell as it is; Alt+Enter and F5 do the same.',
	'run',
);

const leave = does('leave-editor', ['esc'], 'Esc', 'Goes to command mode, whose keys act on cells.', 'cells');

const others: readonly Binding[] = [
	does('open-stages', ['shift+tab'], 'Shift+Tab', 'Goes to the stages.', 'stages'),
	does(
		'interrupt',
		['ctrl+c'],
		'Ctrl+C',
		'Cancels the running cell, else clears the input. Press twice within two seconds to quit.',
	),
	does('save', ['ctrl+s'], 'Ctrl+S', 'Saves the notebook.'),
	does('external-editor', ['ctrl+x ctrl+e'], 'Ctrl+X Ctrl+E', 'Edits the text in $VISUAL or $EDITOR.'),
	does(
		'end-of-input',
		['ctrl+d'],
		'Ctrl+D',
		'Quits if the input is empty, else deletes a character.',
		'quit',
	),
	does(
		'help',
		['ctrl+g', 'f1'],
		'Ctrl+G',
		'Shows all keys; F1, and ? in an empty input, do the same.',
		'help',
	),
	does('help-if-empty', ['?']),
	...editing,
	...everywhere,
];

/** Edit mode in an SQL cell above the input. */
export const editorKeys: readonly Binding[] = [
	runText,
	does(
		'enter',
		['enter'],
		'Enter',
		'At the end of a statement that ends with ; runs it, else inserts a new line.',
		'run after ;',
	),
	leave,
	does('complete', ['tab', 'ctrl+space'], 'Tab', 'Completes the word; Ctrl+Space does the same.', 'complete'),
	does('run-statement', ['ctrl+t'], 'Ctrl+T', 'Runs only the statement at the cursor.', 'run statement'),
	openGallery,
	...others,
];

/** Edit mode in the input, the last cell. */
export const inputKeys: readonly Binding[] = [
	...editorKeys.filter(({command}) => command.type === 'enter'),
	leave,
	openGallery,
	...editorKeys.filter(({command}) => ['run-cell', 'complete', 'run-statement'].includes(command.type)),
	does('search-history', ['ctrl+r'], 'Ctrl+R', 'Searches the history.', 'history'),
	...others,
];

/** Edit mode in a Markdown cell, where Enter is always a new line. */
export const markdownKeys: readonly Binding[] = [
	edits('newline', ['enter']),
	does(
		'leave-editor',
		['esc', 'ctrl+j', 'alt+enter', 'f5'],
		'Esc',
		'Shows the text; Ctrl+J does the same.',
		'done',
	),
	...others,
];

export const completionKeys: readonly Binding[] = [
	does(
		'accept-completion',
		['tab', 'enter'],
		'Tab',
		'Accepts the selected completion; Enter does the same.',
		'accept',
	),
	scrolls('down', ['down', 'ctrl+n'], '↑ ↓', 'Selects a completion.', 'select'),
	scrolls('up', ['up', 'ctrl+p', 'shift+tab']),
	does('close', ['esc', 'ctrl+c'], 'Esc', 'Closes the completions.', 'close'),
	...editorKeys.filter(({command}) => command.type === 'edit' || command.type === 'run-cell').map(hidden),
	...withoutInterrupt(everywhere),
];

export const searchKeys: readonly Binding[] = [
	does(
		'accept-match',
		['enter', 'tab'],
		'Enter',
		'Puts the statement into the input without running it.',
		'accept',
	),
	scrolls(
		'down',
		['ctrl+r', 'down', 'ctrl+n'],
		'Ctrl+R',
		'Selects the next match; ↓ does the same.',
		'next match',
	),
	scrolls('up', ['up', 'ctrl+p'], '↑', 'Selects the previous match.', 'previous'),
	edits('backspace', ['backspace']),
	edits('kill-to-start', ['ctrl+u']),
	does('close', ['esc', 'ctrl+c', 'ctrl+g'], 'Esc', 'Goes back to the input.', 'close'),
	...withoutInterrupt(everywhere),
];

function hidden({keys, command}: Binding): Binding {
	return {keys, command, isUnlisted: true};
}
