import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {IamIssuer} from '../../../../src/config/settings.js';
import {ConnectionError} from '../../../../src/errors.js';
import {withCredentials} from '../../../../src/warehouse/redshift/iam/credentials.js';
import {iamError, iamErrorRows} from '../../../../src/warehouse/redshift/iam/errors.js';
import {type AwsDouble, startAws} from '../../../support/aws/start-aws.js';

let aws: AwsDouble;
let folder: string;

test.before(async () => {
	aws = await startAws();
	folder = mkdtempSync(join(tmpdir(), 'sparkify-test-iam-'));
	const sso =
		'sso_start_url=https://x.awsapps.com/start\nsso_region=us-east-1\nsso_account_id=123456789012\nsso_role_name=r\n';
	const mfa =
		'role_arn=arn:aws:iam::123456789012:role/r\nsource_profile=keys\nmfa_serial=arn:aws:iam::123456789012:mfa/m\n';
	const keys = 'aws_access_key_id=AKIA\naws_secret_access_key=secret\n';
	writeFileSync(join(folder, 'config'), `[profile sso]\n${sso}[profile mfa]\n${mfa}[profile keys]\n${keys}`);
});

test.after.always(async () => {
	await aws?.stop();
	rmSync(folder, {recursive: true, force: true});
});

type Case = {
	readonly kind?: IamIssuer['kind'];
	readonly name?: string;
	readonly user?: string;
	readonly region?: string | undefined;
	/** Changes to the environment of the AWS double; undefined removes a variable. */
	readonly environment?: Readonly<Record<string, string | undefined>>;
};

/** Requests credentials, expecting a failure, and returns its texts. */
async function failed(t: ExecutionContext, {environment = {}, ...request}: Case) {
	const {kind = 'cluster', name = 'sparkify', user = ''} = request;
	const region = 'region' in request ? request.region : 'us-west-2';
	for (const key of Object.keys(process.env)) if (key.startsWith('AWS_')) delete process.env[key];
	const files = {AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none')};
	for (const [key, value] of Object.entries({...aws.environment, ...files, ...environment})) {
		if (value !== undefined) process.env[key] = value;
	}
	const error = await t.throwsAsync(
		withCredentials({
			host: 'localhost',
			port: 5439,
			database: 'dev',
			user,
			password: undefined,
			sslMode: 'verify-full',
			iam: {issuer: {kind, name}, region},
		}),
		{instanceOf: ConnectionError},
	);
	const {message, where, advice, detail} = error!.failure;
	const told = `${message} ${where} ${advice} ${detail}`;
	for (const secret of ['wJalrXUtnFEMI', 'SESSIONTOKEN', 'Temp0rary']) t.false(told.includes(secret), told);
	return {message, where, advice, detail};
}

const noKeys = {AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_SESSION_TOKEN: undefined};

test.serial('lists where it searched for credentials', async t => {
	t.deepEqual(await failed(t, {environment: {...noKeys, AWS_PROFILE: 'nope'}}), {
		message: 'No AWS credentials were found on this machine for requesting a password.',
		where: 'redshift:GetClusterCredentialsWithIAM in us-west-2',
		advice:
			'Set AWS_PROFILE, or run `aws configure` or `aws sso login`. Searched: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, the profile nope in ~/.aws (keys, SSO, a role, a process), a web identity token, and the container or instance.',
		detail: 'CredentialsProviderError: Could not load credentials from any providers',
	});
});

test.serial('explains unusable credentials: SSO, a second factor', async t => {
	t.like(await failed(t, {environment: {...noKeys, AWS_PROFILE: 'sso'}}), {
		message: 'The session of the AWS profile sso has expired or does not exist.',
		advice:
			'Run `aws sso login --profile sso` (or `aws login`, if that created the profile), then connect again.',
	});
	t.like(await failed(t, {environment: {...noKeys, AWS_PROFILE: 'mfa'}}), {
		message: 'The AWS credentials of the profile mfa cannot be read.',
		detail:
			'CredentialsProviderError: Profile mfa requires multi-factor authentication, but no MFA code callback was provided.',
	});
});

test.serial('reports a missing cluster or workgroup', async t => {
	t.deepEqual(await failed(t, {name: 'other'}), {
		message: "The cluster other does not exist in us-west-2 in this machine's AWS account.",
		where: 'redshift:GetClusterCredentialsWithIAM in us-west-2',
		advice:
			'Check CLUSTER_IDENTIFIER or HOST, REGION in [CLUSTER] of dwh.cfg, and that AWS_PROFILE belongs to the right account.',
		detail: 'ClusterNotFoundFault: Cluster other not found. (status 404, request a1b2c3)',
	});
	t.like(await failed(t, {kind: 'workgroup', name: 'other'}), {
		message: "The workgroup other does not exist in us-west-2 in this machine's AWS account.",
		where: 'redshift-serverless:GetCredentials in us-west-2',
		detail: 'ResourceNotFoundException: Workgroup other not found. (status 400, request a1b2c3)',
	});
});

test.serial('reports a missing region', async t => {
	t.deepEqual(await failed(t, {region: undefined}), {
		message: 'The region of the cluster sparkify is not set.',
		where: 'redshift:GetClusterCredentialsWithIAM',
		advice: 'Add REGION to [CLUSTER] of dwh.cfg, or set AWS_REGION.',
		detail: 'Error: Region is missing',
	});
});

test.serial('names the missing permission', async t => {
	const message =
		'User: arn:aws:iam::123456789012:user/me is not authorized to perform: redshift:GetClusterCredentials';
	aws.fail({code: 'AccessDenied', status: 403, message});
	const told = async (request: Case) => (await failed(t, request)).advice?.split(' ').slice(0, 5).join(' ');
	try {
		t.deepEqual(await failed(t, {user: 'etl'}), {
			message: "This machine's IAM identity is not allowed to request a password for the cluster sparkify.",
			where: 'redshift:GetClusterCredentials in us-west-2',
			advice:
				'Ask for the permission redshift:GetClusterCredentials on that resource, or use the profile of another identity (AWS_PROFILE).',
			detail: `AccessDenied: ${message} (status 403, request a1b2c3)`,
		});
		t.is(await told({}), 'Ask for the permission redshift:GetClusterCredentialsWithIAM');
		aws.fail({code: 'AccessDeniedException', status: 400, message});
		const workgroup = {kind: 'workgroup', name: 'sparkify-wg'} as const;
		t.is(await told(workgroup), 'Ask for the permission redshift-serverless:GetCredentials');
	} finally {
		aws.fail(undefined);
	}
});

test.serial('omits the request that AWS repeats in its error', async t => {
	const signature = 'The request signature we calculated does not match the signature you provided.';
	aws.fail({
		code: 'SignatureDoesNotMatch',
		status: 403,
		message: `${signature}\n\nThe Canonical String for this request should have been\nx-amz-security-token:SESSIONTOKENEXAMPLE`,
	});
	try {
		t.like(await failed(t, {}), {
			message: 'The secret key does not match the access key.',
			detail: `SignatureDoesNotMatch: ${signature} (status 403, request a1b2c3)`,
		});
	} finally {
		aws.fail(undefined);
	}
});

test.serial('reports an endpoint that refuses connections and one that is not a URL', async t => {
	t.like(await failed(t, {environment: {AWS_ENDPOINT_URL_REDSHIFT: 'http://127.0.0.1:9'}}), {
		message: 'The AWS endpoint 127.0.0.1:9 refused the connection.',
		advice: 'Check AWS_ENDPOINT_URL_REDSHIFT or AWS_ENDPOINT_URL.',
	});
	t.like(await failed(t, {environment: {AWS_ENDPOINT_URL_REDSHIFT: 'nowhere'}}), {
		message: 'The configured AWS endpoint is not a URL.',
	});
});

/** Errors as thrown by the SDK, by the id of their row. */
const thrown: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
	sso: [
		{
			name: 'TokenProviderError',
			message: "Token is expired. To refresh this SSO session run 'aws sso login'",
		},
	],
	'no-credentials': [
		{name: 'CredentialsProviderError', message: 'Could not load credentials from any providers'},
	],
	credentials: [{name: 'CredentialsProviderError', message: 'EC2 Metadata credential lookup failed'}],
	'no-region': [{name: 'Error', message: 'Region is missing'}],
	clock: [
		{name: 'InvalidSignatureException', message: 'Signature expired: 20181101T000000Z is now earlier than …'},
		{name: 'RequestExpired', message: 'Request has expired.'},
	],
	expired: [
		{name: 'ExpiredToken', message: 'The security token included in the request is expired'},
		{name: 'ExpiredTokenException', message: 'The security token included in the request is expired'},
	],
	scope: [{name: 'SignatureDoesNotMatch', message: 'Credential should be scoped to a valid region.'}],
	'unknown-key': [
		{name: 'InvalidClientTokenId', message: 'The security token included in the request is invalid.'},
		{name: 'OptInRequired', message: 'x', $metadata: {httpStatusCode: 403}},
		{name: 'UnrecognizedClientException', message: 'The security token included in the request is invalid.'},
	],
	'wrong-secret': [{name: 'InvalidSignatureException', message: 'The request signature does not match'}],
	denied: [{name: 'AccessDeniedException', message: 'User: x is not authorized to perform: y'}],
	'not-found': [{name: 'ClusterNotFoundFault', message: 'Cluster x not found.'}],
	throttled: [{name: 'Throttling', message: 'Rate exceeded'}],
	endpoint: [{name: 'TypeError', code: 'ERR_INVALID_URL', message: 'Invalid URL'}],
	'unknown-host': [{code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND x', hostname: 'x'}],
	refused: [{code: 'ECONNREFUSED', message: 'connect ECONNREFUSED', address: '127.0.0.1', port: 9}],
	'no-answer': [{name: 'TimeoutError', message: 'connect timed out'}],
	certificate: [
		{code: 'DEPTH_ZERO_SELF_SIGNED_CERT', message: 'self-signed certificate'},
		{code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', message: 'unable to verify the first certificate'},
	],
	lost: [{code: 'ECONNRESET', message: 'socket hang up'}],
	server: [{name: 'InternalFailure', message: 'x', $metadata: {httpStatusCode: 500}}],
};

test('matches every row with its errors', t => {
	t.deepEqual(Object.keys(thrown).sort(), iamErrorRows.map(({id}) => id).sort());
	const request = {name: 'sparkify', database: 'dev', user: undefined, region: 'us-west-2'};
	for (const row of iamErrorRows) {
		for (const fields of thrown[row.id] ?? []) {
			const {failure} = iamError(Object.assign(new Error(), fields), request, 'cluster');
			t.regex(failure.message, new RegExp(`^${row.message.replaceAll(/\{\w+\}/g, '.+')}$`), row.id);
			t.false(/[{}]/.test(`${failure.message}${failure.advice}`), row.id);
		}
	}
});

test('keeps the message of an error without a row', t => {
	const error = Object.assign(new Error('The operation is not supported.'), {name: 'UnsupportedOperation'});
	const request = {name: 'wg', database: 'dev', user: undefined, region: undefined};
	t.like(iamError(error, request, 'workgroup').failure, {
		message: 'AWS issued no password for the workgroup wg.',
		detail: 'UnsupportedOperation: The operation is not supported.',
	});
});
