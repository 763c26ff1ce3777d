import {SparkifyError} from '../errors.js';
import type {Inventory, ReadOptions, RecordKind, Source} from '../source/source.js';

/** The current state of the files of one kind. */
export type FileCheck =
	| {readonly type: 'checked'; readonly fingerprint: string}
	/** The files can't be listed from here. */
	| {readonly type: 'not-checked'; readonly why: string};

export type FileChecks = Readonly<Partial<Record<RecordKind, FileCheck>>>;

/** The files of one kind, or why they can't be listed from here. */
export type SourceListing = {readonly inventory: Inventory} | {readonly why: string};

/** Lists the files of one kind. A failed listing is a valid result, because Redshift reads the files with its own role. */
export async function listSource(
	source: Source,
	kind: RecordKind,
	options: ReadOptions,
): Promise<SourceListing> {
	try {
		return {inventory: await source.inventory(kind, options)};
	} catch (error) {
		if (!(error instanceof SparkifyError)) throw error;
		return {why: error.failure.message};
	}
}

export function fileCheck(listing: SourceListing): FileCheck {
	return 'why' in listing
		? {type: 'not-checked', why: listing.why}
		: {type: 'checked', fingerprint: listing.inventory.fingerprint};
}
