import {constants, createGunzip} from 'node:zlib';
import {compressionOf} from '../file-chunks.js';
import {isSpace, parseJson} from '../json/json-value.js';
import type {BrowsedRecord, FileHead, FilePreview} from './browsed.js';

/** Records of a file that are shown. */
const maxRecords = 5;
/** Longer values are cut. */
const maxValueLength = 500;
/** Bytes of text that are parsed. */
const maxTextBytes = 1 << 16;
/** Bytes read of a compressed file: at least one block of Zstandard, which has at most 128 kB. */
const maxCompressedBytes = 160_000;

/** Number of bytes that a preview reads of a file. */
export function previewBytes(file: string): number {
	return compressionOf(file) === 'none' ? maxTextBytes : maxCompressedBytes;
}

/** Returns the first records of a file. @param head Its first `previewBytes` bytes. */
export async function previewOf(file: string, head: FileHead): Promise<FilePreview> {
	try {
		return firstRecords(await plainText(file, head));
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return {records: [], problem: `The file is not valid ${compressionOf(file)}: ${reason}.`};
	}
}

/** Decompresses the start of a file. */
async function plainText(file: string, {bytes, isComplete}: FileHead): Promise<FileHead> {
	switch (compressionOf(file)) {
		case 'none':
			return {bytes, isComplete};
		case 'gzip':
			return gunzip(bytes, isComplete);
		case 'zstd': {
			const {Decompress} = await import('fzstd');
			const parts: Uint8Array[] = [];
			new Decompress(part => parts.push(part)).push(bytes, isComplete);
			return cut(Buffer.concat(parts), isComplete);
		}
	}
}

async function gunzip(bytes: Uint8Array, isComplete: boolean): Promise<FileHead> {
	// Without the flush, the end of the bytes would be an error.
	const unzip = createGunzip({finishFlush: constants.Z_SYNC_FLUSH});
	unzip.end(bytes);
	const parts: Uint8Array[] = [];
	let size = 0;
	for await (const part of unzip as AsyncIterable<Uint8Array>) {
		parts.push(part);
		size += part.length;
		if (size > maxTextBytes) break;
	}
	return cut(Buffer.concat(parts), isComplete);
}

function cut(bytes: Uint8Array, isComplete: boolean): FileHead {
	return {bytes: bytes.subarray(0, maxTextBytes), isComplete: isComplete && bytes.length <= maxTextBytes};
}

/** Parses the objects at the start of a text, which follow one another with or without line ends. */
export function firstRecords({bytes, isComplete}: FileHead): FilePreview {
	const records: BrowsedRecord[] = [];
	const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
	let at = hasMark ? 3 : 0;
	while (records.length < maxRecords) {
		while (at < bytes.length && isSpace(bytes[at]!)) at++;
		if (at >= bytes.length) break;
		const value = parseJson(bytes, at, bytes.length);
		if ('problem' in value) {
			if (value.problem === 'incomplete' && !isComplete) break;
			const problem =
				value.problem === 'incomplete' ? 'its text ends too early' : `expected ${value.expected}`;
			return {records, problem: `Record ${records.length + 1} is not valid JSON: ${problem}.`};
		}
		if (value.type !== 'object') {
			const what = value.type === 'array' ? 'an array' : `a ${value.type}`;
			return {records, problem: `Record ${records.length + 1} is ${what}, not an object.`};
		}
		const record = value.entries.map(
			({keyStart, keyEnd, start, end}) =>
				[
					String(JSON.parse(textOf(bytes, keyStart, keyEnd))),
					textOf(bytes, start, Math.min(end, start + maxValueLength)),
				] as const,
		);
		records.push(record);
		at = value.end;
	}
	return {records};
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
	return new TextDecoder().decode(bytes.subarray(start, end));
}
