import {setTimeout as sleep} from 'node:timers/promises';
import {DataError} from '../errors.js';
import {idleReason, idleTimeoutMs} from './retry-policy.js';
import type {S3Bucket} from './s3-bucket.js';
import {s3Error} from './s3-errors.js';
import type {SourceFile} from './source.js';
import {sizeChanged} from './unreadable.js';

const droppedReason = 'The connection to S3 broke';

/**
The bytes of an object, each of them once. When the connection breaks, the rest is asked for, from the byte reached and
on condition that the object is still the same.
@param onBytes Called with the number of bytes of each chunk.
@param listed The object as listed; one of another size is refused.
@throws DataError
*/
export async function* objectChunks(
	bucket: S3Bucket,
	key: string,
	onBytes: (bytes: number) => void,
	listed?: SourceFile,
): AsyncGenerator<Uint8Array> {
	const where = `s3://${bucket.name}/${key}`;
	let reached = 0;
	let failures = 0;
	let output = await bucket.get(key);
	const {ContentLength: size = listed?.bytes, ETag: etag} = output;
	if (listed !== undefined && size !== undefined && size !== listed.bytes) throw sizeChanged(listed, size);
	for (;;) {
		let broken: unknown;
		let askedAt = performance.now();
		try {
			for await (const chunk of output.Body as AsyncIterable<Uint8Array>) {
				reached += chunk.length;
				failures = 0;
				onBytes(chunk.length);
				yield chunk;
				askedAt = performance.now();
			}
		} catch (error) {
			broken = error;
		}
		if (reached === size || (size === undefined && broken === undefined)) return;

		failures++;
		if (failures >= bucket.retryPolicy.attempts) {
			throw s3Error(broken ?? new Error('the object was cut short'), where, bucket.access);
		}
		const isIdle = performance.now() - askedAt >= 0.9 * idleTimeoutMs;
		bucket.retryPolicy.report(
			failures,
			isIdle ? idleReason : droppedReason,
			bucket.retryPolicy.attempts,
			isIdle,
		);
		await sleep(bucket.retryPolicy.delay(failures));
		output = await bucket.get(key, {from: reached, etag});
		if (output.ContentRange?.startsWith(`bytes ${reached}-`) !== true) {
			throw new DataError({
				message: `The rest of ${where} cannot be had: the server does not send parts of objects.`,
				where,
				advice: 'Use a server that answers Range requests as S3 does, or a connection that does not break.',
			});
		}
	}
}
