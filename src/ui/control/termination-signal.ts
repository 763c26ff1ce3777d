/** Resolves with the exit code on SIGTERM or SIGHUP, so that running work is cancelled as on a normal exit. */
export function terminationSignal(): {
	readonly terminated: Promise<number>;
	readonly removeListeners: () => void;
} {
	const codes = {SIGTERM: 143, SIGHUP: 129} as const;
	let removeListeners = () => {};
	const terminated = new Promise<number>(resolve => {
		const listeners = (['SIGTERM', 'SIGHUP'] as const).map(name => {
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
