import type {S3Address} from '../config/s3-address.js';
import type {Failure} from '../errors.js';
import {fileAt, type PackedFiles} from './file-list.js';
import type {S3Access} from './s3-bucket.js';
import type {Inventory, RecordBatch, RecordKind, SourceFile} from './source.js';

/** What a reader thread is asked to do. */
export type ReaderTask = ListTask | ReadTask;

export type ListTask =
	| {
			readonly type: 'list-folder';
			readonly folder: string;
			/** Stands for the folder in the files' paths. */
			readonly shownAs: string;
			/** Identifies the contents of all files, in place of their modification times. */
			readonly version: string | undefined;
	  }
	| {readonly type: 'list-s3'; readonly address: S3Address; readonly access: S3Access};

/** What several readers are told alike: which files there are, whose turn is next, where they lie. */
export type ReadTask = ReadContext & (FolderLocation | S3Location);

export type ReadContext = {
	readonly kind: RecordKind;
	/** Keys by the position of their columns, from a jsonpaths file. */
	readonly keys: readonly string[] | undefined;
	readonly files: PackedFiles;
	/** Which of the readers this is, from 0, and how many there are. */
	readonly reader: number;
	readonly readers: number;
	/** Shared by all readers; `controlSlots` has the layout. */
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
	/** `access`: what is known of the bucket now. */
	| {
			readonly type: 'listed';
			readonly inventory: Omit<Inventory, 'files'>;
			readonly files: PackedFiles;
			readonly access?: S3Access;
	  }
	/** Why it takes longer. */
	| {readonly type: 'notice'; readonly notice: string}
	| {readonly type: 'batch'; readonly reader: number; readonly batch: RecordBatch}
	| {readonly type: 'failed'; readonly failure: Failure}
	| {readonly type: 'finished'};

/** Places in the control array: the next file that nobody reads yet, then each reader's count of batches under way. */
export const controlSlots = {nextFile: 0, inFlight: 1} as const;

/** Batches (of 1 to 2 MB) a reader may have under way before it waits. */
export const maxInFlight = 4;

/** Takes the next file off the list that the readers share. */
export function nextFile({control, files}: ReadContext): SourceFile | undefined {
	return fileAt(files, Atomics.add(control, controlSlots.nextFile, 1));
}
