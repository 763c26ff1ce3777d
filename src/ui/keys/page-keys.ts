import type {Binding} from '../state/binding.js';
import {does, scrolls} from './binding.js';
import {cancel, everywhere, openGallery, showHelp, stagesKey, withoutInterrupt} from './common-keys.js';

const moving: readonly Binding[] = [
	scrolls('down', ['down', 'j'], '↑ ↓', 'Selects a cell; k and j do the same.', 'select'),
	scrolls('up', ['up', 'k']),
	scrolls('page-down', ['pagedown', 'ctrl+f'], 'PgUp PgDn', 'Scrolls by a page.'),
	scrolls('page-up', ['pageup', 'ctrl+b']),
	scrolls('start', ['g', 'home'], 'g G', 'Goes to the first or the last cell; Home and End do the same.'),
	scrolls('end', ['G', 'end']),
	does(
		'search-cells',
		['/'],
		'/',
		'Searches the texts of all cells; / and Enter go to the next match.',
		'search',
	),
];

const save = does(
	'save',
	['ctrl+s'],
	'Ctrl+S',
	'Saves the notebook; asks for a name if it has no file.',
	'save',
);

const toTheEnd: readonly Binding[] = [
	does('write-mode', ['W'], 'W', 'Allows statements that change data, or forbids them again.', 'write mode'),
	openGallery,
	save,
	stagesKey,
	showHelp,
	...everywhere,
];

/** Command mode on the row of the load. */
export const loadRowKeys: readonly Binding[] = [
	does('open-stages', ['enter', 'i'], 'Enter', 'Opens the stages.', 'stages'),
	does(
		'run-all-stages',
		['R'],
		'R',
		'Runs all remaining stages; asks once if that destroys data.',
		'run all stages',
	),
	...moving,
	does('insert-below', ['b', 'a'], 'b', 'Inserts a cell below.'),
	does('undo-deletion', ['z'], 'z', 'Brings back the cell that was deleted last.'),
	does('run-stale', ['.'], '.', 'Runs the stale cells.'),
	...toTheEnd,
];

/** Command mode on a cell. */
export const cellsKeys: readonly Binding[] = [
	does('edit-cell', ['enter', 'i'], 'Enter', 'Edits the cell; i does the same.', 'edit'),
	does(
		'run-cell',
		['r', 'ctrl+j', 'alt+enter', 'f5'],
		'r',
		'Runs the cell; Ctrl+J and F5 do the same.',
		'run',
	),
	does('run-from-here', ['R'], 'R', 'Runs the cell and all below it.', 'run from here'),
	does('run-stale', ['.'], '.', 'Runs the stale cells.', 'run stale'),
	...moving,
	does('insert-above', ['a'], 'a b', 'Inserts a cell above or below.', 'insert'),
	does('insert-below', ['b']),
	does('delete-cell', ['d d'], 'dd', 'Deletes the cell.', 'delete'),
	does('undo-deletion', ['z'], 'z', 'Brings back the cell that was deleted last.', 'undo'),
	does('open-result', [' '], 'Space', 'Shows the last result of the cell full screen.', 'full screen'),
	does(
		'next-chart',
		['c'],
		'c',
		'Draws the result as a chart; again, as the next that fits; then as a table.',
		'chart',
	),
	does('more-rows', ['m'], 'm', 'Fetches the next 1,000 rows.', 'more rows'),
	does('fold-output', ['o'], 'o', 'Hides or shows the output.'),
	does('move-cell-down', ['J'], 'J K', 'Moves the cell down or up.'),
	does('move-cell-up', ['K']),
	does('toggle-kind', ['M'], 'M', 'Makes an SQL cell a Markdown cell, or the other way round.'),
	does('name-cell', ['n'], 'n', 'Names the cell, so that others can read it as {{name}}.', 'name'),
	does('export', ['E'], 'E', 'Exports all rows of the last result to a file.', 'export'),
	does('copy-text', ['y'], 'y Y', 'Copies the text of the cell, or the rows shown.', 'copy'),
	does('copy-rows', ['Y']),
	...toTheEnd,
];

export const cellsRunningKeys: readonly Binding[] = [cancel, ...withoutInterrupt(cellsKeys)];
