import type {SchemaDrift} from '../config/settings.js';
import {DataError, type Failure} from '../errors.js';
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
/** Keys named in the message of a failure; its details have more. */
const maxNames = 3;

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

type Remarks = {
	/** Probable problems, in sentences. */
	readonly warnings: readonly string[];
	readonly notes: readonly string[];
	/** How the keys differ from the columns, if that is to fail the stage. */
	readonly drift?: Failure;
};

/** Describes loadable records whose values or keys are unusual. */
export function describeCounts(
	kind: RecordKind,
	counts: ReadCounts,
	{level, acceptedKeys}: SchemaDrift,
): Remarks {
	const {objects, rows, emptyRows, times, earlyTimes, keys} = counts;
	const always = keys.missing.filter(({records}) => records >= objects);
	const sometimes = keys.missing.filter(({records}) => records < objects);
	// One of each was probably renamed.
	const renamed = keys.unknown.length === 1 && sometimes.length === 1 ? sometimes[0] : undefined;
	const isAccepted = ({key}: KeyCount) => level === 'note' || acceptedKeys.includes(key.toLowerCase());
	const unexpected = keys.unknown.filter(key => !isAccepted(key));
	const absent = always.filter(key => !isAccepted(key));
	const unnamed =
		keys.unnamed === 0 ? [] : [`Other unknown keys were found ${plural(keys.unnamed, 'time')}.`];
	const unexpectedLines = [...unknownLines(unexpected, renamed), ...(level === 'note' ? [] : unnamed)];
	const warnings = [...unexpectedLines, ...always.map(absentLine)];
	if (emptyRows > 0)
		warnings.push(
			`${count(emptyRows)} of ${plural(rows, 'row')} ${emptyRows === 1 ? 'has' : 'have'} no value in any column.`,
		);
	if (earlyTimes * 2 > times)
		warnings.push(
			`${count(earlyTimes)} of ${count(times)} ts values are before 1990 and look like seconds. ts holds milliseconds: multiply it by 1,000 in the files, e.g. with jq -c '.ts *= 1000'.`,
		);
	const notes = [
		...unknownLines(keys.unknown.filter(isAccepted), renamed),
		...(level === 'note' ? unnamed : []),
		...(renamed === undefined
			? firstLines(
					sometimes,
					missed =>
						`${JSON.stringify(missed.key)} is missing in ${plural(missed.records, 'record')} (first: ${place(missed)}).`,
					'missing',
				)
			: []),
	];
	const lines = [...unexpectedLines, ...absent.map(absentLine)];
	if (level !== 'fail' || lines.length === 0) return {warnings, notes};
	return {warnings, notes, drift: driftFailure(kind, unexpected, absent, lines)};
}

/** @param lines What differs, in sentences. */
function driftFailure(
	kind: RecordKind,
	unknown: readonly KeyCount[],
	absent: readonly KeyCount[],
	lines: readonly string[],
): Failure {
	const first = [...unknown, ...absent].toSorted(byPlace)[0];
	const named = [...names('unknown', unknown), ...names('missing in all records', absent)];
	return {
		message: `The keys of the records differ from the columns of ${stagingTable[kind]}: ${
			// Every key with a name is accepted.
			named.length === 0 ? 'too many are unknown' : named.join('; ')
		}.`,
		...(first !== undefined && {where: place(first)}),
		detail: lines.join('\n'),
		advice:
			'Nothing was loaded. If the change is expected, add the keys to ACCEPTED_KEYS under [LOAD] in dwh.cfg, or accept all with --schema-drift warn.',
	};
}

/** `unknown "device", "ip" and more`; nothing without keys. */
function names(what: string, keys: readonly KeyCount[]): readonly string[] {
	if (keys.length === 0) return [];
	const listed = keys.toSorted(byRecords).slice(0, maxNames);
	const list = listed.map(({key}) => JSON.stringify(key)).join(', ');
	return [`${what} ${list}${keys.length > listed.length ? ' and more' : ''}`];
}

/** @param renamed The missing key that was probably renamed to the unknown one. */
function unknownLines(unknown: readonly KeyCount[], renamed: KeyCount | undefined): readonly string[] {
	const missing =
		renamed === undefined ? '' : `; ${JSON.stringify(renamed.key)} is missing in ${count(renamed.records)}`;
	return firstLines(unknown, key => `${unknownText(key)}${missing} (first: ${place(key)}).`, 'unknown');
}

/** @param key A key that every record lacks. */
function absentLine({key, records}: KeyCount): string {
	const all = records === 1 ? 'the only record' : `all ${count(records)} records`;
	return `${JSON.stringify(key)} is missing in ${all}.`;
}

function firstLines(
	counts: readonly KeyCount[],
	text: (key: KeyCount) => string,
	what: string,
): readonly string[] {
	const sorted = counts.toSorted(byRecords);
	const lines = sorted.slice(0, maxLines).map(text);
	const more = sorted.length - lines.length;
	return more > 0 ? [...lines, `${more} more keys are ${what} in some records.`] : lines;
}

/** The most frequent first. */
function byRecords(a: KeyCount, b: KeyCount): number {
	return b.records - a.records || (a.key < b.key ? -1 : 1);
}

function byPlace(a: KeyCount, b: KeyCount): number {
	return a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1;
}

function unknownText({key, records}: KeyCount): string {
	return `${plural(records, 'record')} ${records === 1 ? 'has' : 'have'} an unknown key ${JSON.stringify(key)}`;
}

function place({file, line}: KeyCount): string {
	return `${file}:${line}`;
}
