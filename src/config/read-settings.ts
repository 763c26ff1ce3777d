import {isAbsolute, join} from 'node:path';
import type {ConfigFile, FileProblem} from './config-file.js';
import type {ConfigSection} from './config-keys.js';
import {readConfig} from './config-on-disk.js';
import type {Environment} from './config-value.js';
import {ConfigValues, type Reader} from './config-values.js';
import type {CopySettings} from './copy-settings.js';
import {entryName, findMisplaced} from './misplaced-keys.js';
import {pathKind} from './path-kind.js';
import type {Problem} from './problems.js';
import {readConnection} from './read-connection.js';
import {readCopySettings, readDataSettings} from './read-data.js';
import {chooseEngine} from './read-engine.js';
import {redshiftEndpoint} from './redshift-endpoint.js';
import {
	defaultSettings,
	type EngineName,
	inMemory,
	type LoadSettings,
	type PlanSettings,
	type QuerySettings,
	type Settings,
	type WarehouseSettings,
} from './settings.js';
import {wholeNumber} from './whole-number.js';

/** The flags that every command has, as typed. */
export type SettingFlags = {
	readonly config?: string | undefined;
	readonly engine?: string | undefined;
	readonly database?: string | undefined;
	readonly data?: string | undefined;
	readonly 'max-errors'?: string | undefined;
};

/** What is around the program. */
export type Surroundings = {
	readonly environment: Environment;
	/** Where a dwh.cfg is found by itself; empty for the working folder. */
	readonly folder: string;
};

/** What was read, and every mistake in it; with a mistake, what was read is of no use. */
export type Reading<T> = {readonly settings: T; readonly problems: readonly Problem[]};

/** COPY of Redshift counts no further. */
const mostRedshiftErrors = 99_999;
/** For a warehouse that is only asked. */
const nothingCopied: CopySettings = {iamRole: ''};

/** Settings made of flags, dwh.cfg, environment and defaults, in this order. What is not used need not be right. */
export function readSettings(flags: SettingFlags, surroundings: Surroundings): Reading<Settings> {
	const basics = readBasics(flags, surroundings);
	const common = readLoadSettings(flags, basics);
	const warehouse = readWarehouse(flags, basics, readDatabaseFile, () => readCopySettings(basics.values));
	return {settings: {...common, ...warehouse}, problems: basics.problems()};
}

/** What it takes to ask a warehouse: nothing of how data comes into it, which may be missing or wrong. */
export function readQuerySettings(flags: SettingFlags, surroundings: Surroundings): Reading<QuerySettings> {
	const basics = readBasics(flags, surroundings);
	const warehouse = readWarehouse(flags, basics, readAnyDatabase, () => nothingCopied);
	return {settings: {...warehouse, notes: basics.notes}, problems: basics.problems()};
}

/** What the SQL of a stage shows for a value that is not set. */
const placeholders = {
	LOG_DATA: 's3://BUCKET/log_data',
	SONG_DATA: 's3://BUCKET/song_data',
	ARN: 'arn:aws:iam::123456789012:role/ROLE',
};

/** What the SQL of the stages depends on: nothing of how the server is reached, which may be missing or wrong. */
export function readPlanSettings(flags: SettingFlags, surroundings: Surroundings): Reading<PlanSettings> {
	const basics = readBasics(flags, surroundings, placeholders);
	const {values, engine, notes, problems} = basics;
	const common = readLoadSettings(flags, basics);
	const settings: PlanSettings =
		engine === 'redshift' ? {...common, engine, copy: readCopySettings(values)} : {...common, engine};
	if (values.replaced.length > 0) {
		notes.push(`The SQL has placeholders, because dwh.cfg does not set ${values.replaced.join(', ')}.`);
	}
	return {settings, problems: problems()};
}

type Basics = {
	readonly values: ConfigValues;
	readonly engine: EngineName;
	/** Grows while the rest is read. */
	readonly notes: string[];
	/** Every mistake so far. */
	readonly problems: () => readonly Problem[];
};

function readBasics(flags: SettingFlags, {environment, folder}: Surroundings, replacements = {}): Basics {
	const {file, problems: mistakes} = readConfig(flags.config, folder);
	const values = new ConfigValues(file, environment, replacements);
	const engine = chooseEngine(flags.engine, values, file);
	if (flags.database !== undefined && engine !== 'duckdb') {
		values.report({
			message: `--database names DuckDB's file, and the engine is ${engine}.`,
			advice: 'The database of a server is DB_NAME in dwh.cfg; for DuckDB add --engine duckdb.',
		});
	}
	const isNamed = flags.engine !== undefined || values.place('WAREHOUSE', 'ENGINE') !== undefined;
	const notes = [
		...(file?.notes ?? []),
		...(isNamed ? [] : blankNotes(engine, file)),
		...(engine === 'redshift' ? regionNotes(file, values) : []),
	];
	const unused = unusedSections(engine, isNamed);
	const problems = () =>
		inOrder([...relevantMistakes(mistakes, unused, values.problems), ...values.problems], file?.path);
	return {values, engine, notes, problems};
}

/** Sections in which a key or a name that is unknown does no harm. */
function unusedSections(engine: EngineName, isNamed: boolean): readonly ConfigSection[] {
	switch (engine) {
		case 'duckdb':
			return isNamed ? ['CLUSTER', 'IAM_ROLE'] : [];
		case 'postgres':
			return ['IAM_ROLE'];
		case 'redshift':
			return [];
	}
}

/** The mistakes in the form of the file that matter, without those about a line of which more is known. */
function relevantMistakes(
	mistakes: readonly FileProblem[],
	unused: readonly ConfigSection[],
	found: readonly Problem[],
): readonly Problem[] {
	const place = ({message}: Problem) => /^.*?:\d+: /.exec(message)?.[0];
	const places = found.map(place);
	return mistakes
		.filter(mistake => {
			const {section} = mistake;
			return section === undefined || !(unused.includes(section) || places.includes(place(mistake)));
		})
		.map(({section: _, ...problem}) => problem);
}

/** A template that was left blank may be meant for another engine than the one that needs nothing of it. */
function blankNotes(engine: EngineName, file: ConfigFile | undefined): readonly string[] {
	const line = file?.sections.get('CLUSTER');
	if (engine !== 'duckdb' || line === undefined) return [];
	return [`${file?.path}:${line}: [CLUSTER] has no HOST, so the data goes into DuckDB.`];
}

/** A region in another section is often the cluster's, and then COPY needs none. */
function regionNotes(file: ConfigFile | undefined, values: ConfigValues): readonly string[] {
	if (file === undefined || values.findInFile('S3', 'REGION') !== undefined) return [];
	const region = findMisplaced(file, 'REGION');
	const host = values.findInFile('CLUSTER', 'HOST');
	const ofCluster = typeof host === 'object' ? redshiftEndpoint(host.text)?.region : undefined;
	if (region === undefined || region.text.replaceAll(/^["']|["']$/g, '') === ofCluster) return [];
	return [
		`${entryName(file.path, region)} is not used. If it is the region of the bucket, put it under [S3] as REGION.`,
	];
}

function readLoadSettings(flags: SettingFlags, {values, engine, notes}: Basics): LoadSettings {
	return {
		...readDataSettings(engine, flags.data, values),
		maxErrors: readMaxErrors(flags['max-errors'], engine, values),
		notes,
	};
}

function readWarehouse(
	flags: SettingFlags,
	{values, engine, notes}: Basics,
	readFile: Reader<string>,
	copy: () => CopySettings,
): WarehouseSettings {
	switch (engine) {
		case 'duckdb':
			return {engine, database: readDatabase(flags.database, values, readFile)};
		case 'postgres':
			return {engine, connection: readConnection(engine, values, notes)};
		case 'redshift':
			return {engine, connection: readConnection(engine, values, notes), copy: copy()};
	}
}

/** Mistakes in the file by their lines, behind all others. */
function inOrder(problems: readonly Problem[], path: string | undefined): readonly Problem[] {
	const line = ({message}: Problem) =>
		path !== undefined && message.startsWith(`${path}:`)
			? Number.parseInt(message.slice(path.length + 1), 10)
			: 0;
	return problems.toSorted((a, b) => (line(a) || 0) - (line(b) || 0));
}

function readDatabase(flag: string | undefined, values: ConfigValues, read: Reader<string>): string {
	const usual = defaultSettings.database;
	return flag === undefined
		? (values.take('WAREHOUSE', 'DATABASE', read) ?? usual)
		: (values.takeFlag('--database', flag, read) ?? usual);
}

/** Reads the name of a DuckDB file that may hold nothing but the rows a query makes. */
const readAnyDatabase: Reader<string> = (name, text, folder) =>
	text === inMemory ? text : readDatabaseFile(name, text, folder);

/** Reads the name of a DuckDB file, which need not be there yet. */
export function readDatabaseFile(name: string, text: string, folder: string): string | Problem {
	if (text === '') return {message: `${name} takes the name of a file, not nothing.`};
	if (text.startsWith(inMemory)) {
		return {
			message: `${name} is ${text}, and a database in memory is gone when the program ends.`,
			advice: `Name a file. The default is ${defaultSettings.database}.`,
		};
	}
	const file = isAbsolute(text) ? text : join(folder, text);
	if (pathKind(file) !== 'folder') return file;
	return {message: `${name} ${text} is a folder.`, advice: 'Name a file in it.'};
}

function readMaxErrors(flag: string | undefined, engine: EngineName, values: ConfigValues): number {
	const read = (name: string, text: string) => {
		const limit = wholeNumber(name, text, 0);
		return typeof limit === 'number' && limit > mostRedshiftErrors && engine === 'redshift'
			? {message: `${name} is ${text}, and Redshift counts to ${mostRedshiftErrors} at most.`}
			: limit;
	};
	const usual = defaultSettings.maxErrors;
	return flag === undefined
		? (values.take('LOAD', 'MAX_ERRORS', read) ?? usual)
		: (values.takeFlag('--max-errors', flag, read) ?? usual);
}
