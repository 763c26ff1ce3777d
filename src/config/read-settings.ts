import {statSync} from 'node:fs';
import {checkDataFolder} from './data-folder.js';
import {didYouMean} from './nearest.js';
import type {Problem} from './problems.js';
import {defaultSettings, type EngineName, engineNames, type Settings} from './settings.js';
import {wholeNumber} from './whole-number.js';

/** The flags that every command has, as typed. */
export type SettingFlags = {
	readonly config?: string | undefined;
	readonly engine?: string | undefined;
	readonly database?: string | undefined;
	readonly data?: string | undefined;
	readonly 'max-errors'?: string | undefined;
};

/** Settings made of flags and defaults, and every mistake in them. With a mistake, its setting is the default. */
export function readSettings(flags: SettingFlags): {
	readonly settings: Settings;
	readonly problems: readonly Problem[];
} {
	const problems: Problem[] = [];
	const {config, data} = flags;
	if (config !== undefined) {
		problems.push({
			message: `--config ${config}: reading dwh.cfg is not there yet.`,
			advice: 'Use --engine, --database, --data and --max-errors.',
		});
	}
	const engine = readEngine(flags.engine);
	if (typeof engine === 'object') problems.push(engine);
	const database = readDatabase(flags.database);
	if (typeof database === 'object') problems.push(database);
	if (data !== undefined) problems.push(...checkData(data));
	const maxErrors = readMaxErrors(flags['max-errors']);
	if (typeof maxErrors === 'object') problems.push(maxErrors);
	return {
		settings: {
			engine: typeof engine === 'object' ? defaultSettings.engine : engine,
			database: typeof database === 'object' ? defaultSettings.database : database,
			data,
			maxErrors: typeof maxErrors === 'object' ? defaultSettings.maxErrors : maxErrors,
		},
		problems,
	};
}

function readEngine(typed: string | undefined): EngineName | Problem {
	if (typed === undefined) return defaultSettings.engine;
	const engine = engineNames.find(name => name === typed);
	if (engine === 'duckdb') return engine;
	if (engine !== undefined) {
		return {message: `The engine ${engine} is not there yet: this version loads into duckdb only.`};
	}
	const guess = didYouMean(typed, engineNames);
	return {
		message: `There is no engine "${typed}": the engines are ${engineNames.join(', ')}.`,
		...(guess !== undefined && {advice: guess}),
	};
}

function readDatabase(typed: string | undefined): string | Problem {
	if (typed === undefined) return defaultSettings.database;
	if (typed === '') return {message: '--database takes the name of a file, not nothing.'};
	if (statSync(typed, {throwIfNoEntry: false})?.isDirectory()) {
		return {message: `--database ${typed} is a folder.`, advice: 'Name a file in it.'};
	}
	return typed;
}

function checkData(typed: string): readonly Problem[] {
	if (/^s3[an]?:/i.test(typed)) {
		return [
			{
				message: `--data ${typed}: S3 as a source is not there yet.`,
				advice: 'Copy the files into a folder and name that.',
			},
		];
	}
	return checkDataFolder(typed);
}

function readMaxErrors(typed: string | undefined): number | Problem {
	return typed === undefined ? defaultSettings.maxErrors : wholeNumber('--max-errors', typed, 0);
}
