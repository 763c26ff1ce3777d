import {createHash} from 'node:crypto';
import {createReadStream, readdirSync, type Stats, statSync} from 'node:fs';
import {join} from 'node:path';

export type S3Object = {
	readonly key: string;
	readonly size: number;
	readonly lastModified: Date;
	/** Includes its quotes. */
	readonly etag: string;
	/** Reads the bytes from `start` up to, but not including, `end`. */
	read(start: number, end: number): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
};

export type BucketOptions = {
	/** Whether unsigned requests are allowed. */
	readonly public?: boolean;
	/** The bucket's region; us-west-2 by default, the region of udacity-dend. */
	readonly region?: string;
};

/** A named bucket of objects in memory and files in local folders. */
export class Bucket {
	readonly name: string;
	readonly public: boolean;
	readonly region: string;
	readonly #objects = new Map<string, S3Object>();
	#sorted: readonly S3Object[] | undefined;

	constructor(name: string, options: BucketOptions = {}) {
		this.name = name;
		this.public = options.public ?? false;
		this.region = options.region ?? 'us-west-2';
	}

	put(key: string, content: string | Uint8Array): void {
		const bytes = Buffer.from(content);
		this.#set({
			key,
			size: bytes.length,
			lastModified: new Date(),
			etag: `"${createHash('md5').update(bytes).digest('hex')}"`,
			read: (start, end) => [bytes.subarray(start, end)],
		});
	}

	/** Serves the files in a folder as `prefix` + path. Reads names and sizes now, contents on request. */
	mount(prefix: string, folder: string): void {
		for (const name of readdirSync(folder)) {
			const path = join(folder, name);
			const stats = statSync(path);
			if (stats.isDirectory()) this.mount(`${prefix}${name}/`, path);
			else this.#setFile(`${prefix}${name}`, path, stats);
		}
	}

	get(key: string): S3Object | undefined {
		return this.#objects.get(key);
	}

	/** All objects in S3's order: by the UTF-8 bytes of the key (API_ListObjectsV2, general purpose buckets). */
	list(): readonly S3Object[] {
		this.#sorted ??= [...this.#objects.values()]
			.map(object => ({object, bytes: Buffer.from(object.key)}))
			.sort((a, b) => Buffer.compare(a.bytes, b.bytes))
			.map(({object}) => object);
		return this.#sorted;
	}

	#setFile(key: string, path: string, {size, mtime}: Stats): void {
		this.#set({
			key,
			size,
			lastModified: mtime,
			// Not the MD5 of the content, as in S3 for objects uploaded in parts (API_Object, ETag).
			etag: `"${createHash('md5').update(`${path} ${size} ${mtime.getTime()}`).digest('hex')}-1"`,
			read: (start, end) => (end > start ? createReadStream(path, {start, end: end - 1}) : []),
		});
	}

	#set(object: S3Object): void {
		this.#objects.set(object.key, object);
		this.#sorted = undefined;
	}
}
