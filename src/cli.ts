import {type Invocation, notesOf} from './commands/invocation.js';
import {parseCommandLine} from './commands/parse-command-line.js';
import {prefersPlain} from './commands/plain-lines.js';
import {prepareColors} from './commands/prepare-colors.js';
import {prepareTerminal} from './commands/prepare-terminal.js';
import {safeText} from './format/safe-text.js';

/**
Runs the command of the arguments and sets the exit code. `cli.cjs` calls it: the build merges this module with shared code, so
that importing it must do nothing.
*/
export async function main(): Promise<void> {
	// Keep running when the reader of standard error goes away.
	process.stderr.on('error', () => {});
	try {
		const {stdin, stdout, env, argv} = process;
		const terminal = {
			isInteractive: stdin.isTTY && stdout.isTTY,
			prefersPlain: prefersPlain(env),
			isPiped: !stdin.isTTY,
			canAsk: stdin.isTTY && process.stderr.isTTY,
		};
		prepareTerminal([stdout, process.stderr], env, process.platform);
		// Set before any module that colors text is loaded.
		if (argv.includes('--no-color')) {
			env.NO_COLOR = '1';
			delete env.FORCE_COLOR;
		}
		const args = argv.slice(2);
		let invocation = parseCommandLine(args, terminal);
		if (invocation.command === 'choose-profile') {
			const {chooseProfile} = await import('./commands/choose-profile.js');
			invocation = parseCommandLine([...args, ...(await chooseProfile(invocation.profiles))], terminal);
		}
		if (invocation.command !== 'choose-profile') process.exitCode = await run(invocation);
	} catch (error) {
		const {reportError} = await import('./commands/report-error.js');
		process.exitCode = reportError(error);
	}
}

/**
Runs the command and returns the exit code. The notebook is one module, because the user waits for its first frame, and so is
`query`, since a script may run it hundreds of times. The others share one: every additional file slows the start.
*/
async function run(invocation: Exclude<Invocation, {readonly command: 'choose-profile'}>): Promise<number> {
	for (const note of notesOf(invocation)) process.stderr.write(`${safeText(`Note: ${note}`)}\n`);
	if (invocation.command === 'notebook') {
		prepareColors(process.env, invocation.program.theme);
		const run = invocation.isPlain
			? (await import('./commands/plain-notebook.js')).plainNotebook
			: (await import('./commands/drawn-notebook.js')).drawnNotebook;
		// Exit at once: an open connection must not keep the process alive.
		process.exit(await run(invocation));
	}
	if (invocation.command === 'query') {
		const {query} = await import('./commands/query.js');
		return query(invocation);
	}
	const {runCommand} = await import('./commands/run-command.js');
	return runCommand(invocation);
}
