// Imported when it is needed only: it brings the AWS SDK with it.
import type {S3Bucket} from './s3-bucket.js';
import {objectChunks} from './s3-object.js';

/** A jsonpaths file of 18 paths has half a kilobyte. */
const maxBytes = 1_000_000;

/** A small object, whole; of one that is not, the start. @throws DataError */
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
