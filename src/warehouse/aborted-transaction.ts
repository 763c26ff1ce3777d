import {type SparkifyError, StatementError} from '../errors.js';

/** Whether a server refuses a statement for no other reason than that an earlier one of its transaction failed. */
export function isOfAbortedTransaction(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === '25P02';
}

/**
The error for a statement that was refused so, once the transaction is rolled back: the first error is the one to tell.
@param refused What the server said of the statement. @param first What it said of the earlier one.
*/
export function abortedTransaction(refused: SparkifyError, first: SparkifyError | undefined): StatementError {
	const {message, sql} = refused.failure;
	const why = first === undefined ? 'an earlier statement failed' : first.failure.message;
	return new StatementError(
		{
			message: `Not run, for its transaction had failed before: ${why}`,
			detail: message,
			advice:
				'The transaction is rolled back now, with all that was done since BEGIN. Mend the statement that failed, then begin again.',
			...(sql !== undefined && {sql: {text: sql.text}}),
		},
		{cause: refused},
	);
}
