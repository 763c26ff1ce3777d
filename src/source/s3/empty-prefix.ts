import {DataError} from '../../errors.js';
import type {S3Bucket} from './bucket.js';

const maxNamesShown = 5;

/** The error for a prefix that no key starts with. Lists the contents of the nearest parent folder that isn't empty. */
export async function emptyPrefixError(bucket: S3Bucket, prefix: string): Promise<DataError> {
	const near = await nearestContents(bucket, prefix);
	return new DataError({
		message:
			near === ''
				? `The bucket ${bucket.name} is empty.`
				: `No key in the bucket ${bucket.name} starts with ${prefix}.`,
		where: `s3://${bucket.name}/${prefix}`,
		advice: [
			near,
			'Pass the address with log_data/ and song_data/ as --data, or set LOG_DATA and SONG_DATA in dwh.cfg.',
		]
			.filter(sentence => sentence !== '' && sentence !== undefined)
			.join(' '),
	});
}

/** Returns a sentence, '' for an empty bucket, or undefined if names can't be listed: permissions may cover one prefix only. */
async function nearestContents(bucket: S3Bucket, prefix: string): Promise<string | undefined> {
	let folder = prefix;
	do {
		folder = parentFolder(folder);
		const names = await namesIn(bucket, folder);
		if (names === undefined) return undefined;
		const shown = names.slice(0, maxNamesShown).join(', ');
		const more = names.length > maxNamesShown ? ' and more' : '';
		if (names.length > 0) return `s3://${bucket.name}/${folder} has ${shown}${more}.`;
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

/** Returns `a/` for `a/b/` and `a/b`, and '' for `a/`. */
function parentFolder(prefix: string): string {
	return prefix.slice(0, prefix.slice(0, -1).lastIndexOf('/') + 1);
}
