import type {SettingFlags} from '../config/read-settings.js';
import type {TextFormat} from '../notebook/writers/formats.js';

/** Commands and options: both the parser and the help derive from these tables. */
export const commandNames = ['load', 'query', 'parity', 'plan', 'doctor', 'init', 'generate'] as const;
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
] as const satisfies readonly (TextFormat | 'parquet')[];
export type ResultFormat = (typeof resultFormats)[number];

/** Defaults of `generate`: data of the size of the bundled sample. */
export const generateDefaults = {events: 8000, songs: 1500, days: 30, seed: 1} as const;

export type OptionName =
	| keyof SettingFlags
	| 'yes'
	| 'quiet'
	| 'dry-run'
	| 'stage'
	| 'json'
	| 'with'
	| 'live'
	| 'file'
	| 'format'
	| 'output'
	| 'limit'
	| 'events'
	| 'songs'
	| 'days'
	| 'seed'
	| 'no-color'
	| 'help'
	| 'version';

export type OptionRow = {
	/** One letter, typed after a single dash. */
	readonly short?: string;
	/** Placeholder for the value in the help; absent for a switch. */
	readonly value?: string;
	/** The commands that accept it; absent for all. */
	readonly commands?: readonly Scope[];
	readonly text: string;
};

export const options: Readonly<Record<OptionName, OptionRow>> = {
	yes: {short: 'y', commands: ['load', 'doctor'], text: 'never ask (load: drop and replace existing data)'},
	quiet: {short: 'q', commands: ['load', 'query'], text: 'print errors only, no progress or notices'},
	'dry-run': {commands: ['load'], text: 'check the files and list data losses; change nothing'},
	stage: {
		commands: ['load'],
		value: 'ID',
		text: 'run only connect and this stage; can be repeated',
	},
	json: {commands: ['load', 'parity', 'doctor'], text: 'print one line of JSON per event, table or check'},
	with: {
		commands: ['parity'],
		value: 'WHAT',
		text: 'an engine, a DuckDB file, or another dwh.cfg',
	},
	live: {commands: ['doctor'], text: 'also try tiny COPYs and write the results to a file'},
	file: {
		short: 'f',
		commands: ['query'],
		value: 'F',
		text: 'read the SQL from a file (- for stdin)',
	},
	format: {
		commands: ['query'],
		value: 'NAME',
		text: resultFormats.join(', ').replace('table', 'table (default)'),
	},
	output: {
		short: 'o',
		commands: ['query', 'doctor'],
		value: 'F',
		text: 'write the result or report to a file (- for stdout)',
	},
	limit: {commands: ['query'], value: 'N', text: 'print at most N rows (default: all)'},
	events: {
		commands: ['generate'],
		value: 'N',
		text: `events of user activity (default: ${generateDefaults.events})`,
	},
	songs: {commands: ['generate'], value: 'N', text: `song records (default: ${generateDefaults.songs})`},
	days: {
		commands: ['generate'],
		value: 'N',
		text: `days of events, one file per day (default: ${generateDefaults.days})`,
	},
	seed: {
		commands: ['generate'],
		value: 'N',
		text: `the same seed gives the same files (default: ${generateDefaults.seed})`,
	},
	config: {short: 'c', value: 'FILE', text: 'configuration file (default: dwh.cfg in this folder)'},
	engine: {value: 'NAME', text: 'duckdb, postgres or redshift (default: from dwh.cfg)'},
	database: {value: 'FILE', text: 'the DuckDB file (default: sparkify.duckdb in this folder)'},
	data: {value: 'DIR', text: 'a folder or s3://… that holds log_data/ and song_data/'},
	'max-errors': {value: 'N', text: 'rejected records a stage tolerates (default: 0)'},
	'no-color': {text: 'disable colors (same as NO_COLOR=1)'},
	help: {short: 'h', text: 'show this help, or the help of a command'},
	version: {short: 'V', text: 'show the version'},
};

export const optionNames = Object.keys(options) as readonly OptionName[];

/** The options of a command, in the order of the table. */
export function optionsOf(scope: Scope): readonly OptionName[] {
	return optionNames.filter(name => options[name].commands?.includes(scope) ?? true);
}
