/** Reads every object of the bucket once, in a child process of bench/s3-songs.ts. Arguments: ours or plain, their number. */
import {GetObjectCommand, ListObjectsV2Command, S3Client} from '@aws-sdk/client-s3';
import {quietAwsSdk} from '../src/config/aws.js';
import {S3Source} from '../src/source/s3/s3-source.js';

const address = {bucket: 'bench', prefix: 'song_data/'};
/** The concurrency of our reader. */
const objectsAtOnce = 48;

async function readOurs(): Promise<number> {
	const source = new S3Source({events: address, songs: address}, 's3://bench');
	let objects = 0;
	for await (const {rows} of source.records('songs', await source.inventory('songs'))) objects += rows;
	return objects;
}

async function readPlain(): Promise<number> {
	quietAwsSdk();
	const client = new S3Client({
		region: 'us-west-2',
		forcePathStyle: true,
		credentials: {accessKeyId: '', secretAccessKey: ''},
		signer: {sign: async request => request},
		responseChecksumValidation: 'WHEN_REQUIRED',
		requestChecksumCalculation: 'WHEN_REQUIRED',
	});
	const keys: string[] = [];
	let token: string | undefined;
	do {
		const page = await client.send(
			new ListObjectsV2Command({
				Bucket: address.bucket,
				Prefix: address.prefix,
				...(token !== undefined && {ContinuationToken: token}),
			}),
		);
		for (const {Key} of page.Contents ?? []) keys.push(Key ?? '');
		token = page.NextContinuationToken;
	} while (token !== undefined);

	let objects = 0;
	async function lane(): Promise<void> {
		for (let key = keys.pop(); key !== undefined; key = keys.pop()) {
			const {Body} = await client.send(new GetObjectCommand({Bucket: address.bucket, Key: key}));
			await Body?.transformToByteArray();
			objects++;
		}
	}
	await Promise.all(Array.from({length: objectsAtOnce}, lane));
	return objects;
}

const [, , way, expected] = process.argv;
const objects = await (way === 'ours' ? readOurs() : readPlain());
if (objects !== Number(expected)) throw new Error(`${way} read ${objects} objects.`);
process.exit();
