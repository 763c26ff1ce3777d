import {defaultSettings, type SchemaDrift} from '../config/settings.js';
import {count} from '../format/figures.js';
import {KeyCounts} from '../source/json/key-counts.js';
import type {RecordBatch, RecordKind, Reject} from '../source/source.js';
import {RejectedError} from './rejected-error.js';
import {describeCounts, requireValues} from './staging-report.js';
import type {StagedRows, StageOptions} from './warehouse.js';

const maxFirst = 10;
/** Rejects stored in `staging_rejects` per stage; more are only counted. Repeated in sql/checks. */
export const maxStoredRejects = 10_000;

/** Counts the records that a staging load reads and rejects. */
export class StagingTally {
	readonly #maxErrors: number;
	readonly #schemaDrift: SchemaDrift;
	#rows = 0;
	#rejected = 0;
	#objects = 0;
	#emptyRows = 0;
	#times = 0;
	#earlyTimes = 0;
	readonly #keys = new KeyCounts();
	/** Rejects to store, in order of arrival. */
	#stored: Reject[] = [];
	/** The first rejects by file and line. */
	#first: readonly Reject[] = [];

	constructor({
		maxErrors,
		schemaDrift = defaultSettings.schemaDrift,
	}: Pick<StageOptions, 'maxErrors' | 'schemaDrift'>) {
		this.#maxErrors = maxErrors;
		this.#schemaDrift = schemaDrift;
	}

	add({rows, rejects, emptyRows, times, earlyTimes, keys}: Omit<RecordBatch, 'copyText'>): void {
		this.#rows += rows;
		// A reject without a column is not an object, so it cannot have missing keys.
		this.#objects += rows + rejects.filter(({column}) => column !== null).length;
		this.#emptyRows += emptyRows;
		this.#times += times;
		this.#earlyTimes += earlyTimes;
		if (keys !== undefined) this.#keys.addAll(keys);
		this.#rejected += rejects.length;
		if (rejects.length === 0) return;
		this.#first = [...this.#first, ...rejects].sort(byPlace).slice(0, maxFirst);
		this.#stored.push(...rejects.slice(0, maxStoredRejects - this.#stored.length));
	}

	/** Whether the stage fails, so that no more rows need loading. */
	get isOverLimit(): boolean {
		return this.#rejected > this.#maxErrors;
	}

	/** The rejects to store, sorted by file and line. Always includes the first ones of the stage. */
	get storedRejects(): readonly Reject[] {
		const first = new Set(this.#first);
		const others = this.#stored.filter(reject => !first.has(reject));
		return [...this.#first, ...others].slice(0, maxStoredRejects).sort(byPlace);
	}

	/**
	@param place Location of the records.
	@throws RejectedError if there are more rejects than allowed; DataError if there are no records, or none has a value
	*/
	result(kind: RecordKind, place: string): StagedRows {
		if (this.isOverLimit) throw tooManyRejects(this.storedRejects, this.#rejected, this.#maxErrors);
		const keys = this.#keys.report();
		const counts = {
			records: this.#rows + this.#rejected,
			rows: this.#rows,
			objects: this.#objects,
			emptyRows: this.#emptyRows,
			times: this.#times,
			earlyTimes: this.#earlyTimes,
			keys,
		};
		requireValues(kind, place, counts);
		const {records, rows} = counts;
		const staged = {records, rows, rejected: this.#rejected, firstRejects: this.#first};
		const {warnings, notes, drift} = describeCounts(kind, counts, this.#schemaDrift);
		return {
			...staged,
			unknownKeys: keys.unknown,
			missingKeys: keys.missing,
			...(drift !== undefined && {drift}),
			warnings,
			notes: this.#rejected > maxStoredRejects ? [...notes, storedNote(this.#rejected)] : notes,
		};
	}
}

function storedNote(rejected: number): string {
	return `staging_rejects stores 10,000 of the ${count(rejected)} rejects.`;
}

/** `log_data/2018/11/2018-11-01-events.json:12 length: "abc" is not a number`; without the file if Redshift reports none. */
export function describeReject({file, line, column, reason}: Reject): string {
	const place = file === '' ? '' : `${file}:${line} `;
	return `${place}${column === null ? '' : `${column}: `}${reason}`;
}

function byPlace(a: Reject, b: Reject): number {
	return a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1;
}

/** Tells the user where the rejects are. */
export const keptRejects = 'Nothing was loaded; the rejected records are in staging_rejects.';

/** The alternative to fixing the file; follows an "or". */
export const goOnPastRejects = `let the load continue past such records with --max-errors N (MAX_ERRORS under [LOAD] in dwh.cfg). ${keptRejects}`;

/** The error for a load with more rejects than allowed. @param rejects At least one. */
export function tooManyRejects(
	rejects: readonly Reject[],
	rejected: number,
	maxErrors: number,
	advice = `Fix the file, or ${goOnPastRejects}`,
): RejectedError {
	const first = rejects[0]!;
	const place = [
		...(first.file === '' ? [] : [`${first.file}:${first.line}`]),
		...(first.column === null ? [] : [`column ${first.column}`]),
	].join(', ');
	const allowed =
		maxErrors === 0
			? 'and none is allowed'
			: `and ${count(maxErrors)} ${maxErrors === 1 ? 'is' : 'are'} allowed (--max-errors)`;
	return new RejectedError(
		{
			message:
				rejected === 1
					? `A record can't be loaded, ${allowed}: ${first.reason}.`
					: `${count(rejected)} records can't be loaded, ${allowed}. The first: ${first.reason}.`,
			...(place !== '' && {where: place}),
			advice: rejected > maxStoredRejects ? `${advice} It stores 10,000 of them.` : advice,
			...(first.raw !== '' && {detail: startOf(first.raw)}),
		},
		rejects,
		rejected,
	);
}

/** Maximum characters of a rejected record in an error, more than an event has. staging_rejects stores more. */
const shownCharacters = 600;

function startOf(raw: string): string {
	return raw.length <= shownCharacters ? raw : `${raw.slice(0, shownCharacters)}…`;
}
