import type {Settings} from '../config/settings.js';
import type {S3Access, S3Bucket} from '../source/s3-bucket.js';
import type {TimeLimits} from './time-limits.js';

/** Milliseconds for a request, the search for credentials included. */
const limitMs = 20_000;

/** A load has more patience than a check. */
const attempts = 2;

/** The bucket as the source opens it. */
export async function openBucket(name: string, settings: Settings): Promise<S3Bucket> {
	const {S3Bucket: Bucket} = await import('../source/s3-bucket.js');
	return new Bucket(name, {region: statedRegion(settings), anonymous: undefined}, attempts);
}

/** Asks a bucket something, and gives up in time. @throws DataError, TimeoutError */
export async function askBucket<T>(limits: TimeLimits, work: () => Promise<T>): Promise<T> {
	return limits.within(
		limitMs,
		work,
		'S3 is silent towards this machine: check the network, the proxy and, if it is set, AWS_ENDPOINT_URL_S3.',
	);
}

/** REGION in dwh.cfg. */
export function statedRegion(settings: Settings): string | undefined {
	return settings.engine === 'redshift' ? settings.copy.region : settings.source?.region;
}

/** Whose rights the requests have. */
export function signerText({anonymous}: S3Access): string {
	return anonymous === true ? 'without credentials' : "with this machine's credentials";
}
