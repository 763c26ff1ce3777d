import {SparkifyError} from '../errors.js';

/** Standard output with back-pressure. Stops writing, without an error, when the reader goes away. */
export class StandardOutput {
	readonly #stream: NodeJS.WritableStream;
	#closed = false;
	#failure: SparkifyError | undefined;
	/** Resolves the pending `write`. */
	#resume = () => {};

	constructor(stream: NodeJS.WritableStream = process.stdout) {
		this.#stream = stream;
		stream.on('error', (error: NodeJS.ErrnoException) => {
			this.#closed = true;
			if (error.code !== 'EPIPE') {
				this.#failure = new SparkifyError(
					{message: 'Could not write to standard output.', detail: error.message},
					{cause: error},
				);
			}
			this.#resume();
		});
		stream.on('drain', () => this.#resume());
	}

	/** Whether the reader has gone away. */
	get closed(): boolean {
		return this.#closed;
	}

	/** Writes without waiting. Errors are thrown by the next `write`. */
	put(text: string | Uint8Array): boolean {
		return this.#closed || this.#stream.write(text);
	}

	/** Writes and waits until there is room for more. @throws SparkifyError if writing fails, for example on a full disk */
	async write(text: string | Uint8Array): Promise<void> {
		if (!this.put(text)) {
			await new Promise<void>(resolve => {
				this.#resume = resolve;
			});
		}
		if (this.#failure !== undefined) throw this.#failure;
	}
}
