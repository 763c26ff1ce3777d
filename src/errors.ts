/** What a person needs to know of something that went wrong: what, where, and what to do about it. */
export type Failure = {
	/** One sentence: what failed. */
	readonly message: string;
	/** Where: `file:line`, a key, a stage, or undefined when there is no place to name. */
	readonly where?: string;
	/** What to do next, in one or two sentences. */
	readonly advice?: string;
	/** The original text of the driver or the operating system, when it says more than `message`. */
	readonly detail?: string;
	/** The connection was lost on the way: the server may still be at work, and what it was told last is not known to be done. */
	readonly lost?: true;
	/** The database file is damaged: it can be moved aside. */
	readonly damaged?: true;
	/** Statement that failed and the place in it, when the engine named one. */
	readonly sql?: {
		readonly text: string /** Zero-based UTF-16 offset into `text`. */;
		readonly offset?: number;
	};
};

/** Exit codes of the program: the contract with scripts. */
export const exitCode = {done: 0, failed: 1, usage: 2, connection: 3, interrupted: 130} as const;

/** Base of every error this program raises on purpose. Anything else that is thrown is a defect. */
export class SparkifyError extends Error {
	override name = 'SparkifyError';
	readonly exitCode: number = exitCode.failed;
	readonly failure: Failure;

	constructor(failure: Failure, options?: {readonly cause?: unknown}) {
		super(failure.message, options);
		this.failure = failure;
	}
}

/** Wrong arguments or configuration: exit code 2. */
export class UsageError extends SparkifyError {
	override name = 'UsageError';
	override readonly exitCode = exitCode.usage;
}

/** The warehouse can't be reached or opened: exit code 3. */
export class ConnectionError extends SparkifyError {
	override name = 'ConnectionError';
	override readonly exitCode = exitCode.connection;
}

/** A statement was refused by the engine. */
export class StatementError extends SparkifyError {
	override name = 'StatementError';
}

/** The data can't be read or loaded: a missing folder, a broken archive, more rejects than allowed. */
export class DataError extends SparkifyError {
	override name = 'DataError';
}

/** The person cancelled what was running: exit code 130. */
export class CancelledError extends SparkifyError {
	override name = 'CancelledError';
	override readonly exitCode = exitCode.interrupted;

	constructor(what = 'Cancelled.', options?: {readonly cause?: unknown}) {
		super({message: what}, options);
	}
}

/** Turns anything thrown into a Failure; an error that is not ours keeps its text as the message. */
export function toFailure(error: unknown): Failure {
	if (error instanceof SparkifyError) return error.failure;
	if (error instanceof Error) return {message: error.message || error.name};
	return {message: String(error)};
}
