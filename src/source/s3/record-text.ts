// Import this file on demand: it loads the AWS SDK.
import {parseS3Address} from '../../config/aws.js';
import {isProblem} from '../../config/problems.js';
import {decompressed} from '../file-chunks.js';
import {S3Bucket} from './bucket.js';
import {objectChunks} from './object.js';

/** Maximum size of an object to search, uncompressed. */
const maxBytes = 32_000_000;
const maxCharacters = 1024;

/**
Reads the start of records from an object, given the line on which each ends. A record starts at the nearest line before
it that starts with a brace.
@throws DataError if the object can't be read
*/
export async function recordTexts(
	address: string,
	region: string | undefined,
	ends: readonly number[],
	signal: AbortSignal,
): Promise<readonly string[]> {
	const place = parseS3Address(address);
	if (isProblem(place)) return [];
	const bucket = new S3Bucket(place.bucket, {region, anonymous: undefined}, 1);
	// An unanswered request would keep the process alive.
	const close = () => void bucket.close();
	signal.addEventListener('abort', close);
	try {
		const chunks: Uint8Array[] = [];
		let size = 0;
		for await (const chunk of decompressed(
			place.prefix,
			objectChunks(bucket, place.prefix, () => {}),
		)) {
			chunks.push(chunk);
			size += chunk.length;
			if (size > maxBytes) break;
		}
		const lines = new TextDecoder().decode(Buffer.concat(chunks)).split('\n');
		return ends.map(end => recordBefore(lines, end));
	} finally {
		signal.removeEventListener('abort', close);
		close();
	}
}

function recordBefore(lines: readonly string[], end: number): string {
	let start = end;
	while (start > 1 && lines[start - 1]?.trimStart().startsWith('{') === false) start--;
	const text = lines
		.slice(start - 1, end)
		.join('\n')
		.trim();
	return Array.from(text.slice(0, 2 * maxCharacters))
		.slice(0, maxCharacters)
		.join('');
}
