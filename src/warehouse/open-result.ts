import {StatementError} from '../errors.js';

/** A result on the server that keeps the connection until it is closed. */
export type OpenResult = {
	/** Ends it: whoever still reads it gets `reason`, and does not take what it has for the whole. */
	close(reason?: Error): Promise<void>;
};

/** Why a result ends before its last row when another statement is run. */
export function closedByStatement(): StatementError {
	return new StatementError({
		message: 'The result was closed before all of its rows were read: another statement was run.',
		advice: 'Run the query again.',
	});
}
