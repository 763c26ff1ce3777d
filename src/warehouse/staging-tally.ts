import type {Reject} from '../source/source.js';
import {RejectedError} from './rejected-error.js';
import type {StagedRows} from './warehouse.js';

const maxFirst = 10;
/** Rejects kept for whoever fails the load: more of them nobody reads. */
const maxKept = 1000;

/** Counts what a staging load reads and rejects, and says when it is too much. */
export class StagingTally {
	readonly #maxErrors: number;
	#rows = 0;
	#rejected = 0;
	#first: Reject[] = [];

	constructor(maxErrors: number) {
		this.#maxErrors = maxErrors;
	}

	/** @throws RejectedError when there are more rejects than allowed. */
	add(rows: number, rejects: readonly Reject[]): void {
		this.#rows += rows;
		this.#rejected += rejects.length;
		if (rejects.length === 0) return;
		this.#first = [...this.#first, ...rejects].sort(byPlace).slice(0, maxKept);
		if (this.#rejected > this.#maxErrors) throw tooManyRejects(this.#first, this.#rejected, this.#maxErrors);
	}

	result(): StagedRows {
		return {
			records: this.#rows + this.#rejected,
			rows: this.#rows,
			rejected: this.#rejected,
			firstRejects: this.#first.slice(0, maxFirst),
		};
	}
}

/** `log_data/2018/11/2018-11-01-events.json:12 length: "abc" is no number` */
export function describeReject({file, line, column, reason}: Reject): string {
	return `${file}:${line} ${column === null ? '' : `${column}: `}${reason}`;
}

function byPlace(a: Reject, b: Reject): number {
	return a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1;
}

/** Where the rejects are. */
export const keptRejects = 'Nothing was loaded; the rejected records are in staging_rejects.';

/** The other way than to mend what was rejected, behind an "or". */
export const goOnPastRejects = `let the load go on past such records with --max-errors N (MAX_ERRORS under [LOAD] in dwh.cfg). ${keptRejects}`;

/** The failure of a load that found more rejects than it may. @param rejects At least the first one. */
export function tooManyRejects(
	rejects: readonly Reject[],
	rejected: number,
	maxErrors: number,
	advice = `Mend the file, or ${goOnPastRejects}`,
): RejectedError {
	const first = rejects[0]!;
	const place = first.column === null ? '' : `, column ${first.column}`;
	const allowed =
		maxErrors === 0
			? 'and none is allowed'
			: `and ${maxErrors.toLocaleString('en-US')} ${maxErrors === 1 ? 'is' : 'are'} allowed (--max-errors)`;
	return new RejectedError(
		{
			message:
				rejected === 1
					? `A record cannot be loaded, ${allowed}: ${first.reason}.`
					: `${rejected.toLocaleString('en-US')} records cannot be loaded, ${allowed}. The first: ${first.reason}.`,
			where: `${first.file}:${first.line}${place}`,
			advice,
			...(first.raw !== '' && {detail: startOf(first.raw)}),
		},
		rejects,
		rejected,
	);
}

/** Characters of a rejected record that are told, which is more than an event has: all that is kept of it is in staging_rejects. */
const toldCharacters = 600;

function startOf(raw: string): string {
	return raw.length <= toldCharacters ? raw : `${raw.slice(0, toldCharacters)}…`;
}
