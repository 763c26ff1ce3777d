import {DataError} from '../errors.js';
import type {S3Bucket} from './s3-bucket.js';

const maxNamesShown = 5;

/** The error for a prefix that no key starts with. It says what there is in the folder above, or the nearest one that has something. */
export async function emptyPrefixError(bucket: S3Bucket, prefix: string): Promise<DataError> {
	const near = await nearestContents(bucket, prefix);
	return new DataError({
		message:
			near === ''
				? `The bucket ${bucket.name} is empty.`
				: `Nothing in the bucket ${bucket.name} has a key that starts with ${prefix}.`,
		where: `s3://${bucket.name}/${prefix}`,
		advice: [
			near,
			'Name what holds log_data/ and song_data/ with --data, or each of them as LOG_DATA and SONG_DATA in dwh.cfg.',
		]
			.filter(sentence => sentence !== '' && sentence !== undefined)
			.join(' '),
	});
}

/** A sentence; empty where the bucket is, undefined where its names cannot be listed: some may list one prefix only. */
async function nearestContents(bucket: S3Bucket, prefix: string): Promise<string | undefined> {
	let folder = prefix;
	do {
		folder = folderAbove(folder);
		const names = await namesIn(bucket, folder);
		if (names === undefined) return undefined;
		const shown = names.slice(0, maxNamesShown).join(', ');
		const more = names.length > maxNamesShown ? ' and more' : '';
		if (names.length > 0) return `s3://${bucket.name}/${folder} holds ${shown}${more}.`;
	} while (folder !== '');
	return '';
}

async function namesIn(bucket: S3Bucket, folder: string): Promise<readonly string[] | undefined> {
	try {
		const {CommonPrefixes = [], Contents = []} = await bucket.list({
			prefix: folder,
			names: maxNamesShown + 1,
		});
		const keys = [...CommonPrefixes.map(({Prefix}) => Prefix), ...Contents.map(({Key}) => Key)];
		return keys.map(key => (key ?? '').slice(folder.length)).filter(name => name !== '');
	} catch {
		return undefined;
	}
}

/** `a/b/` is in `a/`, as `a/b` is; `a/` is in the bucket. */
function folderAbove(prefix: string): string {
	return prefix.slice(0, prefix.slice(0, -1).lastIndexOf('/') + 1);
}
