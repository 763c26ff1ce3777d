import type {Settings} from '../config/settings.js';
import type {S3Access} from '../source/s3/access.js';
import type {S3Bucket} from '../source/s3/bucket.js';
import type {TimeLimits} from './time-limits.js';

/** Limit for a request, including the search for credentials, ms. */
const limitMs = 20_000;

/** Fewer than a load makes. */
const attempts = 2;

/** Opens a bucket like the source does. */
export async function openBucket(name: string, settings: Settings): Promise<S3Bucket> {
	const {S3Bucket: Bucket} = await import('../source/s3/bucket.js');
	return new Bucket(name, {region: statedRegion(settings), anonymous: undefined}, attempts);
}

/** Runs a request to a bucket with a time limit. @throws DataError, TimeoutError */
export async function askBucket<T>(limits: TimeLimits, work: () => Promise<T>): Promise<T> {
	return limits.within(
		limitMs,
		work,
		'S3 does not respond to this machine. Check the network, the proxy and, if set, AWS_ENDPOINT_URL_S3.',
	);
}

/** The value of REGION in dwh.cfg. */
export function statedRegion(settings: Settings): string | undefined {
	return settings.engine === 'redshift' ? settings.copy.region : settings.source?.region;
}

/** Describes the credentials of the requests. */
export function signerText({anonymous}: S3Access): string {
	return anonymous === true ? 'without credentials' : "with this machine's credentials";
}
