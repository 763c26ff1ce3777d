import type {Environment} from '../config/config-value.js';
import {printValue} from '../config/print-value.js';
import {readRegion} from '../config/read-data.js';
import {readIdentifier} from '../config/read-iam.js';
import {redshiftEndpoint} from '../config/redshift-endpoint.js';
import type {Interview} from './interview.js';

type Server = {
	readonly engine: 'redshift' | 'postgres';
	readonly host: string;
	/** The user to propose. */
	readonly user: string | undefined;
};

/** Asks who logs in, and with what. @throws CancelledError */
export async function askLogin(
	interview: Interview,
	environment: Environment,
	server: Server,
): Promise<void> {
	if (server.engine === 'redshift' && (await isByIam(interview))) {
		await askIam(interview, server.host);
		return;
	}
	await interview.ask({
		section: 'CLUSTER',
		key: 'DB_USER',
		about: 'A user who may create tables in it.',
		usual: server.user,
		read: text,
	});
	await askPassword(interview, environment);
}

async function askPassword(interview: Interview, environment: Environment): Promise<void> {
	interview.person.say(
		'\nWhere the password comes from:\n' +
			'  env   a variable of the environment\n' +
			'  file  it is written to the file\n' +
			'  ask   ~/.pgpass or, where it has none, it is asked for at each start',
	);
	const origin = await interview.choose('Password', ['env', 'file', 'ask']);
	if (origin === 'file') {
		interview.set('CLUSTER', 'DB_PASSWORD', printValue(await interview.secret('DB_PASSWORD: ')));
	}
	if (origin !== 'env') return;
	for (;;) {
		const variable = (await interview.line('Variable [PGPASSWORD]: ')) || 'PGPASSWORD';
		if (/^[A-Za-z_]\w*$/.test(variable)) {
			interview.set('CLUSTER', 'DB_PASSWORD', `\${${variable}}`);
			if (!environment[variable])
				interview.person.say(`  ${variable} is not set now: set it before you load.`);
			return;
		}
		interview.complain({
			message: 'A variable has letters, digits and underscores, and begins with no digit.',
		});
	}
}

/** Whether the login is to be by IAM. */
async function isByIam(interview: Interview): Promise<boolean> {
	interview.person.say(
		'\nHow to log in:\n' +
			'  password  as a user of the database\n' +
			'  iam       no password: AWS issues temporary credentials to the AWS identity of this machine (profile, SSO, role)',
	);
	return (await interview.choose('Login', ['password', 'iam'])) === 'iam';
}

/** Asks for what a login by IAM needs; an endpoint of AWS tells most of it. */
async function askIam(interview: Interview, host: string): Promise<void> {
	interview.set('CLUSTER', 'IAM', 'true');
	const endpoint = redshiftEndpoint(host);
	const kind = endpoint?.kind ?? (await askIssuer(interview));
	// A workgroup has one user for each identity, and no choice.
	if (kind === 'workgroup') return;
	await interview.ask({
		section: 'CLUSTER',
		key: 'DB_USER',
		about: 'A user who is in the database, or none: then it is the one that goes with the AWS identity.',
		none: "the AWS identity's own",
		read: text,
	});
}

async function askIssuer(interview: Interview): Promise<'cluster' | 'workgroup'> {
	interview.person.say('\nThe host does not tell what it leads to: a cluster, or a workgroup of Serverless.');
	const kind = await interview.choose('Kind', ['cluster', 'workgroup']);
	const key = kind === 'cluster' ? 'CLUSTER_IDENTIFIER' : 'WORKGROUP';
	await interview.ask({
		section: 'CLUSTER',
		key,
		about: 'Its name, as the console shows it.',
		read: readIdentifier,
	});
	await interview.ask({
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
