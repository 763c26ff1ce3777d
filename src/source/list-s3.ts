import {printS3Address, type S3Address} from '../config/s3-address.js';
import {DataError} from '../errors.js';
import {InventoryBuilder, skippedAdvice} from './inventory-builder.js';
import {isHidden, skipReason} from './record-names.js';
import {type S3Access, S3Bucket} from './s3-bucket.js';
import {emptyPrefixError} from './s3-empty-prefix.js';
import type {Inventory} from './source.js';

/** Names that a note tells. */
const maxNamesShown = 3;

/**
Lists what starts with an address, as COPY does: `s3://bucket/logs` is `logs/a.json` and `logs_old/b.json` as well. A
note tells of it where that may be a surprise.
@throws DataError when there is nothing to read.
*/
export async function listS3(
	address: S3Address,
	known: S3Access,
	onNotice?: (notice: string) => void,
): Promise<{readonly inventory: Inventory; readonly access: S3Access}> {
	const bucket = new S3Bucket(address.bucket, known, undefined, onNotice);
	const where = printS3Address(address);
	const listing = new Listing(address);
	const tokens = new Set<string>();
	let token: string | undefined;
	do {
		const page = await bucket.list({prefix: address.prefix, token});
		for (const {Key = '', Size = 0, ETag, LastModified} of page.Contents ?? []) {
			listing.add(Key, Size, ETag ?? LastModified?.toISOString() ?? '');
		}
		token = page.IsTruncated === true ? (page.NextContinuationToken ?? '') : undefined;
		if (token === '' || (token !== undefined && tokens.has(token))) throw brokenListing(address, token);
		if (token !== undefined) tokens.add(token);
	} while (token !== undefined);

	if (listing.keys === 0) throw await emptyPrefixError(bucket, address.prefix);
	const inventory = listing.build();
	if (inventory.files.length > 0) return {inventory, access: bucket.access};
	throw new DataError({
		message: `No object under ${where} can be read as records.`,
		where,
		advice: `Records are in objects whose keys end in .json, .gz or .zst and that are not empty. ${skippedAdvice(inventory)}`,
	});
}

/** A listing that can't be followed to its end would load some of the files as if they were all. */
function brokenListing({bucket, prefix}: S3Address, token: string): DataError {
	const problem = token === '' ? 'has no token for its next page' : 'repeats its continuation token';
	return new DataError({
		message: `The listing of the bucket ${bucket} under the prefix ${prefix || '(none)'} ${problem}.`,
		where: printS3Address({bucket, prefix}),
		advice:
			"The server doesn't page listings as S3 does. Update it or use another (AWS_ENDPOINT_URL_S3), or copy the files to a folder and load that with --data.",
	});
}

class Listing {
	keys = 0;
	readonly #address: S3Address;
	/** How much of every key the address has named: its folders. */
	readonly #named: number;
	readonly #found: InventoryBuilder;
	/** What the address has behind them: the beginning of a name, or nothing. */
	readonly #begun: string;
	/** The names that begin so, of records and of folders (with a `/`) that hold some. */
	readonly #beginnings = new Set<string>();
	#hidden = '';

	constructor(address: S3Address) {
		this.#address = address;
		this.#found = new InventoryBuilder(printS3Address(address));
		this.#named = address.prefix.lastIndexOf('/') + 1;
		this.#begun = address.prefix.slice(this.#named);
	}

	add(key: string, bytes: number, version: string): void {
		this.keys++;
		const names = key.slice(this.#named).split('/');
		const name = names.at(-1) ?? '';
		const hidden = names.findIndex(each => isHidden(each));
		if (hidden !== -1 && hidden < names.length - 1) {
			this.#skipFolder(key.slice(0, this.#named) + names.slice(0, hidden + 1).join('/'));
			return;
		}
		const path = printS3Address({bucket: this.#address.bucket, prefix: key});
		const refused =
			name === '' && bytes === 0 ? 'an empty object that stands for a folder' : skipReason(name);
		if (refused !== undefined) this.#found.skip(path, refused);
		else if (bytes === 0) this.#found.skip(path, 'empty');
		else {
			this.#found.add(path, bytes, version);
			if (this.#begun !== '') this.#beginnings.add(names.length > 1 ? `${names[0]}/` : name);
		}
	}

	build(): Inventory {
		const folder = `${this.#begun}/`;
		const others = [...this.#beginnings].filter(beginning => beginning !== folder);
		const inventory = this.#found.build();
		// No folder has just this name: the beginning of several was meant.
		if (!this.#beginnings.has(folder) || others.length === 0) return inventory;
		const named = listed(others);
		const note = `${printS3Address(this.#address)} is the beginning not only of ${folder} but of ${named} too. All are read, as COPY would; end the address with / to read ${folder} alone.`;
		return {...inventory, notes: [note]};
	}

	/** Everything in a hidden folder counts as one skipped entry. Keys are listed in order, so those of a folder are adjacent. */
	#skipFolder(path: string): void {
		if (path === this.#hidden) return;
		this.#hidden = path;
		this.#found.skip(printS3Address({bucket: this.#address.bucket, prefix: path}), 'hidden');
	}
}

function listed(names: readonly string[]): string {
	const shown = names.slice(0, maxNamesShown).join(', ');
	return names.length > maxNamesShown ? `${shown} and ${names.length - maxNamesShown} more` : shown;
}
