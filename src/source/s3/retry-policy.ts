/** Attempts before a request or download fails. They take half a minute or more. */
const defaultAttempts = 10;
/** Attempts if S3 has never answered: a wrong address is more likely than a transient failure. */
const unansweredAttempts = 3;
const maxDelayMs = 20_000;

/** Time without data after which a connection counts as broken. */
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
Number of attempts and the delays between them, for requests and downloads. Replaces the retry strategy of the AWS SDK,
which gives up after a tenth of a second and shares its budget among all concurrent requests.
*/
export class RetryPolicy {
	readonly attempts: number;
	#answered: boolean;
	readonly #onNotice: (notice: string) => void;

	/**
	@param answered Whether S3 has already answered another thread.
	@param attempts Number of attempts if AWS_MAX_ATTEMPTS isn't set.
	@param onNotice Called before each retry that delays the user.
	*/
	constructor(answered: boolean, attempts = defaultAttempts, onNotice: (notice: string) => void = () => {}) {
		this.#onNotice = onNotice;
		this.attempts = Number(process.env.AWS_MAX_ATTEMPTS) || attempts;
		this.#answered = answered;
	}

	/** Returns the delay after `failures` failed attempts, ms. Includes jitter, so that requests don't all retry at once. */
	delay(failures: number, throttled = false): number {
		const longest = Math.min(maxDelayMs, (throttled ? 1000 : 100) * 2 ** (failures - 1));
		return longest * (0.5 + Math.random() / 2);
	}

	/**
	Reports a retry to the user. Omits a first failure, which is retried at once, unless it took time.
	@param failures Failed attempts so far.
	*/
	report(failures: number, reason: string, attempts = this.attempts, waited = false): void {
		if (failures > 1 || waited) this.#onNotice(`${reason}. Attempt ${failures + 1} of ${attempts}.`);
	}

	async acquireInitialRetryToken(): Promise<RetryToken> {
		return retryToken(0, 0);
	}

	/** @throws Error if the request must not be retried; the SDK then throws the request's own error. */
	async refreshRetryTokenForRetry(token: RetryToken, {errorType, error}: Failed): Promise<RetryToken> {
		const failures = token.getRetryCount() + 1;
		const answered = this.#answered || error?.$metadata?.httpStatusCode !== undefined;
		const attempts = answered ? this.attempts : Math.min(this.attempts, unansweredAttempts);
		const isTransient = errorType === 'THROTTLING' || errorType === 'TRANSIENT';
		if (!isTransient || failures >= attempts) throw new Error('not retryable');
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
	return errorType === 'THROTTLING' ? 'S3 is throttling requests' : 'S3 failed to answer';
}

function retryToken(count: number, delay: number): RetryToken {
	return {getRetryCount: () => count, getRetryCost: () => undefined, getRetryDelay: () => delay};
}
