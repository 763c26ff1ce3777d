import {type SparkifyError, StatementError} from '../errors.js';

/** Whether a server refuses a statement for no other reason than that an earlier one of its transaction failed. */
export function isOfAbortedTransaction(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === '25P02';
}

/**
The error for a statement that was refused so, with the first error of the transaction. The transaction stays failed:
rolled back automatically, the statements that follow would each be committed.
@param refused The server's error for this statement. @param first Its error for the earlier one.
*/
export function abortedTransaction(refused: SparkifyError, first: SparkifyError | undefined): StatementError {
	const {message, sql} = refused.failure;
	const why = first === undefined ? 'an earlier statement failed' : first.failure.message;
	return new StatementError(
		{
			message: `Not run. The transaction failed earlier: ${why}`,
			detail: message,
			advice:
				'Run ROLLBACK, which undoes everything since BEGIN. Correct the statement that failed, then begin again.',
			...(sql !== undefined && {sql: {text: sql.text}}),
		},
		{cause: refused},
	);
}
