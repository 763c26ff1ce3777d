import {type Failure, SparkifyError} from '../errors.js';
import type {Reject} from '../source/source.js';

/** More records were rejected than the load allows. The table is as it was; the rejects are here. */
export class RejectedError extends SparkifyError {
	override name = 'RejectedError';
	readonly rejects: readonly Reject[];

	constructor(failure: Failure, rejects: readonly Reject[]) {
		super(failure);
		this.rejects = rejects;
	}
}
