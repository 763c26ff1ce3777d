import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {printValue} from '../../src/config/config-syntax.js';
import {stagingColumns} from '../../src/source/staging-columns.js';
import {eventLine, playLine, songText} from '../support/data-folder.js';
import type {RedshiftDouble} from '../support/redshift/start-redshift.js';
import type {S3Server} from '../support/s3/start-s3.js';
import {type Ended, workFolder} from './run-program.js';

export type CheckLine = {
	readonly check: string;
	readonly status: string;
	readonly found: string;
	readonly advice: readonly string[];
};

/** The lines of `--json`, by check. */
export function byCheck({stdout}: Ended): ReadonlyMap<string, CheckLine> {
	const lines = stdout.trimEnd().split('\n');
	return new Map(lines.map(line => JSON.parse(line) as CheckLine).map(line => [line.check, line]));
}

/** `ok`, `failed` or `none` of each check, in order. */
export function statuses(ended: Ended): string {
	return Array.from(byCheck(ended).values(), ({check, status}) => `${check} ${status}`).join(', ');
}

/** A jsonpaths file. */
export function jsonPaths(keys: readonly string[] = stagingColumns.events.map(({key}) => key)): string {
	return JSON.stringify({jsonpaths: keys.map(key => `$['${key}']`)});
}

/** A bucket with three events, a song and a jsonpaths file. */
export function smallBucket(s3: S3Server) {
	const bucket = s3.createBucket('sparkify');
	bucket.put(
		'log_data/2018/11/2018-11-01-events.json',
		[
			eventLine({userId: '10', ts: 1541106106796}),
			playLine({userId: '10', ts: 1541106132796, itemInSession: 1}),
			playLine({userId: '26', ts: 1541106352796, sessionId: 2, song: 'Two'}),
		].join(''),
	);
	bucket.put('song_data/A/one.json', songText());
	bucket.put('paths.json', jsonPaths());
	return bucket;
}

const defaultS3 = {
	LOG_DATA: 's3://sparkify/log_data/',
	SONG_DATA: 's3://sparkify/song_data/',
	LOG_JSONPATH: 's3://sparkify/paths.json',
	REGION: 'us-west-2',
};

export type Configuration = {
	/** The SSL lines of dwh.cfg. */
	readonly tls?: readonly string[];
	readonly password?: string;
	readonly s3?: Readonly<Record<string, string>>;
};

/** A folder with a dwh.cfg for a double. */
export function redshiftFolder(
	t: ExecutionContext,
	{host, port, database, user, password: correctPassword, role}: RedshiftDouble,
	{tls = ['SSLMODE = disable'], password = correctPassword, s3 = {}}: Configuration = {},
): string {
	const folder = workFolder(t);
	const lines = [
		'[CLUSTER]',
		...[`HOST = ${host}`, `DB_PORT = ${port}`, `DB_NAME = ${database}`, `DB_USER = ${user}`],
		...[`DB_PASSWORD = ${printValue(password)}`, ...tls],
		...['[IAM_ROLE]', `ARN = ${role}`, '[WAREHOUSE]', 'ENGINE = redshift', '[S3]'],
		...Object.entries({...defaultS3, ...s3}).map(([key, value]) => `${key} = ${value}`),
		'',
	];
	writeFileSync(join(folder, 'dwh.cfg'), lines.join('\n'));
	return folder;
}

export const awsSecret = 'verysecret';

/** Environment for the S3 double, with credentials. */
export function signed(s3: S3Server): NodeJS.ProcessEnv {
	return {...unsigned(s3), AWS_ACCESS_KEY_ID: s3.accessKeyId, AWS_SECRET_ACCESS_KEY: awsSecret};
}

/** Environment for the S3 double, without credentials. */
export function unsigned({endpoint}: S3Server): NodeJS.ProcessEnv {
	return {AWS_ENDPOINT_URL_S3: endpoint, AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: 'us-west-2'};
}
