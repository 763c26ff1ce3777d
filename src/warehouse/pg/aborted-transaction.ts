import {type SparkifyError, StatementError} from '../../errors.js';

/** Whether a server refused a statement only because an earlier one in its transaction failed. */
export function isOfAbortedTransaction(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === '25P02';
}

/**
The error for a statement refused in a failed transaction, with the first error of that transaction. The transaction is
not rolled back automatically, because the statements that follow would then each be committed.
@param refused The server's error for this statement. @param first The server's error for the earlier statement.
*/
export function abortedTransaction(refused: SparkifyError, first: SparkifyError | undefined): StatementError {
	const {message, sql} = refused.failure;
	const why = first === undefined ? 'an earlier statement failed' : first.failure.message;
	return new StatementError(
		{
			message: `Not run. The transaction failed earlier: ${why}`,
			detail: message,
			advice:
				'Run ROLLBACK, which undoes everything since BEGIN. Fix the statement that failed, then start over.',
			...(sql !== undefined && {sql: {text: sql.text}}),
		},
		{cause: refused},
	);
}
