import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {printValue} from '../../src/config/config-syntax.js';
import {stagingColumns} from '../../src/source/staging-columns.js';
import {
	type RedshiftDouble,
	type RedshiftOptions,
	startRedshift,
} from '../support/redshift/start-redshift.js';
import type {Stack} from '../support/redshift/test-clients.js';
import type {S3Server} from '../support/s3/start-s3.js';
import {workFolder} from './run-program.js';
import {smallData} from './small-data.js';

export type RedshiftFolder = {
	readonly folder: string;
	readonly redshift: RedshiftDouble;
	/** Contains the small data and a jsonpaths file. */
	readonly bucket: ReturnType<S3Server['createBucket']>;
	/** `s3://bucket` */
	readonly address: string;
};

/** A path for each column, in the order of the table; the keys of the events are those of the real files. */
const jsonpaths = JSON.stringify({jsonpaths: stagingColumns.events.map(({key}) => `$.${key}`)});

let buckets = 0;

/** A folder with a dwh.cfg for a new Redshift double and a bucket with the small data. @param events Additional events. */
export async function redshiftFolder(
	t: ExecutionContext,
	stack: Stack,
	{events = '', ...options}: Partial<RedshiftOptions> & {readonly events?: string} = {},
): Promise<RedshiftFolder> {
	const redshift = await startRedshift({...stack, ...options});
	t.teardown(async () => redshift.stop());
	const name = `sparkify-${++buckets}`;
	const bucket = stack.s3.createBucket(name);
	bucket.mount('', smallData(t, events));
	bucket.put('log_json_path.json', jsonpaths);
	const folder = workFolder(t);
	if (redshift.ca !== undefined) writeFileSync(join(folder, 'ca.pem'), redshift.ca);
	const lines = [
		'[WAREHOUSE]',
		'ENGINE = redshift',
		'[CLUSTER]',
		`HOST = ${redshift.host}:${redshift.port}/${await redshift.createDatabase()}`,
		`DB_USER = ${redshift.user}`,
		`DB_PASSWORD = ${printValue(redshift.password)}`,
		redshift.ca === undefined ? 'SSLMODE = disable' : 'SSLROOTCERT = ca.pem',
		'[IAM_ROLE]',
		`ARN = ${redshift.role}`,
		'[S3]',
		`LOG_DATA = s3://${name}/log_data/`,
		`LOG_JSONPATH = s3://${name}/log_json_path.json`,
		`SONG_DATA = s3://${name}/song_data/`,
		'REGION = us-west-2',
	];
	writeFileSync(join(folder, 'dwh.cfg'), `${lines.join('\n')}\n`);
	return {folder, redshift, bucket, address: `s3://${name}`};
}
