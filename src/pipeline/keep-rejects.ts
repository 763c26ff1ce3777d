import {type SqlValue, statements} from '../sql/statements.js';
import {RejectedError} from '../warehouse/rejected-error.js';
import type {Warehouse} from '../warehouse/warehouse.js';
import {failureOf} from './failure-of.js';

/** Rejects kept of a load that failed: a person reads some, and each is a statement. */
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
	const run = async (name: string, parameters: Readonly<Record<string, SqlValue>>): Promise<void> => {
		for (const sql of statements(name, parameters)) await warehouse.run(sql);
	};
	try {
		await warehouse.transaction(async () => {
			await run('staging/forget-rejects', {table_name: table});
			for (const {file, line, column, reason, raw} of error.rejects.slice(0, maxKept)) {
				await run('staging/keep-reject', {table_name: table, file, line, column_name: column, reason, raw});
			}
		});
		return error;
	} catch (cause) {
		const detail = `The rejected records could not be kept in staging_rejects: ${failureOf(cause).message}`;
		return new RejectedError({...error.failure, detail}, error.rejects);
	}
}
