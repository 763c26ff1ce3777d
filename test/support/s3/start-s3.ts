import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import {answer, injectedError} from './answer.js';
import {Bucket, type BucketOptions} from './bucket.js';
import {errorBody, type ResponseIds, S3Error} from './errors.js';
import {type Fault, Faults, type FaultTarget, type InjectableError, keyOrPrefix} from './faults.js';
import {parseRequest, readSigner, type S3Request, UnknownRequestError} from './requests.js';
import {sendBody} from './send-body.js';

export type S3Options = {
	/** Access key id that may read every bucket; any other is unknown. */
	readonly accessKeyId?: string;
	/** Keys on a page of a listing, at most 1,000. */
	readonly pageSize?: number;
};

/** A request as it came in, in the order of arrival, and what became of it so far. */
export type LoggedRequest = {
	readonly operation: S3Request['operation'];
	readonly bucket: string;
	/** Key, or the prefix of a listing. */
	readonly key: string;
	readonly range: string | undefined;
	/** Access key id, or undefined for a request without a signature. */
	readonly signedBy: string | undefined;
	/** Requests under way when this one came in, with itself. */
	readonly atOnce: number;
	/** 0 until it is answered. */
	readonly status: number;
	/** Bytes of the body that were sent, of a listing's and of an object's. */
	readonly bytes: number;
};

type Mutable<T> = {-readonly [K in keyof T]: T[K]};

const maxPageSize = 1000;

/** Starts an S3 server on 127.0.0.1, which knows path-style requests only. */
export async function startS3(options: S3Options = {}): Promise<S3Server> {
	const server = createServer();
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return new S3Server(server, options);
}

/**
 * As much of S3 as a reader of buckets needs: ListObjectsV2, GetObject, HeadObject, HeadBucket and the ways in which
 * they fail. What a response has that isn't marked as a guess is from the S3 API Reference (API_…) or from a response
 * that somebody got and put into a GitHub thread, [owner/repo#n]. A request it doesn't know is answered with 501 and
 * makes `stop` throw. Simplified: HTTP only, path-style only, signatures not verified.
 */
export class S3Server {
	readonly endpoint: string;
	readonly accessKeyId: string;
	readonly #server: Server;
	readonly #pageSize: number;
	readonly #buckets = new Map<string, Bucket>();
	readonly #faults = new Faults();
	readonly #log: Array<Mutable<LoggedRequest>> = [];
	readonly #complaints: string[] = [];
	#underWay = 0;

	constructor(server: Server, {accessKeyId = 'AKIATESTTESTTESTTEST', pageSize = maxPageSize}: S3Options) {
		const address = server.address();
		if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
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

	/** Answers with an error. The regions that it may name are the bucket's and the signature's. */
	fail(code: InjectableError, target: FaultTarget = {}): void {
		this.#inject({type: 'error', code}, target);
	}

	/** Sends bodies in pieces of `chunkBytes` with a pause before each. */
	slow(pace: {readonly msPerChunk: number; readonly chunkBytes: number}, target: FaultTarget = {}): void {
		this.#inject({type: 'slow', ...pace}, target);
	}

	/** Closes the connection when so many bytes of a body are sent. */
	cut(afterBytes: number, target: FaultTarget = {}): void {
		this.#inject({type: 'cut', afterBytes}, target);
	}

	/** Sends so many bytes of a body and then nothing more, with the connection left open. */
	stall(afterBytes: number, target: FaultTarget = {}): void {
		this.#inject({type: 'stall', afterBytes}, target);
	}

	/** Answers a listing with the token that it was asked for with, for ever. */
	repeatToken(target: FaultTarget = {}): void {
		this.#inject({type: 'repeat-token'}, target);
	}

	/** From now on nothing fails any more. */
	heal(): void {
		this.#faults.clear();
	}

	/** Closes all connections. Throws when a request came that this server doesn't know, or that it failed to answer. */
	async stop(): Promise<void> {
		this.#server.close();
		this.#server.closeAllConnections();
		if (this.#complaints.length > 0) throw new Error(this.#complaints.splice(0).join('\n'));
	}

	#inject(fault: Fault, target: FaultTarget): void {
		this.#faults.add(fault, target);
	}

	async #handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
		this.#underWay++;
		response.once('close', () => {
			this.#underWay--;
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
			this.#complain(message, response, ids, error);
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
			atOnce: this.#underWay,
			status: 0,
			bytes: 0,
		};
		this.#log.push(entry);
		const affliction = this.#faults.strike(request);
		try {
			const bucket = this.#buckets.get(request.bucket);
			if (affliction.error) {
				const token = message.headers['x-amz-security-token'];
				const region = bucket?.region ?? 'us-west-2';
				throw injectedError(affliction.error, request, region, signer, String(token ?? ''));
			}
			// A key that nobody knows is refused even where none is needed [peak/s5cmd#172].
			if (signer && signer.accessKeyId !== this.accessKeyId) {
				throw new S3Error('InvalidAccessKeyId', {elements: {AWSAccessKeyId: signer.accessKeyId}});
			}
			// Before the key is looked at [brekkylab/backlot#335].
			if (!bucket) throw new S3Error('NoSuchBucket', {elements: {BucketName: request.bucket}});
			if (!signer && !bucket.public) throw new S3Error('AccessDenied');

			const {status, headers, body} = answer(bucket, request, this.#pageSize, affliction.repeatToken);
			entry.status = status;
			response.writeHead(status, headers);
			if (body === undefined) response.end();
			else
				await sendBody(response, body, affliction, bytes => {
					entry.bytes += bytes;
				});
		} catch (error) {
			if (!(error instanceof S3Error)) throw error;
			entry.status = error.status;
			sendError(response, error, message.method === 'HEAD', ids);
		}
	}

	#complain(message: IncomingMessage, response: ServerResponse, ids: ResponseIds, error: unknown): void {
		const isUnknown = error instanceof UnknownRequestError;
		const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
		const why = isUnknown ? `does not know ${error.message}` : `failed: ${what}`;
		const complaint = `The S3 server of the tests ${why}, in ${message.method} ${message.url}`;
		this.#complaints.push(complaint);
		if (response.headersSent) response.destroy();
		else {
			response.writeHead(isUnknown ? 501 : 500, {'content-type': 'application/xml'});
			response.end(errorBody(isUnknown ? 'UnknownToTestServer' : 'TestServerFailed', complaint, {}, ids));
		}
	}
}

/** Without a body for HEAD, so that its client sees the status alone (API_HeadObject). */
function sendError(response: ServerResponse, error: S3Error, isHead: boolean, ids: ResponseIds): void {
	const headers = {'content-type': 'application/xml', ...error.headers};
	if (error.code === 'SlowDown') response.writeHead(error.status, 'Slow Down', headers);
	else response.writeHead(error.status, headers);
	response.end(isHead ? undefined : errorBody(error.code, error.message, error.elements, ids));
}
