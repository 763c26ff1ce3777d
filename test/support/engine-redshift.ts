import {existsSync} from 'node:fs';
import {printS3Address} from '../../src/config/s3-address.js';
import {Secret} from '../../src/config/secret.js';
import {DataError} from '../../src/errors.js';
import type {Source} from '../../src/source/source.js';
import {recordFolder} from '../../src/source/staging-columns.js';
import {RedshiftWarehouse} from '../../src/warehouse/redshift.js';
import type {DataFolder} from './data-folder.js';
import type {OpenedWarehouse} from './engine-fixture.js';
import type {RedshiftDouble} from './redshift/start-redshift.js';
import type {Stack} from './redshift/test-clients.js';
import type {S3Server} from './s3/start-s3.js';

let buckets = 0;

/** How a warehouse reaches a double, in a database of the caller's. */
export function connectionToRedshift({host, port, user, password}: RedshiftDouble, database: string) {
	return {host, port, database, user, password: new Secret(password), sslMode: 'disable'} as const;
}

/** A database of its own on a running double, which reads what a data folder holds from a bucket. */
export async function openRedshift({redshift, s3}: Pick<Stack, 'redshift' | 's3'>): Promise<OpenedWarehouse> {
	const connection = connectionToRedshift(redshift, await redshift.createDatabase());
	const warehouse = new RedshiftWarehouse(connection, {iamRole: 'default'});
	await warehouse.connect();
	return {
		warehouse,
		close: async () => warehouse.close(),
		copies: folder => uploaded(s3, folder),
	};
}

/** The files of a folder as they are now, in a bucket of their own. Redshift asks the source for nothing but its place. */
export function uploaded(s3: S3Server, {path, source}: DataFolder): {source: Source; place: string} {
	const name = `engine-${++buckets}`;
	const bucket = s3.createBucket(name);
	if (existsSync(path)) bucket.mount('data/', path);
	const readByItself = () => {
		throw new Error('Redshift reads by itself.');
	};
	return {
		place: printS3Address({bucket: name, prefix: 'data/'}),
		source: {
			name: source.name,
			// This machine need not be allowed to list the bucket.
			inventory: async () => {
				throw new DataError({message: 'Access is denied.'});
			},
			records: readByItself,
			locate: kind => printS3Address({bucket: name, prefix: `data/${recordFolder[kind]}/`}),
		},
	};
}
