import {basename, isAbsolute, join} from 'node:path';
import type {ConfigValues, Reader} from './config-values.js';
import type {CopySettings} from './copy-settings.js';
import {findDataFolders} from './data-folder.js';
import {pathKind} from './path-kind.js';
import {isProblem, type Problem} from './problems.js';
import {readCompression} from './read-compression.js';
import {readRoleArn} from './role-arn.js';
import {parseS3Address} from './s3-address.js';
import type {DataSettings, EngineName} from './settings.js';

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
	// Redshift's is part of the COPY settings.
	const jsonPath = isRedshift ? undefined : values.take('S3', 'LOG_JSONPATH', readJsonPathFile);
	const logJsonPath = jsonPath === 'auto' ? undefined : jsonPath;
	return {
		data: undefined,
		source: {
			events,
			songs,
			...(logJsonPath !== undefined && {logJsonPath}),
			...(region !== undefined && {region}),
		},
	};
}

/** Reads the settings of Redshift's COPY. Problems are recorded in `values`. */
export function readCopySettings(values: ConfigValues): CopySettings {
	const iamRole = values.require('IAM_ROLE', 'ARN', readRoleArn) ?? '';
	const jsonPath = values.take('S3', 'LOG_JSONPATH', readJsonPath);
	const logJsonPath = jsonPath === 'auto' ? undefined : jsonPath;
	const compression = values.take('S3', 'COMPRESSION', readCompression) ?? 'none';
	const region = values.take('S3', 'REGION', readRegion);
	return {
		iamRole,
		...(logJsonPath !== undefined && {logJsonPath}),
		...(compression !== 'none' && {compression}),
		...(region !== undefined && {region}),
	};
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

/** Reads an `s3://` address. */
export function readS3Address(name: string, text: string): `s3://${string}` | Problem {
	const address = parseS3Address(text);
	if ('message' in address) return {...address, message: `${name}: ${address.message}`};
	return `s3://${address.bucket}/${address.prefix}`;
}

/** Reads an `s3://` address or an existing folder. */
export const readPlace: Reader<string> = (name, text, folder) => {
	if (looksLikeAddress(text)) return readS3Address(name, text);
	const place = isAbsolute(text) ? text : join(folder, text);
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
	const place = isAbsolute(text) ? text : join(folder, text);
	return looksLikeAddress(text) || pathKind(place) !== 'file' ? readJsonPath(name, text, folder) : place;
};

/** Reads an AWS region code. */
export const readRegion: Reader<string> = (name, text) => {
	if (/^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/.test(text)) return text;
	return {message: `${name} must be a region code such as us-west-2, not "${text}".`};
};
