import {type Binding, does, scrolls} from './binding.js';
import {digits, everywhere, openGallery, page, showHelp} from './common-keys.js';

export const galleryKeys: readonly Binding[] = [
	does('run-gallery', ['enter'], 'Enter', 'Puts the query into the editor and runs it.', 'run'),
	does(
		'insert-gallery',
		['i', 'e'],
		'i',
		'Puts the query into the editor without running it.',
		'insert, not run',
	),
	does('run-gallery-number', digits, '1–9', 'Runs a query by its number.', 'run by number'),
	scrolls('down', ['down', 'j', 'tab'], '↑ ↓', 'Selects a query; k and j do the same.', 'select'),
	scrolls('up', ['up', 'k', 'shift+tab']),
	scrolls('start', ['home', 'g']),
	scrolls('end', ['end', 'G']),
	does('close', ['esc', 'q', 'ctrl+o', 'f2'], 'Esc', 'Goes back to the editor.', 'close'),
	showHelp,
	...everywhere,
];

export const gridKeys: readonly Binding[] = [
	does(
		'open-editor',
		['esc', 'i', 'enter', 'q'],
		'Esc',
		'Goes back to the editor; q, i and Enter do the same.',
		'editor',
	),
	scrolls('down', ['down', 'j'], '← ↑ ↓ →', 'Selects a cell; h, j, k and l do the same.', 'select'),
	scrolls('up', ['up', 'k']),
	scrolls('left', ['left', 'h']),
	scrolls('right', ['right', 'l']),
	does('show-record', [' '], 'Space', 'Shows the full row, column by column.', 'full row'),
	does('more-rows', ['m'], 'm', 'Fetches the next 1,000 rows.', 'more rows'),
	does(
		'copy-cell',
		['y'],
		'y',
		"Copies the cell's value to the clipboard, if the terminal supports it.",
		'copy',
	),
	scrolls(
		'page-down',
		['pagedown', 'ctrl+d'],
		'PgUp PgDn',
		'Scrolls by a page; Ctrl+U and Ctrl+D do the same.',
		'page',
	),
	scrolls('page-up', ['pageup', 'ctrl+u']),
	scrolls('start', ['g', 'ctrl+home'], 'g G', 'Goes to the first or the last fetched row.', 'first, last'),
	scrolls('end', ['G', 'ctrl+end']),
	scrolls(
		'row-start',
		['0', 'home'],
		'0 $',
		'Goes to the first or the last column; Home and End do the same.',
	),
	scrolls('row-end', ['$', 'end']),
	openGallery,
	does('open-stages', ['tab', 'shift+tab'], 'Shift+Tab', 'Goes to the stages; Tab does the same.', 'stages'),
	showHelp,
	...everywhere,
];

export const recordKeys: readonly Binding[] = [
	does('close', ['esc', 'q', 'enter', ' '], 'Space', 'Goes back to the table; Esc does the same.', 'table'),
	scrolls('right', ['right', 'l'], '← →', 'Shows the previous or the next row.', 'other row'),
	scrolls('left', ['left', 'h']),
	...page,
	showHelp,
	...everywhere,
];
