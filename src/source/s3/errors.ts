import {DataError, SparkifyError} from '../../errors.js';
import type {S3Access} from './access.js';
import {fillNames, type SdkError, sdkError, sdkHost, sdkMessage} from './sdk-error.js';

type Row = {
	readonly id: string;
	/** Matched against the error's name and codes, e.g. `AccessDenied 403` or `Error ECONNREFUSED`. */
	readonly text: RegExp;
	/** Restricts the row to unsigned (true) or signed (false) requests. */
	readonly anonymous?: boolean;
	/** `{where}`, `{bucket}`, `{region}`, `{in actual region}` and `{host}` are filled in. */
	readonly message: string;
	readonly advice: string;
};

/** Messages and advice for S3 errors. The first matching row applies. */
export const s3ErrorRows: readonly Row[] = [
	{
		id: 'no-bucket',
		text: /NoSuchBucket|InvalidBucketName/,
		message: 'The bucket {bucket} does not exist.',
		advice:
			'Check the spelling in LOG_DATA and SONG_DATA (under [S3] in dwh.cfg) or --data, and check AWS_ENDPOINT_URL_S3: another service or partition has other buckets.',
	},
	{
		id: 'no-object',
		text: /NoSuchKey/,
		message: '{where} no longer exists.',
		advice: 'It was removed after the objects were listed. Run the stage again to list them again.',
	},
	{
		id: 'changed',
		text: /PreconditionFailed|InvalidRange|\b41[26]\b/,
		message: '{where} changed while it was being read.',
		advice: 'Nothing from this stage was kept. Run it again once nothing writes to the bucket.',
	},
	{
		id: 'archived',
		text: /InvalidObjectState/,
		message: '{where} is archived (S3 Glacier) and cannot be read.',
		advice: 'Restore the object, or move it away from the data to load.',
	},
	{
		id: 'expired',
		text: /ExpiredToken|TokenRefreshRequired|RequestExpired/,
		message: 'The AWS credentials have expired.',
		advice: 'Get new ones (`aws sso login`, or a new session token), then run the stage again.',
	},
	{
		id: 'unknown-key',
		text: /InvalidAccessKeyId|InvalidToken/,
		message: 'AWS does not recognize the access key.',
		advice:
			'Check AWS_ACCESS_KEY_ID or the profile. A temporary key needs its AWS_SESSION_TOKEN; a permanent key must not have one.',
	},
	{
		id: 'wrong-secret',
		text: /SignatureDoesNotMatch/,
		message: 'The secret key does not match the access key.',
		advice: 'Check AWS_SECRET_ACCESS_KEY or the profile for stray quotes, spaces and line ends.',
	},
	{
		id: 'clock',
		text: /RequestTimeTooSkewed|RequestInTheFuture/,
		message: "This machine's clock differs from AWS's by more than 15 minutes.",
		advice: 'Set the clock, then run the stage again.',
	},
	{
		id: 'region',
		text: /PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint|\b30[17]\b/,
		message: 'The bucket {bucket} is not in the region {region}{in actual region}.',
		advice:
			"Set the bucket's region as REGION in dwh.cfg (under [S3]) or in AWS_REGION. To find it, run `aws s3api get-bucket-location --bucket {bucket}`.",
	},
	{
		id: 'denied-unsigned',
		text: /AccessDenied|Forbidden|\b40[13]\b/,
		anonymous: true,
		message: 'Access to {where} is denied to requests without credentials.',
		advice:
			'Unless the bucket is public, credentials are needed: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and unset AWS_NO_SIGN_REQUEST.',
	},
	{
		id: 'denied',
		text: /AccessDenied|AllAccessDisabled|Forbidden|\b40[13]\b/,
		message: 'Access to {where} is denied.',
		advice:
			'The credentials need s3:ListBucket on the bucket and s3:GetObject on its objects. For a public bucket, set AWS_NO_SIGN_REQUEST=true to send no credentials.',
	},
	{
		id: 'credentials',
		text: /CredentialsProviderError|TokenProviderError|ProviderError/,
		message: 'The AWS credentials cannot be read.',
		advice:
			'Check AWS_PROFILE, AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY, and ~/.aws. For SSO, run `aws sso login` to renew them.',
	},
	{
		id: 'slow-down',
		text: /SlowDown|Throttl|TooManyRequests|RequestLimitExceeded|\b(?:429|503)\b/,
		message: 'S3 is throttling requests, even after several retries.',
		advice: 'Try again in a few minutes; others may be reading the same bucket.',
	},
	{
		id: 'server',
		text: /\b5\d\d\b|InternalError/,
		message: 'S3 failed to answer for {where} several times.',
		advice: 'Try again later; check https://health.aws.amazon.com for outages.',
	},
	{
		id: 'proxy',
		text: /refused by the proxy/,
		message: 'The proxy did not connect to S3.',
		advice:
			'Check HTTPS_PROXY, with http://USER:PASSWORD@HOST:PORT if the proxy asks for a login (407), or name the host in NO_PROXY.',
	},
	{
		id: 'unknown-host',
		text: /ENOTFOUND|EAI_AGAIN/,
		message: 'The host {host} cannot be found.',
		advice: 'Check the network, the region and, if set, AWS_ENDPOINT_URL_S3.',
	},
	{
		id: 'refused',
		text: /ECONNREFUSED/,
		message: '{host} refused the connection.',
		advice: 'Check that the server is running, and check AWS_ENDPOINT_URL_S3.',
	},
	{
		id: 'no-answer',
		text: /TimeoutError|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|RequestTimeout/,
		message: 'No answer from S3 for {where}.',
		advice: 'Check the network (a firewall or a missing VPN drops requests), then run the stage again.',
	},
	{
		id: 'certificate',
		text: /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/,
		message: 'This machine does not trust the certificate of the S3 server.',
		advice: 'If a proxy inspects TLS traffic, set NODE_EXTRA_CA_CERTS to the file with its CA certificate.',
	},
	{
		id: 'lost',
		text: /ECONNRESET|EPIPE|aborted|ERR_STREAM_PREMATURE_CLOSE|cut short/,
		message: 'The connection kept dropping while {where} was being read.',
		advice: 'Check the network, then run the stage again.',
	},
];

/**
Converts anything thrown while accessing S3 to an error with a message and advice.
@param where The object, or the prefix that was listed, as an `s3://` address.
*/
export function s3Error(error: unknown, where: string, {region, anonymous}: S3Access): SparkifyError {
	if (error instanceof SparkifyError) return error;
	const thrown = sdkError(error);
	const {httpStatusCode: status = '', requestId} = thrown.$metadata ?? {};
	// All that hpagent says of an answer other than 200.
	const isRefused = thrown.message?.startsWith('Bad response: ') === true;
	const text = `${thrown.name} ${thrown.code ?? ''} ${status}${isRefused ? ' refused by the proxy' : ''}`;
	const row = s3ErrorRows.find(
		each => each.text.test(text) && (each.anonymous === undefined || each.anonymous === anonymous),
	);
	const actualRegion = otherRegion(error);
	const names: Readonly<Record<string, string>> = {
		where,
		bucket: where.split('/')[2] ?? '',
		region: region ?? 'us-east-1',
		'in actual region':
			actualRegion === undefined || actualRegion === region ? '' : ` but in ${actualRegion}`,
		host: sdkHost(thrown) ?? 'S3',
	};
	const request = requestId === undefined ? '' : `, request ${requestId}`;
	const answer = status === '' ? '' : ` (status ${status}${request})`;
	return new DataError(
		{
			message: fillNames(row?.message ?? '{where} cannot be read.', names),
			where,
			advice: fillNames(row?.advice ?? 'Try again; if it fails the same way, see the details below.', names),
			detail: `${thrown.name ?? 'Error'}: ${sdkMessage(error)}${answer}`,
		},
		{cause: error},
	);
}

/** Returns the bucket's region if S3 rejected the request because it went to another one. */
export function otherRegion(error: unknown): string | undefined {
	const {$metadata, $response, name} = (error ?? {}) as SdkError;
	const isWrongRegion =
		$metadata?.httpStatusCode === 301 ||
		$metadata?.httpStatusCode === 307 ||
		name === 'AuthorizationHeaderMalformed' ||
		name === 'IllegalLocationConstraintException';
	return isWrongRegion ? $response?.headers?.['x-amz-bucket-region'] : undefined;
}

/** Whether S3 reported that an object doesn't exist. Without permission to list, S3 reports that access is denied. */
export function isMissingObject(error: unknown): boolean {
	return error instanceof DataError && /NoSuchKey/.test(error.failure.detail ?? '');
}
