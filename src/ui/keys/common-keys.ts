import type {Binding} from '../state/binding.js';
import {does, scrolls} from './binding.js';

export const digits: readonly string[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Keys of every mode. */
export const everywhere: readonly Binding[] = [
	does(
		'interrupt',
		['ctrl+c'],
		'Ctrl+C',
		'Cancels the stage or query in view, else clears the text. Press twice within two seconds to quit.',
	),
	does('redraw', ['ctrl+l'], 'Ctrl+L', 'Redraws the screen.'),
	does('suspend', ['ctrl+z'], 'Ctrl+Z', 'Suspends the program; fg in the shell brings it back.'),
	does('next-tour-step', ['f3'], 'F3', 'Shows the next step of the tour or, after the last, ends it.'),
	does('end-tour', ['f4'], 'F4', 'Ends the tour.'),
];

export const showHelp = does(
	'help',
	['?', 'ctrl+g', 'f1'],
	'?',
	'Shows all keys; Ctrl+G and F1 do the same.',
	'help',
);

export const openGallery = does(
	'open-gallery',
	['ctrl+o', 'f2'],
	'Ctrl+O',
	'Opens the ready queries; F2 does the same.',
	'ready queries',
);

export const stagesKey = does(
	'open-stages',
	['tab', 'shift+tab'],
	'Tab',
	'Goes to the stages; Shift+Tab does the same.',
	'stages',
);

export const cancel = does(
	'interrupt',
	['ctrl+c'],
	'Ctrl+C',
	'Cancels what is running and rolls it back.',
	'cancel',
);

/** Scrolls a text. */
export const page: readonly Binding[] = [
	scrolls('down', ['down', 'j'], '↑ ↓', 'Scrolls by a line; k and j do the same.', 'scroll'),
	scrolls('up', ['up', 'k']),
	scrolls(
		'page-down',
		['pagedown', ' ', 'ctrl+d'],
		'PgUp PgDn',
		'Scrolls by a page; Ctrl+U and Ctrl+D do the same.',
		'page',
	),
	scrolls('page-up', ['pageup', 'ctrl+u']),
	scrolls(
		'start',
		['home', 'g'],
		'g G',
		'Goes to the start or the end; Home and End do the same.',
		'start, end',
	),
	scrolls('end', ['end', 'G']),
];

/** Removes the interrupt binding, for modes that use Ctrl+C otherwise. */
export function withoutInterrupt(bindings: readonly Binding[]): readonly Binding[] {
	return bindings.filter(({command}) => command.type !== 'interrupt');
}
