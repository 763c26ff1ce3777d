import {inspect} from 'node:util';
import test from 'ava';
import type {ConnectionSettings} from '../../../../src/config/settings.js';
import {withCredentials} from '../../../../src/warehouse/redshift/iam/credentials.js';
import {type AwsDouble, startAws} from '../../../support/aws/start-aws.js';

let aws: AwsDouble;

const password = 'Temp0rary+/= "#;%';

test.before(async () => {
	aws = await startAws();
	for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
	Object.assign(process.env, aws.environment);
});

test.beforeEach(() => {
	aws.fail(undefined);
	aws.secondsLeft = 900;
});

test.after.always(async () => aws?.stop());

function settings(iam: ConnectionSettings['iam'], user = ''): ConnectionSettings {
	const server = {host: 'localhost', port: 5439, database: 'dev', sslMode: 'verify-full'} as const;
	return {...server, user, password: undefined, ...(iam !== undefined && {iam})};
}

const cluster = {issuer: {kind: 'cluster', name: 'sparkify'}, region: 'eu-west-1'} as const;
const workgroup = {issuer: {kind: 'workgroup', name: 'sparkify-wg'}, region: 'eu-west-1'} as const;
const signed = {accessKeyId: 'AKIDEXAMPLE', region: 'eu-west-1'};

test.serial("requests the identity's user for a cluster without DB_USER", async t => {
	const login = await withCredentials(settings(cluster));
	t.is(login.user, 'IAMR:loader');
	t.is(login.password?.reveal(), password);
	t.false(inspect(login, {showHidden: true, depth: 9}).includes('Temp0rary'));
	t.deepEqual(aws.requests.at(-1), {
		action: 'GetClusterCredentialsWithIAM',
		name: 'sparkify',
		database: 'dev',
		user: undefined,
		autoCreate: false,
		...signed,
	});
});

test.serial("requests a cluster's DB_USER without creating it", async t => {
	const login = await withCredentials(settings(cluster, 'etl'));
	t.is(login.user, 'IAM:etl');
	t.is(login.password?.reveal(), password);
	t.deepEqual(aws.requests.at(-1), {
		action: 'GetClusterCredentials',
		name: 'sparkify',
		database: 'dev',
		user: 'etl',
		autoCreate: false,
		...signed,
	});
});

test.serial('requests credentials for a workgroup', async t => {
	const login = await withCredentials(settings(workgroup));
	t.is(login.user, 'IAMR:loader');
	t.is(login.password?.reveal(), password);
	t.like(aws.requests.at(-1), {action: 'GetCredentials', name: 'sparkify-wg', database: 'dev', ...signed});
});

test.serial("uses the machine's region if none is set", async t => {
	process.env.AWS_REGION = 'ap-south-1';
	try {
		await withCredentials(settings({...cluster, region: undefined}));
	} finally {
		delete process.env.AWS_REGION;
	}
	t.is(aws.requests.at(-1)?.region, 'ap-south-1');
});

test.serial('uses one endpoint for all services', async t => {
	delete process.env.AWS_ENDPOINT_URL_REDSHIFT;
	process.env.AWS_ENDPOINT_URL = aws.endpoint;
	try {
		t.is((await withCredentials(settings(cluster))).user, 'IAMR:loader');
	} finally {
		process.env.AWS_ENDPOINT_URL_REDSHIFT = aws.endpoint;
		delete process.env.AWS_ENDPOINT_URL;
	}
});

test.serial('reuses credentials until shortly before they expire', async t => {
	const before = aws.requests.length;
	const lasting = settings(cluster);
	await withCredentials(lasting);
	await withCredentials(lasting);
	t.is(aws.requests.length, before + 1);

	aws.secondsLeft = 200;
	const passing = settings(cluster);
	await withCredentials(passing);
	await withCredentials(passing);
	t.is(aws.requests.length, before + 3);

	await withCredentials(settings(cluster));
	t.is(aws.requests.length, before + 4, 'credentials of another connection are not used');
});

test.serial('does not cache a failure', async t => {
	const once = settings(cluster);
	aws.fail({code: 'AccessDenied', status: 403, message: 'No.'});
	await t.throwsAsync(withCredentials(once));
	aws.fail(undefined);
	t.is((await withCredentials(once)).user, 'IAMR:loader');
});

test.serial('returns a password unchanged without calling AWS', async t => {
	const before = aws.requests.length;
	t.deepEqual(await withCredentials(settings(undefined, 'me')), {user: 'me', password: undefined});
	t.is(aws.requests.length, before);
});
