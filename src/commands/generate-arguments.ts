import type {Problem} from '../config/problems.js';
import {wholeNumber} from '../config/simple-values.js';
import {generateDefaults} from './command-table.js';
import type {GenerateInvocation} from './invocation.js';
import {lastOf, type TypedOptions} from './parse-arguments.js';

/** Reads the arguments of `generate`; adds mistakes to `problems`. */
export function generateInvocation(
	typed: TypedOptions,
	positionals: readonly string[],
	problems: Problem[],
): GenerateInvocation {
	const [folder = '', ...more] = positionals;
	if (folder === '') problems.push({message: 'generate needs a folder: sparkify-tui generate DIR.'});
	if (more.length > 0) problems.push({message: `generate takes one folder, got ${positionals.length}.`});
	const figure = (name: keyof typeof generateDefaults, minimum: number): number => {
		const text = lastOf(typed, name);
		const value = text === undefined ? generateDefaults[name] : wholeNumber(`--${name}`, text, minimum);
		if (typeof value === 'number') return value;
		problems.push(value);
		return generateDefaults[name];
	};
	return {
		command: 'generate',
		folder,
		events: figure('events', 1),
		songs: figure('songs', 1),
		days: figure('days', 1),
		seed: figure('seed', 0),
	};
}
