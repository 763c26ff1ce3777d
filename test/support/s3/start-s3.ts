import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import {Bucket, type BucketOptions} from './bucket.js';
import {errorBody, type ResponseIds, S3Error} from './errors.js';
import {type Fault, Faults, type FaultTarget, type InjectableError, keyOrPrefix} from './faults.js';
import {parseRequest, readSigner, type S3Request, UnsupportedRequestError} from './requests.js';
import {injectedError, respond} from './respond.js';
import {sendBody} from './send-body.js';

export type S3Options = {
	/** Access key id with access to every bucket; any other is unknown. */
	readonly accessKeyId?: string;
	/** Keys per page of a listing, at most 1,000. */
	readonly pageSize?: number;
};

/** A request in order of arrival, with its outcome so far. */
export type LoggedRequest = {
	readonly operation: S3Request['operation'];
	readonly bucket: string;
	/** The key, or the prefix of a listing. */
	readonly key: string;
	readonly range: string | undefined;
	/** Access key id, or undefined for an unsigned request. */
	readonly signedBy: string | undefined;
	/** Number of active requests when this one arrived, including itself. */
	readonly atOnce: number;
	/** 0 until the response starts. */
	readonly status: number;
	/** Bytes sent in the body of the listing or object. */
	readonly bytes: number;
};

type Mutable<T> = {-readonly [K in keyof T]: T[K]};

const maxPageSize = 1000;

/** Starts an S3 server on 127.0.0.1 that supports path-style requests only. */
export async function startS3(options: S3Options = {}): Promise<S3Server> {
	const server = createServer();
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return new S3Server(server, options);
}

/**
 * The parts of S3 that are needed to read buckets: ListObjectsV2, GetObject, HeadObject, HeadBucket and their errors.
 * Responses follow the S3 API Reference (API_…) or a response published in a GitHub thread, [owner/repo#n], unless marked
 * as a guess. An unsupported request receives status 501 and makes `stop` throw. Simplified: HTTP only, path-style only,
 * signatures are not verified.
 */
export class S3Server {
	readonly endpoint: string;
	readonly accessKeyId: string;
	readonly #server: Server;
	readonly #pageSize: number;
	readonly #buckets = new Map<string, Bucket>();
	readonly #faults = new Faults();
	readonly #log: Array<Mutable<LoggedRequest>> = [];
	readonly #problems: string[] = [];
	#active = 0;

	constructor(server: Server, {accessKeyId = 'AKIATESTTESTTESTTEST', pageSize = maxPageSize}: S3Options) {
		const address = server.address();
		if (typeof address !== 'object' || address === null)
			throw new Error('The server is not listening on a port.');
		this.endpoint = `http://127.0.0.1:${address.port}`;
		this.accessKeyId = accessKeyId;
		this.#server = server;
		this.#pageSize = Math.min(pageSize, maxPageSize);
		server.on('request', (request, response) => {
			void this.#handle(request, response);
		});
	}

	get requests(): readonly LoggedRequest[] {
		return this.#log;
	}

	createBucket(name: string, options?: BucketOptions): Bucket {
		const bucket = new Bucket(name, options);
		this.#buckets.set(name, bucket);
		return bucket;
	}

	/** Responds with an error. The message names the bucket's region and that of the signature. */
	fail(code: InjectableError, target: FaultTarget = {}): void {
		this.#inject({type: 'error', code}, target);
	}

	/** Sends bodies in pieces of `chunkBytes` with a pause before each. */
	slow(pace: {readonly msPerChunk: number; readonly chunkBytes: number}, target: FaultTarget = {}): void {
		this.#inject({type: 'slow', ...pace}, target);
	}

	/** Closes the connection after `afterBytes` bytes of a body. */
	cut(afterBytes: number, target: FaultTarget = {}): void {
		this.#inject({type: 'cut', afterBytes}, target);
	}

	/** Sends `afterBytes` bytes of a body and then nothing, leaving the connection open. */
	stall(afterBytes: number, target: FaultTarget = {}): void {
		this.#inject({type: 'stall', afterBytes}, target);
	}

	/** Responds to each listing with the token of its request, so that it never ends. */
	repeatToken(target: FaultTarget = {}): void {
		this.#inject({type: 'repeat-token'}, target);
	}

	/** Removes all faults. */
	clearFaults(): void {
		this.#faults.clear();
	}

	/** Closes all connections. Throws if there was an unsupported request or an internal error. */
	async stop(): Promise<void> {
		this.#server.close();
		this.#server.closeAllConnections();
		if (this.#problems.length > 0) throw new Error(this.#problems.splice(0).join('\n'));
	}

	#inject(fault: Fault, target: FaultTarget): void {
		this.#faults.add(fault, target);
	}

	async #handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
		this.#active++;
		response.once('close', () => {
			this.#active--;
		});
		const ids = {
			requestId: randomBytes(8).toString('hex').toUpperCase(),
			hostId: randomBytes(56).toString('base64'),
		};
		response.setHeader('server', 'AmazonS3');
		response.setHeader('x-amz-request-id', ids.requestId);
		response.setHeader('x-amz-id-2', ids.hostId);
		try {
			await this.#respond(message, response, ids);
		} catch (error) {
			this.#reportProblem(message, response, ids, error);
		}
	}

	async #respond(message: IncomingMessage, response: ServerResponse, ids: ResponseIds): Promise<void> {
		const request = parseRequest(message);
		const signer = readSigner(message);
		const entry: Mutable<LoggedRequest> = {
			operation: request.operation,
			bucket: request.bucket,
			key: keyOrPrefix(request),
			range: message.headers.range,
			signedBy: signer?.accessKeyId,
			atOnce: this.#active,
			status: 0,
			bytes: 0,
		};
		this.#log.push(entry);
		const faults = this.#faults.takeFor(request);
		try {
			const bucket = this.#buckets.get(request.bucket);
			if (faults.error) {
				const token = message.headers['x-amz-security-token'];
				const region = bucket?.region ?? 'us-west-2';
				throw injectedError(faults.error, request, region, signer, String(token ?? ''));
			}
			// An unknown key is rejected even where none is required [peak/s5cmd#172].
			if (signer && signer.accessKeyId !== this.accessKeyId) {
				throw new S3Error('InvalidAccessKeyId', {elements: {AWSAccessKeyId: signer.accessKeyId}});
			}
			// Checked before the key [brekkylab/backlot#335].
			if (!bucket) throw new S3Error('NoSuchBucket', {elements: {BucketName: request.bucket}});
			if (!signer && !bucket.public) throw new S3Error('AccessDenied');

			const {status, headers, body} = respond(bucket, request, this.#pageSize, faults.repeatToken);
			entry.status = status;
			response.writeHead(status, headers);
			if (body === undefined) response.end();
			else
				await sendBody(response, body, faults, bytes => {
					entry.bytes += bytes;
				});
		} catch (error) {
			if (!(error instanceof S3Error)) throw error;
			entry.status = error.status;
			sendError(response, error, message.method === 'HEAD', ids);
		}
	}

	#reportProblem(message: IncomingMessage, response: ServerResponse, ids: ResponseIds, error: unknown): void {
		const isUnsupported = error instanceof UnsupportedRequestError;
		const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
		const why = isUnsupported ? `does not support ${error.message}` : `failed: ${what}`;
		const problem = `The test S3 server ${why}, in ${message.method} ${message.url}`;
		this.#problems.push(problem);
		if (response.headersSent) response.destroy();
		else {
			response.writeHead(isUnsupported ? 501 : 500, {'content-type': 'application/xml'});
			response.end(
				errorBody(isUnsupported ? 'UnsupportedByTestServer' : 'TestServerFailed', problem, {}, ids),
			);
		}
	}
}

/** Omits the body for HEAD, so that the client receives only the status (API_HeadObject). */
function sendError(response: ServerResponse, error: S3Error, isHead: boolean, ids: ResponseIds): void {
	const headers = {'content-type': 'application/xml', ...error.headers};
	if (error.code === 'SlowDown') response.writeHead(error.status, 'Slow Down', headers);
	else response.writeHead(error.status, headers);
	response.end(isHead ? undefined : errorBody(error.code, error.message, error.elements, ids));
}
