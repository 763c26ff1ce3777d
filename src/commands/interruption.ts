import {CancelledError, exitCode} from '../errors.js';

/** What a shell reports of a program that SIGTERM ended. */
const terminated = 143;

/**
Runs `body` with a signal that SIGINT and SIGTERM abort; a second one ends the program at once.
@param announce Called at the first signal.
@returns what `body` returns; where that is the code for an interruption, or it throws CancelledError, the signal's code
*/
export async function untilInterrupted(
	body: (signal: AbortSignal) => Promise<number>,
	announce: () => void,
): Promise<number> {
	const controller = new AbortController();
	let code: number = exitCode.interrupted;
	const interrupt = (signal: NodeJS.Signals) => {
		code = signal === 'SIGTERM' ? terminated : exitCode.interrupted;
		if (controller.signal.aborted) process.exit(code);
		announce();
		controller.abort(new CancelledError());
	};
	process.on('SIGINT', interrupt);
	process.on('SIGTERM', interrupt);
	try {
		const result = await body(controller.signal);
		return result === exitCode.interrupted ? code : result;
	} catch (error) {
		if (error instanceof CancelledError && controller.signal.aborted) return code;
		throw error;
	} finally {
		process.off('SIGINT', interrupt);
		process.off('SIGTERM', interrupt);
	}
}
