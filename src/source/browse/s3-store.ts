import {parseS3Address, printS3Address, type S3Address} from '../../config/aws.js';
import {DataError} from '../../errors.js';
import {isHidden, skipReason} from '../record-names.js';
import {S3Bucket} from '../s3/bucket.js';
import {emptyPrefixError} from '../s3/empty-prefix.js';
import type {BrowsedEntry, BrowsedFolder, BrowsedStore, FileHead} from './browsed.js';
import {sortEntries} from './local-store.js';

/** Fewer than for a load: the user waits. */
const attempts = 2;
/** Keys searched for a file. */
const maxKeys = 100;

/** Buckets that have answered. */
const buckets = new Map<string, S3Bucket>();

/** Buckets, each opened once. Hidden objects are left out. */
export const s3Store: BrowsedStore = {
	list,
	async firstFile(place) {
		const {bucket, prefix} = addressOf(place);
		const {Contents = []} = await inBucket(bucket, async opened => opened.list({prefix, keys: maxKeys}));
		const file = Contents.find(({Key = '', Size = 0}) => {
			const names = Key.slice(prefix.length).split('/');
			return Size > 0 && !names.some(isHidden) && skipReason(names.at(-1) ?? '') === undefined;
		});
		return file?.Key === undefined ? undefined : printS3Address({bucket, prefix: file.Key});
	},
	head: readHead,
	join: (place, {name, isFolder}) => `${place}${name}${isFolder ? '/' : ''}`,
};

async function list(place: string, max: number): Promise<BrowsedFolder> {
	const {bucket, prefix} = addressOf(place);
	const found = await inBucket(bucket, async opened => {
		const names = await opened.list({prefix, names: max});
		const {CommonPrefixes = [], Contents = []} = names;
		if (CommonPrefixes.length + Contents.length === 0) throw await emptyPrefixError(opened, prefix);
		return names;
	});
	const {CommonPrefixes = [], Contents = [], IsTruncated = false} = found;
	const folders = CommonPrefixes.map(
		({Prefix = ''}): BrowsedEntry => ({name: Prefix.slice(prefix.length, -1), isFolder: true}),
	);
	const files = Contents.map(
		({Key = '', Size = 0}): BrowsedEntry => ({name: Key.slice(prefix.length), isFolder: false, bytes: Size}),
	);
	const entries = [...folders, ...files].filter(({name}) => name !== '' && !isHidden(name));
	return {place, entries: sortEntries(entries), isCut: IsTruncated};
}

async function readHead(file: string, max: number): Promise<FileHead> {
	const {bucket, prefix} = addressOf(file);
	const {Body, ContentRange = ''} = await inBucket(bucket, async opened =>
		opened.get(prefix, {from: 0, to: max - 1}),
	);
	const parts: Uint8Array[] = [];
	let size = 0;
	try {
		for await (const part of Body as AsyncIterable<Uint8Array>) {
			parts.push(part);
			size += part.length;
			// For a server that ignores ranges. Leaving the loop closes the connection.
			if (size >= max) break;
		}
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		throw new DataError(
			{message: `The connection broke while ${file} was read.`, where: file, detail: message},
			{cause: error},
		);
	}
	const total = Number(/\/(\d+)$/.exec(ContentRange)?.[1] ?? size);
	return {bytes: Buffer.concat(parts).subarray(0, max), isComplete: total <= max && size >= total};
}

/** Makes requests to a bucket. After a failure it is opened anew, since the user may have signed in. @throws DataError */
async function inBucket<T>(name: string, work: (bucket: S3Bucket) => Promise<T>): Promise<T> {
	const bucket = buckets.get(name) ?? new S3Bucket(name, {region: undefined, anonymous: undefined}, attempts);
	buckets.set(name, bucket);
	try {
		return await work(bucket);
	} catch (error) {
		buckets.delete(name);
		throw error;
	}
}

function addressOf(place: string): S3Address {
	const address = parseS3Address(place);
	if ('message' in address) throw new DataError({...address, where: place});
	return address;
}
