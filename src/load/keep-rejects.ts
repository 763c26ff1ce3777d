import {statements} from '../sql/statements.js';
import {insertRejects} from '../warehouse/insert-rejects.js';
import {RejectedError} from '../warehouse/rejected-error.js';
import {maxStoredRejects} from '../warehouse/staging-tally.js';
import type {Warehouse} from '../warehouse/warehouse.js';
import {failureOf} from './failure-of.js';

/**
Stores the rejects of a rolled-back staging load, in a separate transaction.
@returns the same error, or one that says why the rejects could not be stored
*/
export async function keepRejects(
	warehouse: Warehouse,
	table: string,
	runId: string,
	error: RejectedError,
): Promise<RejectedError> {
	const kept = error.rejects.slice(0, maxStoredRejects);
	const script = [
		...statements('staging/forget-rejects', {table_name: table}),
		...insertRejects(table, runId, kept),
	];
	try {
		await warehouse.transaction(async () => {
			for (const sql of script) await warehouse.run(sql);
		});
		return error;
	} catch (cause) {
		const detail = `Couldn't store the rejected records in staging_rejects: ${failureOf(cause).message}`;
		return new RejectedError({...error.failure, detail}, error.rejects, error.rejected);
	}
}
