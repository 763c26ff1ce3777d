/** Tries of a request, or of the rest of an object, before it counts as failed: that takes half a minute or more. */
const defaultAttempts = 10;
/** Tries where nothing was ever answered: more likely a wrong address than a bad moment. */
const unansweredAttempts = 3;
const maxDelayMs = 20_000;

/** Time without a byte after which a connection counts as broken. */
export const idleTimeoutMs = 10_000;

type RetryToken = {getRetryCount(): number; getRetryCost(): undefined; getRetryDelay(): number};
type Failed = {
	readonly errorType: 'THROTTLING' | 'TRANSIENT' | 'SERVER_ERROR' | 'CLIENT_ERROR';
	readonly error?: {
		readonly name?: string;
		readonly $metadata?: {readonly httpStatusCode?: number | undefined} | undefined;
	};
};

/**
How often and after which pause something that failed is tried again; also the retry strategy of the AWS SDK, whose own
one gives up after a tenth of a second and counts all requests under way together.
*/
export class RetryPolicy {
	readonly attempts: number;
	#answered: boolean;
	readonly #onNotice: (notice: string) => void;

	/**
	@param answered Whether S3 has answered before, to another thread.
	@param attempts Tries where AWS_MAX_ATTEMPTS says nothing.
	@param onNotice Called before each retry that the user has to wait for.
	*/
	constructor(answered: boolean, attempts = defaultAttempts, onNotice: (notice: string) => void = () => {}) {
		this.#onNotice = onNotice;
		this.attempts = Number(process.env.AWS_MAX_ATTEMPTS) || attempts;
		this.#answered = answered;
	}

	/** Milliseconds before a try that follows `failures` failed ones, partly by chance: not all shall come back at once. */
	delay(failures: number, throttled = false): number {
		const longest = Math.min(maxDelayMs, (throttled ? 1000 : 100) * 2 ** (failures - 1));
		return longest * (0.5 + Math.random() / 2);
	}

	/**
	Reports why it takes longer. A single failure is left out unless time was lost: the retry follows at once.
	@param failures Failed tries so far; the next one is under way.
	*/
	report(failures: number, reason: string, attempts = this.attempts, waited = false): void {
		if (failures > 1 || waited) this.#onNotice(`${reason}. Attempt ${failures + 1} of ${attempts}.`);
	}

	async acquireInitialRetryToken(): Promise<RetryToken> {
		return retryToken(0, 0);
	}

	/** @throws Error when it is not to be tried again; the SDK then throws what the request failed with. */
	async refreshRetryTokenForRetry(token: RetryToken, {errorType, error}: Failed): Promise<RetryToken> {
		const failures = token.getRetryCount() + 1;
		const answered = this.#answered || error?.$metadata?.httpStatusCode !== undefined;
		const attempts = answered ? this.attempts : Math.min(this.attempts, unansweredAttempts);
		const passing = errorType === 'THROTTLING' || errorType === 'TRANSIENT';
		if (!passing || failures >= attempts) throw new Error('not to be tried again');
		const isIdle = error?.name === 'TimeoutError';
		this.report(failures, retryReason(errorType, isIdle), attempts, isIdle);
		return retryToken(failures, this.delay(failures, errorType === 'THROTTLING'));
	}

	recordSuccess(): void {
		this.#answered = true;
	}
}

export const idleReason = `S3 has sent nothing for ${idleTimeoutMs / 1000} s`;

function retryReason(errorType: Failed['errorType'], isIdle: boolean): string {
	if (isIdle) return idleReason;
	return errorType === 'THROTTLING' ? 'S3 asks for fewer requests' : 'S3 failed to answer';
}

function retryToken(count: number, delay: number): RetryToken {
	return {getRetryCount: () => count, getRetryCost: () => undefined, getRetryDelay: () => delay};
}
