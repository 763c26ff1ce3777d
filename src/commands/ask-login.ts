import {readIdentifier, readRegion} from '../config/aws.js';
import {type Environment, printValue} from '../config/config-syntax.js';
import {redshiftEndpoint} from '../config/host.js';
import type {Prompts} from './prompts.js';

type Server = {
	readonly engine: 'redshift' | 'postgres';
	readonly host: string;
	/** The default user name. */
	readonly user: string | undefined;
};

/** Asks for the user and how to authenticate. @throws CancelledError */
export async function askLogin(prompts: Prompts, environment: Environment, server: Server): Promise<void> {
	if (server.engine === 'redshift' && (await isByIam(prompts))) {
		await askIam(prompts, server.host);
		return;
	}
	await prompts.ask({
		section: 'CLUSTER',
		key: 'DB_USER',
		about: 'A database user with the right to create tables.',
		defaultValue: server.user,
		read: text,
	});
	await askPassword(prompts, environment);
}

async function askPassword(prompts: Prompts, environment: Environment): Promise<void> {
	prompts.io.say(
		'\nWhere the password comes from:\n' +
			'  env   an environment variable\n' +
			'  file  the configuration file\n' +
			'  ask   ~/.pgpass, or a prompt at each start',
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
			if (!environment[variable]) prompts.io.say(`  ${variable} is not set. Set it before you load.`);
			return;
		}
		prompts.complain({
			message: 'Use letters, digits and underscores, and do not start with a digit.',
		});
	}
}

/** Asks whether to log in through IAM. */
async function isByIam(prompts: Prompts): Promise<boolean> {
	prompts.io.say(
		'\nHow to log in:\n' +
			'  password  a database user and password\n' +
			"  iam       no password: AWS issues temporary credentials to this machine's AWS identity (profile, SSO, role)",
	);
	return (await prompts.choose('Login', ['password', 'iam'])) === 'iam';
}

/** Asks for the IAM settings that the endpoint does not already determine. */
async function askIam(prompts: Prompts, host: string): Promise<void> {
	prompts.set('CLUSTER', 'IAM', 'true');
	const endpoint = redshiftEndpoint(host);
	const kind = endpoint?.kind ?? (await askIssuer(prompts));
	// A workgroup maps each identity to one user.
	if (kind === 'workgroup') return;
	await prompts.ask({
		section: 'CLUSTER',
		key: 'DB_USER',
		about: 'An existing database user, or none for the user of the AWS identity.',
		none: "the AWS identity's user",
		read: text,
	});
}

async function askIssuer(prompts: Prompts): Promise<'cluster' | 'workgroup'> {
	prompts.io.say('\nThe host name does not show whether this is a cluster or a Serverless workgroup.');
	const kind = await prompts.choose('Kind', ['cluster', 'workgroup']);
	const key = kind === 'cluster' ? 'CLUSTER_IDENTIFIER' : 'WORKGROUP';
	await prompts.ask({
		section: 'CLUSTER',
		key,
		about: 'The name, as the console shows it.',
		read: readIdentifier,
	});
	await prompts.ask({
		section: 'CLUSTER',
		key: 'REGION',
		about: 'The region, or none.',
		none: 'AWS_REGION or the profile region',
		read: readRegion,
	});
	return kind;
}

function text(_name: string, value: string): string {
	return value;
}
