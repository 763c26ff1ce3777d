/** Reads every object of the bucket once, in a child process of bench/s3-songs.ts. */
import {GetObjectCommand, ListObjectsV2Command, S3Client} from '@aws-sdk/client-s3';
import {quietAwsSdk} from '../src/config/aws.js';
import {S3Source} from '../src/source/s3/s3-source.js';

export type Way = 'plain' | 'ours';

export type Fetched = {
	readonly objects: number;
	/** Including the listing. */
	readonly seconds: number;
	/** CPU time of this process, including its threads. */
	readonly cpuSeconds: number;
	readonly peakMb: number;
};

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

const cpu = process.cpuUsage();
const started = performance.now();
const objects = await (process.argv[2] === 'ours' ? readOurs() : readPlain());
const seconds = (performance.now() - started) / 1000;
const {user, system} = process.cpuUsage(cpu);
const fetched: Fetched = {
	objects,
	seconds,
	cpuSeconds: (user + system) / 1e6,
	peakMb: process.resourceUsage().maxRSS / 1024,
};
process.send?.(fetched, () => process.exit(0));
