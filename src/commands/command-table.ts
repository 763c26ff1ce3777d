import {themeNames} from '../config/setting-rows.js';
import {engineNames, schemaDriftLevels} from '../config/settings.js';
import type {ExportFormat} from '../notebook/writers/formats.js';
import {stageIds} from '../star/stages.js';

/** Commands and options: parsing, checks, error messages, help, the man page and completions derive from these tables. */
export const commandNames = [
	'load',
	'open',
	'query',
	'run',
	'parity',
	'plan',
	'doctor',
	'settings',
	'keys',
	'paths',
	'init',
	'generate',
	'completions',
] as const;
export type CommandName = (typeof commandNames)[number];
/** Without a command, the notebook runs. */
export type Scope = CommandName | 'notebook';

export const resultFormats = [
	'table',
	'csv',
	'tsv',
	'json',
	'ndjson',
	'markdown',
	'parquet',
] as const satisfies readonly ExportFormat[];
export type ResultFormat = (typeof resultFormats)[number];

/** The shells that `completions` writes a script for. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

/** What a shell offers for a value: the names of files or folders, or words. */
export type Completion = 'files' | 'folders' | readonly string[];

/** What a shell offers for the argument of a command; nothing if absent. */
export const argumentCompletions: Readonly<Partial<Record<CommandName, Completion>>> = {
	open: 'files',
	run: 'files',
	generate: 'folders',
	completions: shells,
};

export type OptionRow = {
	/** One letter, typed after a single dash. */
	readonly short?: string;
	/** Placeholder for the value in the help; absent for a switch. */
	readonly value?: string;
	/** The commands that accept it; absent for all. */
	readonly commands?: readonly Scope[];
	readonly text: string;
	/** The values it accepts, and what they are. */
	readonly words?: {readonly what: string; readonly known: readonly string[]};
	/** What a shell offers for the value, if not `words`. */
	readonly completes?: Completion;
	/** The smallest whole number it accepts, and the default if it has one. */
	readonly min?: number;
	readonly defaultValue?: number;
	/** Whether it names a file to write. */
	readonly isOutput?: boolean;
};

const rows = {
	yes: {short: 'y', commands: ['load', 'doctor'], text: 'never ask (load: drop and replace existing data)'},
	confirm: {
		commands: ['load', 'query', 'run'],
		value: 'NAME',
		text: 'the name of a production warehouse, in place of --yes',
	},
	quiet: {short: 'q', commands: ['load', 'query', 'run'], text: 'print errors only, no progress or notices'},
	'dry-run': {commands: ['load'], text: 'check the files and list data losses; change nothing'},
	stage: {
		commands: ['load'],
		value: 'ID',
		words: {what: 'stage', known: stageIds},
		text: 'run only connect and this stage; can be repeated',
	},
	json: {
		commands: ['load', 'run', 'parity', 'doctor'],
		text: 'print one line of JSON per event, cell, table or check',
	},
	write: {
		commands: ['open', 'query', 'run', 'notebook'],
		text: 'let statements change data (default: read-only)',
	},
	'read-only': {commands: ['open', 'notebook'], text: 'never let statements change data'},
	plain: {
		commands: ['open', 'notebook'],
		text: 'printed lines and questions, as with TERM=dumb',
	},
	'no-plain': {commands: ['open', 'notebook'], text: 'the drawn screen in any case'},
	theme: {
		commands: ['open', 'notebook'],
		value: 'NAME',
		words: {what: 'theme', known: themeNames},
		text: `the colors: ${themeNames.join(', ')}`,
	},
	set: {commands: ['run'], value: 'NAME=VALUE', text: 'the value of the parameter :NAME; can be repeated'},
	report: {
		commands: ['run'],
		value: 'F',
		isOutput: true,
		completes: 'files',
		text: 'write prose, SQL, results and charts to F.md or F.html',
	},
	with: {
		commands: ['parity'],
		value: 'WHAT',
		completes: engineNames,
		text: 'an engine, a profile, a DuckDB file, or another dwh.cfg',
	},
	probe: {commands: ['keys'], text: 'show what each pressed key sends, until Esc twice or Ctrl+C'},
	live: {commands: ['doctor'], text: 'also try tiny COPYs and write the results to a file'},
	file: {
		short: 'f',
		commands: ['query'],
		value: 'F',
		completes: 'files',
		text: 'read the SQL from a file (- for stdin)',
	},
	format: {
		commands: ['query'],
		value: 'NAME',
		words: {what: 'format', known: resultFormats},
		text: resultFormats.join(', ').replace('table', 'table (default)'),
	},
	output: {
		short: 'o',
		commands: ['query', 'doctor'],
		value: 'F',
		isOutput: true,
		completes: 'files',
		text: 'write the result or report to a file (- for stdout)',
	},
	limit: {commands: ['query'], value: 'N', min: 0, text: 'print at most N rows (default: all)'},
	// The defaults are the size of the bundled sample.
	events: {
		commands: ['generate'],
		value: 'N',
		min: 1,
		defaultValue: 8000,
		text: 'events of user activity',
	},
	songs: {commands: ['generate'], value: 'N', min: 1, defaultValue: 1500, text: 'song records'},
	days: {
		commands: ['generate'],
		value: 'N',
		min: 1,
		defaultValue: 30,
		text: 'days of events, one file per day',
	},
	seed: {
		commands: ['generate'],
		value: 'N',
		min: 0,
		defaultValue: 1,
		text: 'the same seed gives the same files',
	},
	config: {
		short: 'c',
		value: 'FILE',
		completes: 'files',
		text: 'configuration file (default: dwh.cfg in this folder)',
	},
	profile: {value: 'NAME', text: 'a profile of a settings file, or of dwh.NAME.cfg'},
	engine: {
		value: 'NAME',
		completes: engineNames,
		text: 'duckdb, postgres or redshift (default: from dwh.cfg)',
	},
	database: {
		value: 'FILE',
		completes: 'files',
		text: 'the DuckDB file (default: sparkify.duckdb)',
	},
	data: {value: 'DIR', completes: 'folders', text: 'a folder or s3://… with log_data/ and song_data/'},
	'memory-limit': {value: 'N', text: 'memory to use with DuckDB, e.g. 4GB (default: 1200MB)'},
	'max-errors': {value: 'N', text: 'rejected records a stage tolerates (default: 0)'},
	'schema-drift': {
		value: 'WHAT',
		completes: schemaDriftLevels,
		text: 'unknown or missing keys: note (default), warn or fail',
	},
	'no-color': {text: 'disable colors (same as NO_COLOR=1)'},
	help: {short: 'h', text: 'show this help, or the help of a command'},
	version: {short: 'V', text: 'show the version'},
} as const satisfies Readonly<Record<string, OptionRow>>;

export type OptionName = keyof typeof rows;
export const options: Readonly<Record<OptionName, OptionRow>> = rows;
export const optionNames = Object.keys(options) as readonly OptionName[];

/** The options of a command: its own, then the common ones that it uses. */
export function optionsOf(scope: Scope): {
	readonly own: readonly OptionName[];
	readonly common: readonly OptionName[];
} {
	const own = optionNames.filter(name => options[name].commands?.includes(scope));
	const common = optionNames.filter(name => options[name].commands === undefined && isUsedBy(name, scope));
	return {own, common};
}

/** Whether a command uses a common option. All accept them, so that an alias can contain them. */
function isUsedBy(name: OptionName, scope: Scope): boolean {
	const always = ['help', 'version'].includes(name);
	switch (scope) {
		case 'generate':
		case 'completions':
			return false;
		case 'init':
			return always || ['config', 'no-color'].includes(name);
		default:
			return true;
	}
}
