import type {S3Address} from '../../config/aws.js';
import type {Failure} from '../../errors.js';
import type {BrowsedFolder, FilePreview, FolderContents} from '../browse/browsed.js';
import type {S3Access} from '../s3/access.js';
import type {Inventory, ListedFile, RecordBatch, RecordKind} from '../source.js';
import {fileAt, type PackedFiles} from './file-list.js';

/** A task for a reader thread. */
export type ReaderTask = ListTask | ReadTask | BrowseTask;

export type ListTask =
	| {
			readonly type: 'list-folder';
			readonly folder: string;
			/** Replaces the folder in the files' paths. */
			readonly shownAs: string;
			/** Identifies the contents of all files, instead of their modification times. */
			readonly version: string | undefined;
			/** `names` of an earlier listing. If they are still the same, the answer is `unchanged`. */
			readonly earlier?: string | undefined;
	  }
	| {readonly type: 'list-s3'; readonly address: S3Address; readonly access: S3Access};

/** Answered by `browsed` or `refused` with the same id. A thread can have several of these at a time. */
export type BrowseTask = {
	readonly type: 'browse';
	readonly id: number;
	readonly request: keyof Browsed;
	/** A folder, a prefix or a file. */
	readonly place: string;
};

/** The result of each request. */
export type Browsed = {
	readonly folder: BrowsedFolder;
	readonly contents: FolderContents;
	readonly preview: FilePreview;
};

/** A task shared by several readers: the files, their location, and the shared progress. */
export type ReadTask = ReadContext & (FolderLocation | S3Location);

export type ReadContext = {
	readonly kind: RecordKind;
	/** Keys by the position of their columns, from a jsonpaths file. */
	readonly keys: readonly string[] | undefined;
	readonly files: PackedFiles;
	/** Index of this reader, from 0, and the number of readers. */
	readonly reader: number;
	readonly readers: number;
	/** Shared by all readers. `controlSlots` defines the layout. */
	readonly control: Int32Array<SharedArrayBuffer>;
};

export type FolderLocation = {
	readonly type: 'read-folder';
	/** Folder that the files' paths are relative to. */
	readonly root: string;
};

/** The files' paths are `s3://` addresses. */
export type S3Location = {readonly type: 'read-s3'; readonly bucket: string; readonly access: S3Access};

export type ReaderMessage =
	/** `access`: what is now known about the bucket. */
	| {
			readonly type: 'listed';
			readonly inventory: Omit<Inventory, 'files'>;
			readonly files: PackedFiles;
			readonly access?: S3Access;
	  }
	| {readonly type: 'unchanged'}
	/** The cause of a delay. */
	| {readonly type: 'notice'; readonly notice: string}
	| {readonly type: 'batch'; readonly reader: number; readonly batch: RecordBatch}
	| {readonly type: 'browsed'; readonly id: number; readonly result: Browsed[keyof Browsed]}
	| {readonly type: 'refused'; readonly id: number; readonly failure: Failure}
	| {readonly type: 'failed'; readonly failure: Failure}
	| {readonly type: 'finished'};

/** Layout of the control array: the index of the next file, then each reader's count of batches in flight. */
export const controlSlots = {nextFile: 0, inFlight: 1} as const;

/** Batches (of 1 to 2 MB) a reader may have in flight before it waits. */
export const maxInFlight = 4;

/** Takes the next file from the shared list. */
export function nextFile({control, files}: ReadContext): ListedFile | undefined {
	return fileAt(files, Atomics.add(control, controlSlots.nextFile, 1));
}
