/** Tries of a request, or of the rest of an object, before it counts as failed: that takes half a minute or more. */
const usualAttempts = 10;
/** Tries where nothing was ever answered: more likely a wrong address than a bad moment. */
const firstAttempts = 3;
const maxDelayMs = 20_000;

type RetryToken = {getRetryCount(): number; getRetryCost(): undefined; getRetryDelay(): number};
type Failed = {
	readonly errorType: 'THROTTLING' | 'TRANSIENT' | 'SERVER_ERROR' | 'CLIENT_ERROR';
	readonly error?: {readonly $metadata?: {readonly httpStatusCode?: number | undefined} | undefined};
};

/**
How often and after which pause something that failed is tried again; also the retry strategy of the AWS SDK, whose own
one gives up after a tenth of a second and counts all requests under way together.
*/
export class Patience {
	readonly attempts: number;
	#answered: boolean;

	/**
	@param answered Whether S3 has answered before, to another thread.
	@param attempts Tries where AWS_MAX_ATTEMPTS says nothing.
	*/
	constructor(answered: boolean, attempts = usualAttempts) {
		this.attempts = Number(process.env.AWS_MAX_ATTEMPTS) || attempts;
		this.#answered = answered;
	}

	/** Milliseconds before a try that follows `failures` failed ones, partly by chance: not all shall come back at once. */
	delay(failures: number, throttled = false): number {
		const longest = Math.min(maxDelayMs, (throttled ? 1000 : 100) * 2 ** (failures - 1));
		return longest * (0.5 + Math.random() / 2);
	}

	async acquireInitialRetryToken(): Promise<RetryToken> {
		return retryToken(0, 0);
	}

	/** @throws Error when it is not to be tried again; the SDK then throws what the request failed with. */
	async refreshRetryTokenForRetry(token: RetryToken, {errorType, error}: Failed): Promise<RetryToken> {
		const failures = token.getRetryCount() + 1;
		const answered = this.#answered || error?.$metadata?.httpStatusCode !== undefined;
		const attempts = answered ? this.attempts : Math.min(this.attempts, firstAttempts);
		const passing = errorType === 'THROTTLING' || errorType === 'TRANSIENT';
		if (!passing || failures >= attempts) throw new Error('not to be tried again');
		return retryToken(failures, this.delay(failures, errorType === 'THROTTLING'));
	}

	recordSuccess(): void {
		this.#answered = true;
	}
}

function retryToken(count: number, delay: number): RetryToken {
	return {getRetryCount: () => count, getRetryCost: () => undefined, getRetryDelay: () => delay};
}
