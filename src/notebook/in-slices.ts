import {setImmediate} from 'node:timers/promises';

/** Work in small steps: it yields after each, at most a millisecond or so apart. */
export type Slices<T> = Generator<void, T>;

/** Time after which keys and frames get their turn, half a frame. */
const sliceMs = 8;

/** Does the work in slices between which the event loop runs. @throws the signal's reason if it is aborted */
export async function inSlices<T>(work: Slices<T>, signal?: AbortSignal): Promise<T> {
	let end = performance.now() + sliceMs;
	for (;;) {
		const {done, value} = work.next();
		if (done === true) return value;
		if (performance.now() < end) continue;
		await setImmediate();
		signal?.throwIfAborted();
		end = performance.now() + sliceMs;
	}
}

/** Does the work without a pause. */
export function atOnce<T>(work: Slices<T>): T {
	for (;;) {
		const {done, value} = work.next();
		if (done === true) return value;
	}
}
