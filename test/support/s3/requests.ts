import type {IncomingMessage} from 'node:http';

/** The requests that this server knows, path-style: `/bucket/key`. */
export type S3Request = ListRequest | ObjectRequest | HeadBucketRequest;

export type ListRequest = {
	readonly operation: 'list';
	readonly bucket: string;
	readonly prefix: string;
	readonly delimiter: string | undefined;
	readonly maxKeys: number;
	readonly urlEncoded: boolean;
	readonly startAfter: string | undefined;
	readonly continuationToken: string | undefined;
};

export type ObjectRequest = {
	readonly operation: 'get' | 'head';
	readonly bucket: string;
	readonly key: string;
	readonly range: string | undefined;
	readonly ifMatch: string | undefined;
};

export type HeadBucketRequest = {readonly operation: 'head-bucket'; readonly bucket: string};

/** Something this server doesn't know how S3 answers: the test that sent it has to fail. */
export class UnknownRequestError extends Error {}

const knownListParameters = new Set([
	'list-type',
	'prefix',
	'delimiter',
	'max-keys',
	'encoding-type',
	'start-after',
	'continuation-token',
]);
// The JavaScript SDK names the operation so, and S3 takes no notice of it [brekkylab/backlot, routers/s3.py].
const ignoredParameter = 'x-id';
const knownAmzHeaders = new Set([
	'x-amz-content-sha256',
	'x-amz-date',
	'x-amz-security-token',
	'x-amz-user-agent',
	// S3 then adds the checksums that an object was stored with (API_GetObject); ours were stored with none.
	'x-amz-checksum-mode',
]);
const unknownConditions = ['if-none-match', 'if-modified-since', 'if-unmodified-since', 'if-range'];

/** Reads a request. Throws an UnknownRequestError for all that isn't listed here, where S3 may well ignore it. */
export function parseRequest({method, url = '/', headers}: IncomingMessage): S3Request {
	const [path = '', query = ''] = url.split(/\?(.*)/s);
	if (path.includes('+')) throw new UnknownRequestError('a bare + in the path, which S3 takes for a space');
	const [bucket = '', key = ''] = decodeURIComponent(path.slice(1)).split(/\/(.*)/s);
	const parameters = new URLSearchParams(query);
	parameters.delete(ignoredParameter);
	for (const name of Object.keys(headers)) {
		if (name.startsWith('x-amz-') && !knownAmzHeaders.has(name))
			throw new UnknownRequestError(`header ${name}`);
		if (unknownConditions.includes(name)) throw new UnknownRequestError(`header ${name}`);
	}
	if (Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined) {
		throw new UnknownRequestError('a request with a body');
	}
	if (bucket === '') throw new UnknownRequestError('a request without a bucket');

	if (method === 'GET' && key === '') return listRequest(bucket, parameters);
	for (const name of parameters.keys()) throw new UnknownRequestError(`parameter ${name}`);
	if (method === 'HEAD' && key === '') return {operation: 'head-bucket', bucket};
	if (method === 'GET' || method === 'HEAD') {
		const operation = method === 'GET' ? 'get' : 'head';
		return {operation, bucket, key, range: headers.range, ifMatch: headers['if-match']};
	}
	throw new UnknownRequestError(`method ${method}`);
}

function listRequest(bucket: string, parameters: URLSearchParams): ListRequest {
	for (const name of parameters.keys()) {
		if (!knownListParameters.has(name)) throw new UnknownRequestError(`parameter ${name} of a listing`);
	}
	if (parameters.get('list-type') !== '2') throw new UnknownRequestError('ListObjects, the first version');
	const maxKeys = parameters.get('max-keys') ?? '1000';
	if (!/^\d+$/.test(maxKeys)) throw new UnknownRequestError(`max-keys=${maxKeys}`);
	const encoding = parameters.get('encoding-type') ?? '';
	if (encoding !== '' && encoding !== 'url') throw new UnknownRequestError(`encoding-type=${encoding}`);
	const delimiter = parameters.get('delimiter') || undefined;
	const startAfter = parameters.get('start-after') || undefined;
	if (delimiter !== undefined && startAfter !== undefined) {
		throw new UnknownRequestError('delimiter and start-after together');
	}
	return {
		operation: 'list',
		bucket,
		prefix: parameters.get('prefix') ?? '',
		delimiter,
		maxKeys: Number(maxKeys),
		urlEncoded: encoding === 'url',
		startAfter,
		continuationToken: parameters.get('continuation-token') ?? undefined,
	};
}

export type Signer = {readonly accessKeyId: string; readonly region: string};

/**
 * Who signed a request, or undefined when nobody did. A simplification: that the header is there and whose key it
 * names is all that is looked at; the signature isn't verified, so a wrong secret key passes.
 */
export function readSigner({headers}: IncomingMessage): Signer | undefined {
	const header = headers.authorization;
	if (header === undefined) return undefined;
	// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
	const credential = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/s3\/aws4_request,/;
	const [, accessKeyId, region] = credential.exec(header) ?? [];
	if (accessKeyId === undefined || region === undefined) {
		throw new UnknownRequestError(`authorization ${header.split(' ')[0]}`);
	}
	return {accessKeyId, region};
}
