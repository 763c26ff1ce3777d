import {redshiftEndpoint} from '../config/redshift-endpoint.js';
import {printS3Address, type S3Address} from '../config/s3-address.js';
import type {Settings} from '../config/settings.js';
import {DataError} from '../errors.js';
import type {S3Bucket} from '../source/s3-bucket.js';
import type {DoctorContext} from './doctor-context.js';
import {type Finding, failed, failedBy, none, ok} from './finding.js';
import {askBucket, openBucket, signerText, statedRegion} from './open-bucket.js';

/** Keys asked for: enough to see that there is something. */
const keysAsked = 5;

/** Whether the keys below an address can be listed, and what a load would make of it. */
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

/** Names of objects and of folders, each with the prefix. @throws DataError where there are none */
async function someNames(bucket: S3Bucket, prefix: string): Promise<readonly string[]> {
	const {CommonPrefixes = [], Contents = []} = await bucket.list({prefix, names: keysAsked});
	// A folder made by the console is an object without bytes, which COPY passes over.
	const keys = Contents.filter(({Size}) => Size !== 0).map(({Key}) => Key);
	const names = [...CommonPrefixes.map(({Prefix}) => Prefix), ...keys].filter(name => name !== undefined);
	if (names.length > 0) return names;
	const {emptyPrefixError} = await import('../source/s3-empty-prefix.js');
	throw await emptyPrefixError(bucket, prefix);
}

/** COPY reads whatever begins so: `log_data` is `log_data_old/` as well. */
export function prefixNotes({bucket, prefix}: S3Address, names: readonly string[]): readonly string[] {
	if (prefix === '' || prefix.endsWith('/')) return [];
	const others = names.filter(name => name !== `${prefix}/` && name !== prefix);
	if (others.length === 0) return [];
	return [
		`Every key that begins so is read, ${others.join(', ')} too: write s3://${bucket}/${prefix}/ to name the folder alone.`,
	];
}

/** COPY does not look for a bucket in another region: it has to be told. */
export function regionProblem(settings: Settings, region: string): string | undefined {
	if (settings.engine !== 'redshift') return undefined;
	const stated = statedRegion(settings);
	const clusterRegion = stated ?? redshiftEndpoint(settings.connection.host)?.region;
	if (clusterRegion === undefined || clusterRegion === region) return undefined;
	return stated === undefined
		? `The cluster is in ${clusterRegion}: write REGION = ${region} in [S3].`
		: `REGION is ${stated}: write REGION = ${region} in [S3].`;
}

/** Redshift reads by itself and with its role: what this machine may not see, or cannot reach, that may. */
export function bucketFailure(error: unknown, bucket: S3Bucket, settings: Settings): Finding {
	if (settings.engine !== 'redshift') return failedBy(error);
	if (!(error instanceof DataError) || !isDenial(error)) {
		return isOfTheBucket(error) ? failedBy(error) : failedBy(error, fromHere);
	}
	if (bucket.access.anonymous === true) {
		return none(
			`${error.failure.where} cannot be seen from here: this machine has no AWS credentials`,
			'The cluster reads it with its role, which needs s3:ListBucket and s3:GetObject.',
		);
	}
	return failedBy(
		error,
		'These are the rights of the credentials on this machine; the cluster reads with its role, which needs the same two.',
	);
}

const fromHere =
	'That is how it looks from this machine; the cluster reads the bucket by itself, with its role.';

/** Whether the cluster would fare no better. What S3 did not say, but the program, is of the keys that it listed. */
function isOfTheBucket(error: unknown): boolean {
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
