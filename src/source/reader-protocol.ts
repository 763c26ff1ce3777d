import type {Inventory, RecordBatch, RecordKind, SourceFile} from './source.js';

/** What a reader thread is asked to do. */
export type ReaderTask =
	| {readonly type: 'list'; readonly folder: string; readonly shownAs: string}
	| {
			readonly type: 'read';
			readonly kind: RecordKind;
			/** Folder that the files' paths are relative to. */
			readonly root: string;
			readonly files: readonly SourceFile[];
			/** Which of the readers this is, from 0. */
			readonly reader: number;
			/** Shared by all readers; `shared` says what stands where. */
			readonly control: Int32Array<SharedArrayBuffer>;
	  };

export type ReaderMessage =
	| {readonly type: 'listed'; readonly inventory: Inventory}
	| {readonly type: 'batch'; readonly reader: number; readonly batch: RecordBatch}
	| {readonly type: 'failed'; readonly file: string; readonly message: string}
	| {readonly type: 'finished'};

/** Places in the control array: the next file that nobody reads yet, then each reader's count of batches under way. */
export const shared = {nextFile: 0, inFlight: 1} as const;

/** Batches (of 1 to 2 MB) a reader may have under way before it waits. */
export const maxFlight = 4;
