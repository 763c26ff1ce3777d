import type {IncomingMessage} from 'node:http';

/** The supported requests, path-style: `/bucket/key`. */
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

/** A request whose S3 response is unknown to this server; fails the test that sent it. */
export class UnsupportedRequestError extends Error {}

const knownListParameters = new Set([
	'list-type',
	'prefix',
	'delimiter',
	'max-keys',
	'encoding-type',
	'start-after',
	'continuation-token',
]);
// The JavaScript SDK sends the operation's name, which S3 ignores [brekkylab/backlot, routers/s3.py].
const ignoredParameter = 'x-id';
const knownAmzHeaders = new Set([
	'x-amz-content-sha256',
	'x-amz-date',
	'x-amz-security-token',
	'x-amz-user-agent',
	// S3 then returns the checksums stored with an object (API_GetObject); these objects have none.
	'x-amz-checksum-mode',
]);
const unknownConditions = ['if-none-match', 'if-modified-since', 'if-unmodified-since', 'if-range'];

/** Parses a request. Throws an UnsupportedRequestError for anything not listed here, even where S3 may ignore it. */
export function parseRequest({method, url = '/', headers}: IncomingMessage): S3Request {
	const [path = '', query = ''] = url.split(/\?(.*)/s);
	if (path.includes('+'))
		throw new UnsupportedRequestError('a bare + in the path, which S3 decodes as a space');
	const [bucket = '', key = ''] = decodeURIComponent(path.slice(1)).split(/\/(.*)/s);
	const parameters = new URLSearchParams(query);
	parameters.delete(ignoredParameter);
	for (const name of Object.keys(headers)) {
		if (name.startsWith('x-amz-') && !knownAmzHeaders.has(name))
			throw new UnsupportedRequestError(`header ${name}`);
		if (unknownConditions.includes(name)) throw new UnsupportedRequestError(`header ${name}`);
	}
	if (Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined) {
		throw new UnsupportedRequestError('a request with a body');
	}
	if (bucket === '') throw new UnsupportedRequestError('a request without a bucket');

	if (method === 'GET' && key === '') return listRequest(bucket, parameters);
	for (const name of parameters.keys()) throw new UnsupportedRequestError(`parameter ${name}`);
	if (method === 'HEAD' && key === '') return {operation: 'head-bucket', bucket};
	if (method === 'GET' || method === 'HEAD') {
		const operation = method === 'GET' ? 'get' : 'head';
		return {operation, bucket, key, range: headers.range, ifMatch: headers['if-match']};
	}
	throw new UnsupportedRequestError(`method ${method}`);
}

function listRequest(bucket: string, parameters: URLSearchParams): ListRequest {
	for (const name of parameters.keys()) {
		if (!knownListParameters.has(name)) throw new UnsupportedRequestError(`parameter ${name} of a listing`);
	}
	if (parameters.get('list-type') !== '2') throw new UnsupportedRequestError('ListObjects version 1');
	const maxKeys = parameters.get('max-keys') ?? '1000';
	if (!/^\d+$/.test(maxKeys)) throw new UnsupportedRequestError(`max-keys=${maxKeys}`);
	const encoding = parameters.get('encoding-type') ?? '';
	if (encoding !== '' && encoding !== 'url') throw new UnsupportedRequestError(`encoding-type=${encoding}`);
	const delimiter = parameters.get('delimiter') || undefined;
	const startAfter = parameters.get('start-after') || undefined;
	if (delimiter !== undefined && startAfter !== undefined) {
		throw new UnsupportedRequestError('delimiter and start-after together');
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
 * Returns who signed a request, or undefined for an unsigned request. Simplified: reads only the access key id and the
 * region from the header. The signature is not verified, so a wrong secret key is accepted.
 */
export function readSigner({headers}: IncomingMessage): Signer | undefined {
	const header = headers.authorization;
	if (header === undefined) return undefined;
	// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
	const credential = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/s3\/aws4_request,/;
	const [, accessKeyId, region] = credential.exec(header) ?? [];
	if (accessKeyId === undefined || region === undefined) {
		throw new UnsupportedRequestError(`authorization ${header.split(' ')[0]}`);
	}
	return {accessKeyId, region};
}
