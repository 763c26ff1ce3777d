import {SparkifyError} from '../errors.js';
import {duration} from '../format/figures.js';

/** Something that did not end within its time. */
export class TimeoutError extends SparkifyError {
	override name = 'TimeoutError';

	/** @param advice What to look at. */
	constructor(limitMs: number, advice?: string) {
		super({message: `No answer within ${duration(limitMs)}.`, ...(advice !== undefined && {advice})});
	}
}

/** Bounds what may never end by itself: a look-up of a name, a request that a firewall swallows. */
export class TimeLimits {
	readonly #signal: AbortSignal;
	#abandoned = 0;

	/** @param signal Ends whatever runs. */
	constructor(signal: AbortSignal) {
		this.#signal = signal;
	}

	/** How many were given up and have not ended yet: they would keep the process alive. */
	get abandoned(): number {
		return this.#abandoned;
	}

	/**
	Runs a work that is given up after so many milliseconds.
	@param advice What to look at where it comes to that.
	@throws TimeoutError; the signal's reason when it is aborted; what the work throws
	*/
	async within<T>(limitMs: number, work: (signal: AbortSignal) => Promise<T>, advice?: string): Promise<T> {
		this.#signal.throwIfAborted();
		const own = new AbortController();
		const timer = setTimeout(() => own.abort(new TimeoutError(limitMs, advice)), limitMs);
		const interrupt = () => own.abort(this.#signal.reason);
		this.#signal.addEventListener('abort', interrupt);
		try {
			const ended = new Promise<never>((_, reject) => {
				own.signal.addEventListener('abort', () => reject(own.signal.reason));
			});
			return await Promise.race([this.#counted(work(own.signal)), ended]);
		} catch (error) {
			// A work that heeds the signal has words of its own for that; ours say why.
			if (own.signal.aborted) throw own.signal.reason;
			throw error;
		} finally {
			clearTimeout(timer);
			this.#signal.removeEventListener('abort', interrupt);
		}
	}

	async #counted<T>(work: Promise<T>): Promise<T> {
		this.#abandoned++;
		try {
			return await work;
		} finally {
			this.#abandoned--;
		}
	}
}
