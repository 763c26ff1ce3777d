import {join} from 'node:path';
import {configName} from '../config/config-file.js';
import {describeProfile} from '../config/describe-profile.js';
import {listSettings} from '../config/list-settings.js';
import {isProblem, type Problem, unknownWord, usageError} from '../config/problems.js';
import {
	type ProgramEnvironment,
	type Reading,
	readPlanSettings,
	readQuerySettings,
	readSettings,
	type SettingFlags,
} from '../config/read-settings.js';
import {ambiguousProblem} from '../config/select-profile.js';
import type {QuerySettings} from '../config/settings.js';
import {pathKind} from '../config/simple-values.js';
import {settingsFolder} from '../files/state-folder.js';
import {exportFormatOf} from '../notebook/writers/formats.js';
import {stageIds} from '../star/stages.js';
import {remapKeys} from '../ui/keys/remap-keys.js';
import {
	type CommandName,
	commandNames,
	type OptionName,
	optionNames,
	options,
	resultFormats,
	shells,
} from './command-table.js';
import type {Invocation, SqlOrigin} from './invocation.js';
import {bothSettings, readParityTarget} from './parity-target.js';
import {lastOf, parseArguments, type TypedOptions} from './parse-arguments.js';
import {productionName} from './production.js';
import {type ProgramReading, readProgram, selectedOf} from './read-program.js';

/** Commands that are synonyms of options. */
const optionCommands = ['help', 'version'];

export type TerminalUse = {
	/** Whether input and output are terminals. If not, `load` runs instead of the notebook, unless it is asked for plain lines. */
	readonly isInteractive: boolean;
	/** Whether the user can be asked, on standard error. */
	readonly canAsk?: boolean;
	/** Whether the notebook is plain lines unless the user says otherwise: see `plain-lines.ts`. */
	readonly prefersPlain?: boolean;
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
	surroundings: ProgramEnvironment = {
		environment: process.env,
		folder: '',
		settingsFolder: settingsFolder(),
	},
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
	const problems = [
		...typingProblems,
		...misplaced(typed, command),
		...unexpected(command, commandArguments),
	];
	const settingProblems: Problem[] = [];
	const {isPiped, prefersPlain = false} = terminal;
	const line: CommandLine = {
		typed,
		positionals: commandArguments,
		isPiped,
		prefersPlain,
		surroundings,
		problems,
		settingProblems,
	};
	const invocation = readCommand(command, line, terminal);
	if (problems.length > 0) {
		const help = command === undefined ? 'sparkify-tui --help' : `sparkify-tui ${command} --help`;
		throw usageError([...problems, ...settingProblems], help);
	}
	// Setting mistakes explain themselves; don't refer to the help.
	if (settingProblems.length > 0) throw usageError(settingProblems);
	if (invocation.command !== 'notebook' || terminal.isInteractive || typed.plain !== undefined)
		return invocation;
	const {settings, file} = invocation;
	if (file !== undefined)
		throw usageError([
			{
				message: 'open needs a terminal for input and output.',
				advice: `Run the notebook without one: sparkify-tui run ${file}.`,
			},
		]);
	return {
		command: 'load',
		settings,
		stages: stageIds,
		yes: false,
		confirmed: false,
		json: false,
		quiet: false,
	};
}

/** Reads what the command needs: the command line, the settings of the program and those of the warehouse. */
function readCommand(
	command: CommandName | undefined,
	line: CommandLine,
	{canAsk = false}: TerminalUse,
): Invocation {
	if (command === 'init') return readInit(line);
	if (command === 'generate') return readGenerate(line);
	if (command === 'completions') return readCompletions(line);
	const {typed, surroundings, problems, settingProblems} = line;
	const program = readProgram(typed, surroundings);
	const {selection} = program;
	// These report the mistakes themselves, and need no warehouse.
	if (command === 'settings' || command === 'paths') return readReport(command, line, program);
	if (command === 'keys') {
		settingProblems.push(...program.problems);
		return {command, entries: program.keys, probe: typed.probe !== undefined};
	}
	if (command !== 'doctor') settingProblems.push(...program.problems);
	if (selection.type !== 'ambiguous') return readInvocation(command, line, program);
	if (!canAsk || problems.length > 0 || settingProblems.length > 0) {
		settingProblems.push(ambiguousProblem(selection.profiles));
		return readInvocation(command, line, program);
	}
	const profiles = selection.profiles.map(profile => describeProfile(profile, surroundings));
	return {command: 'choose-profile', profiles};
}

type CommandLine = {
	readonly typed: TypedOptions;
	/** Without the command. */
	readonly positionals: readonly string[];
	readonly isPiped: boolean;
	readonly prefersPlain: boolean;
	readonly surroundings: ProgramEnvironment;
	/** Mistakes in the command line. */
	readonly problems: Problem[];
	/** Mistakes in the configuration, which not every command reads. */
	readonly settingProblems: Problem[];
};

/** Adds every mistake to the problems. If there is one, the result must not be used. */
function readInvocation(
	command:
		| Exclude<CommandName, 'init' | 'generate' | 'completions' | 'settings' | 'paths' | 'keys'>
		| undefined,
	{typed, positionals, isPiped, prefersPlain, surroundings, problems, settingProblems}: CommandLine,
	program: ProgramReading,
): Invocation {
	const has = (name: OptionName) => typed[name] !== undefined;
	const flags = settingFlags(typed, program);
	const collect = <T>({settings, problems: mistakes}: Reading<T>): T => {
		// parity reads the same configuration for both of its warehouses.
		const known = new Set(settingProblems.map(({message}) => message));
		settingProblems.push(...mistakes.filter(({message}) => !known.has(message)));
		return settings;
	};
	const querySettings = (other: SettingFlags) => collect(readQuerySettings(other, surroundings));
	switch (command) {
		case undefined:
		case 'open': {
			const [file = ''] = positionals;
			if (command === 'open' && file === '')
				problems.push({message: 'open needs a notebook: sparkify-tui open FILE.'});
			if (has('write') && has('read-only'))
				problems.push({message: '--write and --read-only exclude each other.'});
			if (has('plain') && has('no-plain'))
				problems.push({message: '--plain and --no-plain exclude each other.'});
			const settings = collect(readSettings(flags, surroundings));
			const production = productionName(settings);
			if (production !== undefined && has('write')) {
				problems.push({
					message: `${production} is marked as production, so the notebook starts read-only.`,
					advice: 'Start it without --write; there, press W and type the name to allow changes.',
				});
			}
			const {selected, ...typedFlags} = flags;
			const keys = remapKeys(program.keys);
			settingProblems.push(...keys.problems);
			return {
				command: 'notebook',
				keys: keys.table,
				settings,
				program: program.settings,
				isUnconfigured:
					command === undefined &&
					selected?.name === undefined &&
					selected?.reading.file === undefined &&
					Object.values(typedFlags).every(text => text === undefined),
				file: command === 'open' ? file : undefined,
				write: program.settings.read_only && !has('write') ? 'never' : has('write'),
				isPlain:
					has('plain') ||
					(!has('no-plain') &&
						(program.settings.plain === 'on' || (program.settings.plain === 'auto' && prefersPlain))),
			};
		}
		case 'load': {
			const settings = collect(readSettings(flags, surroundings));
			const stages = stageIds.filter(id => !has('stage') || id === 'connect' || typed.stage?.includes(id));
			const common = {settings, stages, json: has('json'), quiet: has('quiet')};
			problems.push(...confirmProblems(command, typed, settings));
			return has('dry-run')
				? {command: 'dry-run', ...common}
				: {command, ...common, yes: has('yes'), confirmed: has('confirm')};
		}
		case 'query': {
			const sql = sqlOrigin(positionals, lastOf(typed, 'file'), isPiped);
			if (isProblem(sql)) problems.push(sql);
			const output = lastOf(typed, 'output');
			const format =
				resultFormats.find(name => name === lastOf(typed, 'format')) ??
				exportFormatOf(output ?? '') ??
				'table';
			if ((output === undefined || output === '-') && format === 'parquet')
				problems.push({message: '--format parquet needs a file: --output F.'});
			const settings = querySettings(flags);
			problems.push(...confirmProblems(command, typed, settings));
			return {
				command,
				settings,
				sql: isProblem(sql) ? {type: 'stdin'} : sql,
				format,
				output: output === '-' ? undefined : output,
				limit: numberOf(typed, 'limit'),
				write: has('write'),
				quiet: has('quiet'),
			};
		}
		case 'run': {
			const [file = ''] = positionals;
			if (file === '') problems.push({message: 'run needs a notebook: sparkify-tui run FILE.'});
			const report = lastOf(typed, 'report');
			if (report !== undefined && !/\.(?:md|html)$/i.test(report))
				problems.push({message: `--report ${report} must end in .md or .html.`});
			const settings = querySettings(flags);
			problems.push(...confirmProblems(command, typed, settings));
			return {
				command,
				settings,
				file,
				parameters: parametersOf(typed.set ?? [], problems),
				report,
				write: has('write'),
				json: has('json'),
				quiet: has('quiet'),
			};
		}
		case 'parity': {
			const target = readParityTarget(lastOf(typed, 'with'), program.listProfiles().profiles);
			if (isProblem(target)) problems.push(target);
			return {command, ...bothSettings(target, flags, querySettings), json: has('json')};
		}
		case 'plan':
			return {command, settings: collect(readPlanSettings(flags, surroundings))};
		case 'doctor': {
			// The doctor reports the mistakes in the configuration itself.
			const {settings, problems: mistakes} = readSettings(flags, surroundings);
			const reading = {settings, problems: [...program.problems, ...mistakes]};
			const live = has('live');
			const output = lastOf(typed, 'output');
			if (!live && output !== undefined)
				problems.push({message: '--output requires --live: it names the report.'});
			if (live && reading.problems.length === 0 && reading.settings.engine === 'duckdb') {
				problems.push({
					message: '--live tries COPY on a server, but the engine is duckdb.',
					advice: 'Use it with PostgreSQL or Redshift.',
				});
			}
			// A file that can't be read, or from which no profile could be selected, has the mistakes.
			const found = join(surroundings.folder, configName);
			const configFile =
				flags.selected?.reading.file?.path ??
				flags.config ??
				(pathKind(found) === 'file' ? found : undefined);
			return {command, reading, configFile, live, yes: has('yes'), json: has('json'), output};
		}
	}
}

/** The options of the warehouse and its data, and the configuration that is selected. */
function settingFlags(typed: TypedOptions, {selection}: ProgramReading): SettingFlags {
	return {
		config: lastOf(typed, 'config'),
		selected: selectedOf(selection),
		engine: lastOf(typed, 'engine'),
		database: lastOf(typed, 'database'),
		data: lastOf(typed, 'data'),
		'max-errors': lastOf(typed, 'max-errors'),
		'schema-drift': lastOf(typed, 'schema-drift'),
		'memory-limit': lastOf(typed, 'memory-limit'),
	};
}

function readReport(
	command: 'settings' | 'paths',
	{typed, surroundings}: CommandLine,
	program: ProgramReading,
): Invocation {
	const {places, selection, problems} = program;
	const flags = settingFlags(typed, program);
	const {profiles} = program.listProfiles();
	const {settings, problems: mistakes} = readSettings(flags, surroundings);
	if (command === 'paths') {
		// Mistakes in the configuration don't matter: only the names of files are used.
		const all = [
			settings,
			...profiles.map(
				({name, read}) => readSettings({selected: {name, reading: read()}}, surroundings).settings,
			),
		];
		const databases = all.flatMap(one => (one.engine === 'duckdb' ? [one.database] : []));
		return {
			command,
			databases: [...new Set(databases)],
			configFile: flags.config,
			folder: surroundings.folder,
		};
	}
	return {
		command,
		list: listSettings(places, flags, surroundings),
		profiles: profiles.map(profile => ({
			...describeProfile(profile, surroundings),
			isSelected: selection.type === 'profile' && selection.profile.name === profile.name,
		})),
		problems: [...problems, ...remapKeys(program.keys).problems, ...mistakes],
	};
}

/** Checks the name after `--confirm`, and that changes to a production warehouse have one. */
function confirmProblems(
	command: 'load' | 'query' | 'run',
	typed: TypedOptions,
	settings: QuerySettings,
): readonly Problem[] {
	const production = productionName(settings);
	const confirmed = lastOf(typed, 'confirm');
	if (confirmed === undefined) {
		if (production === undefined || typed.write === undefined) return [];
		return [
			{
				message: `${production} is marked as production, where --write needs its name.`,
				advice: `To allow changes to its data, add --confirm ${production}.`,
			},
		];
	}
	if (production === undefined)
		return [
			{
				message: `--confirm ${confirmed}: the warehouse is not marked as production.`,
				advice: command === 'load' ? 'Use --yes.' : 'Leave it out.',
			},
		];
	if (confirmed === production) return [];
	return [{message: `--confirm ${confirmed}: the warehouse is ${production}.`}];
}

function readCompletions({positionals: [name], problems}: CommandLine): Invocation {
	const shell = shells.find(known => known === name);
	if (name === undefined)
		problems.push({message: `completions needs a shell: sparkify-tui completions ${shells.join('|')}.`});
	else if (shell === undefined) problems.push(unknownWord('shell', name, shells));
	return {command: 'completions', shell: shell ?? 'bash'};
}

function readInit({typed, problems}: CommandLine): Invocation {
	const isTyped = (name: OptionName) => typed[name] !== undefined;
	const asked = (['engine', 'database', 'data'] as const).filter(isTyped);
	problems.push(...asked.map(name => ({message: `init takes no --${name}: it asks for it.`})));
	const unused = (['profile', 'max-errors', 'schema-drift', 'memory-limit'] as const).filter(isTyped);
	problems.push(...unused.map(name => ({message: `init takes no --${name}.`})));
	const path = lastOf(typed, 'config') ?? configName;
	if (path === '') problems.push({message: '--config needs a file name.'});
	return {command: 'init', path};
}

function readGenerate({typed, positionals, problems}: CommandLine): Invocation {
	const [folder = ''] = positionals;
	if (folder === '') problems.push({message: 'generate needs a folder: sparkify-tui generate DIR.'});
	const figure = (name: OptionName) => numberOf(typed, name) ?? 0;
	return {
		command: 'generate',
		folder,
		events: figure('events'),
		songs: figure('songs'),
		days: figure('days'),
		seed: figure('seed'),
	};
}

function numberOf(typed: TypedOptions, name: OptionName): number | undefined {
	const text = lastOf(typed, name);
	return text === undefined ? options[name].defaultValue : Number(text);
}

/** The values of `--set NAME=VALUE`. */
function parametersOf(typed: readonly string[], problems: Problem[]): ReadonlyMap<string, string> {
	const parameters = new Map<string, string>();
	for (const text of typed) {
		const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
		if (name === undefined || value === undefined)
			problems.push({message: `--set ${text} is not of the form NAME=VALUE.`});
		else parameters.set(name, value);
	}
	return parameters;
}

/** The SQL is read from a pipe if no argument or file is given. */
function sqlOrigin(
	[text]: readonly string[],
	file: string | undefined,
	isPiped: boolean,
): SqlOrigin | Problem {
	if (file !== undefined && text !== undefined)
		return {message: 'query takes SQL from an argument or from --file, not both.'};
	if (file === '-' || text === '-') return {type: 'stdin'};
	if (file !== undefined) return {type: 'file', path: file};
	if (text !== undefined) return {type: 'argument', text};
	return isPiped ? {type: 'stdin'} : {message: 'query needs SQL: a quoted argument, --file F, or a pipe.'};
}

/** Reports the options that belong to other commands. */
function misplaced(typed: TypedOptions, command: CommandName | undefined): readonly Problem[] {
	return optionNames.flatMap(name => {
		const {commands} = options[name];
		if (typed[name] === undefined || commands?.includes(command ?? 'notebook') !== false) return [];
		const owners = new Intl.ListFormat('en-GB').format(
			commands.map(scope => (scope === 'notebook' ? 'the notebook' : scope)),
		);
		return {message: `--${name} belongs to ${owners}, not to ${command ?? 'the notebook'}.`};
	});
}

/** Reports the arguments that a command does not take, with the option that may have been meant. */
function unexpected(command: CommandName | undefined, positionals: readonly string[]): readonly Problem[] {
	const count = positionals.length;
	switch (command) {
		case undefined:
			return [];
		case 'open':
		case 'run':
			return count > 1 ? [{message: `${command} takes one notebook, got ${count}.`}] : [];
		case 'generate':
			return count > 1 ? [{message: `generate takes one folder, got ${count}.`}] : [];
		case 'completions':
			return count > 1 ? [{message: `completions takes one shell, got ${count}.`}] : [];
		case 'query':
			return count > 1
				? [{message: `query takes one argument, got ${count}.`, advice: 'Put the SQL in quotes.'}]
				: [];
		default:
			return positionals.map(text => {
				const option = optionFor(command, text);
				return {
					message: `${command} takes no argument "${text}".`,
					...(option !== undefined && {advice: `Did you mean --${option} ${text}?`}),
				};
			});
	}
}

/** The option that takes such a value. */
function optionFor(command: CommandName, text: string): OptionName | undefined {
	if (command === 'load' && stageIds.some(id => id === text)) return 'stage';
	if (command === 'parity' && !isProblem(readParityTarget(text, []))) return 'with';
	return command === 'init' ? 'config' : undefined;
}

/** The command named after `help`, if any. @throws UsageError if it does not exist */
function helpTopic([name]: readonly string[]): CommandName | undefined {
	if (name === undefined || optionCommands.includes(name)) return undefined;
	const topic = commandNames.find(command => command === name);
	if (topic === undefined) throw usageError([unknownCommand(name)], 'sparkify-tui --help');
	return topic;
}

function unknownCommand(typed: string): Problem {
	return unknownWord('command', typed, commandNames, optionCommands);
}
