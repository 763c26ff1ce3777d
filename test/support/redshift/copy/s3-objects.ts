import {Agent, get, type IncomingMessage} from 'node:http';
import {buffer} from 'node:stream/consumers';
import {setTimeout as sleep} from 'node:timers/promises';

/** The tests' S3 server, with a single access key for all buckets. */
export type S3Address = {readonly endpoint: string; readonly accessKeyId: string};
export type S3Object = {readonly key: string; readonly bytes: number};

type Response = {readonly status: number; readonly region: string | undefined; readonly body: Buffer};

/** An error response from S3. */
export class S3Failure extends Error {
	readonly status: number;
	readonly code: string;
	readonly requestId: string;

	constructor(status: number, code: string, message: string, requestId: string) {
		super(message);
		this.status = status;
		this.code = code;
		this.requestId = requestId;
	}
}

/** Replaces the documented "15-30 min" [D:copy-usage_notes-multiple-files]; for 5xx and broken connections. */
const attempts = 3;
const pauseMs = 20;

/** Lists and reads objects like a cluster in the given region, with requests signed for that region. */
export class S3Objects {
	readonly #address: S3Address;
	readonly #region: string;
	readonly #agent = new Agent({keepAlive: true});
	#closed = false;

	/** @param signal Aborts all requests. */
	constructor(address: S3Address, region: string, signal: AbortSignal) {
		this.#address = address;
		this.#region = region;
		signal.addEventListener('abort', () => this.close());
	}

	/** Lists every object whose key begins with the prefix. @throws S3Failure */
	async list(bucket: string, prefix: string): Promise<readonly S3Object[]> {
		const objects: S3Object[] = [];
		for (let token: string | undefined = ''; token !== undefined; ) {
			const query = new URLSearchParams({'list-type': '2', prefix, 'encoding-type': 'url'});
			if (token !== '') query.set('continuation-token', token);
			const {region = this.#region, body} = await this.#request(`${bucket}?${query}`);
			if (region !== this.#region) throw redirect(bucket, region);
			const page = body.toString();
			for (const [, content = ''] of page.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
				const key = decodeKey(element(content, 'Key') ?? '');
				objects.push({key, bytes: Number(element(content, 'Size'))});
			}
			token = element(page, 'NextContinuationToken');
		}
		return objects;
	}

	/** @throws S3Failure */
	async read(bucket: string, key: string): Promise<Buffer> {
		const path = key.split('/').map(encodeURIComponent).join('/');
		return (await this.#request(`${bucket}/${path}`)).body;
	}

	/** Closes the connections; pending requests fail. */
	close(): void {
		this.#closed = true;
		this.#agent.destroy();
	}

	async #request(path: string): Promise<Response> {
		for (let attempt = 1; ; attempt++) {
			const failure = await this.#attempt(path).catch((error: Error) => error);
			if (!(failure instanceof Error)) return failure;
			const retryable = !(failure instanceof S3Failure) || failure.status >= 500;
			if (!retryable || attempt === attempts || this.#closed) throw failure;
			await sleep(pauseMs);
		}
	}

	async #attempt(path: string): Promise<Response> {
		const headers = {authorization: this.#authorization()};
		const response = await new Promise<IncomingMessage>((resolve, reject) => {
			get(`${this.#address.endpoint}/${path}`, {agent: this.#agent, headers}, resolve).once('error', reject);
		});
		const body = await buffer(response);
		const {statusCode: status = 0} = response;
		if (status !== 200) throw readFailure(status, body.toString());
		return {status, region: String(response.headers['x-amz-bucket-region'] ?? this.#region), body};
	}

	/** The test server checks only the key and the region. */
	#authorization(): string {
		const scope = `${this.#address.accessKeyId}/20181101/${this.#region}/s3/aws4_request`;
		return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
	}
}

function readFailure(status: number, body: string): S3Failure {
	const [code, message, requestId] = ['Code', 'Message', 'RequestId'].map(name => element(body, name) ?? '');
	return new S3Failure(status, code!, message!, requestId!);
}

/** The bucket is in another region, and REGION is missing or wrong [D:copy-parameters-data-source-s3]. */
function redirect(bucket: string, region: string): S3Failure {
	const message =
		'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.';
	return new S3Failure(301, 'PermanentRedirect', message, `${bucket}.${region}`);
}

function element(xml: string, name: string): string | undefined {
	const text = new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(xml)?.[1];
	const entities: Readonly<Record<string, string>> = {lt: '<', gt: '>', quot: '"', apos: "'", amp: '&'};
	return text?.replaceAll(/&(\w+);/g, (entity, word: string) => entities[word] ?? entity);
}

/** Decodes `encoding-type=url`, in which a space is a plus sign. */
function decodeKey(key: string): string {
	return decodeURIComponent(key.replaceAll('+', ' '));
}
