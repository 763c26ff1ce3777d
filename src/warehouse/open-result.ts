import {StatementError} from '../errors.js';
import type {QueryResult} from './warehouse.js';

/** A result on the server that occupies the connection until it is closed. */
export type OpenResult = {
	/** Whether a transaction was opened only for this result. */
	readonly hasOwnTransaction: boolean;
	/** Ends the result. A reader gets `reason` as an error, so it cannot mistake partial rows for all of them. */
	close(reason?: Error): Promise<void>;
};

/** The result of a statement, and the handle to close it. */
export type OpenedResult = {readonly open: OpenResult; readonly result: QueryResult};

/** The error for a result that another statement closed before its last row. */
export function closedByStatement(): StatementError {
	return new StatementError({
		message: 'The result was closed before all its rows were read: another statement was run.',
		advice: 'Run the query again.',
	});
}

/** The error for a result that a stage closed because it drops or creates tables. */
export function closedByStage(): StatementError {
	return new StatementError({
		message: 'The result was closed before all its rows were read: a stage dropped or created tables.',
		advice: 'Run the query again.',
	});
}

/** The error for a statement that must not change data, in a transaction that can. */
export function readWriteTransaction(): StatementError {
	return new StatementError({
		message: 'Not run. The open transaction can change data, but the session is read-only.',
		advice: 'End the transaction with COMMIT or ROLLBACK, then run the statement again.',
	});
}
