import {type Binding, does, scrolls} from './binding.js';

export const digits: readonly string[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** At the end of every mode. */
export const everywhere: readonly Binding[] = [
	does(
		'interrupt',
		['ctrl+c'],
		'Ctrl+C',
		'Cancels the stage or the query that is shown; else clears the text. Twice within two seconds it quits.',
	),
	does('redraw', ['ctrl+l'], 'Ctrl+L', 'Redraws the screen.'),
	does('suspend', ['ctrl+z'], 'Ctrl+Z', 'Suspends the program; fg in the shell brings it back.'),
];

export const help = does(
	'help',
	['?', 'ctrl+g', 'f1'],
	'?',
	'Shows all keys; Ctrl+G and F1 do the same.',
	'help',
);

export const cancel = does(
	'interrupt',
	['ctrl+c'],
	'Ctrl+C',
	'Cancels what runs: everything stays as it was before.',
	'cancel',
);

/** Moves in a text that is longer than its view. */
export const page: readonly Binding[] = [
	scrolls('down', ['down', 'j'], '↑ ↓', 'A line up or down; k and j do the same.', 'scroll'),
	scrolls('up', ['up', 'k']),
	scrolls(
		'page-down',
		['pagedown', ' ', 'ctrl+d'],
		'PgUp PgDn',
		'A page up or down; Ctrl+U and Ctrl+D do the same.',
		'page',
	),
	scrolls('page-up', ['pageup', 'ctrl+u']),
	scrolls('start', ['home', 'g'], 'g G', 'To the start or the end; Home and End do the same.', 'start, end'),
	scrolls('end', ['end', 'G']),
];

/** For the modes in which Ctrl+C means something of their own. */
export function withoutInterrupt(bindings: readonly Binding[]): readonly Binding[] {
	return bindings.filter(({command}) => command.type !== 'interrupt');
}
