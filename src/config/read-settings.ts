import {basename} from 'node:path';
import {readConfig} from './config-file.js';
import type {ConfigSection, KeyFlags} from './config-keys.js';
import {entryName, type FileProblem, findMisplaced} from './config-problems.js';
import type {ConfigFile, ConfigReading} from './config-reading.js';
import type {Environment} from './config-syntax.js';
import {ConfigValues} from './config-values.js';
import {redshiftEndpoint} from './host.js';
import type {Problem} from './problems.js';
import {readConnection, readSchema} from './read-connection.js';
import {readCopySettings, readDataSettings} from './read-data.js';
import {chooseEngine} from './read-engine.js';
import {
	type CopySettings,
	defaultSettings,
	type EngineName,
	inMemory,
	type LoadSettings,
	type PlanSettings,
	type ProfileMark,
	type QuerySettings,
	type SchemaDrift,
	type Settings,
	schemaDriftLevels,
	type WarehouseSettings,
} from './settings.js';
import {oneOf, pathIn, pathKind, type Reader, readBoolean, wholeNumber} from './simple-values.js';

/** Flags that all commands share, as typed. */
export type SettingFlags = KeyFlags & {
	readonly config?: string | undefined;
	/** The selected configuration, in place of the one that `config` names. */
	readonly selected?: Selected | undefined;
	readonly data?: string | undefined;
};

/** A profile, or a dwh.cfg without one. */
export type Selected = {readonly name?: string; readonly reading: ConfigReading};

/** The program's environment. */
export type ProgramEnvironment = {
	readonly environment: Environment;
	/** Folder in which dwh.cfg is looked up; empty for the working directory. */
	readonly folder: string;
	/** Folder of the user's settings file; absent for none. */
	readonly settingsFolder?: string | undefined;
};

/** The settings and every problem found. If there are problems, the settings are unusable. */
export type Reading<T> = {readonly settings: T; readonly problems: readonly Problem[]};

/** Upper limit of MAXERROR in Redshift's COPY. */
const maxRedshiftErrors = 99_999;
/** Settings for a warehouse that is only queried. */
const noCopySettings: CopySettings = {iamRole: ''};

/** Merges flags, dwh.cfg, environment and defaults, in this order. Unused values are not validated. */
export function readSettings(flags: SettingFlags, surroundings: ProgramEnvironment): Reading<Settings> {
	const basics = readBasics(flags, surroundings);
	const common = readLoadSettings(flags, basics);
	const warehouse = readWarehouse(basics, readDatabaseFile, () => readCopySettings(basics.values));
	const profile = readProfileMark(flags, warehouse, basics);
	return {settings: {...common, ...warehouse, ...profile}, problems: basics.problems()};
}

/** Reads the settings for querying a warehouse. Settings of the load may be missing or invalid. */
export function readQuerySettings(
	flags: SettingFlags,
	surroundings: ProgramEnvironment,
): Reading<QuerySettings> {
	const basics = readBasics(flags, surroundings);
	const warehouse = readWarehouse(basics, readAnyDatabase, () => noCopySettings);
	const profile = readProfileMark(flags, warehouse, basics);
	return {settings: {...warehouse, ...profile, notes: basics.notes}, problems: basics.problems()};
}

/** Values that a stage's SQL shows for settings that are missing. */
const placeholders = {
	LOG_DATA: 's3://BUCKET/log_data',
	SONG_DATA: 's3://BUCKET/song_data',
	ARN: 'arn:aws:iam::123456789012:role/ROLE',
};

/** Reads the settings for printing the stages' SQL. Connection settings may be missing or invalid. */
export function readPlanSettings(
	flags: SettingFlags,
	surroundings: ProgramEnvironment,
): Reading<PlanSettings> {
	const basics = readBasics(flags, surroundings, placeholders);
	const {values, engine, notes, problems} = basics;
	const common = readLoadSettings(flags, basics);
	const settings: PlanSettings =
		engine === 'duckdb'
			? {...common, engine}
			: engine === 'postgres'
				? {...common, engine, ...readSchema(engine, values)}
				: {...common, engine, ...readSchema(engine, values), copy: readCopySettings(values)};
	if (values.replaced.length > 0) {
		notes.push(`The SQL has placeholders, because dwh.cfg does not set ${values.replaced.join(', ')}.`);
	}
	return {settings, problems: problems()};
}

/** What is read before the settings of an engine. */
export type Basics = {
	readonly values: ConfigValues;
	readonly engine: EngineName;
	/** Grows as more settings are read. */
	readonly notes: string[];
	/** Every problem so far. */
	readonly problems: () => readonly Problem[];
};

/** Reads the configuration file and chooses the engine. */
export function readBasics(
	flags: SettingFlags,
	{environment, folder}: ProgramEnvironment,
	replacements = {},
): Basics {
	const {file, problems: fileProblems} = flags.selected?.reading ?? readConfig(flags.config, folder);
	const values = new ConfigValues(file, environment, flags, replacements);
	const engine = chooseEngine(values, file);
	if (flags.database !== undefined && engine !== 'duckdb') {
		values.report({
			message: `--database names DuckDB's file, but the engine is ${engine}.`,
			advice: 'For a server, set DB_NAME in dwh.cfg; for DuckDB, add --engine duckdb.',
		});
	}
	if (flags['memory-limit'] !== undefined && engine !== 'duckdb') {
		values.report({
			message: `--memory-limit is for DuckDB, but the engine is ${engine}.`,
			advice: 'Leave it out, or add --engine duckdb.',
		});
	}
	const isNamed = values.find('WAREHOUSE', 'ENGINE') !== undefined;
	const notes = [
		...(file?.notes ?? []),
		...(isNamed || file?.profile !== undefined ? [] : blankNotes(engine, file)),
		...(engine === 'redshift' ? regionNotes(file, values) : []),
	];
	const unused = unusedSections(engine, isNamed);
	const problems = () =>
		sortByLine([...relevantProblems(fileProblems, unused, values.problems), ...values.problems], file?.path);
	return {values, engine, notes, problems};
}

/** Sections in which unknown keys and names are ignored. */
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

/** The syntax errors that matter, without those on lines that have a more specific problem. */
function relevantProblems(
	fileProblems: readonly FileProblem[],
	unused: readonly ConfigSection[],
	found: readonly Problem[],
): readonly Problem[] {
	const place = ({message}: Problem) => /^.*?:\d+: /.exec(message)?.[0];
	const places = found.map(place);
	return fileProblems
		.filter(problem => {
			const {section} = problem;
			return section === undefined || !(unused.includes(section) || places.includes(place(problem)));
		})
		.map(({section: _, ...problem}) => problem);
}

/** Warns about a blank template, which may be meant for a server although DuckDB is used. */
function blankNotes(engine: EngineName, file: ConfigFile | undefined): readonly string[] {
	const line = file?.sections.get('CLUSTER');
	if (engine !== 'duckdb' || line === undefined) return [];
	return [`${file?.path}:${line}: [CLUSTER] has no HOST, so the data goes into DuckDB.`];
}

/** Warns about an unused region, unless it is the cluster's, which COPY uses by default. */
function regionNotes(file: ConfigFile | undefined, values: ConfigValues): readonly string[] {
	if (file === undefined || values.findInFile('S3', 'REGION') !== undefined) return [];
	const region = findMisplaced(file.all, 'REGION');
	const host = values.findInFile('CLUSTER', 'HOST');
	const clusterRegion = typeof host === 'object' ? redshiftEndpoint(host.text)?.region : undefined;
	if (region === undefined || region.text.replaceAll(/^["']|["']$/g, '') === clusterRegion) return [];
	return [
		`${entryName(file.path, region)} is not used. If it is the region of the bucket, put it under [S3] as REGION.`,
	];
}

function readLoadSettings(flags: SettingFlags, {values, engine, notes}: Basics): LoadSettings {
	return {
		...readDataSettings(engine, flags.data, values),
		maxErrors: readMaxErrors(engine, values),
		schemaDrift: readSchemaDrift(engine, values),
		notes,
	};
}

function readWarehouse(
	{values, engine, notes}: Basics,
	readFile: Reader<string>,
	copy: () => CopySettings,
): WarehouseSettings {
	switch (engine) {
		case 'duckdb': {
			const memoryLimit = values.take('WAREHOUSE', 'MEMORY_LIMIT', readMemoryLimit);
			return {
				engine,
				database: values.take('WAREHOUSE', 'DATABASE', readFile) ?? defaultSettings.database,
				...(memoryLimit !== undefined && {memoryLimit}),
			};
		}
		case 'postgres':
			return {engine, connection: readConnection(engine, values, notes)};
		case 'redshift':
			return {engine, connection: readConnection(engine, values, notes), copy: copy()};
	}
}

/** Reads the name of the warehouse and whether it is one of production, which has a name also without a profile. */
function readProfileMark(
	{selected}: SettingFlags,
	warehouse: WarehouseSettings,
	{values}: Basics,
): {readonly profile?: ProfileMark} {
	const isProduction = values.take('WAREHOUSE', 'PRODUCTION', readBoolean) ?? false;
	const {name, reading} = selected ?? {};
	const {file} = reading ?? {};
	const place = file !== undefined && file.profile === undefined ? {file: file.path} : {};
	if (name !== undefined) return {profile: {name, isProduction, ...place}};
	if (!isProduction) return {};
	const database =
		warehouse.engine === 'duckdb' ? basename(warehouse.database) : warehouse.connection.database;
	return {profile: {name: database, isProduction, ...place}};
}

/** Sorts problems of the file by line, after all others. */
function sortByLine(problems: readonly Problem[], path: string | undefined): readonly Problem[] {
	const line = ({message}: Problem) =>
		path !== undefined && message.startsWith(`${path}:`)
			? Number.parseInt(message.slice(path.length + 1), 10)
			: 0;
	return problems.toSorted((a, b) => (line(a) || 0) - (line(b) || 0));
}

/** Reads the name of a DuckDB file, or `:memory:` for queries that create their own rows. */
const readAnyDatabase: Reader<string> = (name, text, folder) =>
	text === inMemory ? text : readDatabaseFile(name, text, folder);

/** Reads the name of a DuckDB file, which does not have to exist. */
export function readDatabaseFile(name: string, text: string, folder: string): string | Problem {
	if (text === '') return {message: `${name} needs a file name.`};
	if (text.startsWith(inMemory)) {
		return {
			message: `${name} is ${text}, but an in-memory database is lost when the program ends.`,
			advice: `Name a file. The default is ${defaultSettings.database}.`,
		};
	}
	const file = pathIn(folder, text);
	if (pathKind(file) !== 'folder') return file;
	return {message: `${name} ${text} is a folder.`, advice: 'Name a file in it.'};
}

const minMemoryLimit = 512e6;
const memoryUnits: Readonly<Record<string, number>> = {MB: 1e6, GB: 1e9, TB: 1e12};

/** Reads an amount of memory, `1.5GB`, in bytes. */
const readMemoryLimit: Reader<number> = (name, text) => {
	const [, amount, unit = ''] = /^(\d+(?:\.\d+)?) ?([MGT]B)$/i.exec(text) ?? [];
	const bytes = Math.floor(Number(amount) * (memoryUnits[unit.toUpperCase()] ?? Number.NaN));
	if (bytes >= minMemoryLimit) return bytes;
	return {message: `${name} must be an amount of memory of at least 512MB, such as 2GB, not "${text}".`};
};

function readMaxErrors(engine: EngineName, values: ConfigValues): number {
	const read = (name: string, text: string) => {
		const limit = wholeNumber(name, text, 0);
		return typeof limit === 'number' && limit > maxRedshiftErrors && engine === 'redshift'
			? {message: `${name} is ${text}, but Redshift allows at most ${maxRedshiftErrors}.`}
			: limit;
	};
	return values.take('LOAD', 'MAX_ERRORS', read) ?? defaultSettings.maxErrors;
}

function readSchemaDrift(engine: EngineName, values: ConfigValues): SchemaDrift {
	const readLevel = (name: string, text: string) => {
		const level = oneOf(name, text, schemaDriftLevels);
		// Better no load than one that seems to be checked.
		return engine === 'redshift' && (level === 'warn' || level === 'fail')
			? {
					message: `${name} is ${level}, but on Redshift keys can't be checked: COPY reads the files and does not report them.`,
					advice:
						'Set it to note, or leave it out. To check the files from here, run sparkify-tui load --dry-run --engine duckdb --schema-drift fail.',
				}
			: level;
	};
	return {
		level: values.take('LOAD', 'SCHEMA_DRIFT', readLevel) ?? defaultSettings.schemaDrift.level,
		acceptedKeys: values.take('LOAD', 'ACCEPTED_KEYS', readKeys) ?? defaultSettings.schemaDrift.acceptedKeys,
	};
}

/** Reads `device, appVersion`. */
const readKeys: Reader<readonly string[]> = (_, text) =>
	text
		.toLowerCase()
		.split(',')
		.map(key => key.trim())
		.filter(key => key !== '');
