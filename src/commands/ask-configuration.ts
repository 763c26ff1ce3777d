import {isS3Address, readIdentifier, readRegion, readRoleArn, readS3Address} from '../config/aws.js';
import {type Environment, printValue} from '../config/config-syntax.js';
import {readHost, readPort, redshiftEndpoint} from '../config/host.js';
import {readSslMode} from '../config/read-connection.js';
import {readCompression, readJsonPath, readPlace} from '../config/read-data.js';
import {readEngine} from '../config/read-engine.js';
import {readDatabaseFile} from '../config/read-settings.js';
import {defaultSettings} from '../config/settings.js';
import {type Reader, readText} from '../config/simple-values.js';
import type {Prompts} from './prompts.js';

/** Default answers for each kind of server. */
const serverDefaults = {
	redshift: {host: undefined, port: 5439, database: 'dev', user: 'awsuser'},
	postgres: {host: 'localhost', port: 5432, database: 'sparkify', user: undefined},
} as const;
type Server = keyof typeof serverDefaults;

/** The public bucket with the original data, and its parts. */
const publicBucket = {
	events: 's3://udacity-dend/log_data',
	jsonPath: 's3://udacity-dend/log_json_path.json',
	region: 'us-west-2',
} as const;

/** Asks for every value a configuration needs. @throws CancelledError */
export async function askConfiguration(prompts: Prompts, environment: Environment): Promise<void> {
	const about = 'Where to load the data: redshift, postgres or duckdb (a file on this machine).';
	const read: Reader<ReturnType<typeof readEngine>> = (_, text) => readEngine(text);
	const engine = await prompts.ask('WAREHOUSE', 'ENGINE', about, read, {defaultValue: 'redshift'});
	if (engine === 'redshift') {
		await askServer(prompts, engine, environment);
		await askBucket(prompts);
	} else if (engine === 'postgres') {
		await askServer(prompts, engine, environment);
		await askSource(prompts);
	} else {
		const file = 'The DuckDB file. Created if it does not exist.';
		const {database} = defaultSettings;
		await prompts.ask('WAREHOUSE', 'DATABASE', file, readDatabaseFile, {defaultValue: database});
		await askSource(prompts);
	}
}

async function askServer(prompts: Prompts, engine: Server, environment: Environment): Promise<void> {
	const section = 'CLUSTER';
	const defaults = serverDefaults[engine];
	const about = {
		redshift: 'The endpoint of the cluster or workgroup, as the console shows it.',
		postgres: 'The name or address of the server.',
	}[engine];
	const pasted = await prompts.ask(section, 'HOST', about, readHost, {defaultValue: defaults.host});
	const {host = '', port = defaults.port, database = defaults.database} = pasted ?? {};
	if (pasted?.port !== undefined || pasted?.database !== undefined) prompts.set(section, 'HOST', host);
	await prompts.ask(section, 'DB_PORT', 'The port.', readPort, {defaultValue: String(port)});
	const existing = 'The database. It must already exist.';
	await prompts.ask(section, 'DB_NAME', existing, readText, {defaultValue: database});
	if (engine === 'redshift' && (await isByIam(prompts))) {
		await askIam(prompts, host);
	} else {
		const user = 'A database user with the right to create tables.';
		const defaultValue = defaults.user ?? environment.USER;
		await prompts.ask(section, 'DB_USER', user, readText, {defaultValue});
		await askPassword(prompts, environment);
	}
	if (engine === 'redshift') return;
	const encryption = 'Encryption: disable, prefer, require, verify-ca or verify-full.';
	await prompts.ask(section, 'SSLMODE', encryption, readSslMode, {defaultValue: 'prefer'});
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
		prompts.complain({message: 'Use letters, digits and underscores, and do not start with a digit.'});
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
	const kind = redshiftEndpoint(host)?.kind ?? (await askIssuer(prompts));
	// A workgroup maps each identity to one user.
	if (kind === 'workgroup') return;
	const about = 'An existing database user, or none for the user of the AWS identity.';
	await prompts.ask('CLUSTER', 'DB_USER', about, readText, {none: "the AWS identity's user"});
}

async function askIssuer(prompts: Prompts): Promise<'cluster' | 'workgroup'> {
	prompts.io.say('\nThe host name does not show whether this is a cluster or a Serverless workgroup.');
	const kind = await prompts.choose('Kind', ['cluster', 'workgroup']);
	const key = kind === 'cluster' ? 'CLUSTER_IDENTIFIER' : 'WORKGROUP';
	await prompts.ask('CLUSTER', key, 'The name, as the console shows it.', readIdentifier);
	const none = 'AWS_REGION or the profile region';
	await prompts.ask('CLUSTER', 'REGION', 'The region, or none.', readRegion, {none});
	return kind;
}

async function askBucket(prompts: Prompts): Promise<void> {
	const role = 'The role the cluster reads the bucket with: its ARN, or default.';
	await prompts.ask('IAM_ROLE', 'ARN', role, readRoleArn);
	const place = 'Where the events are: s3://BUCKET/PREFIX.';
	const enter = {defaultValue: publicBucket.events};
	const events = await prompts.ask('S3', 'LOG_DATA', place, readS3Address, enter);
	await askSongs(prompts, readS3Address);
	const isPublic = isInPublicBucket(events);
	const mapping = 'The jsonpaths file of the events, or none to match keys to columns by name.';
	const defaultValue = isPublic ? publicBucket.jsonPath : undefined;
	await prompts.ask('S3', 'LOG_JSONPATH', mapping, readJsonPath, {defaultValue, none: 'none'});
	if (!isPublic) {
		const about = 'The compression of all files: none, gzip or zstd.';
		await prompts.ask('S3', 'COMPRESSION', about, readCompression, {none: 'none'});
	}
	await askRegion(prompts, isPublic, "the cluster's");
}

async function askSource(prompts: Prompts): Promise<void> {
	const about = 'Where the events are: s3://BUCKET/PREFIX, or a folder.';
	const none = 'the bundled sample, songs included';
	const events = await prompts.ask('S3', 'LOG_DATA', about, readPlace, {none});
	if (events === undefined) return;
	await askSongs(prompts, readPlace);
	if (isS3Address(events)) await askRegion(prompts, isInPublicBucket(events), 'detected');
}

async function askSongs(prompts: Prompts, read: Reader<string>): Promise<void> {
	// Usually next to the events, under a matching name.
	const events = prompts.values.S3?.LOG_DATA ?? '';
	const sibling = events.replace(/log([_-]data\/?)$/, 'song$1');
	const defaultValue = sibling === events ? undefined : sibling;
	await prompts.ask('S3', 'SONG_DATA', 'Where the songs are.', read, {defaultValue});
}

async function askRegion(prompts: Prompts, isPublic: boolean, none: string): Promise<void> {
	const defaultValue = isPublic ? publicBucket.region : undefined;
	await prompts.ask('S3', 'REGION', 'The region of the bucket, or none.', readRegion, {defaultValue, none});
}

function isInPublicBucket(address: string | undefined): boolean {
	return address?.startsWith('s3://udacity-dend/') === true;
}
