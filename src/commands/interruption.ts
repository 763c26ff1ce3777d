import {CancelledError, exitCode} from '../errors.js';

/**
Exit codes a shell reports for a program ended by a signal. SIGHUP arrives when the terminal closes; SIGBREAK on Windows,
at Ctrl+Break.
*/
const codes: Readonly<Partial<Record<NodeJS.Signals, number>>> = {
	SIGINT: exitCode.interrupted,
	SIGTERM: 143,
	SIGHUP: 129,
	SIGBREAK: exitCode.interrupted,
};
const signals = Object.keys(codes) as readonly NodeJS.Signals[];

/**
Runs `body` with an AbortSignal that the signals in `codes` abort. A second signal exits at once.
@param announce Called at the first signal.
@returns the result of `body`, or the signal's exit code if `body` was interrupted
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
