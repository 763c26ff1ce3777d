import {
	GetObjectCommand,
	type GetObjectCommandOutput,
	ListObjectsV2Command,
	type ListObjectsV2CommandOutput,
	S3Client,
	type S3ClientConfig,
} from '@aws-sdk/client-s3';
import {quietAwsSdk} from '../../config/aws.js';
import {proxyAgents} from '../../config/proxy.js';
import {hasCredentials, isUnsignedRequested, type S3Access} from './access.js';
import {otherRegion, s3Error} from './errors.js';
import {idleTimeoutMs, RetryPolicy} from './retry-policy.js';

export type ListQuery = {
	readonly prefix: string;
	/** The continuation token of the previous page. */
	readonly token?: string | undefined;
	/** List only names up to the next `/`, and at most this many. */
	readonly names?: number;
	/** List at most this many keys, by default 1,000. */
	readonly keys?: number;
};

/** A part of an object: from a byte to another, or to the end, provided that it still has the same ETag. */
export type ObjectPart = {readonly from: number; readonly to?: number; readonly etag?: string | undefined};

const unsigned = {
	credentials: {accessKeyId: '', secretAccessKey: ''},
	signer: {sign: async request => request},
} satisfies S3ClientConfig;

/**
A bucket. Credentials come from the standard AWS sources (environment, profile, SSO, instance). Without credentials, or
if AWS_NO_SIGN_REQUEST is `true`, requests are unsigned. The region is the given one, else that of the environment or
profile. If S3 reports another region, the request is repeated there, once.
*/
export class S3Bucket {
	readonly name: string;
	readonly retryPolicy: RetryPolicy;
	#access: S3Access;
	#client: Promise<S3Client> | undefined;
	#followed = false;

	/**
	@param attempts Attempts per request, by default as many as for a load.
	@param onNotice Called when a retry delays the user.
	*/
	constructor(name: string, access: S3Access, attempts?: number, onNotice?: (notice: string) => void) {
		this.name = name;
		this.#access = access;
		// `anonymous` is known only after S3 has answered another thread.
		this.retryPolicy = new RetryPolicy(access.anonymous !== undefined, attempts, onNotice);
	}

	get access(): S3Access {
		return this.#access;
	}

	/** Lists one page. @throws DataError */
	async list({prefix, token, names, keys}: ListQuery): Promise<ListObjectsV2CommandOutput> {
		const command = new ListObjectsV2Command({
			Bucket: this.name,
			Prefix: prefix,
			...(token !== undefined && {ContinuationToken: token}),
			...(names !== undefined && {Delimiter: '/', MaxKeys: names}),
			...(keys !== undefined && {MaxKeys: keys}),
		});
		return this.#send(async client => client.send(command), `s3://${this.name}/${prefix}`);
	}

	/** Requests an object. Resolves before its body has arrived. @throws DataError */
	async get(key: string, part?: ObjectPart): Promise<GetObjectCommandOutput> {
		const command = new GetObjectCommand({
			Bucket: this.name,
			Key: key,
			...(part !== undefined && {Range: `bytes=${part.from}-${part.to ?? ''}`}),
			...(part?.etag !== undefined && {IfMatch: part.etag}),
		});
		return this.#send(async client => client.send(command), `s3://${this.name}/${key}`);
	}

	/** Closes the connections. Pending requests fail. */
	async close(): Promise<void> {
		const client = await this.#client?.catch(() => undefined);
		client?.destroy();
	}

	async #send<T>(request: (client: S3Client) => Promise<T>, where: string): Promise<T> {
		try {
			this.#client ??= this.#connect();
			const client = this.#client;
			try {
				return await request(await client);
			} catch (error) {
				const region = otherRegion(error);
				if (region === undefined) throw error;
				// S3 redirects all concurrent requests; the first one switches the client.
				if (this.#client === client) {
					if (this.#followed) throw error;
					this.#followed = true;
					this.#access = {...this.#access, region};
					this.#client = this.#connect();
				}
				return await request(await this.#client);
			}
		} catch (error) {
			throw s3Error(error, where, this.#access);
		}
	}

	async #connect(): Promise<S3Client> {
		quietAwsSdk();
		const custom = process.env.AWS_ENDPOINT_URL_S3 || process.env.AWS_ENDPOINT_URL;
		const agents = await proxyAgents(custom || `https://${this.name}.s3.amazonaws.com`);
		// Credentials may have to be requested too.
		const defaultClient = new S3Client({requestHandler: agents});
		const region = this.#access.region ?? (await defaultClient.config.region().catch(() => 'us-east-1'));
		const anonymous =
			this.#access.anonymous ?? (isUnsignedRequested() || !(await hasCredentials(defaultClient)));
		this.#access = {region, anonymous};
		return new S3Client({
			region,
			...(anonymous ? unsigned : {credentials: defaultClient.config.credentials}),
			// Other S3-compatible servers rarely have a host name per bucket.
			forcePathStyle: Boolean(custom),
			// An object's checksum can't verify a body that is resumed in parts. TLS and the length protect each part.
			responseChecksumValidation: 'WHEN_REQUIRED',
			requestChecksumCalculation: 'WHEN_REQUIRED',
			retryStrategy: this.retryPolicy,
			// A connection also counts as idle while this program doesn't read from it.
			requestHandler: {connectionTimeout: idleTimeoutMs, socketTimeout: idleTimeoutMs, ...agents},
		});
	}
}
