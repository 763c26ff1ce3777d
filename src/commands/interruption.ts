import {CancelledError, exitCode} from '../errors.js';

/** What a shell reports of a program that a signal ended; SIGHUP comes when the terminal goes away. */
const codes: Readonly<Partial<Record<NodeJS.Signals, number>>> = {
	SIGINT: exitCode.interrupted,
	SIGTERM: 143,
	SIGHUP: 129,
};
const signals = Object.keys(codes) as readonly NodeJS.Signals[];

/**
Runs `body` with a signal that SIGINT, SIGTERM and SIGHUP abort; a second one ends the program at once.
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
		code = codes[signal] ?? exitCode.interrupted;
		if (controller.signal.aborted) process.exit(code);
		announce();
		controller.abort(new CancelledError());
	};
	for (const signal of signals) process.on(signal, interrupt);
	try {
		const result = await body(controller.signal);
		return result === exitCode.interrupted ? code : result;
	} catch (error) {
		if (error instanceof CancelledError && controller.signal.aborted) return code;
		throw error;
	} finally {
		for (const signal of signals) process.off(signal, interrupt);
	}
}
