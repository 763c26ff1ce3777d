import {setTimeout as sleep} from 'node:timers/promises';
import {
	GetObjectCommand,
	ListObjectsV2Command,
	type ListObjectsV2CommandInput,
	S3Client,
	type S3ClientConfig,
} from '@aws-sdk/client-s3';
import type {ExecutionContext} from 'ava';
import {type S3Options, type S3Server, startS3} from './start-s3.js';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** Starts a server with a bucket `music` and a client with access to it. Both are closed when the test ends. */
export async function start(t: ExecutionContext, options: S3Options = {}) {
	const server = await startS3(options);
	t.teardown(() => server.stop());
	return {server, music: server.createBucket('music'), client: connect(t, server)};
}

export function connect(t: ExecutionContext, server: S3Server, config: S3ClientConfig = {}): S3Client {
	const client = new S3Client({
		endpoint: server.endpoint,
		region: 'us-west-2',
		credentials: {accessKeyId: server.accessKeyId, secretAccessKey: 'any'},
		maxAttempts: 1,
		...config,
	});
	t.teardown(() => client.destroy());
	return client;
}

export const anonymous: S3ClientConfig = {
	credentials: {accessKeyId: '', secretAccessKey: ''},
	signer: {sign: async request => request},
};

/** All keys and common prefixes of a listing, by page. */
export async function pages(
	client: S3Client,
	input: Omit<ListObjectsV2CommandInput, 'Bucket'>,
): Promise<string[][]> {
	const result: string[][] = [];
	let token: string | undefined;
	do {
		const page = await client.send(
			new ListObjectsV2Command({Bucket: 'music', ...input, ...(token && {ContinuationToken: token})}),
		);
		const names = [
			...(page.Contents ?? []).map(o => o.Key!),
			...(page.CommonPrefixes ?? []).map(p => p.Prefix!),
		];
		if (page.KeyCount !== names.length) throw new Error(`KeyCount ${page.KeyCount} for ${names.length}`);
		result.push(names);
		token = page.NextContinuationToken;
		if (page.IsTruncated !== (token !== undefined)) throw new Error(`IsTruncated ${page.IsTruncated}`);
	} while (token);
	return result;
}

export async function read(client: S3Client, key: string, range?: string) {
	const output = await client.send(
		new GetObjectCommand({Bucket: 'music', Key: key, ...(range && {Range: range})}),
	);
	return {
		text: await output.Body!.transformToString(),
		status: output.$metadata.httpStatusCode,
		length: output.ContentLength,
		range: output.ContentRange,
		etag: output.ETag,
	};
}

/** Waits until `count` requests have arrived. */
export async function requestsAt(server: S3Server, count: number): Promise<void> {
	while (server.requests.length < count) await sleep(5);
}
