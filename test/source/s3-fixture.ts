import type {ExecutionContext} from 'ava';
import {parseS3Address} from '../../src/config/aws.js';
import {S3Source} from '../../src/source/s3/s3-source.js';
import type {Inventory, RecordKind, Reject, Source} from '../../src/source/source.js';
import type {Bucket, BucketOptions} from '../support/s3/bucket.js';
import {type S3Options, type S3Server, startS3} from '../support/s3/start-s3.js';
import {decodeCopy, type Fields} from './read-records.js';

/** Isolates the AWS SDK from the configuration of the test machine. */
const environment: Readonly<Record<string, string | undefined>> = {
	AWS_CONFIG_FILE: '/nowhere/config',
	AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
	AWS_EC2_METADATA_DISABLED: 'true',
	AWS_SECRET_ACCESS_KEY: 'a-secret-that-nobody-may-see',
	AWS_SESSION_TOKEN: undefined,
	AWS_PROFILE: undefined,
	AWS_REGION: undefined,
	AWS_DEFAULT_REGION: undefined,
	AWS_ENDPOINT_URL: undefined,
	AWS_NO_SIGN_REQUEST: undefined,
	AWS_MAX_ATTEMPTS: undefined,
	AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: undefined,
	AWS_CONTAINER_CREDENTIALS_FULL_URI: undefined,
	AWS_WEB_IDENTITY_TOKEN_FILE: undefined,
};

/**
Starts a server with a bucket and sets the environment for it, until the test ends. The environment belongs to the
process, so these tests must run serially.
*/
export async function startBucket(
	t: ExecutionContext,
	options: S3Options & BucketOptions & {readonly env?: Readonly<Record<string, string | undefined>>} = {},
): Promise<{readonly server: S3Server; readonly bucket: Bucket}> {
	const server = await startS3(options);
	setEnvironment(t, {
		...environment,
		AWS_ENDPOINT_URL_S3: server.endpoint,
		AWS_ACCESS_KEY_ID: server.accessKeyId,
		...options.env,
	});
	t.teardown(() => server.stop());
	return {server, bucket: server.createBucket('music', options)};
}

export function setEnvironment(
	t: ExecutionContext,
	values: Readonly<Record<string, string | undefined>>,
): void {
	for (const [name, value] of Object.entries(values)) {
		const before = process.env[name];
		t.teardown(() => set(name, before));
		set(name, value);
	}
}

function set(name: string, value: string | undefined): void {
	if (value === undefined) delete process.env[name];
	else process.env[name] = value;
}

/** A source with both kinds at one address. */
export function s3Source(address: string, region?: string): S3Source {
	const parsed = parseS3Address(address);
	if ('message' in parsed) throw new Error(parsed.message);
	return new S3Source({events: parsed, songs: parsed}, address, region);
}

export type Everything = {
	readonly inventory: Inventory;
	readonly rows: readonly Fields[];
	readonly rejects: readonly Reject[];
	readonly bytes: number;
	readonly files: number;
	/** Rows as counted by the batches. */
	readonly counted: number;
};

export async function readEverything(source: Source, kind: RecordKind): Promise<Everything> {
	const inventory = await source.inventory(kind);
	const rows: Fields[] = [];
	const rejects: Reject[] = [];
	let [bytes, files, counted] = [0, 0, 0];
	for await (const batch of source.records(kind, inventory)) {
		rows.push(...decodeCopy(batch.copyText));
		rejects.push(...batch.rejects);
		bytes += batch.bytes;
		files += batch.files;
		counted += batch.rows;
	}
	return {inventory, rows, rejects, bytes, files, counted};
}

/** Sorts items, because batches arrive in no particular order. */
export function sorted<T>(items: readonly T[]): readonly T[] {
	return items
		.map(item => ({item, text: JSON.stringify(item)}))
		.sort((a, b) => (a.text < b.text ? -1 : 1))
		.map(({item}) => item);
}
