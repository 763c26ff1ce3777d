import type {RecordKind} from '../source.js';

/** An entry of a folder or prefix. */
export type BrowsedEntry = {
	readonly name: string;
	readonly isFolder: boolean;
	/** Size of a file. */
	readonly bytes?: number;
};

/** What a folder or prefix holds: folders first, each sorted by name. */
export type BrowsedFolder = {
	/** An absolute path, or `s3://bucket/prefix/`. */
	readonly place: string;
	readonly entries: readonly BrowsedEntry[];
	/** Whether there are more entries than listed. */
	readonly isCut: boolean;
};

/** The members of a record: each key with its value as JSON. */
export type BrowsedRecord = ReadonlyArray<readonly [key: string, value: string]>;

/** The first records of a file. */
export type FilePreview = {
	readonly records: readonly BrowsedRecord[];
	/** Why the records end early, e.g. that the text is not JSON. */
	readonly problem?: string;
};

/** The file whose records were looked at first, and those records. */
export type LookedAt = {readonly file: string; readonly preview: FilePreview};

/** Which records a folder holds, judging by a few of its files. */
export type FolderContents =
	| ({readonly type: RecordKind} & LookedAt)
	/** The folder of each kind in it. */
	| {
			readonly type: 'both';
			readonly events: string;
			readonly songs: string;
			readonly lookedAt: Readonly<Record<RecordKind, LookedAt>>;
	  }
	| {
			readonly type: 'neither';
			/** A sentence. */
			readonly why: string;
	  };

/** A file as far as it was read. */
export type FileHead = {
	readonly bytes: Uint8Array;
	/** Whether this is the complete file. */
	readonly isComplete: boolean;
};

/** Where folders and files are looked at: a disk or a bucket. Every method reads a bounded amount and throws `DataError`. */
export type BrowsedStore = {
	/** @param max Maximum number of entries. */
	list(place: string, max: number): Promise<BrowsedFolder>;
	/** The first file of records at or below a place; undefined if none is found within a bounded search. */
	firstFile(place: string): Promise<string | undefined>;
	/** Reads at most `max` bytes from the start of a file. */
	head(file: string, max: number): Promise<FileHead>;
	/** The place of an entry. */
	join(place: string, entry: BrowsedEntry): string;
};
