import {FastRecords} from '../../src/source/json/fast-records.js';
import {Transcoder} from '../../src/source/json/transcoder.js';
import type {RecordKind, Reject} from '../../src/source/source.js';

export type Fields = ReadonlyArray<string | null>;
export type Reading = {readonly rows: readonly Fields[]; readonly rejects: readonly Reject[]};

/** Stale bytes after the input, as in a reader's buffer, chosen to be misleading. */
const staleBytes = Buffer.from('0"}\n,5:"\x80');

/** Reads a file. @param cuts Ascending positions at which the file is split. */
export function readRecords(
	kind: RecordKind,
	file: string | Uint8Array,
	cuts: readonly number[] = [],
	path = 'test.json',
): Reading {
	const transcoder = new Transcoder(kind);
	readFile(transcoder, file, cuts, path);
	const {copyText, rows, rejects} = transcoder.take();
	const decoded = decodeCopy(copyText);
	if (decoded.length !== rows)
		throw new Error(`${rows} rows were reported but ${decoded.length} were found.`);
	return {rows: decoded, rejects};
}

/** Reads a file as a reader thread does: in chunks, with unread bytes prepended to the next chunk. */
export function readFile(
	transcoder: Transcoder,
	file: string | Uint8Array,
	cuts: readonly number[] = [],
	path = 'test.json',
): void {
	const bytes = Buffer.from(file);
	transcoder.open(path);
	let unread = Buffer.alloc(0);
	let start = 0;
	for (const cut of cuts) {
		const chunk = Buffer.concat([unread, bytes.subarray(start, cut)]);
		const stop = transcoder.read(Buffer.concat([chunk, staleBytes]), 0, chunk.length, false);
		unread = chunk.subarray(stop);
		start = cut;
	}
	const last = Buffer.concat([unread, bytes.subarray(start)]);
	transcoder.read(Buffer.concat([last, staleBytes]), 0, last.length, true);
}

/** Runs a function in which every record takes the slow path. Its transcoders must not have read anything outside it. */
export function onSlowPath<T>(run: () => T): T {
	const {read} = FastRecords.prototype;
	FastRecords.prototype.read = next => ({next, copyText: new Uint8Array(0)});
	try {
		return run();
	} finally {
		FastRecords.prototype.read = read;
	}
}

/** Parses COPY text strictly as documented in RecordBatch. @throws Error if the text deviates from it. */
export function decodeCopy(copyText: Uint8Array): readonly Fields[] {
	const text = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(copyText);
	if (text === '') return [];
	if (!text.endsWith('\n')) throw new Error('The last row has no line end.');
	return text
		.slice(0, -1)
		.split('\n')
		.map(row => row.split('\t').map(decodeValue));
}

function decodeValue(value: string): string | null {
	if (value === '') return null;
	return value.replaceAll(/\\(n|t|r|x5c|.?)/gs, (_, letter: string) => {
		const character = {n: '\n', t: '\t', r: '\r', x5c: '\\'}[letter];
		if (character === undefined) throw new Error(`Invalid escape \\${letter} in COPY text.`);
		return character;
	});
}
