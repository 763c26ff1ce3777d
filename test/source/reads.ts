import type {ExecutionContext} from 'ava';
import {readRecords} from './read-records.js';

type ExpectedReject = readonly [line: number, column: string | null, reason: RegExp, raw?: string];

/** Reads events and checks the artists of the rows, and the rejects. */
export function reads(
	t: ExecutionContext,
	file: string | Uint8Array,
	artists: ReadonlyArray<string | null>,
	rejects: readonly ExpectedReject[] = [],
) {
	const reading = readRecords('events', file);
	const shown = typeof file === 'string' ? JSON.stringify(file.slice(0, 200)) : 'bytes';
	t.deepEqual(
		reading.rows.map(row => row[0]),
		artists,
		shown,
	);
	t.deepEqual(
		reading.rejects.map(({line, column}) => [line, column]),
		rejects.map(([line, column]) => [line, column]),
		shown,
	);
	for (const [index, [, , reason, raw]] of rejects.entries()) {
		t.regex(reading.rejects[index]!.reason, reason, shown);
		if (raw !== undefined) t.is(reading.rejects[index]!.raw, raw, shown);
	}
}
