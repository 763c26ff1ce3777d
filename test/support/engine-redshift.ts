import {existsSync} from 'node:fs';
import {printS3Address} from '../../src/config/aws.js';
import {Secret} from '../../src/config/password.js';
import {DataError} from '../../src/errors.js';
import type {Source} from '../../src/source/source.js';
import {recordFolder} from '../../src/source/staging-columns.js';
import {RedshiftWarehouse} from '../../src/warehouse/redshift/warehouse.js';
import type {DataFolder} from './data-folder.js';
import type {OpenedWarehouse} from './engine-fixture.js';
import type {RedshiftDouble} from './redshift/start-redshift.js';
import type {Stack} from './redshift/test-clients.js';
import type {S3Server} from './s3/start-s3.js';

let buckets = 0;

/** Connection settings for a database on a double. */
export function connectionToRedshift({host, port, user, password}: RedshiftDouble, database: string) {
	return {host, port, database, user, password: new Secret(password), sslMode: 'disable'} as const;
}

/** Opens a new database on a running double, which reads the files of a data folder from a bucket. */
export async function openRedshift({redshift, s3}: Pick<Stack, 'redshift' | 's3'>): Promise<OpenedWarehouse> {
	const connection = connectionToRedshift(redshift, await redshift.createDatabase());
	const warehouse = new RedshiftWarehouse(connection, {iamRole: 'default'});
	await warehouse.connect();
	return {
		warehouse,
		close: async () => warehouse.close(),
		upload: folder => uploadFolder(s3, folder),
	};
}

/** Uploads the current files of a folder to a new bucket. Redshift only needs the source's location. */
export function uploadFolder(s3: S3Server, {path, source}: DataFolder): {source: Source; place: string} {
	const name = `engine-${++buckets}`;
	const bucket = s3.createBucket(name);
	if (existsSync(path)) bucket.mount('data/', path);
	const unusedReader = () => {
		throw new Error('Redshift reads the files itself.');
	};
	return {
		place: printS3Address({bucket: name, prefix: 'data/'}),
		source: {
			name: source.name,
			// The program need not have permission to list the bucket.
			inventory: async () => {
				throw new DataError({message: 'Access is denied.'});
			},
			records: unusedReader,
			locate: kind => printS3Address({bucket: name, prefix: `data/${recordFolder[kind]}/`}),
		},
	};
}
