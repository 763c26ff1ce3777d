import {SparkifyError} from '../errors.js';
import {duration} from '../format/figures.js';

/** Work exceeded its time limit. */
export class TimeoutError extends SparkifyError {
	override name = 'TimeoutError';

	/** @param advice What to check. */
	constructor(limitMs: number, advice?: string) {
		super({message: `No answer within ${duration(limitMs)}.`, ...(advice !== undefined && {advice})});
	}
}

/** Limits work that may never end: a DNS lookup, or a request that a firewall drops. */
export class TimeLimits {
	readonly #signal: AbortSignal;
	#abandoned = 0;

	/** @param signal Aborts all work. */
	constructor(signal: AbortSignal) {
		this.#signal = signal;
	}

	/** The number of tasks that have not ended yet, abandoned ones included. They keep the process alive. */
	get abandoned(): number {
		return this.#abandoned;
	}

	/**
	Runs work and abandons it after a time limit.
	@param advice What to check after a timeout.
	@throws TimeoutError; the signal's reason if aborted; any error of the work
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
			// Work may throw its own error when aborted; report the reason instead.
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
