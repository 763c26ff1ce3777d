import {DataError} from '../errors.js';
import {count, plural} from '../format/figures.js';
import type {KeyCount, KeyReport} from '../source/json/key-counts.js';
import type {RecordKind} from '../source/source.js';
import {stagingColumns, stagingTable} from '../source/staging-columns.js';

/** Statistics of the records read. */
export type ReadCounts = {
	readonly records: number;
	readonly rows: number;
	/** Records that are JSON objects, loaded or rejected. */
	readonly objects: number;
	readonly emptyRows: number;
	readonly times: number;
	readonly earlyTimes: number;
	readonly keys: KeyReport;
};

const setting: Readonly<Record<RecordKind, string>> = {events: 'LOG_DATA', songs: 'SONG_DATA'};
const otherKind = {events: 'songs', songs: 'events'} as const;
const maxLines = 10;

/** @param place Location of the records. @throws DataError if there are no records, or none has a value for a column */
export function requireValues(kind: RecordKind, place: string, counts: ReadCounts): void {
	const {records, rows, emptyRows, keys} = counts;
	requireRecords(kind, place, records);
	if (rows === 0 || emptyRows < rows) return;
	throw new DataError({
		message: `None of the ${count(rows)} records has a value for a column of ${stagingTable[kind]}.`,
		where: place,
		advice: `${describeKeys(kind, keys)} Nothing was loaded.`,
	});
}

/** @param place Location of the records. @throws DataError if there are none */
export function requireRecords(kind: RecordKind, place: string, records: number): void {
	if (records > 0) return;
	throw new DataError({
		message: `No records in ${place}.`,
		where: place,
		advice: `Every file is empty. Check that ${setting[kind]} in dwh.cfg, or --data, names the right folder.`,
	});
}

function describeKeys(kind: RecordKind, {unknown}: KeyReport): string {
	const found = new Set(unknown.map(({key}) => key.toLowerCase()));
	const others = stagingColumns[otherKind[kind]];
	if (others.filter(({name}) => found.has(name)).length * 2 >= others.length)
		return `They look like ${otherKind[kind]}. Swap LOG_DATA and SONG_DATA? With --data, log_data holds the events and song_data the songs.`;
	const expected = stagingColumns[kind].map(({key}) => key).join(', ');
	const keys = unknown.slice(0, maxLines).map(({key}) => JSON.stringify(key));
	const have = keys.length === 0 ? 'They have no keys' : `Their keys are ${keys.join(', ')}`;
	return `${have}; the keys of ${kind} are ${expected}. Check ${setting[kind]} in dwh.cfg, or --data.`;
}

/** Warnings and notes about loadable records, in sentences. */
export function describeCounts(counts: ReadCounts): {
	readonly warnings: readonly string[];
	readonly notes: readonly string[];
} {
	const {objects, rows, emptyRows, times, earlyTimes, keys} = counts;
	const always = keys.missing.filter(({records}) => records >= objects);
	const sometimes = keys.missing.filter(({records}) => records < objects);
	const warnings = always.map(
		({key}) => `${JSON.stringify(key)} is missing in all ${plural(objects, 'record')}.`,
	);
	if (emptyRows > 0)
		warnings.push(
			`${count(emptyRows)} of ${plural(rows, 'row')} ${emptyRows === 1 ? 'has' : 'have'} no value in any column.`,
		);
	if (earlyTimes * 2 > times)
		warnings.push(
			`${count(earlyTimes)} of ${count(times)} ts values are before 1990 and look like seconds. ts holds milliseconds: multiply it by 1,000 in the files, e.g. with jq -c '.ts *= 1000'.`,
		);
	return {warnings, notes: [...pairedNotes(keys.unknown, sometimes), ...unnamedNote(keys)]};
}

/** Combines an unknown key and a missing key into one note, because the key was probably renamed. */
function pairedNotes(unknown: readonly KeyCount[], missing: readonly KeyCount[]): readonly string[] {
	const [renamed, lacked] = [unknown[0], missing[0]];
	if (unknown.length === 1 && missing.length === 1 && renamed && lacked) {
		const text = `${unknownText(renamed)}; ${JSON.stringify(lacked.key)} is missing in ${count(lacked.records)}`;
		return [`${text} (first: ${place(renamed)}).`];
	}
	return [
		...firstLines(unknown, key => `${unknownText(key)} (first: ${place(key)}).`, 'unknown'),
		...firstLines(
			missing,
			missed =>
				`${JSON.stringify(missed.key)} is missing in ${plural(missed.records, 'record')} (first: ${place(missed)}).`,
			'missing',
		),
	];
}

function unnamedNote({unnamed}: KeyReport): readonly string[] {
	return unnamed === 0 ? [] : [`Other unknown keys were found ${plural(unnamed, 'time')}.`];
}

function firstLines(
	counts: readonly KeyCount[],
	text: (key: KeyCount) => string,
	what: string,
): readonly string[] {
	const sorted = counts.toSorted((a, b) => b.records - a.records || (a.key < b.key ? -1 : 1));
	const lines = sorted.slice(0, maxLines).map(text);
	const more = sorted.length - lines.length;
	return more > 0 ? [...lines, `${more} more keys are ${what} in some records.`] : lines;
}

function unknownText({key, records}: KeyCount): string {
	return `${plural(records, 'record')} ${records === 1 ? 'has' : 'have'} an unknown key ${JSON.stringify(key)}`;
}

function place({file, line}: KeyCount): string {
	return `${file}:${line}`;
}
