import {parseS3Address} from '../../config/aws.js';
import type {Settings} from '../../config/settings.js';
import {DataError} from '../../errors.js';
import {openSource} from '../../source/open-source.js';
import type {S3Bucket} from '../../source/s3/bucket.js';
import type {RecordKind, Source} from '../../source/source.js';
import {askBucket, openBucket} from '../open-bucket.js';
import type {TimeLimits} from '../time-limits.js';
import {probeFolder, probeKey, probeObjects} from './probe-objects.js';
import type {TrialObjects} from './redshift-trials.js';

type Listed = {readonly key: string; readonly bytes: number};

/** Finds a small object of each kind and the probe objects in the bucket. @throws DataError, TimeoutError */
export async function findObjects(settings: Settings, limits: TimeLimits): Promise<TrialObjects> {
	const source = openSource(settings);
	const object = async (kind: RecordKind) => {
		const {bucket, prefix} = addressOf(source, kind);
		const opened = await openBucket(bucket, settings);
		const listed = await askBucket(limits, async () => firstPage(opened, prefix));
		return `s3://${bucket}/${smallest(listed, source.locate(kind)).key}`;
	};
	const [events, songs] = [await object('events'), await object('songs')];
	const {bucket} = addressOf(source, 'events');
	const opened = await openBucket(bucket, settings);
	const listed = await askBucket(limits, async () => firstPage(opened, probeFolder));
	const keys = new Set(listed.map(({key}) => key));
	const probes = probeObjects.filter(probe => keys.has(probeKey(probe)));
	return {events, songs, probes, bucket, source};
}

/** Lists at most 1,000 keys. */
async function firstPage(bucket: S3Bucket, prefix: string): Promise<readonly Listed[]> {
	const {Contents = []} = await bucket.list({prefix});
	return Contents.map(({Key = '', Size = 0}) => ({key: Key, bytes: Size}));
}

/** Returns the smallest uncompressed data object. A compressed one would need a different COPY. */
export function smallest(listed: readonly Listed[], where: string): Listed {
	const [first] = listed
		.filter(({key, bytes}) => bytes > 0 && /\.json$/i.test(key) && !/(?:^|\/)\./.test(key))
		.toSorted((a, b) => a.bytes - b.bytes);
	if (first !== undefined) return first;
	throw new DataError({
		message: `No .json object among the first keys under ${where}.`,
		where,
		advice: 'doctor --live tries COPY with single uncompressed files and needs one there.',
	});
}

function addressOf(source: Source, kind: RecordKind) {
	const address = parseS3Address(source.locate(kind));
	if ('message' in address) throw new DataError({message: address.message});
	return address;
}
