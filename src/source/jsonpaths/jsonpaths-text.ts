import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import {isS3Address, parseS3Address} from '../../config/aws.js';

/** Time limit for reading the file when it only identifies the source, ms. */
const timeoutMs = 2000;

/** Reads a jsonpaths file. @param file A path or an `s3://` address. @throws any error from reading it */
export async function readJsonPaths(file: string, region: string | undefined): Promise<string> {
	const address = isS3Address(file) ? parseS3Address(file) : undefined;
	if (address === undefined || 'message' in address) return readFile(file, 'utf8');
	const [{S3Bucket}, {readText}] = await Promise.all([import('../s3/bucket.js'), import('../s3/object.js')]);
	const bucket = new S3Bucket(address.bucket, {region, anonymous: undefined}, 1);
	try {
		return await readText(bucket, address.prefix);
	} finally {
		// Not awaited: an unanswered request would keep the process alive.
		void bucket.close();
	}
}

/** Identifies the content of a jsonpaths file: `sha256:…`, or its address if it can't be read. */
export async function jsonPathsId(file: string, region: string | undefined): Promise<string> {
	const text = await Promise.race([
		readJsonPaths(file, region).catch(() => undefined),
		sleep(timeoutMs, undefined, {ref: false}),
	]);
	return text === undefined ? file : `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
