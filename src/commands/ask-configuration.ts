import type {Environment} from '../config/config-value.js';
import type {Reader} from '../config/config-values.js';
import {readHost, readPort} from '../config/host.js';
import {readCompression} from '../config/read-compression.js';
import {readJsonPath, readPlace, readRegion, readS3Address} from '../config/read-data.js';
import {readEngine} from '../config/read-engine.js';
import {readDatabaseFile} from '../config/read-settings.js';
import {readRoleArn} from '../config/role-arn.js';
import {isS3Address} from '../config/s3-address.js';
import {defaultSettings} from '../config/settings.js';
import {readSslMode} from '../config/ssl-mode.js';
import {askLogin} from './ask-login.js';
import type {Interview} from './interview.js';

/** What is proposed for each kind of server. */
const usualServer = {
	redshift: {host: undefined, port: 5439, database: 'dev', user: 'awsuser'},
	postgres: {host: 'localhost', port: 5432, database: 'sparkify', user: undefined},
} as const;

/** The bucket of the public data that the project is about, and where its parts are. */
const publicBucket = {
	events: 's3://udacity-dend/log_data',
	jsonPath: 's3://udacity-dend/log_json_path.json',
	region: 'us-west-2',
} as const;

/** Asks for everything that a configuration needs, and nothing more. @throws CancelledError */
export async function askConfiguration(interview: Interview, environment: Environment): Promise<void> {
	const engine = await interview.ask({
		section: 'WAREHOUSE',
		key: 'ENGINE',
		about: 'Where the data goes: redshift, postgres or duckdb (a file on this machine).',
		usual: 'redshift',
		read: (_, text) => readEngine(text),
	});
	if (engine === 'redshift' || engine === 'postgres') {
		await askServer(interview, engine, environment);
	} else {
		await interview.ask({
			section: 'WAREHOUSE',
			key: 'DATABASE',
			about: "DuckDB's file; it is made when it is not there.",
			usual: defaultSettings.database,
			read: readDatabaseFile,
		});
	}
	if (engine === 'redshift') await askBucket(interview);
	else await askSource(interview);
}

async function askServer(
	interview: Interview,
	engine: keyof typeof usualServer,
	environment: Environment,
): Promise<void> {
	const section = 'CLUSTER';
	const usual = usualServer[engine];
	const pasted = await interview.ask({
		section,
		key: 'HOST',
		about:
			engine === 'redshift'
				? 'The endpoint of the cluster or workgroup, as the console shows it.'
				: 'The name or address of the server.',
		usual: usual.host,
		read: readHost,
	});
	const {host, port = usual.port, database = usual.database} = pasted ?? {};
	if (pasted?.port !== undefined || pasted?.database !== undefined) interview.set(section, 'HOST', `${host}`);
	await interview.ask({section, key: 'DB_PORT', about: 'Its port.', usual: String(port), read: readPort});
	await interview.ask({
		section,
		key: 'DB_NAME',
		about: 'The database, which must be there already.',
		usual: database,
		read: text,
	});
	await askLogin(interview, environment, {engine, host: host ?? '', user: usual.user ?? environment.USER});
	if (engine === 'redshift') return;
	await interview.ask({
		section,
		key: 'SSLMODE',
		about: 'Encryption: disable, prefer, require, verify-ca or verify-full.',
		usual: 'prefer',
		read: readSslMode,
	});
}

async function askBucket(interview: Interview): Promise<void> {
	await interview.ask({
		section: 'IAM_ROLE',
		key: 'ARN',
		about: 'The role by which the cluster reads the bucket: its ARN, or default.',
		read: readRoleArn,
	});
	const events = await askEvents(interview, readS3Address, {usual: publicBucket.events});
	await askSongs(interview, readS3Address);
	const isPublic = isInPublicBucket(events);
	await interview.ask({
		section: 'S3',
		key: 'LOG_JSONPATH',
		about: 'The jsonpaths file of the events, or none: then keys find their columns by name.',
		...(isPublic && {usual: publicBucket.jsonPath}),
		none: 'none',
		read: readJsonPath,
	});
	if (!isPublic) await askCompression(interview);
	await askRegion(interview, isPublic, "the cluster's");
}

async function askSource(interview: Interview): Promise<void> {
	const events = await askEvents(interview, readPlace, {none: 'the bundled sample, of the songs too'});
	if (events === undefined) return;
	await askSongs(interview, readPlace);
	if (isS3Address(events)) await askRegion(interview, isInPublicBucket(events), 'found out');
}

async function askEvents(
	interview: Interview,
	read: Reader<string>,
	enter: {readonly usual: string} | {readonly none: string},
): Promise<string | undefined> {
	const about = 'Where the events are: s3://BUCKET/PREFIX';
	const orFolder = read === readPlace ? ', or a folder.' : '.';
	return interview.ask({section: 'S3', key: 'LOG_DATA', about: `${about}${orFolder}`, ...enter, read});
}

async function askSongs(interview: Interview, read: Reader<string>): Promise<void> {
	// They lie side by side, as a rule under names that go together.
	const events = interview.values.S3?.LOG_DATA ?? '';
	const beside = events.replace(/log([_-]data\/?)$/, 'song$1');
	await interview.ask({
		section: 'S3',
		key: 'SONG_DATA',
		about: 'Where the songs are.',
		usual: beside === events ? undefined : beside,
		read,
	});
}

async function askCompression(interview: Interview): Promise<void> {
	await interview.ask({
		section: 'S3',
		key: 'COMPRESSION',
		about: 'How the files are compressed, all of them alike: none, gzip or zstd.',
		none: 'none',
		read: readCompression,
	});
}

async function askRegion(interview: Interview, isPublic: boolean, none: string): Promise<void> {
	await interview.ask({
		section: 'S3',
		key: 'REGION',
		about: 'The region of the bucket, or none.',
		...(isPublic && {usual: publicBucket.region}),
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
