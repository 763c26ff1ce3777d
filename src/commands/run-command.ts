import {exitCode} from '../errors.js';
import {packageVersion} from '../package-root.js';
import {completionScript} from './completions/completion-script.js';
import {doctor} from './doctor.js';
import {generate} from './generate.js';
import {helpText} from './help-text.js';
import {init} from './init.js';
import type {Invocation} from './invocation.js';
import {keys} from './keys.js';
import {load} from './load.js';
import {loadDryRun} from './load-dry-run.js';
import {parity} from './parity.js';
import {paths} from './paths.js';
import {plan} from './plan.js';
import {run} from './run.js';
import {settings} from './settings.js';
import {StandardOutput} from './standard-output.js';

/** Runs any command except the notebook and `query`. Returns the exit code. */
export async function runCommand(
	invocation: Exclude<Invocation, {readonly command: 'notebook' | 'query' | 'choose-profile'}>,
): Promise<number> {
	switch (invocation.command) {
		case 'help':
			return show(helpText(invocation.topic));
		case 'version':
			return show(`${packageVersion()}\n`);
		case 'load':
			return load(invocation);
		case 'dry-run':
			return loadDryRun(invocation);
		case 'run':
			return run(invocation);
		case 'parity':
			return parity(invocation);
		case 'plan':
			return plan(invocation.settings);
		case 'doctor':
			return doctor(invocation);
		case 'settings':
			return settings(invocation);
		case 'keys':
			return keys(invocation);
		case 'paths':
			return paths(invocation);
		case 'init':
			return init(invocation);
		case 'generate':
			return generate(invocation);
		case 'completions':
			return show(completionScript(invocation.shell));
	}
}

async function show(text: string): Promise<number> {
	await new StandardOutput().write(text);
	return exitCode.done;
}
