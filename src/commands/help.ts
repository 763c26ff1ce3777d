import {exitCode} from '../errors.js';
import type {CommandName} from './command-table.js';
import {helpText} from './help-text.js';
import {StandardOutput} from './standard-output.js';

/** Prints the help for the program or for one command. Returns the exit code. */
export async function help(topic: CommandName | undefined): Promise<number> {
	await new StandardOutput().write(helpText(topic));
	return exitCode.done;
}
