import {SparkifyError} from '../errors.js';

/** Standard output, with back-pressure. When its reader goes away nothing more is written, and that is no error. */
export class StandardOutput {
	readonly #stream: NodeJS.WritableStream;
	#closed = false;
	#failure: SparkifyError | undefined;
	/** Ends the wait for a reader. */
	#resume = () => {};

	constructor(stream: NodeJS.WritableStream = process.stdout) {
		this.#stream = stream;
		stream.on('error', (error: NodeJS.ErrnoException) => {
			this.#closed = true;
			if (error.code !== 'EPIPE') {
				this.#failure = new SparkifyError(
					{message: 'Standard output cannot be written.', detail: error.message},
					{cause: error},
				);
			}
			this.#resume();
		});
		stream.on('drain', () => this.#resume());
	}

	/** Whether nobody reads any more. */
	get closed(): boolean {
		return this.#closed;
	}

	/** Writes without waiting; what goes wrong is told by the next `write`. */
	put(text: string): boolean {
		return this.#closed || this.#stream.write(text);
	}

	/** Resolves when there is room for more. @throws SparkifyError when text can't be written, for a full disk say */
	async write(text: string): Promise<void> {
		if (!this.put(text)) {
			await new Promise<void>(resolve => {
				this.#resume = resolve;
			});
		}
		if (this.#failure !== undefined) throw this.#failure;
	}
}
