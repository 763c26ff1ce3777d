import type {Binding} from '../state/binding.js';
import type {StageKeyMode} from '../state/mode.js';
import {does, scrolls} from './binding.js';
import {cancel, digits, everywhere, showHelp} from './common-keys.js';

const showSql = does('show-sql', ['e'], 'e', "Shows the stage's SQL at full height.", 'all SQL');
const skip = does('skip-stage', ['s'], 's', 'Skips the stage and leaves its table unchanged.', 'skip');
const dryRun: readonly Binding[] = [
	does(
		'dry-run',
		['d'],
		'd',
		'Checks the files of the stage or has the engine explain its SQL. Changes nothing.',
		'dry run',
	),
	does('show-dry-run', ['v'], 'v', 'Shows the results of the last dry run.'),
];
const runAll = does(
	'run-all',
	['a'],
	'a',
	'Runs all remaining stages; asks once if that destroys data.',
	'run all',
);
const common: readonly Binding[] = [
	does('go-back', ['b'], 'b', 'Goes back to the previous stage; r runs a done stage again.', 'back'),
	scrolls('down', ['down', 'j'], '↑ ↓', 'Selects a stage; k and j do the same.', 'select'),
	scrolls('up', ['up', 'k']),
	does('select-number', digits, '1–9', 'Selects a stage by its number.'),
	scrolls('start', ['home', 'g'], 'g G', 'Selects the first or the last stage.'),
	scrolls('end', ['end', 'G']),
	does('open-page', ['tab', 'shift+tab'], 'Tab', 'Opens the notebook, once connected.', 'notebook'),
	does(
		'browse-files',
		['f'],
		'f',
		'Browses folders and S3, shows the records of files, and chooses what is loaded.',
		'files',
	),
	does('quit', ['q'], 'q', 'Quits; finished stages stay finished.', 'quit'),
	showHelp,
	...everywhere,
];

const run = does(
	'run-stage',
	['enter', 'y'],
	'Enter',
	'Runs the stage; y does the same. If that destroys data, asks for the word yes, or for the name of a production warehouse.',
	'run',
);
const runAgain = does('run-stage', ['r'], 'r', 'Runs a done stage again.', 'run again');
const retry = does(
	'run-stage',
	['enter', 'r', 'y'],
	'Enter',
	'Retries a failed stage; r does the same.',
	'retry',
);
const goOn = does('go-on', ['enter'], 'Enter', 'Goes from a done stage to the next.', 'next stage');
const goToRunning = does(
	'go-to-running',
	['enter'],
	'Enter',
	'Goes to the running stage or cell.',
	'go to it',
);

/** For a stage that failed because of its rejects. */
const rejects: readonly Binding[] = [
	does(
		'continue-past-rejects',
		['c'],
		'c',
		'After too many rejects: runs the stage again without the rejected records.',
		'continue without them',
	),
	does('show-rejects', ['x'], 'x', 'Lists all rejects of a failed stage.', 'all rejects'),
];

/** While another session is loading the stage's table. */
const otherLoadKeys: readonly Binding[] = [
	does('wait-for-loads', ['w'], 'w', "Waits for another session's load into the table.", 'wait'),
	does('end-loads', ['c'], 'c', 'Cancels that load on the server.', 'cancel it'),
	does('start-over', ['o'], 'o', 'Cancels that load, then runs the stage.', 'start over'),
];

export const stageKeys: Readonly<Record<StageKeyMode, readonly Binding[]>> = {
	'stage-ready': [run, skip, showSql, ...dryRun, runAll, ...common],
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
			'Goes from a waiting stage to the one it waits for.',
			'go to it',
		),
		showSql,
		...dryRun,
		runAll,
		...common,
	],
	'stage-done': [goOn, runAgain, showSql, ...dryRun, runAll, ...common],
	'stage-failed': [retry, skip, showSql, ...dryRun, runAll, ...common],
	'stage-rejected': [retry, ...rejects, skip, showSql, ...dryRun, ...common],
	'stage-drifted': [
		retry,
		does(
			'accept-keys',
			['c'],
			'c',
			'After unknown or missing keys: runs the stage again and accepts them this time.',
			'accept the keys',
		),
		skip,
		showSql,
		...dryRun,
		...common,
	],
	'stage-damaged': [
		does(
			'move-damaged-file',
			['m'],
			'm',
			'Renames a damaged DuckDB file, without deleting it, and connects to a new one.',
			'move it aside',
		),
		retry,
		...common,
	],
	'checks-failed': [
		does('open-check', ['o'], 'o', 'Runs the query of a failed check in the notebook.', 'open its query'),
		scrolls('right', ['right', 'l', 'n'], '← →', 'Shows another failed check.', 'other failed check'),
		scrolls('left', ['left', 'h', 'N']),
		retry,
		skip,
		showSql,
		...dryRun,
		...common,
	],
	'checks-passed': [
		does('open-page', ['enter'], 'Enter', 'Opens the notebook, once all checks have passed.', 'notebook'),
		runAgain,
		showSql,
		...dryRun,
		...common,
	],
};
