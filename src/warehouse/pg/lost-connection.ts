import {CommitLostError, ConnectionError, type Failure, toFailure} from '../../errors.js';

export function lostInCommit(cause: unknown): ConnectionError {
	return new CommitLostError(
		lossFailure(
			'The connection was lost during COMMIT. Whether the stage was committed is unknown.',
			'Reconnect to see what is loaded. Running a stage again loads nothing twice.',
			cause,
		),
		{cause},
	);
}

/** The connection was lost while Redshift ran a COPY in this client's transaction. */
export function lostInCopy(cause: unknown): ConnectionError {
	return lostConnection(
		'The connection was lost during COPY. The load may still be running on the cluster, but its transaction can no longer be committed and will be rolled back.',
		'Run the stage again. If that load is still running, you can wait for it or cancel it. The stage then empties its table before it loads, so nothing is loaded twice.',
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
