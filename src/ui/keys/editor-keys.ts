import {type Binding, does, edits, scrolls} from './binding.js';
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

export const editorKeys: readonly Binding[] = [
	does(
		'enter',
		['enter'],
		'Enter',
		'At the end of a statement that ends with ; runs it, else inserts a new line.',
		'run after ;',
	),
	does(
		'run-query',
		['ctrl+j', 'alt+enter', 'ctrl+enter', 'shift+enter', 'f5'],
		'Ctrl+J',
		'Runs the text as is; Alt+Enter and F5 do the same.',
		'run',
	),
	does('complete', ['tab', 'ctrl+space'], 'Tab', 'Completes the word; Ctrl+Space does the same.', 'complete'),
	openGallery,
	does('leave-editor', ['esc'], 'Esc', 'Goes to the result; so does Tab in an empty editor.', 'result'),
	does('search-history', ['ctrl+r'], 'Ctrl+R', 'Searches the history.', 'history'),
	does('open-stages', ['shift+tab'], 'Shift+Tab', 'Goes to the stages.', 'stages'),
	does(
		'interrupt',
		['ctrl+c'],
		'Ctrl+C',
		'Cancels a query, else clears the text. Press twice within two seconds to quit.',
		'clear',
	),
	does(
		'end-of-input',
		['ctrl+d'],
		'Ctrl+D',
		'Quits if the editor is empty, else deletes a character.',
		'quit',
	),
	does(
		'help',
		['ctrl+g', 'f1'],
		'Ctrl+G',
		'Shows all keys; F1, and ? in an empty editor, do the same.',
		'help',
	),
	does('help-if-empty', ['?']),
	...editing,
	...everywhere,
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
	...editorKeys.filter(({command}) => command.type === 'edit' || command.type === 'run-query').map(hidden),
	...withoutInterrupt(everywhere),
];

export const searchKeys: readonly Binding[] = [
	does(
		'accept-match',
		['enter', 'tab'],
		'Enter',
		'Puts the statement into the editor without running it.',
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
	does('close', ['esc', 'ctrl+c', 'ctrl+g'], 'Esc', 'Goes back to the editor.', 'close'),
	...withoutInterrupt(everywhere),
];

function hidden({keys, command}: Binding): Binding {
	return {keys, command};
}
