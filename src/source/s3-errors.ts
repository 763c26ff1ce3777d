import {DataError, SparkifyError} from '../errors.js';
import type {S3Access} from './s3-bucket.js';

type Row = {
	readonly id: string;
	/** Tried on the error's name and codes, e.g. `AccessDenied 403` or `Error ECONNREFUSED`. */
	readonly text: RegExp;
	/** Says whether the row is for unsigned requests; without it, it is for both. */
	readonly anonymous?: boolean;
	/** `{where}`, `{bucket}`, `{region}`, `{its region}` and `{host}` are filled in. */
	readonly message: string;
	readonly advice: string;
};

/** What a person can do about an error on the way to S3: the first row that matches is taken. */
export const s3ErrorRows: readonly Row[] = [
	{
		id: 'no-bucket',
		text: /NoSuchBucket|InvalidBucketName/,
		message: 'There is no bucket {bucket}.',
		advice:
			'Check the spelling in LOG_DATA and SONG_DATA (under [S3] in dwh.cfg) or --data, and AWS_ENDPOINT_URL_S3: another service or partition has other buckets.',
	},
	{
		id: 'no-object',
		text: /NoSuchKey/,
		message: '{where} is gone.',
		advice: 'It was there when the objects were listed. Run the stage again: it lists them anew.',
	},
	{
		id: 'changed',
		text: /PreconditionFailed|InvalidRange|\b41[26]\b/,
		message: '{where} changed while it was being read.',
		advice: 'Nothing of this stage was kept. Run it again when nobody writes to the bucket any more.',
	},
	{
		id: 'archived',
		text: /InvalidObjectState/,
		message: '{where} lies in an archive (S3 Glacier) and cannot be read from there.',
		advice: 'Restore the object, or move it away from what is to be loaded.',
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
		message: 'AWS does not know the access key.',
		advice:
			'Check AWS_ACCESS_KEY_ID or the profile. A temporary key goes with its AWS_SESSION_TOKEN; a permanent one has none.',
	},
	{
		id: 'wrong-secret',
		text: /SignatureDoesNotMatch/,
		message: 'The secret key is not the one that belongs to the access key.',
		advice: 'Check AWS_SECRET_ACCESS_KEY or the profile: no quote, space or line end may have slipped in.',
	},
	{
		id: 'clock',
		text: /RequestTimeTooSkewed|RequestInTheFuture/,
		message: "The clock of this machine is more than 15 minutes off AWS's.",
		advice: 'Set the clock, then run the stage again.',
	},
	{
		id: 'region',
		text: /PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint|\b30[17]\b/,
		message: 'The bucket {bucket} is not in the region {region}{its region}.',
		advice:
			"Give the bucket's own region as REGION in dwh.cfg (under [S3]) or in AWS_REGION; `aws s3api get-bucket-location --bucket {bucket}` tells it.",
	},
	{
		id: 'denied-unsigned',
		text: /AccessDenied|Forbidden|\b40[13]\b/,
		anonymous: true,
		message: 'Access to {where} is denied to requests without credentials.',
		advice:
			'Unless the bucket is public, credentials are needed: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and not AWS_NO_SIGN_REQUEST.',
	},
	{
		id: 'denied',
		text: /AccessDenied|AllAccessDisabled|Forbidden|\b40[13]\b/,
		message: 'Access to {where} is denied.',
		advice:
			'The credentials need s3:ListBucket on the bucket and s3:GetObject on its objects. If the bucket is public, AWS_NO_SIGN_REQUEST=true sends no credentials.',
	},
	{
		id: 'credentials',
		text: /CredentialsProviderError|TokenProviderError|ProviderError/,
		message: 'The AWS credentials cannot be read.',
		advice:
			'Check AWS_PROFILE, AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY, and ~/.aws; for SSO, `aws sso login` renews them.',
	},
	{
		id: 'slow-down',
		text: /SlowDown|Throttl|TooManyRequests|RequestLimitExceeded|\b(?:429|503)\b/,
		message: 'S3 asks for fewer requests, and still did after several pauses.',
		advice: 'Wait some minutes and run the stage again; others may be reading the same bucket.',
	},
	{
		id: 'server',
		text: /\b5\d\d\b|InternalError/,
		message: 'S3 failed to answer for {where}, several times.',
		advice: 'Run the stage again in a while; https://health.aws.amazon.com tells of disturbances.',
	},
	{
		id: 'unknown-host',
		text: /ENOTFOUND|EAI_AGAIN/,
		message: 'The host {host} cannot be found.',
		advice: 'Check the network, the region and, if it is set, AWS_ENDPOINT_URL_S3.',
	},
	{
		id: 'refused',
		text: /ECONNREFUSED/,
		message: '{host} refuses the connection.',
		advice: 'Check that the server runs, and AWS_ENDPOINT_URL_S3.',
	},
	{
		id: 'no-answer',
		text: /TimeoutError|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|RequestTimeout/,
		message: 'No answer from S3 for {where}.',
		advice: 'Check the network: a firewall or a missing VPN swallows requests. Then run the stage again.',
	},
	{
		id: 'certificate',
		text: /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/,
		message: 'The certificate of the server that answers for S3 is not one that this machine trusts.',
		advice:
			"A proxy may be reading along: name the file with its authority's certificate in NODE_EXTRA_CA_CERTS.",
	},
	{
		id: 'lost',
		text: /ECONNRESET|EPIPE|aborted|ERR_STREAM_PREMATURE_CLOSE|cut short/,
		message: 'The connection broke again and again while {where} was being read.',
		advice: 'Check the network, then run the stage again.',
	},
];

/** What the SDK throws, as far as it is of use here. */
type Thrown = {
	readonly name?: string;
	readonly message?: string;
	readonly code?: unknown;
	readonly hostname?: string;
	readonly address?: string;
	readonly port?: number;
	readonly $metadata?: {readonly httpStatusCode?: number; readonly requestId?: string};
	readonly $response?: {readonly headers?: Readonly<Record<string, string>>};
};

/**
What to tell of anything thrown on the way to S3.
@param where The object, or the prefix that was listed, as an `s3://` address.
*/
export function s3Error(error: unknown, where: string, {region, anonymous}: S3Access): SparkifyError {
	if (error instanceof SparkifyError) return error;
	// Node tries each address of a host and tells of all that failed.
	const thrown = ((error instanceof AggregateError ? error.errors[0] : error) ?? {}) as Thrown;
	const {httpStatusCode: status = '', requestId} = thrown.$metadata ?? {};
	const text = `${thrown.name} ${thrown.code ?? ''} ${status}`;
	const row = s3ErrorRows.find(
		each => each.text.test(text) && (each.anonymous === undefined || each.anonymous === anonymous),
	);
	const itsRegion = otherRegion(error);
	const names: Readonly<Record<string, string>> = {
		where,
		bucket: where.split('/')[2] ?? '',
		region: region ?? 'us-east-1',
		'its region': itsRegion === undefined || itsRegion === region ? '' : ` but in ${itsRegion}`,
		host: thrown.hostname ?? (thrown.address === undefined ? 'S3' : `${thrown.address}:${thrown.port}`),
	};
	const fill = (template: string) =>
		template.replaceAll(/\{([\w ]+)\}/g, (_, name: string) => names[name] ?? '');
	const request = requestId === undefined ? '' : `, request ${requestId}`;
	const answer = status === '' ? '' : ` (status ${status}${request})`;
	// After its first line, what AWS says of a signature repeats the request, session token included.
	const said = (thrown.message ?? String(error)).split('\n', 1)[0]!.trim();
	return new DataError(
		{
			message: fill(row?.message ?? '{where} cannot be read.'),
			where,
			advice: fill(row?.advice ?? 'Run the stage again; if it fails the same way, the text below says more.'),
			detail: `${thrown.name ?? 'Error'}: ${said}${answer}`,
		},
		{cause: error},
	);
}

/** The region in which S3 says that the bucket is, where it says so because the request went elsewhere. */
export function otherRegion(error: unknown): string | undefined {
	const {$metadata, $response, name} = (error ?? {}) as Thrown;
	const elsewhere =
		$metadata?.httpStatusCode === 301 ||
		$metadata?.httpStatusCode === 307 ||
		name === 'AuthorizationHeaderMalformed' ||
		name === 'IllegalLocationConstraintException';
	return elsewhere ? $response?.headers?.['x-amz-bucket-region'] : undefined;
}
