import {printS3Address, type S3Address} from '../config/s3-address.js';
import {listInThread, readInThreads} from './readers.js';
import type {S3Access} from './s3-bucket.js';
import type {Inventory, ReadOptions, RecordBatch, RecordKind, Source} from './source.js';

/** Objects in S3, or in whatever server AWS_ENDPOINT_URL_S3 names. The AWS SDK is loaded by the reader threads alone. */
export class S3Source implements Source {
	readonly name: string;
	readonly #places: Readonly<Record<RecordKind, S3Address>>;
	/** What was found out of each bucket. */
	readonly #access = new Map<string, S3Access>();
	readonly #region: string | undefined;

	/**
	@param places What the keys of each kind start with.
	@param name What a person calls the source.
	@param region Where the buckets are said to be.
	*/
	constructor(places: Readonly<Record<RecordKind, S3Address>>, name: string, region?: string) {
		this.#places = places;
		this.name = name;
		this.#region = region;
	}

	/** @throws DataError when the bucket cannot be listed, or holds no object of records there. */
	async inventory(kind: RecordKind, options: ReadOptions = {}): Promise<Inventory> {
		const address = this.#places[kind];
		const {region} = this.#accessTo(address.bucket);
		// Credentials are looked for each time: somebody may have signed in since.
		const task = {type: 'list-s3', address, access: {region, anonymous: undefined}} as const;
		const {inventory, access} = await listInThread(task, options);
		if (access !== undefined) this.#access.set(address.bucket, access);
		return inventory;
	}

	records(kind: RecordKind, inventory: Inventory, options: ReadOptions = {}): AsyncIterable<RecordBatch> {
		const {bucket} = this.#places[kind];
		return readInThreads(kind, {type: 'read-s3', bucket, access: this.#accessTo(bucket)}, inventory, options);
	}

	locate(kind: RecordKind): string {
		return printS3Address(this.#places[kind]);
	}

	#accessTo(bucket: string): S3Access {
		return this.#access.get(bucket) ?? {region: this.#region, anonymous: undefined};
	}
}
