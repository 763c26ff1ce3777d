import {printS3Address, type S3Address} from '../config/aws.js';
import {redshiftEndpoint} from '../config/host.js';
import type {Settings} from '../config/settings.js';
import {DataError} from '../errors.js';
import type {S3Bucket} from '../source/s3/bucket.js';
import type {DoctorContext} from './doctor-context.js';
import {type Finding, failed, failedBy, none, ok} from './finding.js';
import {askBucket, openBucket, signerText, statedRegion} from './open-bucket.js';

/** Enough to show that the prefix is not empty. */
const maxKeys = 5;

/** Checks that the keys under an address can be listed and that a load could use them. */
export async function listingFinding(address: S3Address, context: DoctorContext): Promise<Finding> {
	const {settings} = context.reading;
	const bucket = await openBucket(address.bucket, settings);
	const where = printS3Address(address);
	try {
		const names = await askBucket(context.limits, async () => someNames(bucket, address.prefix));
		const {region = 'unknown'} = bucket.access;
		const shown = names.slice(0, 3).map(name => name.slice(folderOf(address.prefix).length));
		const more = names.length > shown.length ? ' and more' : '';
		const found = `${where} holds ${shown.join(', ')}${more} (${signerText(bucket.access)}, region ${region})`;
		const problem = regionProblem(settings, region);
		if (problem !== undefined) return failed(found, [problem]);
		return ok(found, ...prefixNotes(address, names));
	} catch (error) {
		return bucketFailure(error, bucket, settings);
	}
}

/** Lists object and folder names, including the prefix. @throws DataError if there are none */
async function someNames(bucket: S3Bucket, prefix: string): Promise<readonly string[]> {
	const {CommonPrefixes = [], Contents = []} = await bucket.list({prefix, names: maxKeys});
	// The console creates folders as empty objects, which COPY skips.
	const keys = Contents.filter(({Size}) => Size !== 0).map(({Key}) => Key);
	const names = [...CommonPrefixes.map(({Prefix}) => Prefix), ...keys].filter(name => name !== undefined);
	if (names.length > 0) return names;
	const {emptyPrefixError} = await import('../source/s3/empty-prefix.js');
	throw await emptyPrefixError(bucket, prefix);
}

/** Warns about other matches of a prefix: `log_data` also matches `log_data_old/`. */
export function prefixNotes({bucket, prefix}: S3Address, names: readonly string[]): readonly string[] {
	if (prefix === '' || prefix.endsWith('/')) return [];
	const others = names.filter(name => name !== `${prefix}/` && name !== prefix);
	if (others.length === 0) return [];
	return [
		`Every key with this prefix is read, ${others.join(', ')} too. Set s3://${bucket}/${prefix}/ to read only that folder.`,
	];
}

/** COPY needs REGION to read a bucket in another region. */
export function regionProblem(settings: Settings, region: string): string | undefined {
	if (settings.engine !== 'redshift') return undefined;
	const stated = statedRegion(settings);
	const clusterRegion = stated ?? redshiftEndpoint(settings.connection.host)?.region;
	if (clusterRegion === undefined || clusterRegion === region) return undefined;
	return stated === undefined
		? `The cluster is in ${clusterRegion}, the bucket in ${region}. Set REGION = ${region} in [S3].`
		: `REGION is ${stated}, but the bucket is in ${region}. Set REGION = ${region} in [S3].`;
}

/** Qualifies an error for Redshift, whose role may read what this machine can't. */
export function bucketFailure(error: unknown, bucket: S3Bucket, settings: Settings): Finding {
	if (settings.engine !== 'redshift') return failedBy(error);
	if (!(error instanceof DataError) || !isDenial(error)) {
		return failsForCluster(error) ? failedBy(error) : failedBy(error, fromHere);
	}
	if (bucket.access.anonymous === true) {
		return none(
			`${error.failure.where} cannot be checked from here: this machine has no AWS credentials`,
			'The cluster reads it with its role, which needs s3:ListBucket and s3:GetObject.',
		);
	}
	return failedBy(
		error,
		'This describes the credentials on this machine; the cluster reads with its role, which needs the same two permissions.',
	);
}

const fromHere = 'This was checked from this machine; the cluster reads the bucket itself, with its role.';

/** Whether the cluster would fail too. Errors without `detail` come from the listed keys, not from S3. */
function failsForCluster(error: unknown): boolean {
	if (!(error instanceof DataError)) return false;
	const {detail} = error.failure;
	return (
		detail === undefined || /NoSuch(?:Bucket|Key)|PermanentRedirect|AuthorizationHeaderMalformed/.test(detail)
	);
}

function isDenial({failure}: DataError): boolean {
	return /AccessDenied|Forbidden|status 403/i.test(failure.detail ?? '');
}

function folderOf(prefix: string): string {
	return prefix.slice(0, prefix.lastIndexOf('/') + 1);
}
