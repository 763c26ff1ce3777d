import {
	GetObjectCommand,
	type GetObjectCommandOutput,
	ListObjectsV2Command,
	type ListObjectsV2CommandOutput,
	S3Client,
	type S3ClientConfig,
} from '@aws-sdk/client-s3';
import {quietAwsSdk} from '../config/quiet-aws-sdk.js';
import {idleTimeoutMs, RetryPolicy} from './retry-policy.js';
import {otherRegion, s3Error} from './s3-errors.js';

/** What is known of the way to a bucket; undefined is what has to be found out. */
export type S3Access = {
	readonly region: string | undefined;
	/** Requests are sent without a signature, as public buckets allow. */
	readonly anonymous: boolean | undefined;
};

export type ListQuery = {
	readonly prefix: string;
	/** Where the page before ended. */
	readonly token?: string | undefined;
	/** Names up to the next `/` only, and no more of them than this. */
	readonly names?: number;
};

/** The rest of an object from a byte on, if it still is what it was. */
export type Resume = {readonly from: number; readonly etag: string | undefined};

const unsigned = {
	credentials: {accessKeyId: '', secretAccessKey: ''},
	signer: {sign: async request => request},
} satisfies S3ClientConfig;

/**
One bucket. Credentials come from where the AWS tools look for them (environment, profile, SSO, instance); where there
are none, or AWS_NO_SIGN_REQUEST is `true`, requests go unsigned. The region is the one given, else that of the
environment or profile; when the bucket says it is elsewhere, it is followed there, once.
*/
export class S3Bucket {
	readonly name: string;
	readonly retryPolicy: RetryPolicy;
	#access: S3Access;
	#client: Promise<S3Client> | undefined;
	#followed = false;

	/**
	@param attempts Tries of a request; by default as many as a load makes.
	@param onNotice Called when a request is retried and the user has to wait.
	*/
	constructor(name: string, access: S3Access, attempts?: number, onNotice?: (notice: string) => void) {
		this.name = name;
		this.#access = access;
		// Whether there are credentials is known from an answer that another thread got.
		this.retryPolicy = new RetryPolicy(access.anonymous !== undefined, attempts, onNotice);
	}

	/** What is known by now. */
	get access(): S3Access {
		return this.#access;
	}

	/** One page of a listing. @throws DataError */
	async list({prefix, token, names}: ListQuery): Promise<ListObjectsV2CommandOutput> {
		const command = new ListObjectsV2Command({
			Bucket: this.name,
			Prefix: prefix,
			...(token !== undefined && {ContinuationToken: token}),
			...(names !== undefined && {Delimiter: '/', MaxKeys: names}),
		});
		return this.#ask(async client => client.send(command), `s3://${this.name}/${prefix}`);
	}

	/** The bytes of an object, which are still to come when this resolves. @throws DataError */
	async get(key: string, resume?: Resume): Promise<GetObjectCommandOutput> {
		const command = new GetObjectCommand({
			Bucket: this.name,
			Key: key,
			...(resume !== undefined && {Range: `bytes=${resume.from}-`}),
			...(resume?.etag !== undefined && {IfMatch: resume.etag}),
		});
		return this.#ask(async client => client.send(command), `s3://${this.name}/${key}`);
	}

	/** Lets go of its connections: what was asked for and is not answered yet fails. */
	async close(): Promise<void> {
		const client = await this.#client?.catch(() => undefined);
		client?.destroy();
	}

	async #ask<T>(request: (client: S3Client) => Promise<T>, where: string): Promise<T> {
		try {
			this.#client ??= this.#connect();
			const asked = this.#client;
			try {
				return await request(await asked);
			} catch (error) {
				const region = otherRegion(error);
				if (region === undefined) throw error;
				// Requests under way at the same time are all sent elsewhere; the first of them leads.
				if (this.#client === asked) {
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
		const usual = new S3Client({});
		const region = this.#access.region ?? (await usual.config.region().catch(() => 'us-east-1'));
		const anonymous = this.#access.anonymous ?? (isUnsignedWanted() || !(await hasCredentials(usual)));
		this.#access = {region, anonymous};
		return new S3Client({
			region,
			...(anonymous ? unsigned : {credentials: usual.config.credentials}),
			// Other servers that speak S3 seldom have a host name for each bucket.
			forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL_S3 || process.env.AWS_ENDPOINT_URL),
			// A checksum of the whole says nothing of a body that comes in parts; TLS and the length guard each part.
			responseChecksumValidation: 'WHEN_REQUIRED',
			requestChecksumCalculation: 'WHEN_REQUIRED',
			retryStrategy: this.retryPolicy,
			// A connection also counts as silent while it is this program that doesn't read.
			requestHandler: {connectionTimeout: idleTimeoutMs, socketTimeout: idleTimeoutMs},
		});
	}
}

/** The variable that GDAL has for what the AWS CLI calls `--no-sign-request`. */
function isUnsignedWanted(): boolean {
	return /^(?:true|yes|on|1)$/i.test(process.env.AWS_NO_SIGN_REQUEST ?? '');
}

/** Whether there are any. @throws Error when there are some, or were to be, that cannot be used. */
async function hasCredentials(client: S3Client): Promise<boolean> {
	try {
		await client.config.credentials();
		return true;
	} catch (error) {
		const none = error instanceof Error && /from any providers/.test(error.message);
		const named = process.env.AWS_PROFILE !== undefined || process.env.AWS_ACCESS_KEY_ID !== undefined;
		if (none && !named) return false;
		throw error;
	}
}
