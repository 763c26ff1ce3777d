import type {KeyReport} from './key-counts.js';

/** The two kinds of records Sparkify keeps: user activity and song metadata. */
export type RecordKind = 'events' | 'songs';

export type SourceFile = {
	/** As shown to a person: relative to the data folder, `/` between the parts; of an object, its `s3://` address. */
	readonly path: string;
	/** Size on disk or in the bucket (compressed, where the file is). */
	readonly bytes: number;
};

/** Some files, in order: an array, or what takes less room than one. */
export type SourceFiles = Iterable<SourceFile> & {
	readonly length: number;
	at(index: number): SourceFile | undefined;
};

export type Skipped = {readonly path: string; readonly reason: string};

/** What there is to read of one kind. */
export type Inventory = {
	readonly files: SourceFiles;
	/** Sum of the files' sizes on disk. */
	readonly bytes: number;
	/**
	Changes when a file is added, removed, renamed or changed: `<files>:<bytes>:<hash>`. The hash covers relative names,
	sizes, and modification times (local), ETags (S3) or the package version (bundled sample).
	*/
	readonly fingerprint: string;
	/** Files and folders that are not read, with the reason; the first hundred. */
	readonly skipped: readonly Skipped[];
	/** How many there are in total. */
	readonly skippedCount: number;
	/** Number of files and the first one, by the compression that their suffix names. */
	readonly compressions?: Readonly<Record<string, {readonly files: number; readonly first: string}>>;
	/** What else a person should know before these files are read, in whole sentences. */
	readonly notes?: readonly string[];
};

/** A record that was not loaded: where it is, why, and how it starts. */
export type Reject = {
	readonly file: string;
	/** Line on which the record ends, from 1, as COPY counts. */
	readonly line: number;
	/** Staging column whose value was refused; null when the text is no JSON object at all. */
	readonly column: string | null;
	readonly reason: string;
	/** The first 1,024 characters of the raw text. */
	readonly raw: string;
};

/** Some records, read, typed and checked. */
export type RecordBatch = {
	/**
	Rows in PostgreSQL's COPY text format, columns in the order of the staging table: tab between columns,
	`\n` after each row, `\N` for NULL, and of the escapes only `\n`, `\t`, `\r` and `\x5c` (a backslash).
	*/
	readonly copyText: Uint8Array;
	readonly rows: number;
	/** Rows in which every column is NULL. */
	readonly emptyRows: number;
	/** Values of `ts`, and those of them that lie before 1990. */
	readonly times: number;
	readonly earlyTimes: number;
	readonly rejects: readonly Reject[];
	/** Keys that no column has, and keys that records lack; absent where there are none. */
	readonly keys?: KeyReport;
	/** Bytes of input this batch accounts for, as sized in the inventory. */
	readonly bytes: number;
	/** Files finished with this batch. */
	readonly files: number;
};

export type ReadOptions = {
	readonly signal?: AbortSignal | undefined;
	/** Keys of a jsonpaths file by the position of their columns, matched exactly. Without them keys match by name, in any case. */
	readonly keys?: readonly string[] | undefined;
	/** Called with a sentence when reading has to wait, e.g. for S3. */
	readonly onNotice?: ((notice: string) => void) | undefined;
};

/** The name of the source that comes with the program. */
export const bundledSample = 'bundled sample';

/** What there is to read. */
export interface Source {
	/** What a person calls it: a folder, an `s3://` address, "bundled sample". */
	readonly name: string;
	/** Lists the files anew each time it is called. */
	inventory(kind: RecordKind, options?: ReadOptions): Promise<Inventory>;
	/** Reads the files of an inventory. Batches arrive in no particular order; stopping the iteration stops the reading. */
	records(kind: RecordKind, inventory: Inventory, options?: ReadOptions): AsyncIterable<RecordBatch>;
	/** Where an engine that reads by itself finds the records: a folder or an `s3://` prefix. */
	locate(kind: RecordKind): string;
}
