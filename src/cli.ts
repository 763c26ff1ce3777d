#!/usr/bin/env node
import type {Invocation} from './commands/invocation.js';
import {parseCommandLine} from './commands/parse-command-line.js';
import {tellNotes} from './commands/tell-notes.js';

// Talk that nobody listens to is no reason to stop.
process.stderr.on('error', () => {});

try {
	const terminal = process.stdin.isTTY && process.stdout.isTTY;
	process.exitCode = await run(parseCommandLine(process.argv.slice(2), terminal));
} catch (error) {
	const {reportError} = await import('./commands/report-error.js');
	process.exitCode = reportError(error);
}

/** Loads the command that was asked for, and nothing else, and runs it. Answers the exit code. */
async function run(invocation: Invocation): Promise<number> {
	switch (invocation.command) {
		case 'help': {
			const {help} = await import('./commands/help.js');
			return help(invocation.topic);
		}
		case 'version': {
			const {version} = await import('./commands/version.js');
			return version();
		}
		case 'notebook': {
			tellNotes(invocation.settings.notes);
			const {notebook} = await import('./commands/notebook.js');
			return notebook(invocation.settings);
		}
		case 'load': {
			tellNotes(invocation.settings.notes);
			const {load} = await import('./commands/load.js');
			return load(invocation);
		}
		case 'query': {
			tellNotes(invocation.settings.notes);
			const {query} = await import('./commands/query.js');
			return query(invocation);
		}
		case 'plan': {
			tellNotes(invocation.settings.notes);
			const {plan} = await import('./commands/plan.js');
			return plan(invocation.settings);
		}
		case 'init': {
			const {init} = await import('./commands/init.js');
			return init(invocation);
		}
		case 'generate': {
			const {generate} = await import('./commands/generate.js');
			return generate(invocation);
		}
	}
}
