import {StatementError} from '../errors.js';
import type {QueryResult} from './warehouse.js';

/** A result on the server that keeps the connection until it is closed. */
export type OpenResult = {
	/** It is open in a transaction that was begun for it alone and ends with it. */
	readonly hasOwnTransaction: boolean;
	/** Ends it: whoever still reads it gets `reason`, and does not take what it has for the whole. */
	close(reason?: Error): Promise<void>;
};

/** The result of a statement that was sent, and the way to close it. */
export type OpenedResult = {readonly open: OpenResult; readonly result: QueryResult};

/** Why a result ends before its last row when another statement is run. */
export function closedByStatement(): StatementError {
	return new StatementError({
		message: 'The result was closed before all of its rows were read: another statement was run.',
		advice: 'Run the query again.',
	});
}

/** Why a result ends when a stage needs the tables for itself. */
export function closedByStage(): StatementError {
	return new StatementError({
		message: 'The result was closed before all of its rows were read: a stage dropped or created tables.',
		advice: 'Run the query again.',
	});
}
