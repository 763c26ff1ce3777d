import {printS3Address, type S3Address} from '../../config/aws.js';
import type {Inventory, ReadOptions, RecordBatch, RecordKind, Source} from '../source.js';
import {listInThread, readInThreads} from '../threads/readers.js';
import type {S3Access} from './access.js';

/** Objects in S3 or on the server in AWS_ENDPOINT_URL_S3. Only the reader threads load the AWS SDK. */
export class S3Source implements Source {
	readonly name: string;
	readonly #addresses: Readonly<Record<RecordKind, S3Address>>;
	/** What is known about each bucket. */
	readonly #access = new Map<string, S3Access>();
	readonly #region: string | undefined;

	/**
	@param addresses The address that the keys of each kind start with.
	@param name The name shown to the user.
	@param region The configured region of the buckets.
	*/
	constructor(addresses: Readonly<Record<RecordKind, S3Address>>, name: string, region?: string) {
		this.#addresses = addresses;
		this.name = name;
		this.#region = region;
	}

	/** @throws DataError if the bucket can't be listed or has no objects to load. */
	async inventory(kind: RecordKind, options: ReadOptions = {}): Promise<Inventory> {
		const address = this.#addresses[kind];
		const {region} = this.#accessTo(address.bucket);
		// Look for credentials each time: the user may have signed in since.
		const task = {type: 'list-s3', address, access: {region, anonymous: undefined}} as const;
		const {inventory, access} = await listInThread(task, options);
		if (access !== undefined) this.#access.set(address.bucket, access);
		return inventory;
	}

	records(kind: RecordKind, inventory: Inventory, options: ReadOptions = {}): AsyncIterable<RecordBatch> {
		const {bucket} = this.#addresses[kind];
		return readInThreads(kind, {type: 'read-s3', bucket, access: this.#accessTo(bucket)}, inventory, options);
	}

	locate(kind: RecordKind): string {
		return printS3Address(this.#addresses[kind]);
	}

	#accessTo(bucket: string): S3Access {
		return this.#access.get(bucket) ?? {region: this.#region, anonymous: undefined};
	}
}
