import {setTimeout as sleep} from 'node:timers/promises';
import {DataError} from '../../errors.js';
import type {ListedFile} from '../source.js';
import {contentChanged, sizeChanged} from '../unreadable.js';
import type {S3Bucket} from './bucket.js';
import {s3Error} from './errors.js';
import {idleReason, idleTimeoutMs} from './retry-policy.js';

/** A jsonpaths file with 18 paths has half a kilobyte. */
const maxTextBytes = 1_000_000;
const droppedReason = 'The connection to S3 dropped';

/**
Reads the bytes of an object, each exactly once. If the connection breaks, requests the remaining bytes, provided that
the object hasn't changed.
@param onBytes Called with the number of bytes of each chunk.
@param listed The object as listed. Throws if the size or ETag differs.
@throws DataError
*/
export async function* objectChunks(
	bucket: S3Bucket,
	key: string,
	onBytes: (bytes: number) => void,
	listed?: ListedFile,
): AsyncGenerator<Uint8Array> {
	const where = `s3://${bucket.name}/${key}`;
	let reached = 0;
	let failures = 0;
	let output = await bucket.get(key);
	const {ContentLength: size = listed?.bytes, ETag: etag} = output;
	if (listed !== undefined && size !== undefined && size !== listed.bytes) throw sizeChanged(listed, size);
	if (listed !== undefined && isOther(listed.version, etag)) throw contentChanged(listed);
	for (;;) {
		let readError: unknown;
		let waitingSince = performance.now();
		try {
			for await (const chunk of output.Body as AsyncIterable<Uint8Array>) {
				reached += chunk.length;
				failures = 0;
				onBytes(chunk.length);
				yield chunk;
				waitingSince = performance.now();
			}
		} catch (error) {
			readError = error;
		}
		if (reached === size || (size === undefined && readError === undefined)) return;

		failures++;
		if (failures >= bucket.retryPolicy.attempts) {
			throw s3Error(readError ?? new Error('the object was cut short'), where, bucket.access);
		}
		const isIdle = performance.now() - waitingSince >= 0.9 * idleTimeoutMs;
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
				message: `Couldn't resume reading ${where}: the server ignores Range requests.`,
				where,
				advice: 'Use a server that supports Range requests, or a more reliable connection.',
			});
		}
	}
}

/** Whether two ETags differ. Some servers quote them only in one of their responses; others send none. */
function isOther(listed: string, etag = ''): boolean {
	const bare = (text: string) => text.replace(/^W\//, '').replaceAll('"', '');
	return listed !== '' && etag !== '' && bare(listed) !== bare(etag);
}

/** Reads an object as text, up to about `maxTextBytes`. @throws DataError */
export async function readText(bucket: S3Bucket, key: string): Promise<string> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of objectChunks(bucket, key, () => {})) {
		chunks.push(chunk);
		size += chunk.length;
		if (size > maxTextBytes) break;
	}
	return new TextDecoder().decode(Buffer.concat(chunks));
}
