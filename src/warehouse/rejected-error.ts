import {type Failure, SparkifyError} from '../errors.js';
import type {Reject} from '../source/source.js';

/** Thrown if more records were rejected than allowed. The table is unchanged. */
export class RejectedError extends SparkifyError {
	override name = 'RejectedError';
	/** The first rejects, by file and line. */
	readonly rejects: readonly Reject[];
	/** Total number of rejected records. */
	readonly rejected: number;

	constructor(failure: Failure, rejects: readonly Reject[], rejected: number) {
		super(failure);
		this.rejects = rejects;
		this.rejected = rejected;
	}
}
