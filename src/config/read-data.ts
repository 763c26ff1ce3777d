import {readdirSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {readRegion, readRoleArn, readS3Address} from './aws.js';
import type {ConfigValues} from './config-values.js';
import {isProblem, type Problem} from './problems.js';
import type {Compression, CopySettings, DataSettings, EngineName} from './settings.js';
import {oneOf, pathIn, pathKind, type Reader} from './simple-values.js';

/**
Reads the data source: `--data`, then LOG_DATA and SONG_DATA, then the bundled sample, which Redshift can't read. Problems
are recorded in `values`; the result is then unusable.
@param data The value of `--data`, if given.
*/
export function readDataSettings(
	engine: EngineName,
	data: string | undefined,
	values: ConfigValues,
): DataSettings {
	if (data !== undefined) {
		const place = readData(engine, data);
		if (!isProblem(place)) return place;
		values.report(place);
		return {data, source: undefined};
	}
	const isRedshift = engine === 'redshift';
	const isSample =
		values.find('S3', 'LOG_DATA') === undefined && values.find('S3', 'SONG_DATA') === undefined;
	if (isSample && !isRedshift) {
		values.reportMisplaced('S3', 'LOG_DATA');
		values.reportMisplaced('S3', 'SONG_DATA');
		return {data: undefined, source: undefined};
	}
	const read = isRedshift ? readS3Address : readPlace;
	const events = values.require('S3', 'LOG_DATA', read) ?? '';
	const songs = values.require('S3', 'SONG_DATA', read) ?? '';
	const region = values.take('S3', 'REGION', readRegion);
	// Redshift's jsonpaths file is part of the COPY settings.
	const jsonPath = isRedshift ? {} : readLogJsonPath(values, readJsonPathFile);
	return {data: undefined, source: {events, songs, ...jsonPath, ...(region !== undefined && {region})}};
}

/** Reads the settings of Redshift's COPY. Problems are recorded in `values`. */
export function readCopySettings(values: ConfigValues): CopySettings {
	const iamRole = values.require('IAM_ROLE', 'ARN', readRoleArn) ?? '';
	const jsonPath = readLogJsonPath(values, readJsonPath);
	const compression = values.take('S3', 'COMPRESSION', readCompression) ?? 'none';
	const region = values.take('S3', 'REGION', readRegion);
	return {
		iamRole,
		...jsonPath,
		...(compression !== 'none' && {compression}),
		...(region !== undefined && {region}),
	};
}

function readLogJsonPath<T extends string>(
	values: ConfigValues,
	read: Reader<T>,
): {logJsonPath?: Exclude<T, 'auto'>} {
	const path = values.take('S3', 'LOG_JSONPATH', read);
	return path === undefined || path === 'auto' ? {} : {logJsonPath: path as Exclude<T, 'auto'>};
}

function readData(engine: EngineName, data: string): DataSettings | Problem {
	if (looksLikeAddress(data)) {
		const address = readS3Address('--data', data);
		return isProblem(address) ? address : {data, source: undefined};
	}
	if (engine === 'redshift' && data !== '') {
		return {
			message: `--data ${data}: Redshift reads from S3 only.`,
			advice: 'Use --data s3://BUCKET/PREFIX.',
		};
	}
	const folders = findDataFolders(data);
	if (isProblem(folders)) return folders;
	const isDefault = basename(folders.events) === 'log_data' && basename(folders.songs) === 'song_data';
	return isDefault ? {data, source: undefined} : {data: undefined, source: folders};
}

/** Whether a text is meant as an address, valid or not, so that messages don't call it a folder. */
function looksLikeAddress(text: string): boolean {
	return /^s3\w*:|^[a-z][\w+.-]*:\/\//i.test(text);
}

/** Reads an `s3://` address or an existing folder. */
export const readPlace: Reader<string> = (name, text, folder) => {
	if (looksLikeAddress(text)) return readS3Address(name, text);
	const place = pathIn(folder, text);
	const kind = pathKind(place);
	if (kind === 'folder') return place;
	return {
		message: `${name}: ${kind === undefined ? `folder ${place} does not exist` : `${place} is not a folder`}.`,
		advice: 'Use a folder or an address, s3://BUCKET/PREFIX.',
	};
};

/**
Reads the address of one object, or `auto`. Redshift's 'auto' and 'auto ignorecase' mean the same here, because plain 'auto'
would load camel-case keys as NULL.
*/
export const readJsonPath: Reader<`s3://${string}` | 'auto'> = (name, text) => {
	if (/^(["']?)auto(?:\s+ignorecase)?\1$/i.test(text)) return 'auto';
	const address = readS3Address(name, text);
	if (typeof address === 'object') {
		return {...address, advice: 'Write s3://BUCKET/NAME.json, or auto to match keys by name.'};
	}
	if (/^s3:\/\/[^/]+\/.*[^/]$/s.test(address)) return address;
	return {
		message: `${name}: "${text}" is a folder, not a file.`,
		advice: 'Write the address of a jsonpaths file, s3://BUCKET/NAME.json, or auto to match keys by name.',
	};
};

/** Like `readJsonPath`, but also accepts a local file, for engines whose files this program reads. */
const readJsonPathFile: Reader<string> = (name, text, folder) => {
	const place = pathIn(folder, text);
	return looksLikeAddress(text) || pathKind(place) !== 'file' ? readJsonPath(name, text, folder) : place;
};

/** Reads a compression format. @param name Label of the value in messages, e.g. `dwh.cfg:6: COMPRESSION`. */
export function readCompression(name: string, text: string): 'none' | Compression | Problem {
	return oneOf(name, text, ['none', 'gzip', 'zstd']);
}

/** Folder names of each kind, preferred name first. The public bucket uses both spellings. */
const spellings = {events: ['log_data', 'log-data'], songs: ['song_data', 'song-data']} as const;
/** Number of folder entries that a message lists. */
const maxShown = 4;

/** The folders of events and songs in a data folder. */
type DataFolders = {readonly events: string; readonly songs: string};

/** Finds `log_data/` and `song_data/`, or their hyphenated spellings, in the folder named by `--data`. */
function findDataFolders(folder: string): DataFolders | Problem {
	if (folder === '') return {message: '--data needs a folder name.'};
	const kind = pathKind(folder);
	if (kind === 'folder') {
		const {events, songs} = foldersIn(folder);
		if (events !== undefined && songs !== undefined) return {events, songs};
		const missing = [
			...(events === undefined ? ['log_data/'] : []),
			...(songs === undefined ? ['song_data/'] : []),
		].join(' and no ');
		return {message: `--data ${folder} has no ${missing}; ${contents(folder)}.`, advice: adviceFor(folder)};
	}
	const what =
		kind === 'file'
			? ' is a file, not a folder'
			: /[*?[{]/.test(folder)
				? ': wildcards are not expanded'
				: ': no such folder';
	return {message: `--data ${folder}${what}.`, advice: adviceFor(folder)};
}

/** Suggests a parent folder if it contains the data folders. */
function adviceFor(path: string): string {
	let folder = path;
	for (let parent = dirname(folder); parent !== folder; parent = dirname(folder)) {
		folder = parent;
		const {events, songs} = foldersIn(folder);
		if (events !== undefined && songs !== undefined)
			return `Use the folder that contains both: --data ${folder}`;
	}
	return 'Use the folder that contains log_data/ and song_data/.';
}

function foldersIn(folder: string): Partial<DataFolders> {
	const find = (names: readonly string[]) =>
		names.map(name => join(folder, name)).find(path => pathKind(path) === 'folder');
	const [events, songs] = [find(spellings.events), find(spellings.songs)];
	return {...(events !== undefined && {events}), ...(songs !== undefined && {songs})};
}

/** Lists a folder's content, e.g. `it contains a.json, b/ and 3 more`. */
function contents(folder: string): string {
	let entries: readonly string[];
	try {
		entries = readdirSync(folder, {withFileTypes: true})
			.map(entry => (entry.isDirectory() ? `${entry.name}/` : entry.name))
			.sort();
	} catch (error) {
		return `it cannot be read: ${error instanceof Error ? error.message : String(error)}`;
	}
	if (entries.length === 0) return 'it is empty';
	const shown = entries.slice(0, maxShown).join(', ');
	const more = entries.length - maxShown;
	return more > 0 ? `it contains ${shown} and ${more} more` : `it contains ${shown}`;
}
