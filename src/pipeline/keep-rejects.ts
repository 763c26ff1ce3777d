import {statements} from '../sql/statements.js';
import {insertRejects} from '../warehouse/insert-rejects.js';
import {RejectedError} from '../warehouse/rejected-error.js';
import type {Warehouse} from '../warehouse/warehouse.js';
import {failureOf} from './failure-of.js';

/** Rejects kept of a load that failed: a person reads some. */
const maxKept = 1000;

/**
Stores the rejects of a staging load that was rolled back, in a transaction of their own, so that a person can look at
them. Answers the error to go on with: the same one, or one that says why they could not be stored.
*/
export async function keepRejects(
	warehouse: Warehouse,
	table: string,
	error: RejectedError,
): Promise<RejectedError> {
	const kept = error.rejects.slice(0, maxKept);
	const script = [
		...statements('staging/forget-rejects', {table_name: table}),
		...insertRejects(table, kept),
	];
	try {
		await warehouse.transaction(async () => {
			for (const sql of script) await warehouse.run(sql);
		});
		return error;
	} catch (cause) {
		const detail = `The rejected records could not be kept in staging_rejects: ${failureOf(cause).message}`;
		return new RejectedError({...error.failure, detail}, error.rejects, error.rejected);
	}
}
