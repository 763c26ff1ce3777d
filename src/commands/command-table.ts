import type {ExportFormat} from '../notebook/writers/formats.js';
import {stageIds} from '../star/stages.js';

/** Commands and options: parsing, checks, error messages and help derive from these tables. */
export const commandNames = [
	'load',
	'open',
	'query',
	'run',
	'parity',
	'plan',
	'doctor',
	'settings',
	'paths',
	'init',
	'generate',
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
	/** The smallest whole number it accepts, and the default if it has one. */
	readonly min?: number;
	readonly defaultValue?: number;
	/** Whether it names a file to write. */
	readonly isOutput?: boolean;
};

const rows = {
	yes: {short: 'y', commands: ['load', 'doctor'], text: 'never ask (load: drop and replace existing data)'},
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
	set: {commands: ['run'], value: 'NAME=VALUE', text: 'the value of the parameter :NAME; can be repeated'},
	report: {
		commands: ['run'],
		value: 'F',
		isOutput: true,
		text: 'write prose, SQL, results and charts to F.md or F.html',
	},
	with: {commands: ['parity'], value: 'WHAT', text: 'an engine, a DuckDB file, or another dwh.cfg'},
	live: {commands: ['doctor'], text: 'also try tiny COPYs and write the results to a file'},
	file: {short: 'f', commands: ['query'], value: 'F', text: 'read the SQL from a file (- for stdin)'},
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
	config: {short: 'c', value: 'FILE', text: 'configuration file (default: dwh.cfg in this folder)'},
	engine: {value: 'NAME', text: 'duckdb, postgres or redshift (default: from dwh.cfg)'},
	database: {value: 'FILE', text: 'the DuckDB file (default: sparkify.duckdb in this folder)'},
	data: {value: 'DIR', text: 'a folder or s3://… that holds log_data/ and song_data/'},
	'max-errors': {value: 'N', text: 'rejected records a stage tolerates (default: 0)'},
	'no-color': {text: 'disable colors (same as NO_COLOR=1)'},
	help: {short: 'h', text: 'show this help, or the help of a command'},
	version: {short: 'V', text: 'show the version'},
} as const satisfies Readonly<Record<string, OptionRow>>;

export type OptionName = keyof typeof rows;
export const options: Readonly<Record<OptionName, OptionRow>> = rows;
export const optionNames = Object.keys(options) as readonly OptionName[];
