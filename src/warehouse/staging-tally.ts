import type {RecordBatch, Reject} from '../source/source.js';
import {RejectedError} from './rejected-error.js';
import type {StagedRows} from './warehouse.js';

const maxFirst = 10;
/** `staging_rejects` stores this many rejects per stage; the rest are only counted. The checks in sql/checks know it too. */
export const maxStoredRejects = 10_000;

/** Counts what a staging load reads and rejects. */
export class StagingTally {
	readonly #maxErrors: number;
	#rows = 0;
	#rejected = 0;
	/** Rejects to store, in the order in which they arrived. */
	#stored: Reject[] = [];
	/** The first rejects by file and line. */
	#first: readonly Reject[] = [];

	constructor(maxErrors: number) {
		this.#maxErrors = maxErrors;
	}

	add({rows, rejects}: Pick<RecordBatch, 'rows' | 'rejects'>): void {
		this.#rows += rows;
		this.#rejected += rejects.length;
		if (rejects.length === 0) return;
		this.#first = [...this.#first, ...rejects].sort(byPlace).slice(0, maxFirst);
		this.#stored.push(...rejects.slice(0, maxStoredRejects - this.#stored.length));
	}

	/** Whether the stage fails, so that no more rows need to be loaded. */
	get isOverLimit(): boolean {
		return this.#rejected > this.#maxErrors;
	}

	/** The rejects to store, sorted by file and line; the first ones of the stage are always among them. */
	get storedRejects(): readonly Reject[] {
		const first = new Set(this.#first);
		const others = this.#stored.filter(reject => !first.has(reject));
		return [...this.#first, ...others].slice(0, maxStoredRejects).sort(byPlace);
	}

	/** @throws RejectedError when there are more rejects than allowed */
	result(): StagedRows {
		if (this.isOverLimit) throw tooManyRejects(this.storedRejects, this.#rejected, this.#maxErrors);
		return {
			records: this.#rows + this.#rejected,
			rows: this.#rows,
			rejected: this.#rejected,
			firstRejects: this.#first,
		};
	}
}

/** `log_data/2018/11/2018-11-01-events.json:12 length: "abc" is no number`; without a file where Redshift can't say which. */
export function describeReject({file, line, column, reason}: Reject): string {
	const place = file === '' ? '' : `${file}:${line} `;
	return `${place}${column === null ? '' : `${column}: `}${reason}`;
}

function byPlace(a: Reject, b: Reject): number {
	return a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1;
}

/** Where the rejects are. */
export const keptRejects = 'Nothing was loaded; the rejected records are in staging_rejects.';

/** The alternative to fixing what was rejected, after an "or". */
export const goOnPastRejects = `let the load continue past such records with --max-errors N (MAX_ERRORS under [LOAD] in dwh.cfg). ${keptRejects}`;

/** The failure of a load with more rejects than allowed. @param rejects At least the first one. */
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
			: `and ${maxErrors.toLocaleString('en-US')} ${maxErrors === 1 ? 'is' : 'are'} allowed (--max-errors)`;
	return new RejectedError(
		{
			message:
				rejected === 1
					? `A record can't be loaded, ${allowed}: ${first.reason}.`
					: `${rejected.toLocaleString('en-US')} records can't be loaded, ${allowed}. The first: ${first.reason}.`,
			...(place !== '' && {where: place}),
			advice: rejected > maxStoredRejects ? `${advice} It stores 10,000 of them.` : advice,
			...(first.raw !== '' && {detail: startOf(first.raw)}),
		},
		rejects,
		rejected,
	);
}

/** Characters of a rejected record that a failure shows, more than an event has. staging_rejects holds more. */
const shownCharacters = 600;

function startOf(raw: string): string {
	return raw.length <= shownCharacters ? raw : `${raw.slice(0, shownCharacters)}…`;
}
