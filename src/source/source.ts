import type {KeyReport} from './json/key-counts.js';

/** The two kinds of records Sparkify keeps: user activity and song metadata. */
export type RecordKind = 'events' | 'songs';

export type SourceFile = {
	/** As shown to the user: relative to the data folder, with `/` as separator; for an object, its `s3://` address. */
	readonly path: string;
	/** Size on disk or in the bucket (compressed, if the file is). */
	readonly bytes: number;
};

/** A file with its version when it was listed: the modification time or ETag; '' if unknown. */
export type ListedFile = SourceFile & {readonly version: string};

/** Files in order: an array or a more compact list. */
export type SourceFiles = Iterable<SourceFile> & {
	readonly length: number;
	at(index: number): SourceFile | undefined;
};

export type Skipped = {readonly path: string; readonly reason: string};

/** The files of one kind. */
export type Inventory = {
	readonly files: SourceFiles;
	/** Sum of the files' sizes on disk. */
	readonly bytes: number;
	/**
	Changes when a file is added, removed, renamed or changed: `<files>:<bytes>:<hash>`. The hash covers relative names,
	sizes, and modification times (local), ETags (S3) or the package version (bundled sample).
	*/
	readonly fingerprint: string;
	/**
	Hash of all names in the folder. While it stays the same, so do the files, though they may have other contents. Absent
	if more than names decides which files are listed: links, and empty files, which may be filled.
	*/
	readonly names?: string;
	/** The first hundred files and folders skipped, with the reason. */
	readonly skipped: readonly Skipped[];
	/** Total number of skipped files and folders. */
	readonly skippedCount: number;
	/** Number of files and the first of them, by the compression that their suffix implies. */
	readonly compressions?: Readonly<Record<string, {readonly files: number; readonly first: string}>>;
	/** Further notes for the user before these files are read, as full sentences. */
	readonly notes?: readonly string[];
};

/** A record that was not loaded. */
export type Reject = {
	readonly file: string;
	/** Line on which the record ends, from 1, as COPY counts. */
	readonly line: number;
	/** Staging column of the rejected value; null if the text is not a JSON object. */
	readonly column: string | null;
	readonly reason: string;
	/** The first 1,024 characters of the raw text. */
	readonly raw: string;
};

/** A batch of records, read, typed and checked. */
export type RecordBatch = {
	/**
	Rows in PostgreSQL's COPY text format, columns in the order of the staging table: tab between columns,
	`\n` after each row, nothing for NULL. The only escapes are `\n`, `\t`, `\r` and `\x5c` (a backslash).
	*/
	readonly copyText: Uint8Array;
	readonly rows: number;
	/** Rows in which every column is NULL. */
	readonly emptyRows: number;
	/** Number of `ts` values, and number of those before 1990. */
	readonly times: number;
	readonly earlyTimes: number;
	readonly rejects: readonly Reject[];
	/** Unknown and missing keys; absent if there are none. */
	readonly keys?: KeyReport;
	/** Input bytes of this batch, measured as in the inventory. */
	readonly bytes: number;
	/** Files finished with this batch. */
	readonly files: number;
};

export type ReadOptions = {
	readonly signal?: AbortSignal | undefined;
	/** Keys from a jsonpaths file in column order, matched exactly. Without them, keys match column names in any case. */
	readonly keys?: readonly string[] | undefined;
	/**
	A listing made earlier in the same load, to use instead of a new one if the same files are still there. A file that
	was written to since then fails the reading, as it does after any listing.
	*/
	readonly earlier?: Inventory | undefined;
	/** Called with a sentence when reading is delayed, e.g. by S3. */
	readonly onNotice?: ((notice: string) => void) | undefined;
};

/** Name of the sample bundled with the program. */
export const bundledSample = 'bundled sample';

/** A source of records. */
export interface Source {
	/** Name shown to the user: a folder, an `s3://` address, "bundled sample". */
	readonly name: string;
	/** Lists the files. Only `earlier` can take the place of a new listing. */
	inventory(kind: RecordKind, options?: ReadOptions): Promise<Inventory>;
	/** Reads the files of an inventory. Batches arrive in no particular order; ending the iteration stops reading. */
	records(kind: RecordKind, inventory: Inventory, options?: ReadOptions): AsyncIterable<RecordBatch>;
	/** The folder or `s3://` prefix of the records, for engines that read them directly. */
	locate(kind: RecordKind): string;
}
