import {printS3Address, type S3Address} from '../../config/aws.js';
import {DataError} from '../../errors.js';
import {InventoryBuilder, type Listing, skippedAdvice} from '../inventory-builder.js';
import {isHidden, skipReason} from '../record-names.js';
import type {S3Access} from './access.js';
import {S3Bucket} from './bucket.js';
import {emptyPrefixError} from './empty-prefix.js';

/** Maximum number of names in a note. */
const maxNamesShown = 3;

/**
Lists all keys that start with an address, as COPY does: `s3://bucket/logs` matches `logs/a.json` and `logs_old/b.json`.
Adds a note if that may be surprising.
@throws DataError if there is nothing to read.
*/
export async function listS3(
	address: S3Address,
	known: S3Access,
	onNotice?: (notice: string) => void,
): Promise<{readonly inventory: Listing; readonly access: S3Access}> {
	const bucket = new S3Bucket(address.bucket, known, undefined, onNotice);
	const where = printS3Address(address);
	const listing = new KeyList(address);
	const tokens = new Set<string>();
	let token: string | undefined;
	do {
		const page = await bucket.list({prefix: address.prefix, token});
		for (const {Key = '', Size = 0, ETag, LastModified} of page.Contents ?? []) {
			listing.add(Key, Size, ETag, LastModified);
		}
		token = page.IsTruncated === true ? (page.NextContinuationToken ?? '') : undefined;
		if (token === '' || (token !== undefined && tokens.has(token))) throw brokenListing(address, token);
		if (token !== undefined) tokens.add(token);
	} while (token !== undefined);

	if (listing.keys === 0) throw await emptyPrefixError(bucket, address.prefix);
	const inventory = listing.build();
	if (inventory.files.length > 0) return {inventory, access: bucket.access};
	throw new DataError({
		message: `No objects to load under ${where}.`,
		where,
		advice: `Objects must not be empty, and their keys must end in .json, .gz or .zst. ${skippedAdvice(inventory)}`,
	});
}

/** The error for a listing that can't be read to its end: a load would silently miss files. */
function brokenListing({bucket, prefix}: S3Address, token: string): DataError {
	const problem = token === '' ? 'lacks the token for its next page' : 'repeats its continuation token';
	return new DataError({
		message: `The listing of the bucket ${bucket} under the prefix ${prefix || '(none)'} ${problem}.`,
		where: printS3Address({bucket, prefix}),
		advice:
			"The server doesn't page listings as S3 does. Update it or use another (AWS_ENDPOINT_URL_S3), or copy the files to a folder and load that with --data.",
	});
}

class KeyList {
	keys = 0;
	readonly #address: S3Address;
	/** Length of the complete folders in the address, which all keys share. */
	readonly #folderLength: number;
	readonly #found: InventoryBuilder;
	/** The rest of the address: the prefix of a name, or ''. */
	readonly #namePrefix: string;
	/** Names with that prefix: files, and folders (with a `/`) that contain files. */
	readonly #matches = new Set<string>();
	#hidden = '';

	constructor(address: S3Address) {
		this.#address = address;
		this.#found = new InventoryBuilder(printS3Address(address));
		this.#folderLength = address.prefix.lastIndexOf('/') + 1;
		this.#namePrefix = address.prefix.slice(this.#folderLength);
	}

	add(key: string, bytes: number, etag = '', modified?: Date): void {
		this.keys++;
		const names = key.slice(this.#folderLength).split('/');
		const name = names.at(-1) ?? '';
		const hidden = names.findIndex(each => isHidden(each));
		if (hidden !== -1 && hidden < names.length - 1) {
			this.#skipFolder(key.slice(0, this.#folderLength) + names.slice(0, hidden + 1).join('/'));
			return;
		}
		const path = printS3Address({bucket: this.#address.bucket, prefix: key});
		const refused = name === '' && bytes === 0 ? 'an empty folder marker' : skipReason(name);
		if (refused !== undefined) this.#found.skip(path, refused);
		else if (bytes === 0) this.#found.skip(path, 'empty');
		else {
			this.#found.add(path, bytes, etag, etag || modified?.toISOString());
			if (this.#namePrefix !== '') this.#matches.add(names.length > 1 ? `${names[0]}/` : name);
		}
	}

	build(): Listing {
		const folder = `${this.#namePrefix}/`;
		const otherMatches = [...this.#matches].filter(match => match !== folder);
		const inventory = this.#found.build();
		// Without a folder of exactly this name, the address was meant as a prefix.
		if (!this.#matches.has(folder) || otherMatches.length === 0) return inventory;
		const otherNames = joinNames(otherMatches);
		const note = `${printS3Address(this.#address)} also matches ${otherNames}, not only ${folder}. All of them are read, as COPY would; end the address with / to read only ${folder}.`;
		return {...inventory, notes: [note]};
	}

	/** Skips a hidden folder as one entry. Keys are listed in order, so those of a folder are adjacent. */
	#skipFolder(path: string): void {
		if (path === this.#hidden) return;
		this.#hidden = path;
		this.#found.skip(printS3Address({bucket: this.#address.bucket, prefix: path}), 'hidden');
	}
}

function joinNames(names: readonly string[]): string {
	const shown = names.slice(0, maxNamesShown).join(', ');
	return names.length > maxNamesShown ? `${shown} and ${names.length - maxNamesShown} more` : shown;
}
