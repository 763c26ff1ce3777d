import type {Settings} from '../config/settings.js';
import type {S3Access, S3Bucket} from '../source/s3-bucket.js';

/** Milliseconds for a request, the search for credentials and a second attempt included. */
export const bucketLimitMs = 40_000;

/** A load has more patience than a check. */
const attempts = 2;

/** The bucket as the source opens it. */
export async function openBucket(name: string, settings: Settings): Promise<S3Bucket> {
	const {S3Bucket: Bucket} = await import('../source/s3-bucket.js');
	return new Bucket(name, {region: statedRegion(settings), anonymous: undefined}, attempts);
}

/** REGION in dwh.cfg. */
export function statedRegion(settings: Settings): string | undefined {
	return settings.engine === 'redshift' ? settings.copy.region : settings.source?.region;
}

/** Whose rights the requests have. */
export function signerText({anonymous}: S3Access): string {
	return anonymous === true ? 'without credentials' : "with this machine's credentials";
}
