import type {Settings} from '../config/settings.js';
import type {S3Access, S3Bucket} from '../source/s3-bucket.js';

/** Milliseconds for a request, the search for credentials and a second attempt included. */
export const bucketLimitMs = 40_000;

/** The bucket as the source opens it. A check tries twice, where a load has more patience. */
export async function openBucket(name: string, settings: Settings): Promise<S3Bucket> {
	process.env.AWS_MAX_ATTEMPTS ??= '2';
	const {S3Bucket: Bucket} = await import('../source/s3-bucket.js');
	return new Bucket(name, {region: statedRegion(settings), anonymous: undefined});
}

/** REGION in dwh.cfg. */
export function statedRegion(settings: Settings): string | undefined {
	return settings.engine === 'redshift' ? settings.copy.region : settings.source?.region;
}

/** Whose rights the requests have. */
export function signerText({anonymous}: S3Access): string {
	return anonymous === true ? 'without credentials' : "with this machine's credentials";
}
