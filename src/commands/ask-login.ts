import type {Environment} from '../config/config-value.js';
import {printValue} from '../config/print-value.js';
import {readRegion} from '../config/read-data.js';
import {readIdentifier} from '../config/read-iam.js';
import {redshiftEndpoint} from '../config/redshift-endpoint.js';
import type {Prompts} from './prompts.js';

type Server = {
	readonly engine: 'redshift' | 'postgres';
	readonly host: string;
	/** The user to propose. */
	readonly user: string | undefined;
};

/** Asks who logs in, and with what. @throws CancelledError */
export async function askLogin(prompts: Prompts, environment: Environment, server: Server): Promise<void> {
	if (server.engine === 'redshift' && (await isByIam(prompts))) {
		await askIam(prompts, server.host);
		return;
	}
	await prompts.ask({
		section: 'CLUSTER',
		key: 'DB_USER',
		about: 'A user who may create tables in it.',
		defaultValue: server.user,
		read: text,
	});
	await askPassword(prompts, environment);
}

async function askPassword(prompts: Prompts, environment: Environment): Promise<void> {
	prompts.io.say(
		'\nWhere the password comes from:\n' +
			'  env   a variable of the environment\n' +
			'  file  it is written to the file\n' +
			'  ask   ~/.pgpass or, where it has none, it is asked for at each start',
	);
	const origin = await prompts.choose('Password', ['env', 'file', 'ask']);
	if (origin === 'file') {
		prompts.set('CLUSTER', 'DB_PASSWORD', printValue(await prompts.secret('DB_PASSWORD: ')));
	}
	if (origin !== 'env') return;
	for (;;) {
		const variable = (await prompts.line('Variable [PGPASSWORD]: ')) || 'PGPASSWORD';
		if (/^[A-Za-z_]\w*$/.test(variable)) {
			prompts.set('CLUSTER', 'DB_PASSWORD', `\${${variable}}`);
			if (!environment[variable]) prompts.io.say(`  ${variable} is not set now: set it before you load.`);
			return;
		}
		prompts.complain({
			message: 'A variable has letters, digits and underscores, and begins with no digit.',
		});
	}
}

/** Whether the login is to be by IAM. */
async function isByIam(prompts: Prompts): Promise<boolean> {
	prompts.io.say(
		'\nHow to log in:\n' +
			'  password  as a user of the database\n' +
			'  iam       no password: AWS issues temporary credentials to the AWS identity of this machine (profile, SSO, role)',
	);
	return (await prompts.choose('Login', ['password', 'iam'])) === 'iam';
}

/** Asks for what a login by IAM needs; an endpoint of AWS tells most of it. */
async function askIam(prompts: Prompts, host: string): Promise<void> {
	prompts.set('CLUSTER', 'IAM', 'true');
	const endpoint = redshiftEndpoint(host);
	const kind = endpoint?.kind ?? (await askIssuer(prompts));
	// A workgroup has one user for each identity, and no choice.
	if (kind === 'workgroup') return;
	await prompts.ask({
		section: 'CLUSTER',
		key: 'DB_USER',
		about: 'A user who is in the database, or none: then it is the one that goes with the AWS identity.',
		none: "the AWS identity's own",
		read: text,
	});
}

async function askIssuer(prompts: Prompts): Promise<'cluster' | 'workgroup'> {
	prompts.io.say('\nThe host does not tell what it leads to: a cluster, or a workgroup of Serverless.');
	const kind = await prompts.choose('Kind', ['cluster', 'workgroup']);
	const key = kind === 'cluster' ? 'CLUSTER_IDENTIFIER' : 'WORKGROUP';
	await prompts.ask({
		section: 'CLUSTER',
		key,
		about: 'Its name, as the console shows it.',
		read: readIdentifier,
	});
	await prompts.ask({
		section: 'CLUSTER',
		key: 'REGION',
		about: 'The region that it is in, or none.',
		none: 'AWS_REGION or that of the profile',
		read: readRegion,
	});
	return kind;
}

function text(_name: string, value: string): string {
	return value;
}
