import {xmlDocument, xmlElement} from './xml.js';

/**
 * The errors that this server can send: status, message and the elements of the body other than Code, Message,
 * RequestId and HostId, in S3's order (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html).
 * Each is taken from a published S3 response: [owner/repo#n] is a GitHub thread.
 */
const errors = {
	// [aws/aws-sdk-ruby#3222]
	AccessDenied: {status: 403, message: 'Access Denied'},
	// [frostealth/yii2-aws-s3#25], element Key
	NoSuchKey: {status: 404, message: 'The specified key does not exist.'},
	// [brekkylab/backlot#335], element BucketName; checked before the key and the other parameters
	NoSuchBucket: {status: 404, message: 'The specified bucket does not exist'},
	// [chimera-nas/chimera#704], elements RangeRequested and ActualObjectSize
	InvalidRange: {status: 416, message: 'The requested range is not satisfiable'},
	// [versity/versitygw#993], element ArgumentName
	InvalidArgument: {status: 400, message: 'The continuation token provided is incorrect'},
	// [versity/versitygw#2044], element Condition
	PreconditionFailed: {
		status: 412,
		message: 'At least one of the pre-conditions you specified did not hold',
	},
	// [yanganto/s3rs#18], elements Endpoint and Bucket; only x-amz-bucket-region contains the region
	PermanentRedirect: {
		status: 301,
		message:
			'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
	},
	// [jsoma/flatware#10], [minio/minio-go#677], with both regions; element Region, header x-amz-bucket-region
	AuthorizationHeaderMalformed: {status: 400, message: 'The authorization header is malformed'},
	// [romange/helio#15], element Token-0
	ExpiredToken: {status: 400, message: 'The provided token has expired.'},
	// [versity/versitygw#2042], element AWSAccessKeyId
	InvalidAccessKeyId: {
		status: 403,
		message: 'The AWS Access Key Id you provided does not exist in our records.',
	},
	// [minio/minio#9973], element AWSAccessKeyId; StringToSign and the following elements are omitted
	SignatureDoesNotMatch: {
		status: 403,
		message:
			'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
	},
	// [pingcap/tiflash#10538], with the reason phrase "Slow Down"
	SlowDown: {status: 503, message: 'Please reduce your request rate.'},
	// [aws/aws-sdk-cpp#167]
	InternalError: {status: 500, message: 'We encountered an internal error. Please try again.'},
} as const satisfies Record<string, {readonly status: number; readonly message: string}>;

export type S3ErrorCode = keyof typeof errors;

export type ErrorDetails = {
	/** Replaces the default message. */
	readonly message?: string;
	/** Additional elements of the body. */
	readonly elements?: Readonly<Record<string, string>>;
	readonly headers?: Readonly<Record<string, string>>;
};

/** An error response to be sent. */
export class S3Error extends Error {
	readonly code: S3ErrorCode;
	readonly status: number;
	readonly elements: Readonly<Record<string, string>>;
	readonly headers: Readonly<Record<string, string>>;

	constructor(code: S3ErrorCode, {message, elements = {}, headers = {}}: ErrorDetails = {}) {
		super(message ?? errors[code].message);
		this.code = code;
		this.status = errors[code].status;
		this.elements = elements;
		this.headers = headers;
	}
}

/** The ids in every response: the headers x-amz-request-id and x-amz-id-2, and RequestId and HostId in error bodies. */
export type ResponseIds = {readonly requestId: string; readonly hostId: string};

export function errorBody(
	code: string,
	message: string,
	elements: Readonly<Record<string, string>>,
	ids: ResponseIds,
): string {
	const all = {Code: code, Message: message, ...elements, RequestId: ids.requestId, HostId: ids.hostId};
	return xmlDocument(
		'Error',
		Object.entries(all)
			.map(([name, text]) => xmlElement(name, text))
			.join(''),
	);
}
