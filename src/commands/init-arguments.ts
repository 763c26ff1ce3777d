import {configName} from '../config/config-file.js';
import type {Problem} from '../config/problems.js';
import type {InitInvocation} from './invocation.js';
import {lastOf, type TypedOptions} from './parse-arguments.js';

/** Reads the arguments of `init`; adds mistakes to `problems`. */
export function initInvocation(
	typed: TypedOptions,
	positionals: readonly string[],
	problems: Problem[],
): InitInvocation {
	for (const text of positionals) {
		problems.push({
			message: `init takes no argument "${text}".`,
			advice: `Did you mean --config ${text}?`,
		});
	}
	for (const name of ['engine', 'database', 'data', 'max-errors'] as const) {
		if (typed[name] !== undefined) problems.push({message: `init takes no --${name}: it asks for it.`});
	}
	const path = lastOf(typed, 'config') ?? configName;
	if (path === '') problems.push({message: '--config needs a file name.'});
	return {command: 'init', path};
}
