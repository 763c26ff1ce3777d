import {type Failure, SparkifyError} from '../errors.js';
import type {Reject} from '../source/source.js';

/** More records were rejected than the load allows. The table is unchanged. */
export class RejectedError extends SparkifyError {
	override name = 'RejectedError';
	/** The first rejects, by file and line. */
	readonly rejects: readonly Reject[];
	/** How many records were rejected, kept here or not. */
	readonly rejected: number;

	constructor(failure: Failure, rejects: readonly Reject[], rejected: number) {
		super(failure);
		this.rejects = rejects;
		this.rejected = rejected;
	}
}
