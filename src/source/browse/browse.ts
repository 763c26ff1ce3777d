import {isS3Address} from '../../config/aws.js';
import {SparkifyError} from '../../errors.js';
import type {Browsed, BrowseTask, ReaderMessage} from '../threads/reader-protocol.js';
import type {BrowsedStore} from './browsed.js';
import {localStore} from './local-store.js';
import {lookInto} from './look-into.js';
import {previewBytes, previewOf} from './preview.js';

/** Entries of a folder that are listed. */
const maxEntries = 1000;

/** Answers a request, for the thread of a browser. Loads the AWS SDK only for S3. */
export async function browse(task: BrowseTask): Promise<ReaderMessage> {
	const {id} = task;
	try {
		return {type: 'browsed', id, result: await resultOf(task)};
	} catch (error) {
		if (!(error instanceof SparkifyError)) throw error;
		return {type: 'refused', id, failure: error.failure};
	}
}

async function resultOf({request, place}: BrowseTask): Promise<Browsed[keyof Browsed]> {
	const store = await storeOf(place);
	switch (request) {
		case 'folder':
			return store.list(place, maxEntries);
		case 'contents':
			return lookInto(store, place);
		case 'preview':
			return previewOf(place, await store.head(place, previewBytes(place)));
	}
}

async function storeOf(place: string): Promise<BrowsedStore> {
	return isS3Address(place) ? (await import('./s3-store.js')).s3Store : localStore;
}
