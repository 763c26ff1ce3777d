import type {IamIssuer} from '../config/iam-settings.js';
import {ConnectionError} from '../errors.js';
import type {IamRequest} from './iam-request.js';

type Row = {
	readonly id: string;
	/** Tried on the error's name, codes and text, e.g. `AccessDenied 403 User: … is not authorized …`. */
	readonly text: RegExp;
	/** `{issuer}`, `{region}`, `{permission}`, `{profile}`, `{key}`, `{endpoint}` and `{host}` are filled in. */
	readonly message: string;
	readonly advice: string;
};

/** What a person can do about an error on the way to temporary credentials: the first row that matches is taken. */
export const iamErrorRows: readonly Row[] = [
	{
		id: 'sso',
		text: /ProviderError.*(?:SSO|sso login|Token is expired|Failed to load token)/,
		message: 'The session of the AWS profile {profile} has expired, or there never was one.',
		advice:
			'Run `aws sso login --profile {profile}` (or `aws login`, if the profile was made by it), then connect again.',
	},
	{
		id: 'no-credentials',
		text: /from any providers/,
		message: 'There are no AWS credentials on this machine to get a password with.',
		advice:
			'They were looked for in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, in the profile {profile} of ~/.aws (keys, SSO, a role, a process), in a web identity token and in the container or instance. Set AWS_PROFILE, or run `aws configure` or `aws sso login`.',
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
		message: 'The region of the {issuer} is not known.',
		advice: 'Add REGION to [CLUSTER] of dwh.cfg, or set AWS_REGION.',
	},
	{
		id: 'clock',
		text: /Signature (?:expired|not yet current)|RequestTimeTooSkewed|RequestExpired|RequestInTheFuture/,
		message: "The clock of this machine is more than 5 minutes off AWS's.",
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
		message: 'The endpoint of AWS that was asked is not of the region {region}.',
		advice: 'Check REGION in [CLUSTER] of dwh.cfg, AWS_REGION and, if it is set, {endpoint}.',
	},
	{
		id: 'unknown-key',
		text: /InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|InvalidToken|AuthFailure|OptInRequired/,
		message: 'AWS does not know the access key, or not in {region}.',
		advice:
			'Check AWS_ACCESS_KEY_ID or the profile, and that the region is enabled for the account. A temporary key goes with its AWS_SESSION_TOKEN; a permanent one has none.',
	},
	{
		id: 'wrong-secret',
		text: /SignatureDoesNotMatch|InvalidSignature|IncompleteSignature/,
		message: 'The secret key is not the one that belongs to the access key.',
		advice: 'Check AWS_SECRET_ACCESS_KEY or the profile: no quote, space or line end may have slipped in.',
	},
	{
		id: 'denied',
		text: /AccessDenied|UnauthorizedOperation|NotAuthorized|not authorized|\b40[13]\b/,
		message: 'The IAM identity of this machine may not get a password for the {issuer}.',
		advice:
			'Have the permission {permission} added to it for that resource, or use the profile of another identity (AWS_PROFILE).',
	},
	{
		id: 'not-found',
		text: /ClusterNotFound|ResourceNotFound/,
		message: 'There is no {issuer} in {region}, in the AWS account of this machine.',
		advice:
			'Check {key} or HOST, REGION in [CLUSTER] of dwh.cfg, and that AWS_PROFILE is of the account that it is in.',
	},
	{
		id: 'throttled',
		text: /Throttl|TooManyRequests|RequestLimitExceeded|\b429\b/,
		message: 'AWS asks for fewer requests.',
		advice: 'Wait a minute and connect again; others in the account may be asking for passwords too.',
	},
	{
		id: 'endpoint',
		text: /Invalid URL/,
		message: 'The endpoint of AWS that is set is no URL.',
		advice: 'Check {endpoint}: it looks like https://HOST, or is not set at all.',
	},
	{
		id: 'unknown-host',
		text: /ENOTFOUND|EAI_AGAIN/,
		message: 'The endpoint of AWS, {host}, cannot be found.',
		advice: 'Check the network, the spelling of the region {region} and, if it is set, {endpoint}.',
	},
	{
		id: 'refused',
		text: /ECONNREFUSED/,
		message: 'The endpoint of AWS, {host}, refuses the connection.',
		advice: 'Check {endpoint}, which says where it is.',
	},
	{
		id: 'no-answer',
		text: /TimeoutError|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/,
		message: 'No answer from AWS in {region}.',
		advice:
			'Check the network: a firewall or a missing VPN swallows requests, and in a VPC without a way out the endpoint of the service is missing. Then connect again.',
	},
	{
		id: 'certificate',
		text: /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/,
		message: 'The certificate of the server that answers for AWS is not one that this machine trusts.',
		advice:
			"A proxy may be reading along: name the file with its authority's certificate in NODE_EXTRA_CA_CERTS.",
	},
	{
		id: 'lost',
		text: /ECONNRESET|EPIPE|socket hang up/,
		message: 'The connection to AWS broke.',
		advice: 'Check the network, then connect again.',
	},
	{
		id: 'server',
		text: /\b5\d\d\b|InternalFailure|InternalError|InternalServer|ServiceUnavailable/,
		message: 'AWS failed to answer, several times.',
		advice: 'Connect again in a while; https://health.aws.amazon.com tells of disturbances.',
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
};

/** What to tell of anything thrown on the way to temporary credentials. */
export function iamError(error: unknown, request: IamRequest, kind: IamIssuer['kind']): ConnectionError {
	// Node tries each address of a host and tells of all that failed.
	const thrown = ((error instanceof AggregateError ? error.errors[0] : error) ?? {}) as Thrown;
	const {name = 'Error', code, $metadata: {httpStatusCode: status, requestId} = {}} = thrown;
	// After its first line, what AWS says of a signature repeats the request, session token included.
	const message = (thrown.message ?? String(error)).split('\n', 1)[0]!.trim();
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
		host: thrown.hostname ?? (thrown.address === undefined ? 'its host' : `${thrown.address}:${thrown.port}`),
	};
	const fill = (template: string) => template.replaceAll(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '');
	const answer = status === undefined ? '' : ` (status ${status}, request ${requestId ?? 'unknown'})`;
	return new ConnectionError(
		{
			message: fill(row?.message ?? 'AWS gave no password for the {issuer}.'),
			where: `${values.permission}${region === undefined ? '' : ` in ${region}`}`,
			advice: fill(
				row?.advice ??
					'The text below says why; `aws sts get-caller-identity` shows whether the credentials work.',
			),
			detail: `${name}: ${message}${answer}`,
		},
		{cause: error},
	);
}

/** The action of AWS that is asked for, which is also the permission that it takes. */
function permission(kind: IamIssuer['kind'], {user}: IamRequest): string {
	if (kind === 'workgroup') return 'redshift-serverless:GetCredentials';
	return user === undefined ? 'redshift:GetClusterCredentialsWithIAM' : 'redshift:GetClusterCredentials';
}
