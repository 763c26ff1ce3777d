import {ConnectionError, toFailure} from '../errors.js';

/** The connection was lost between COMMIT and its answer: both ends are possible, and neither does harm. */
export function lostInCommit(cause: unknown): ConnectionError {
	return lostConnection(
		'The connection was lost before the server said that it has committed: whether it has is not known here.',
		'The row counts show whether it has. A stage that is run again empties its table first, so nothing is loaded twice.',
		cause,
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
	const {where, detail, message: original} = toFailure(cause);
	return new ConnectionError(
		{message, ...(where !== undefined && {where}), advice, detail: detail ?? original, lost: true},
		{cause},
	);
}
