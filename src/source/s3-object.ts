import {setTimeout as sleep} from 'node:timers/promises';
import {DataError} from '../errors.js';
import type {S3Bucket} from './s3-bucket.js';
import {s3Error} from './s3-errors.js';

/**
The bytes of an object, each of them once. When the connection breaks, the rest is asked for, from the byte reached and
on condition that the object is still the same.
@param onBytes Told of bytes as they come.
@throws DataError
*/
export async function* objectChunks(
	bucket: S3Bucket,
	key: string,
	onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
	const where = `s3://${bucket.name}/${key}`;
	let reached = 0;
	let failures = 0;
	let output = await bucket.get(key);
	const {ContentLength: size, ETag: etag} = output;
	for (;;) {
		let broken: unknown;
		try {
			for await (const chunk of output.Body as AsyncIterable<Uint8Array>) {
				reached += chunk.length;
				failures = 0;
				onBytes(chunk.length);
				yield chunk;
			}
		} catch (error) {
			broken = error;
		}
		if (reached === size || (size === undefined && broken === undefined)) return;

		failures++;
		if (failures >= bucket.patience.attempts) {
			throw s3Error(broken ?? new Error('the object was cut short'), where, bucket.access);
		}
		await sleep(bucket.patience.delay(failures));
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
