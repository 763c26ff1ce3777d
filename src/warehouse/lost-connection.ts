import {ConnectionError, type Failure, toFailure} from '../errors.js';

/** The connection was lost between COMMIT and its answer: the transaction may be committed or rolled back. */
export class CommitLostError extends ConnectionError {
	override name = 'CommitLostError';
}

export function lostInCommit(cause: unknown): ConnectionError {
	return new CommitLostError(
		lossFailure(
			'The connection was lost during COMMIT, before the server answered. Whether the stage was committed is unknown.',
			'Connect again: the stages then show what is loaded. Running a stage again loads nothing twice.',
			cause,
		),
		{cause},
	);
}

/** The connection was lost while Redshift ran a COPY in the transaction of this client. */
export function lostInCopy(cause: unknown): ConnectionError {
	return lostConnection(
		'The connection was lost while COPY ran. The load may still be running on the cluster; it is in a transaction that nobody can commit any more, so it is rolled back when the cluster notices.',
		'Run the stage again: it looks for that load first and, where it still runs, lets you wait for it or cancel it. Then it empties its table before it loads, so nothing is loaded twice.',
		cause,
	);
}

function lostConnection(message: string, advice: string, cause: unknown): ConnectionError {
	return new ConnectionError(lossFailure(message, advice, cause), {cause});
}

function lossFailure(message: string, advice: string, cause: unknown): Failure {
	const {where, detail, message: original} = toFailure(cause);
	return {message, ...(where !== undefined && {where}), advice, detail: detail ?? original, lost: true};
}
