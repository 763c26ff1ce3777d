import type {SettingFlags} from '../config/read-settings.js';
import type {TextFormat} from '../notebook/writers/formats.js';

/** The command line as a table: it is parsed by this and explained from this. */
export const commandNames = ['load', 'query', 'parity', 'plan', 'doctor', 'init', 'generate'] as const;
export type CommandName = (typeof commandNames)[number];
/** The notebook is what runs without a command. */
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

/** What `generate` makes where nothing else is said: data of the size of the bundled sample. */
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
	/** What stands for the value in the help; absent for a switch. */
	readonly value?: string;
	/** The commands that have it; absent for all. */
	readonly of?: readonly Scope[];
	readonly text: string;
};

export const options: Readonly<Record<OptionName, OptionRow>> = {
	yes: {short: 'y', of: ['load', 'doctor'], text: 'never ask (load: drop and replace what is there)'},
	quiet: {short: 'q', of: ['load', 'query'], text: 'print no progress and no remarks, only errors'},
	'dry-run': {of: ['load'], text: 'change nothing: check the files, explain, list losses'},
	stage: {
		of: ['load'],
		value: 'ID',
		text: 'run this stage only, after connect; may be given several times',
	},
	json: {of: ['load', 'parity', 'doctor'], text: 'print JSON, a line for each event, table or check'},
	with: {
		of: ['parity'],
		value: 'WHAT',
		text: 'an engine, a DuckDB file, or another dwh.cfg',
	},
	live: {of: ['doctor'], text: 'try tiny COPYs too, and write what was seen to a file'},
	file: {short: 'f', of: ['query'], value: 'F', text: 'read the SQL from a file (- is standard input)'},
	format: {of: ['query'], value: 'NAME', text: resultFormats.join(', ').replace('table', 'table (default)')},
	output: {
		short: 'o',
		of: ['query', 'doctor'],
		value: 'F',
		text: 'write the result or report to a file (- is standard output)',
	},
	limit: {of: ['query'], value: 'N', text: 'at most so many rows (default: every row)'},
	events: {
		of: ['generate'],
		value: 'N',
		text: `events of user activity (default: ${generateDefaults.events})`,
	},
	songs: {of: ['generate'], value: 'N', text: `song records (default: ${generateDefaults.songs})`},
	days: {
		of: ['generate'],
		value: 'N',
		text: `days of events, a file each (default: ${generateDefaults.days})`,
	},
	seed: {
		of: ['generate'],
		value: 'N',
		text: `the same seed gives the same files (default: ${generateDefaults.seed})`,
	},
	config: {short: 'c', value: 'FILE', text: 'the configuration (default: dwh.cfg in this folder)'},
	engine: {value: 'NAME', text: 'duckdb, postgres or redshift (default: what dwh.cfg says)'},
	database: {value: 'FILE', text: 'the DuckDB file (default: sparkify.duckdb in this folder)'},
	data: {value: 'DIR', text: 'a folder or s3://… that holds log_data/ and song_data/'},
	'max-errors': {value: 'N', text: 'rejected records up to which a stage goes on (default: 0)'},
	'no-color': {text: 'use no colors (as with NO_COLOR=1)'},
	help: {short: 'h', text: 'show this help, or that of a command'},
	version: {short: 'V', text: 'show the version'},
};

export const optionNames = Object.keys(options) as readonly OptionName[];

/** The options of a command, in the order of the table. */
export function optionsOf(scope: Scope): readonly OptionName[] {
	return optionNames.filter(name => options[name].of?.includes(scope) ?? true);
}
