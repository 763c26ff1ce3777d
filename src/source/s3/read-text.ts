// Import this file on demand: it loads the AWS SDK.
import type {S3Bucket} from './bucket.js';
import {objectChunks} from './object.js';

/** A jsonpaths file with 18 paths has half a kilobyte. */
const maxBytes = 1_000_000;

/** Reads an object as text, up to about `maxBytes`. @throws DataError */
export async function readText(bucket: S3Bucket, key: string): Promise<string> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of objectChunks(bucket, key, () => {})) {
		chunks.push(chunk);
		size += chunk.length;
		if (size > maxBytes) break;
	}
	return new TextDecoder().decode(Buffer.concat(chunks));
}
