import type {Binding} from '../state/binding.js';
import {does, scrolls} from './binding.js';
import {digits, everywhere, page, showHelp, stagesKey} from './common-keys.js';

export const galleryKeys: readonly Binding[] = [
	does('run-gallery', ['enter'], 'Enter', 'Adds the query as a cell and runs it.', 'run'),
	does('insert-gallery', ['i', 'e'], 'i', 'Adds the query as a cell without running it.', 'insert, not run'),
	does('run-gallery-number', digits, '1–9', 'Runs a query by its number.', 'run by number'),
	scrolls('down', ['down', 'j', 'tab'], '↑ ↓', 'Selects a query; k and j do the same.', 'select'),
	scrolls('up', ['up', 'k', 'shift+tab']),
	scrolls('start', ['home', 'g']),
	scrolls('end', ['end', 'G']),
	does('close', ['esc', 'q', 'ctrl+o', 'f2'], 'Esc', 'Goes back to the page.', 'close'),
	showHelp,
	...everywhere,
];

export const resultKeys: readonly Binding[] = [
	does('close', ['esc', 'q'], 'Esc', 'Goes back to the page; q does the same.', 'page'),
	scrolls('down', ['down', 'j'], '← ↑ ↓ →', 'Selects a value; h, j, k and l do the same.', 'select'),
	scrolls('up', ['up', 'k']),
	scrolls('left', ['left', 'h']),
	scrolls('right', ['right', 'l']),
	does('show-record', [' '], 'Space', 'Shows the full row, column by column.', 'full row'),
	does('sort-by-column', ['s'], 's', 'Sorts by the column: ascending, descending, as it came.', 'sort'),
	does(
		'search-result',
		['/'],
		'/',
		'Searches the rows held; n and N go to the next and the previous match.',
		'search',
	),
	does('next-match', ['n']),
	does('previous-match', ['N']),
	does('filter-by-cell', ['f'], 'f', 'Adds a cell with only the rows that have this value.', 'filter'),
	does('more-rows', ['m'], 'm', 'Fetches the next 1,000 rows.', 'more rows'),
	does(
		'copy-cell',
		['y'],
		'y Y',
		'Copies the value or the row to the clipboard, if the terminal supports it.',
		'copy',
	),
	does('copy-row', ['Y']),
	does('chart-of-result', ['c'], 'c', 'Goes back to the page and draws the result as a chart.', 'chart'),
	does('export', ['E'], 'E', 'Exports all rows to a file.', 'export'),
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
	stagesKey,
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
