import test from 'ava';
import {RetryPolicy} from '../../src/source/retry-policy.js';

/** How many tries there are of a request that fails the same way each time. */
async function tries(
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

test('what will pass is tried ten times, longer apart each time', async t => {
	const {count, delays} = await tries(new RetryPolicy(true), 'TRANSIENT');
	t.is(count, 10);
	for (const [index, delay] of delays.entries()) {
		const longest = Math.min(20_000, 100 * 2 ** index);
		t.true(delay >= longest / 2 && delay <= longest, `${delay} ms after ${index + 1} failures`);
	}
});

test('when S3 asks for fewer requests the pauses begin at a second', async t => {
	const {count, delays} = await tries(new RetryPolicy(true), 'THROTTLING', 503);
	t.is(count, 10);
	t.true(delays[0]! >= 500 && delays[0]! <= 1000);
	t.true(delays.at(-1)! >= 10_000 && delays.at(-1)! <= 20_000);
});

test('what will not pass is tried once', async t => {
	t.is((await tries(new RetryPolicy(true), 'CLIENT_ERROR', 403)).count, 1);
});

test('where nothing ever answered, three tries are enough', async t => {
	t.is((await tries(new RetryPolicy(false), 'TRANSIENT')).count, 3);
	// An answer is an answer, also when it says no.
	t.is((await tries(new RetryPolicy(false), 'TRANSIENT', 500)).count, 10);
	const answered = new RetryPolicy(false);
	answered.recordSuccess();
	t.is((await tries(answered, 'TRANSIENT')).count, 10);
});

test.serial('AWS_MAX_ATTEMPTS sets the number of tries', async t => {
	process.env.AWS_MAX_ATTEMPTS = '4';
	t.teardown(() => delete process.env.AWS_MAX_ATTEMPTS);
	t.is((await tries(new RetryPolicy(true), 'TRANSIENT')).count, 4);
	process.env.AWS_MAX_ATTEMPTS = 'many';
	t.is((await tries(new RetryPolicy(true), 'TRANSIENT')).count, 10);
});
