import {didYouMean, type Problem, usageError} from '../config/problems.js';
import {
	type ProgramEnvironment,
	type Reading,
	readPlanSettings,
	readQuerySettings,
	readSettings,
	type SettingFlags,
} from '../config/read-settings.js';
import type {PlanSettings, QuerySettings, Settings} from '../config/settings.js';
import {stageIds} from '../star/stages.js';
import {type CommandName, commandNames, optionNames, options, optionsOf} from './command-table.js';
import {doctorInvocation} from './doctor-arguments.js';
import {generateInvocation} from './generate-arguments.js';
import {initInvocation} from './init-arguments.js';
import type {Invocation} from './invocation.js';
import {loadInvocation} from './load-arguments.js';
import {parityInvocation} from './parity-arguments.js';
import {lastOf, parseArguments, type TypedOptions} from './parse-arguments.js';
import {queryInvocation} from './query-arguments.js';

/** Commands that are synonyms of options. */
const optionCommands = ['help', 'version'];

export type TerminalUse = {
	/** Whether input and output are terminals. If not, `load` runs instead of the notebook. */
	readonly isInteractive: boolean;
	/** Whether standard input is a pipe or a file. */
	readonly isPiped: boolean;
};

/**
Parses the command line and, if the command needs it, reads the configuration.
@param args The arguments after the program.
@throws UsageError that lists every mistake
*/
export function parseCommandLine(
	args: readonly string[],
	terminal: TerminalUse,
	surroundings: ProgramEnvironment = {environment: process.env, folder: ''},
): Invocation {
	const {typed, positionals, problems: typingProblems} = parseArguments(args);
	const [first, ...commandArguments] = positionals;
	const command = commandNames.find(name => name === first);
	if (typed.help !== undefined) return {command: 'help', topic: command};
	if (typed.version !== undefined || first === 'version') return {command: 'version'};
	if (first === 'help') return {command: 'help', topic: helpTopic(commandArguments)};
	if (first !== undefined && command === undefined) {
		throw usageError([unknownCommand(first), ...typingProblems], 'sparkify-tui --help');
	}
	const problems = [...typingProblems, ...misplaced(typed, command)];
	const settingProblems: Problem[] = [];
	const flags = settingFlags(typed);
	const invocation = readInvocation(command, typed, commandArguments, problems, {
		flags,
		isPiped: terminal.isPiped,
		settings: () => collect(readSettings(flags, surroundings), settingProblems),
		reading: () => readSettings(flags, surroundings),
		folder: surroundings.folder,
		planSettings: () => collect(readPlanSettings(flags, surroundings), settingProblems),
		querySettings: (other = flags) => collect(readQuerySettings(other, surroundings), settingProblems),
	});
	if (problems.length > 0) {
		const help = command === undefined ? 'sparkify-tui --help' : `sparkify-tui ${command} --help`;
		throw usageError([...problems, ...settingProblems], help);
	}
	// Setting mistakes explain themselves; don't refer to the help.
	if (settingProblems.length > 0) throw usageError(settingProblems);
	if (invocation.command !== 'notebook' || terminal.isInteractive) return invocation;
	const {settings} = invocation;
	return {command: 'load', settings, stages: stageIds, yes: false, json: false, quiet: false};
}

/** Lazy readers of the configuration, which not every command needs. */
type SettingReaders = {
	readonly flags: SettingFlags;
	readonly isPiped: boolean;
	readonly settings: () => Settings;
	readonly planSettings: () => PlanSettings;
	/** @param other Flags to use instead of those typed. */
	readonly querySettings: (other?: SettingFlags) => QuerySettings;
	/** The settings with their mistakes, for a command that reports them itself. */
	readonly reading: () => Reading<Settings>;
	/** Where to look for the default dwh.cfg. */
	readonly folder: string;
};

/** Adds every mistake to `problems`. If there is one, the result must not be used. */
function readInvocation(
	command: CommandName | undefined,
	typed: TypedOptions,
	positionals: readonly string[],
	problems: Problem[],
	read: SettingReaders,
): Invocation {
	switch (command) {
		case undefined:
			return {command: 'notebook', settings: read.settings()};
		case 'load':
			return loadInvocation(typed, positionals, read.settings(), problems);
		case 'query':
			return queryInvocation(typed, positionals, read.querySettings(), read.isPiped, problems);
		case 'parity':
			return parityInvocation(typed, positionals, read.flags, read.querySettings, problems);
		case 'plan':
			problems.push(...positionals.map(text => ({message: `plan takes no argument "${text}".`})));
			return {command: 'plan', settings: read.planSettings()};
		case 'doctor':
			return doctorInvocation(typed, positionals, read.reading(), read.folder, problems);
		case 'init':
			return initInvocation(typed, positionals, problems);
		case 'generate':
			return generateInvocation(typed, positionals, problems);
	}
}

/** Returns the settings of a reading and adds its mistakes to `problems`. */
function collect<T>({settings, problems: mistakes}: Reading<T>, problems: Problem[]): T {
	// parity reads the same configuration for both of its warehouses.
	const known = new Set(problems.map(({message}) => message));
	problems.push(...mistakes.filter(({message}) => !known.has(message)));
	return settings;
}

function settingFlags(typed: TypedOptions): SettingFlags {
	return {
		config: lastOf(typed, 'config'),
		engine: lastOf(typed, 'engine'),
		database: lastOf(typed, 'database'),
		data: lastOf(typed, 'data'),
		'max-errors': lastOf(typed, 'max-errors'),
	};
}

/** Reports the options that belong to other commands. */
function misplaced(typed: TypedOptions, command: CommandName | undefined): readonly Problem[] {
	const known = optionsOf(command ?? 'notebook');
	return optionNames
		.filter(name => typed[name] !== undefined && !known.includes(name))
		.map(name => ({
			message: `--${name} belongs to ${listed(options[name].commands ?? [])}, not to ${command ?? 'the notebook'}.`,
		}));
}

/** `load, parity and doctor` */
function listed(commands: readonly string[]): string {
	return new Intl.ListFormat('en-GB').format(commands);
}

/** The command named after `help`, if any. @throws UsageError if it does not exist */
function helpTopic([name]: readonly string[]): CommandName | undefined {
	if (name === undefined || optionCommands.includes(name)) return undefined;
	const topic = commandNames.find(command => command === name);
	if (topic === undefined) throw usageError([unknownCommand(name)], 'sparkify-tui --help');
	return topic;
}

function unknownCommand(typed: string): Problem {
	const guess = didYouMean(typed, [...commandNames, ...optionCommands]);
	return {
		message: `Unknown command "${typed}"; the commands are ${commandNames.join(', ')}.`,
		...(guess !== undefined && {advice: guess}),
	};
}
