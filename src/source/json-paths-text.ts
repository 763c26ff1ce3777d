import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import {isS3Address, parseS3Address} from '../config/s3-address.js';

/** How long the file may take to read where it only serves to tell one source from another, ms. */
const timeoutMs = 2000;

/** Reads a jsonpaths file. @param file A path or an `s3://` address. @throws what reading it throws */
export async function readJsonPaths(file: string, region: string | undefined): Promise<string> {
	const address = isS3Address(file) ? parseS3Address(file) : undefined;
	if (address === undefined || 'message' in address) return readFile(file, 'utf8');
	const [{S3Bucket}, {readText}] = await Promise.all([import('./s3-bucket.js'), import('./read-s3-text.js')]);
	const bucket = new S3Bucket(address.bucket, {region, anonymous: undefined}, 1);
	try {
		return await readText(bucket, address.prefix);
	} finally {
		// Not waited for: a request that nobody answers would keep the process from its end.
		void bucket.close();
	}
}

/** Identifies the content of a jsonpaths file: `sha256:…`, or its address where it can't be read from here. */
export async function jsonPathsId(file: string, region: string | undefined): Promise<string> {
	const text = await Promise.race([
		readJsonPaths(file, region).catch(() => undefined),
		sleep(timeoutMs, undefined, {ref: false}),
	]);
	return text === undefined ? file : `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
