import {exitCode} from '../../errors.js';

/** Ctrl+C is a key of the notebook; Ctrl+Break on Windows is a signal in every mode of the terminal. */
const codes = {SIGTERM: 143, SIGHUP: 129, SIGBREAK: exitCode.interrupted} as const;

/** Resolves with the exit code at a signal that ends the program, so that running work is cancelled as on a normal exit. */
export function terminationSignal(): {
	readonly terminated: Promise<number>;
	readonly removeListeners: () => void;
} {
	let removeListeners = () => {};
	const terminated = new Promise<number>(resolve => {
		const listeners = (Object.keys(codes) as ReadonlyArray<keyof typeof codes>).map(name => {
			const listener = () => resolve(codes[name]);
			process.on(name, listener);
			return () => process.off(name, listener);
		});
		removeListeners = () => {
			for (const remove of listeners) remove();
		};
	});
	return {terminated, removeListeners};
}
