/** A failure as shown to the user: what happened, where, and what to do about it. */
export type Failure = {
	/** One sentence: what failed. */
	readonly message: string;
	/** Where it failed: `file:line`, a key or a stage. */
	readonly where?: string;
	/** What to do next, in one or two sentences. */
	readonly advice?: string;
	/** The original text from the driver or operating system, if it adds anything to `message`. */
	readonly detail?: string;
	/** The connection was lost: the server may still be working, and the outcome of the last statement is unknown. */
	readonly lost?: true;
	/** The database file is damaged and can be moved aside. */
	readonly damaged?: true;
	/** The engine runs the statement only outside a transaction. */
	readonly onlyOutsideTransaction?: true;
	/** The failed statement, and the position in it if the engine reported one. */
	readonly sql?: {
		readonly text: string /** Zero-based UTF-16 offset into `text`. */;
		readonly offset?: number;
	};
};

/** Exit codes, a contract with scripts. */
export const exitCode = {done: 0, failed: 1, usage: 2, connection: 3, interrupted: 130} as const;

/** Base of every error raised on purpose. Anything else thrown is a bug. */
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

/** The connection was lost after COMMIT was sent: the transaction may be committed or rolled back. */
export class CommitLostError extends ConnectionError {
	override name = 'CommitLostError';
}

/** The engine rejected a statement. */
export class StatementError extends SparkifyError {
	override name = 'StatementError';
}

/** The data can't be read or loaded: a missing folder, a corrupt archive, more rejects than allowed. */
export class DataError extends SparkifyError {
	override name = 'DataError';
}

/** The user cancelled the operation: exit code 130. */
export class CancelledError extends SparkifyError {
	override name = 'CancelledError';
	override readonly exitCode = exitCode.interrupted;

	constructor(message = 'Cancelled.', options?: {readonly cause?: unknown}) {
		super({message}, options);
	}
}

/** Converts any thrown value to a Failure. Foreign errors keep their text as the message. */
export function toFailure(error: unknown): Failure {
	if (error instanceof SparkifyError) return error.failure;
	if (error instanceof Error) return {message: error.message || error.name};
	return {message: String(error)};
}
