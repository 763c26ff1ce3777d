import type {RecordKind, Reject} from '../../src/source/source.js';
import {Transcoder} from '../../src/source/transcoder.js';

export type Fields = ReadonlyArray<string | null>;
export type Reading = {readonly rows: readonly Fields[]; readonly rejects: readonly Reject[]};

/** What the buffer of a reader holds behind the bytes that were read: left over from earlier, and here as misleading as can be. */
const leftOver = Buffer.from('0"}\n,5:"\x80');

/**
Reads a file the way a reader thread does: chunk by chunk, unread bytes given again in front of the next chunk.
@param cuts Where the file is cut, ascending.
*/
export function readRecords(
	kind: RecordKind,
	file: string | Uint8Array,
	cuts: readonly number[] = [],
	path = 'test.json',
): Reading {
	const bytes = Buffer.from(file);
	const transcoder = new Transcoder(kind);
	transcoder.open(path);
	let unread = Buffer.alloc(0);
	let start = 0;
	for (const cut of cuts) {
		const chunk = Buffer.concat([unread, bytes.subarray(start, cut)]);
		const stop = transcoder.read(Buffer.concat([chunk, leftOver]), 0, chunk.length, false);
		unread = chunk.subarray(stop);
		start = cut;
	}
	const last = Buffer.concat([unread, bytes.subarray(start)]);
	transcoder.read(Buffer.concat([last, leftOver]), 0, last.length, true);
	const {copyText, rows, rejects} = transcoder.take();
	const decoded = decodeCopy(copyText);
	if (decoded.length !== rows)
		throw new Error(`${rows} rows were said to be read, ${decoded.length} are there.`);
	return {rows: decoded, rejects};
}

/** COPY text taken apart again, strictly by what RecordBatch promises. @throws Error where it breaks the promise. */
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
	if (value === '\\N') return null;
	if (value === '') throw new Error('An empty text must be NULL.');
	return value.replaceAll(/\\(n|t|r|x5c|.?)/gs, (_, letter: string) => {
		const character = {n: '\n', t: '\t', r: '\r', x5c: '\\'}[letter];
		if (character === undefined) throw new Error(`COPY text knows no escape \\${letter}.`);
		return character;
	});
}
