import type {IamIssuer} from '../../../config/settings.js';
import {ConnectionError} from '../../../errors.js';
import {fillNames, sdkError, sdkHost, sdkMessage} from '../../../source/s3/sdk-error.js';
import type {IamRequest} from './request.js';

type Row = {
	readonly id: string;
	/** Matched against the error's name, codes and text, e.g. `AccessDenied 403 User: … is not authorized …`. */
	readonly text: RegExp;
	/** `{issuer}`, `{region}`, `{permission}`, `{profile}`, `{key}`, `{endpoint}` and `{host}` are filled in. */
	readonly message: string;
	readonly advice: string;
};

/** Advice for errors while requesting temporary credentials. The first matching row applies. */
export const iamErrorRows: readonly Row[] = [
	{
		id: 'sso',
		text: /ProviderError.*(?:SSO|sso login|Token is expired|Failed to load token)/,
		message: 'The session of the AWS profile {profile} has expired or does not exist.',
		advice:
			'Run `aws sso login --profile {profile}` (or `aws login`, if that created the profile), then connect again.',
	},
	{
		id: 'no-credentials',
		text: /from any providers/,
		message: 'No AWS credentials were found on this machine for requesting a password.',
		advice:
			'Set AWS_PROFILE, or run `aws configure` or `aws sso login`. Searched: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, the profile {profile} in ~/.aws (keys, SSO, a role, a process), a web identity token, and the container or instance.',
	},
	{
		id: 'credentials',
		text: /ProviderError/,
		message: 'The AWS credentials of the profile {profile} cannot be read.',
		advice: 'Check AWS_PROFILE and ~/.aws; `aws sts get-caller-identity` shows whether they work.',
	},
	{
		id: 'no-region',
		text: /Region is missing/,
		message: 'The region of the {issuer} is not set.',
		advice: 'Add REGION to [CLUSTER] of dwh.cfg, or set AWS_REGION.',
	},
	{
		id: 'clock',
		text: /Signature (?:expired|not yet current)|RequestTimeTooSkewed|RequestExpired|RequestInTheFuture/,
		message: "This machine's clock is more than 5 minutes off.",
		advice: 'Set the clock, then connect again.',
	},
	{
		id: 'expired',
		text: /ExpiredToken|TokenRefreshRequired/,
		message: 'The AWS credentials of this machine have expired.',
		advice: 'Get new ones (`aws sso login`, or a new session token), then connect again.',
	},
	{
		id: 'scope',
		text: /scoped to (?:a valid|correct) (?:region|service)/,
		message: 'The AWS endpoint does not belong to the region {region}.',
		advice: 'Check REGION in [CLUSTER] of dwh.cfg, AWS_REGION and, if it is set, {endpoint}.',
	},
	{
		id: 'unknown-key',
		text: /InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|InvalidToken|AuthFailure|OptInRequired/,
		message: 'AWS does not recognize the access key in {region}.',
		advice:
			'Check AWS_ACCESS_KEY_ID or the profile, and that the region is enabled for the account. A temporary key requires its AWS_SESSION_TOKEN; a permanent one has none.',
	},
	{
		id: 'wrong-secret',
		text: /SignatureDoesNotMatch|InvalidSignature|IncompleteSignature/,
		message: 'The secret key does not match the access key.',
		advice: 'Check AWS_SECRET_ACCESS_KEY or the profile for stray quotes, spaces or line breaks.',
	},
	{
		id: 'denied',
		text: /AccessDenied|UnauthorizedOperation|NotAuthorized|not authorized|\b40[13]\b/,
		message: "This machine's IAM identity is not allowed to request a password for the {issuer}.",
		advice:
			'Ask for the permission {permission} on that resource, or use the profile of another identity (AWS_PROFILE).',
	},
	{
		id: 'not-found',
		text: /ClusterNotFound|ResourceNotFound/,
		message: "The {issuer} does not exist in {region} in this machine's AWS account.",
		advice:
			'Check {key} or HOST, REGION in [CLUSTER] of dwh.cfg, and that AWS_PROFILE belongs to the right account.',
	},
	{
		id: 'throttled',
		text: /Throttl|TooManyRequests|RequestLimitExceeded|\b429\b/,
		message: 'AWS limited the rate of requests.',
		advice: 'Wait a minute and connect again. Others in the account may be sending requests too.',
	},
	{
		id: 'endpoint',
		text: /Invalid URL/,
		message: 'The configured AWS endpoint is not a URL.',
		advice: 'Set {endpoint} to a URL such as https://HOST, or unset it.',
	},
	{
		id: 'unknown-host',
		text: /ENOTFOUND|EAI_AGAIN/,
		message: "Couldn't look up the AWS endpoint {host}.",
		advice: 'Check the network, the spelling of the region {region} and, if it is set, {endpoint}.',
	},
	{
		id: 'refused',
		text: /ECONNREFUSED/,
		message: 'The AWS endpoint {host} refused the connection.',
		advice: 'Check {endpoint}.',
	},
	{
		id: 'no-answer',
		text: /TimeoutError|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/,
		message: 'No response from AWS in {region}.',
		advice:
			'Check the network: a firewall or a missing VPN may block requests, and a VPC without internet access needs an endpoint for the service. Then connect again.',
	},
	{
		id: 'certificate',
		text: /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/,
		message: 'This machine does not trust the certificate of the AWS endpoint.',
		advice:
			"Behind an intercepting proxy, set NODE_EXTRA_CA_CERTS to the file with the certificate of the proxy's authority.",
	},
	{
		id: 'lost',
		text: /ECONNRESET|EPIPE|socket hang up/,
		message: 'The connection to AWS was lost.',
		advice: 'Check the network, then connect again.',
	},
	{
		id: 'server',
		text: /\b5\d\d\b|InternalFailure|InternalError|InternalServer|ServiceUnavailable/,
		message: 'AWS returned server errors several times.',
		advice: 'Connect again later; https://health.aws.amazon.com reports outages.',
	},
];

/** Converts anything thrown while requesting temporary credentials. */
export function iamError(error: unknown, request: IamRequest, kind: IamIssuer['kind']): ConnectionError {
	const thrown = sdkError(error);
	const {name = 'Error', code, $metadata: {httpStatusCode: status, requestId} = {}} = thrown;
	const message = sdkMessage(error);
	const row = iamErrorRows.find(({text}) => text.test(`${name} ${code ?? ''} ${status ?? ''} ${message}`));
	const {AWS_REGION, AWS_PROFILE} = process.env;
	const region = request.region ?? (AWS_REGION || undefined);
	const values: Readonly<Record<string, string>> = {
		issuer: `${kind} ${request.name}`,
		region: region ?? 'the region of the profile',
		permission: permission(kind, request),
		profile: AWS_PROFILE || 'default',
		key: kind === 'cluster' ? 'CLUSTER_IDENTIFIER' : 'WORKGROUP',
		endpoint: `AWS_ENDPOINT_URL_REDSHIFT${kind === 'cluster' ? '' : '_SERVERLESS'} or AWS_ENDPOINT_URL`,
		host: sdkHost(thrown) ?? 'its host',
	};
	const response = status === undefined ? '' : ` (status ${status}, request ${requestId ?? 'unknown'})`;
	return new ConnectionError(
		{
			message: fillNames(row?.message ?? 'AWS issued no password for the {issuer}.', values),
			where: `${values.permission}${region === undefined ? '' : ` in ${region}`}`,
			advice: fillNames(
				row?.advice ??
					'See the details below; `aws sts get-caller-identity` shows whether the credentials work.',
				values,
			),
			detail: `${name}: ${message}${response}`,
		},
		{cause: error},
	);
}

/** The AWS action, which is also the name of the required permission. */
function permission(kind: IamIssuer['kind'], {user}: IamRequest): string {
	if (kind === 'workgroup') return 'redshift-serverless:GetCredentials';
	return user === undefined ? 'redshift:GetClusterCredentialsWithIAM' : 'redshift:GetClusterCredentials';
}
