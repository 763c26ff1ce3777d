import type {ExecutionContext} from 'ava';
import type {RecordKind} from '../../src/source/source.js';
import {readRecords} from './read-records.js';
import {fullRecord, recordKeys} from './record-keys.js';

type Outcome = {readonly value: string | null} | {readonly column: string | null; readonly reason: string};

/** Reads a value in a full record (the fast path) and in one without other keys, and returns both outcomes. */
export function outcomes(kind: RecordKind, key: string, json: string): readonly Outcome[] {
	return [fullRecord(kind, {[key]: json}), `{"${key}":${json}}`].map(record => {
		const {rows, rejects} = readRecords(kind, record);
		const [reject] = rejects;
		if (reject !== undefined) return {column: reject.column, reason: reject.reason};
		return {value: rows[0]?.[recordKeys[kind].indexOf(key)] ?? null};
	});
}

export function holds(
	t: ExecutionContext,
	kind: RecordKind,
	key: string,
	json: string,
	expected: string | bigint | number,
) {
	for (const outcome of outcomes(kind, key, json)) {
		if (!('value' in outcome)) t.fail(`${key}: ${json} was rejected: ${outcome.reason}`);
		else if (typeof expected === 'string') t.is(outcome.value, expected, `${key}: ${json}`);
		// COPY text may write a number in several ways, so compare the value.
		else if (typeof expected === 'bigint') t.is(BigInt(outcome.value ?? 'NULL'), expected, `${key}: ${json}`);
		else t.is(Number(outcome.value ?? 'NULL'), expected, `${key}: ${json}`);
	}
}

export function isNull(t: ExecutionContext, kind: RecordKind, key: string, json: string) {
	for (const outcome of outcomes(kind, key, json)) t.deepEqual(outcome, {value: null}, `${key}: ${json}`);
}

export function isRejected(t: ExecutionContext, kind: RecordKind, key: string, json: string, reason: RegExp) {
	for (const outcome of outcomes(kind, key, json)) {
		if ('value' in outcome) t.fail(`${key}: ${json} was loaded as ${outcome.value}`);
		else {
			t.is(outcome.column, key.toLowerCase(), `${key}: ${json}`);
			t.regex(outcome.reason, reason, `${key}: ${json}`);
		}
	}
}

const keysOf: Readonly<
	Record<RecordKind, Readonly<Record<'text' | 'integer' | 'bigint' | 'double', string>>>
> = {
	events: {
		text: 'artist auth firstName gender lastName level location method page song userAgent',
		integer: 'itemInSession sessionId status userId',
		bigint: 'registration',
		double: 'length',
	},
	songs: {
		text: 'artist_id artist_location artist_name song_id title',
		integer: 'num_songs year',
		bigint: '',
		double: 'artist_latitude artist_longitude duration',
	},
};

/** Runs a check for every column of a type in both tables. */
export function each(
	type: 'text' | 'integer' | 'bigint' | 'double',
	check: (kind: RecordKind, key: string) => void,
) {
	for (const kind of ['events', 'songs'] as const)
		for (const key of keysOf[kind][type].split(' ').filter(Boolean)) check(kind, key);
}
