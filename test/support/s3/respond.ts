import type {Bucket, S3Object} from './bucket.js';
import {S3Error} from './errors.js';
import type {InjectableError} from './faults.js';
import {listingBody} from './listing.js';
import {parseRange} from './ranges.js';
import type {ObjectRequest, S3Request, Signer} from './requests.js';

/** A successful response; `body` is undefined for HEAD. */
export type ObjectResponse = {
	readonly status: 200 | 206;
	readonly headers: Readonly<Record<string, string | number>>;
	readonly body: AsyncIterable<Uint8Array> | Iterable<Uint8Array> | undefined;
};

/** Responds from the stored objects. Throws an S3Error. */
export function respond(
	bucket: Bucket,
	request: S3Request,
	pageSize: number,
	repeatToken = false,
): ObjectResponse {
	// A guess for listings; for HEAD of a bucket it is documented (API_HeadBucket).
	const region = {'x-amz-bucket-region': bucket.region};
	switch (request.operation) {
		case 'head-bucket':
			return {status: 200, headers: region, body: undefined};
		case 'list':
			return {
				status: 200,
				headers: {...region, 'content-type': 'application/xml'},
				body: [Buffer.from(listingBody(bucket.list(), request, pageSize, repeatToken))],
			};
		case 'get':
		case 'head': {
			const object = bucket.get(request.key);
			if (!object) throw new S3Error('NoSuchKey', {elements: {Key: request.key}});
			return objectResponse(object, request);
		}
	}
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html and API_HeadObject.html */
function objectResponse(
	object: S3Object,
	{operation, range: header, ifMatch}: ObjectRequest,
): ObjectResponse {
	if (ifMatch !== undefined && ifMatch !== object.etag) {
		throw new S3Error('PreconditionFailed', {elements: {Condition: 'If-Match'}});
	}
	const range = parseRange(header, object.size);
	const {start, end} = range ?? {start: 0, end: object.size};
	const headers = {
		'accept-ranges': 'bytes',
		// The default for objects stored without a type (API_PutObject, Content-Type).
		'content-type': 'binary/octet-stream',
		'content-length': end - start,
		etag: object.etag,
		'last-modified': object.lastModified.toUTCString(),
	};
	const body = operation === 'head' ? undefined : object.read(start, end);
	if (range === undefined) return {status: 200, headers, body};
	return {
		status: 206,
		headers: {...headers, 'content-range': `bytes ${start}-${end - 1}/${object.size}`},
		body,
	};
}

/** The injected error, with the elements for this request. */
export function injectedError(
	code: InjectableError,
	request: S3Request,
	region: string,
	signer: Signer | undefined,
	token: string,
): S3Error {
	const headers = {'x-amz-bucket-region': region};
	switch (code) {
		case 'PermanentRedirect': {
			const endpoint = `${request.bucket}.s3-${region}.amazonaws.com`;
			return new S3Error(code, {elements: {Endpoint: endpoint, Bucket: request.bucket}, headers});
		}
		case 'AuthorizationHeaderMalformed': {
			if (!signer) throw new Error(`Cannot inject ${code} into an unsigned request.`);
			const message = `The authorization header is malformed; the region '${signer.region}' is wrong; expecting '${region}'`;
			return new S3Error(code, {message, elements: {Region: region}, headers});
		}
		case 'ExpiredToken':
			return new S3Error(code, {elements: {'Token-0': token}});
		case 'InvalidAccessKeyId':
		case 'SignatureDoesNotMatch':
			return new S3Error(code, {elements: {AWSAccessKeyId: signer?.accessKeyId ?? ''}});
		case 'NoSuchKey':
			return new S3Error(code, {elements: 'key' in request ? {Key: request.key} : {}});
		case 'AccessDenied':
		case 'SlowDown':
		case 'InternalError':
			return new S3Error(code);
	}
}
