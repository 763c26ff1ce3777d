import {isS3Address, readRegion, readRoleArn, readS3Address} from '../config/aws.js';
import type {Environment} from '../config/config-syntax.js';
import {readHost, readPort} from '../config/host.js';
import {readSslMode} from '../config/read-connection.js';
import {readCompression, readJsonPath, readPlace} from '../config/read-data.js';
import {readEngine} from '../config/read-engine.js';
import {readDatabaseFile} from '../config/read-settings.js';
import {defaultSettings} from '../config/settings.js';
import type {Reader} from '../config/simple-values.js';
import {askLogin} from './ask-login.js';
import type {Prompts} from './prompts.js';

/** Default answers for each kind of server. */
const serverDefaults = {
	redshift: {host: undefined, port: 5439, database: 'dev', user: 'awsuser'},
	postgres: {host: 'localhost', port: 5432, database: 'sparkify', user: undefined},
} as const;

/** The public bucket with the original data, and its parts. */
const publicBucket = {
	events: 's3://udacity-dend/log_data',
	jsonPath: 's3://udacity-dend/log_json_path.json',
	region: 'us-west-2',
} as const;

/** Asks for every value a configuration needs. @throws CancelledError */
export async function askConfiguration(prompts: Prompts, environment: Environment): Promise<void> {
	const engine = await prompts.ask({
		section: 'WAREHOUSE',
		key: 'ENGINE',
		about: 'Where to load the data: redshift, postgres or duckdb (a file on this machine).',
		defaultValue: 'redshift',
		read: (_, text) => readEngine(text),
	});
	if (engine === 'redshift' || engine === 'postgres') {
		await askServer(prompts, engine, environment);
	} else {
		await prompts.ask({
			section: 'WAREHOUSE',
			key: 'DATABASE',
			about: 'The DuckDB file. Created if it does not exist.',
			defaultValue: defaultSettings.database,
			read: readDatabaseFile,
		});
	}
	if (engine === 'redshift') await askBucket(prompts);
	else await askSource(prompts);
}

async function askServer(
	prompts: Prompts,
	engine: keyof typeof serverDefaults,
	environment: Environment,
): Promise<void> {
	const section = 'CLUSTER';
	const defaults = serverDefaults[engine];
	const pasted = await prompts.ask({
		section,
		key: 'HOST',
		about:
			engine === 'redshift'
				? 'The endpoint of the cluster or workgroup, as the console shows it.'
				: 'The name or address of the server.',
		defaultValue: defaults.host,
		read: readHost,
	});
	const {host, port = defaults.port, database = defaults.database} = pasted ?? {};
	if (pasted?.port !== undefined || pasted?.database !== undefined) prompts.set(section, 'HOST', `${host}`);
	await prompts.ask({
		section,
		key: 'DB_PORT',
		about: 'The port.',
		defaultValue: String(port),
		read: readPort,
	});
	await prompts.ask({
		section,
		key: 'DB_NAME',
		about: 'The database. It must already exist.',
		defaultValue: database,
		read: text,
	});
	await askLogin(prompts, environment, {engine, host: host ?? '', user: defaults.user ?? environment.USER});
	if (engine === 'redshift') return;
	await prompts.ask({
		section,
		key: 'SSLMODE',
		about: 'Encryption: disable, prefer, require, verify-ca or verify-full.',
		defaultValue: 'prefer',
		read: readSslMode,
	});
}

async function askBucket(prompts: Prompts): Promise<void> {
	await prompts.ask({
		section: 'IAM_ROLE',
		key: 'ARN',
		about: 'The role the cluster reads the bucket with: its ARN, or default.',
		read: readRoleArn,
	});
	const events = await askEvents(prompts, readS3Address, {defaultValue: publicBucket.events});
	await askSongs(prompts, readS3Address);
	const isPublic = isInPublicBucket(events);
	await prompts.ask({
		section: 'S3',
		key: 'LOG_JSONPATH',
		about: 'The jsonpaths file of the events, or none to match keys to columns by name.',
		...(isPublic && {defaultValue: publicBucket.jsonPath}),
		none: 'none',
		read: readJsonPath,
	});
	if (!isPublic) await askCompression(prompts);
	await askRegion(prompts, isPublic, "the cluster's");
}

async function askSource(prompts: Prompts): Promise<void> {
	const events = await askEvents(prompts, readPlace, {none: 'the bundled sample, songs included'});
	if (events === undefined) return;
	await askSongs(prompts, readPlace);
	if (isS3Address(events)) await askRegion(prompts, isInPublicBucket(events), 'detected');
}

async function askEvents(
	prompts: Prompts,
	read: Reader<string>,
	enter: {readonly defaultValue: string} | {readonly none: string},
): Promise<string | undefined> {
	const about = 'Where the events are: s3://BUCKET/PREFIX';
	const orFolder = read === readPlace ? ', or a folder.' : '.';
	return prompts.ask({section: 'S3', key: 'LOG_DATA', about: `${about}${orFolder}`, ...enter, read});
}

async function askSongs(prompts: Prompts, read: Reader<string>): Promise<void> {
	// Usually next to the events, under a matching name.
	const events = prompts.values.S3?.LOG_DATA ?? '';
	const sibling = events.replace(/log([_-]data\/?)$/, 'song$1');
	await prompts.ask({
		section: 'S3',
		key: 'SONG_DATA',
		about: 'Where the songs are.',
		defaultValue: sibling === events ? undefined : sibling,
		read,
	});
}

async function askCompression(prompts: Prompts): Promise<void> {
	await prompts.ask({
		section: 'S3',
		key: 'COMPRESSION',
		about: 'The compression of all files: none, gzip or zstd.',
		none: 'none',
		read: readCompression,
	});
}

async function askRegion(prompts: Prompts, isPublic: boolean, none: string): Promise<void> {
	await prompts.ask({
		section: 'S3',
		key: 'REGION',
		about: 'The region of the bucket, or none.',
		...(isPublic && {defaultValue: publicBucket.region}),
		none,
		read: readRegion,
	});
}

function isInPublicBucket(address: string | undefined): boolean {
	return address?.startsWith('s3://udacity-dend/') === true;
}

function text(_name: string, value: string): string {
	return value;
}
