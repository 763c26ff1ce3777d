import type {Invocation} from './commands/invocation.js';
import {notebook} from './commands/notebook.js';
import {parseCommandLine} from './commands/parse-command-line.js';
import {printNotes} from './commands/print-notes.js';

// Talk that nobody listens to is no reason to stop.
process.stderr.on('error', () => {});

try {
	// A terminal that calls itself dumb can't move its cursor: there the load goes on line by line.
	const {stdin, stdout, env, argv} = process;
	const terminal = {
		isInteractive: stdin.isTTY && stdout.isTTY && env.TERM !== 'dumb',
		isPiped: !stdin.isTTY,
	};
	// Before anything that colors text is loaded.
	if (argv.includes('--no-color')) {
		env.NO_COLOR = '1';
		delete env.FORCE_COLOR;
	}
	process.exitCode = await run(parseCommandLine(argv.slice(2), terminal));
} catch (error) {
	const {reportError} = await import('./commands/report-error.js');
	process.exitCode = reportError(error);
}

/**
Runs what was asked for and answers the exit code. The notebook is at hand, since its first frame is waited for; all other
commands are in a module of their own, and not each in one: every further file costs the start.
*/
async function run(invocation: Invocation): Promise<number> {
	if (invocation.command === 'notebook') {
		printNotes(invocation.settings.notes);
		// Whoever has left the notebook waits for nothing any more: no connection may keep the process.
		process.exit(await notebook(invocation.settings));
	}
	const {runCommand} = await import('./commands/run-command.js');
	return runCommand(invocation);
}
