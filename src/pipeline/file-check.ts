import {SparkifyError} from '../errors.js';
import type {Inventory, ReadOptions, RecordKind, Source} from '../source/source.js';

/** What is known of the files of a kind as they are now. */
export type FileCheck =
	| {readonly type: 'checked'; readonly fingerprint: string}
	/** They can't be listed from here. */
	| {readonly type: 'not-checked'; readonly why: string};

export type FileChecks = Readonly<Partial<Record<RecordKind, FileCheck>>>;

/** The files of a kind, or why they can't be listed from here. */
export type Listing = {readonly inventory: Inventory} | {readonly why: string};

/** Lists the files of a kind. That they can't be listed is an answer, too: Redshift reads them by a role of its own. */
export async function listFiles(source: Source, kind: RecordKind, options: ReadOptions): Promise<Listing> {
	try {
		return {inventory: await source.inventory(kind, options)};
	} catch (error) {
		if (!(error instanceof SparkifyError)) throw error;
		return {why: error.failure.message};
	}
}

export function fileCheck(listing: Listing): FileCheck {
	return 'why' in listing
		? {type: 'not-checked', why: listing.why}
		: {type: 'checked', fingerprint: listing.inventory.fingerprint};
}
