import {didYouMean} from '../config/nearest.js';
import {type Problem, usageError} from '../config/problems.js';
import {readSettings} from '../config/read-settings.js';
import type {Settings} from '../config/settings.js';
import {stageIds} from '../pipeline/stage.js';
import {type CommandName, commandNames, optionNames, options, optionsOf} from './command-table.js';
import {generateInvocation} from './generate-arguments.js';
import type {Invocation} from './invocation.js';
import {loadInvocation} from './load-arguments.js';
import {queryInvocation} from './query-arguments.js';
import {lastOf, sortArguments, type TypedOptions} from './sort-arguments.js';

/**
Reads the command line.
@param args Without `node` and the program.
@param terminal Whether a person is at both ends: without one the notebook is a load.
@throws UsageError that tells every mistake
*/
export function parseCommandLine(args: readonly string[], terminal: boolean): Invocation {
	const {typed, positionals, problems: typingProblems} = sortArguments(args);
	const [first, ...rest] = positionals;
	const command = commandNames.find(name => name === first);
	if (typed.help !== undefined) return {command: 'help', topic: command};
	if (typed.version !== undefined) return {command: 'version'};
	if (first !== undefined && command === undefined) {
		throw usageError([unknownCommand(first), ...typingProblems], 'sparkify-tui --help');
	}
	const problems = [...typingProblems, ...misplaced(typed, command)];
	const {settings, problems: settingProblems} = readSettings({
		config: lastOf(typed, 'config'),
		engine: lastOf(typed, 'engine'),
		database: lastOf(typed, 'database'),
		data: lastOf(typed, 'data'),
		'max-errors': lastOf(typed, 'max-errors'),
	});
	const invocation = readInvocation(command, typed, rest, settings, problems);
	if (problems.length > 0) {
		const help = command === undefined ? 'sparkify-tui --help' : `sparkify-tui ${command} --help`;
		throw usageError([...problems, ...settingProblems], help);
	}
	// What is wrong with a setting the message says whole: the help has nothing to add.
	if (settingProblems.length > 0) throw usageError(settingProblems);
	if (invocation.command !== 'notebook' || terminal) return invocation;
	return {command: 'load', settings, stages: stageIds, yes: false, json: false};
}

/** Every mistake is added to `problems`; with one, the answer is of no use. */
function readInvocation(
	command: CommandName | undefined,
	typed: TypedOptions,
	rest: readonly string[],
	settings: Settings,
	problems: Problem[],
): Invocation {
	switch (command) {
		case undefined:
			return {command: 'notebook', settings};
		case 'load':
			return loadInvocation(typed, rest, settings, problems);
		case 'query':
			return queryInvocation(typed, rest, settings, problems);
		case 'plan':
			problems.push(...rest.map(text => ({message: `plan takes no argument "${text}".`})));
			return {command: 'plan', settings};
		case 'generate':
			return generateInvocation(typed, rest, problems);
	}
}

/** Options of another command. */
function misplaced(typed: TypedOptions, command: CommandName | undefined): readonly Problem[] {
	const known = optionsOf(command ?? 'notebook');
	return optionNames
		.filter(name => typed[name] !== undefined && !known.includes(name))
		.map(name => ({
			message: `--${name} belongs to ${options[name].of?.join(' and ')}, not to ${command ?? 'the notebook'}.`,
		}));
}

function unknownCommand(typed: string): Problem {
	const guess = typed === 'help' ? 'Did you mean --help?' : didYouMean(typed, commandNames);
	return {
		message: `There is no command "${typed}": the commands are ${commandNames.join(', ')}.`,
		...(guess !== undefined && {advice: guess}),
	};
}
