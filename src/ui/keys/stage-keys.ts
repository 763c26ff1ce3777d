import {type Binding, does, scrolls} from './binding.js';
import {cancel, digits, everywhere, help} from './common-keys.js';
import type {StageKeyMode} from './key-mode.js';

const showSql = does('show-sql', ['e'], 'e', "Shows the stage's SQL over the whole height.", 'all SQL');
const skip = does('skip-stage', ['s'], 's', 'Skips the stage: what it fills stays as it is.', 'skip');
const tryOut: readonly Binding[] = [
	does(
		'dry-run',
		['d'],
		'd',
		'Tries the stage out and changes nothing: checks its files, or has the engine explain its SQL.',
		'dry run',
	),
	does('show-dry-run', ['v'], 'v', 'Shows again what the dry run found out.'),
];
const runAll = does(
	'run-all',
	['a'],
	'a',
	'Runs all stages that remain; asks once if that destroys data.',
	'run all',
);
const common: readonly Binding[] = [
	does('go-back', ['b'], 'b', 'Goes back to the stage before; a done stage can be run again.', 'back'),
	scrolls('down', ['down', 'j'], '↑ ↓', 'Selects a stage; k and j do the same.', 'select'),
	scrolls('up', ['up', 'k']),
	does('select-number', digits, '1–9', 'Selects a stage by its number.'),
	scrolls('start', ['home', 'g'], 'g G', 'Selects the first or the last stage.'),
	scrolls('end', ['end', 'G']),
	does('open-editor', ['tab', 'shift+tab'], 'Tab', 'Opens the SQL pane, once connected.', 'SQL pane'),
	does('quit', ['q'], 'q', 'Stops and leaves; what is done stays done.', 'stop'),
	help,
	...everywhere,
];

const run = does(
	'run-stage',
	['enter', 'y'],
	'Enter',
	'Runs the stage; y does the same. Asks for the word yes if that destroys data.',
	'run',
);
const runAgain = does('run-stage', ['r'], 'r', 'Runs a done stage again.', 'run again');
const retry = does(
	'run-stage',
	['enter', 'r', 'y'],
	'Enter',
	'Tries a failed stage again; r does the same.',
	'retry',
);
const goOn = does('go-on', ['enter'], 'Enter', 'From a done stage goes on to the next.', 'go on');
const goToRunning = does(
	'go-to-running',
	['enter'],
	'Enter',
	'While anything runs goes to the stage or the query that does.',
	'what runs',
);

/** After a stage failed because of its rejects. */
const rejects: readonly Binding[] = [
	does(
		'continue-past-rejects',
		['c'],
		'c',
		'After too many rejects: runs the stage again and leaves out as many records as were rejected.',
		'continue without them',
	),
	does('show-rejects', ['x'], 'x', 'Lists all rejects of a failed stage.', 'all rejects'),
];

/** While another session loads into the stage's table. */
const otherLoadKeys: readonly Binding[] = [
	does(
		'wait-for-loads',
		['w'],
		'w',
		"Beside another session's load into the table: waits until it is over.",
		'wait',
	),
	does('end-loads', ['c'], 'c', 'Has the server cancel that load.', 'cancel it'),
	does('start-over', ['o'], 'o', 'Has it cancelled, then runs the stage.', 'start over'),
];

export const stageKeys: Readonly<Record<StageKeyMode, readonly Binding[]>> = {
	'stage-ready': [run, skip, showSql, ...tryOut, runAll, ...common],
	'stage-running': [cancel, showSql, runAll, ...common],
	'stage-busy': [goToRunning, cancel, showSql, runAll, ...common],
	'stage-query': [goToRunning, showSql, ...common],
	'stage-task': [cancel, showSql, ...common],
	'stage-blocked': [
		...otherLoadKeys,
		does('refuse-during-load', ['enter', 'y', 'r']),
		skip,
		showSql,
		...common,
	],
	'stage-done-blocked': [goOn, ...otherLoadKeys, does('refuse-during-load', ['y', 'r']), showSql, ...common],
	'stage-waiting': [
		does(
			'go-to-blocker',
			['enter'],
			'Enter',
			'From a stage that waits goes to the one it waits for.',
			'what it waits for',
		),
		showSql,
		...tryOut,
		runAll,
		...common,
	],
	'stage-done': [goOn, runAgain, showSql, ...tryOut, runAll, ...common],
	'stage-failed': [retry, skip, showSql, ...tryOut, runAll, ...common],
	'stage-rejected': [retry, ...rejects, skip, showSql, ...tryOut, ...common],
	'stage-damaged': [
		does(
			'move-damaged-file',
			['m'],
			'm',
			'Renames a damaged DuckDB file, which is never deleted, and connects to a new one.',
			'move it aside',
		),
		retry,
		...common,
	],
	'checks-failed': [
		does(
			'open-check',
			['o'],
			'o',
			'At a check that failed opens its query in the SQL pane.',
			'open its query',
		),
		scrolls('right', ['right', 'l', 'n'], '← →', 'Shows another failed check.', 'other failed check'),
		scrolls('left', ['left', 'h', 'N']),
		retry,
		skip,
		showSql,
		...tryOut,
		...common,
	],
	'checks-passed': [
		does(
			'open-editor',
			['enter'],
			'Enter',
			'When all checks have passed goes on to the SQL pane.',
			'ask in SQL',
		),
		runAgain,
		showSql,
		...tryOut,
		...common,
	],
};
