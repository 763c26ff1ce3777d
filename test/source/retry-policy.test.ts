import test from 'ava';
import {RetryPolicy} from '../../src/source/s3/retry-policy.js';

/** Counts the attempts for a request that always fails in the same way. */
async function countAttempts(
	policy: RetryPolicy,
	errorType: 'THROTTLING' | 'TRANSIENT' | 'CLIENT_ERROR',
	status?: number,
) {
	const error = status === undefined ? {} : {$metadata: {httpStatusCode: status}};
	let token = await policy.acquireInitialRetryToken();
	const delays: number[] = [];
	for (;;) {
		try {
			token = await policy.refreshRetryTokenForRetry(token, {errorType, error});
		} catch {
			return {count: token.getRetryCount() + 1, delays};
		}
		delays.push(token.getRetryDelay());
	}
}

test('makes ten attempts with growing delays for transient errors', async t => {
	const {count, delays} = await countAttempts(new RetryPolicy(true), 'TRANSIENT');
	t.is(count, 10);
	for (const [index, delay] of delays.entries()) {
		const longest = Math.min(20_000, 100 * 2 ** index);
		t.true(delay >= longest / 2 && delay <= longest, `${delay} ms after ${index + 1} failures`);
	}
});

test('starts with a delay of a second when throttled', async t => {
	const {count, delays} = await countAttempts(new RetryPolicy(true), 'THROTTLING', 503);
	t.is(count, 10);
	t.true(delays[0]! >= 500 && delays[0]! <= 1000);
	t.true(delays.at(-1)! >= 10_000 && delays.at(-1)! <= 20_000);
});

test('makes one attempt for permanent errors', async t => {
	t.is((await countAttempts(new RetryPolicy(true), 'CLIENT_ERROR', 403)).count, 1);
});

test('makes three attempts if nothing has ever answered', async t => {
	t.is((await countAttempts(new RetryPolicy(false), 'TRANSIENT')).count, 3);
	// A refusal counts as an answer.
	t.is((await countAttempts(new RetryPolicy(false), 'TRANSIENT', 500)).count, 10);
	const answered = new RetryPolicy(false);
	answered.recordSuccess();
	t.is((await countAttempts(answered, 'TRANSIENT')).count, 10);
});

test.serial('makes AWS_MAX_ATTEMPTS attempts', async t => {
	process.env.AWS_MAX_ATTEMPTS = '4';
	t.teardown(() => delete process.env.AWS_MAX_ATTEMPTS);
	t.is((await countAttempts(new RetryPolicy(true), 'TRANSIENT')).count, 4);
	process.env.AWS_MAX_ATTEMPTS = 'many';
	t.is((await countAttempts(new RetryPolicy(true), 'TRANSIENT')).count, 10);
});
