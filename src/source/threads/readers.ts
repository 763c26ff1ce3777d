import {availableParallelism} from 'node:os';
import type {Worker} from 'node:worker_threads';
import {CancelledError, DataError} from '../../errors.js';
import type {S3Access} from '../s3/access.js';
import type {Inventory, ReadOptions, RecordBatch, RecordKind} from '../source.js';
import {FileList, packFiles} from './file-list.js';
import {
	controlSlots,
	type FolderLocation,
	type ListTask,
	maxInFlight,
	type ReaderMessage,
	type S3Location,
} from './reader-protocol.js';
import {releaseReader, startReader} from './reader-threads.js';

const maxReaders = 2;
/** Minimum input for a second thread, which takes about 40 ms to start. */
const bytesForTwo = 4 << 20;
const filesForTwo = 500;

type Listed = {readonly inventory: Inventory; readonly access: S3Access | undefined};

/** Lists files in a separate thread. Aborting ends the thread. @throws DataError, CancelledError */
export async function listInThread(
	task: ListTask,
	{signal, earlier, onNotice}: ReadOptions = {},
): Promise<Listed> {
	if (signal?.aborted) throw new CancelledError();
	const worker = startReader(task);
	let abort = () => {};
	try {
		const listed = await new Promise<Listed>((resolve, reject) => {
			abort = () => reject(new CancelledError());
			signal?.addEventListener('abort', abort);
			worker.on('message', (message: ReaderMessage) => {
				if (message.type === 'listed') {
					const {inventory, files, access} = message;
					resolve({inventory: {...inventory, files: new FileList(files)}, access});
				} else if (message.type === 'unchanged' && earlier !== undefined)
					resolve({inventory: earlier, access: undefined});
				else if (message.type === 'failed') reject(new DataError(message.failure));
				else if (message.type === 'notice') onNotice?.(message.notice);
			});
			worker.on('error', reject);
		});
		await releaseReader(worker);
		return listed;
	} catch (error) {
		await worker.terminate();
		throw error;
	} finally {
		signal?.removeEventListener('abort', abort);
	}
}

/** Reads files in separate threads. Ending the iteration ends the threads and closes their files and connections. */
export async function* readInThreads(
	kind: RecordKind,
	location: FolderLocation | S3Location,
	{files, bytes}: Inventory,
	{signal, keys, onNotice}: ReadOptions,
): AsyncGenerator<RecordBatch> {
	const maxUseful = bytes >= bytesForTwo || files.length >= filesForTwo ? maxReaders : 1;
	const readers = Math.min(maxUseful, files.length, availableParallelism());
	const packed = packFiles(files);
	const control = new Int32Array(new SharedArrayBuffer(4 * (controlSlots.inFlight + readers)));
	const inbox: Array<{readonly worker: Worker; readonly message: ReaderMessage}> = [];
	let failure: unknown;
	let wake = () => {};
	const workers = Array.from({length: readers}, (_, reader) =>
		startReader({...location, kind, keys, files: packed, reader, readers, control}),
	);
	const reading = new Set(workers);
	const abort = () => {
		failure ??= new CancelledError();
		wake();
	};

	try {
		for (const worker of workers) {
			worker.on('message', (message: ReaderMessage) => {
				if (message.type === 'notice') {
					onNotice?.(message.notice);
					return;
				}
				inbox.push({worker, message});
				wake();
			});
			worker.on('error', error => {
				failure ??= error;
				wake();
			});
		}
		signal?.addEventListener('abort', abort);
		if (signal?.aborted) abort();

		while (reading.size > 0) {
			if (failure !== undefined) throw failure;
			const next = inbox.shift();
			if (next === undefined) {
				await new Promise<void>(resolve => {
					wake = resolve;
				});
				continue;
			}
			const {worker, message} = next;
			if (message.type === 'finished') {
				reading.delete(worker);
				await releaseReader(worker);
			} else if (message.type === 'failed') throw new DataError(message.failure);
			else if (message.type === 'batch') {
				const slot = controlSlots.inFlight + message.reader;
				if (Atomics.sub(control, slot, 1) === maxInFlight) Atomics.notify(control, slot);
				yield message.batch;
			}
		}
	} finally {
		signal?.removeEventListener('abort', abort);
		await Promise.all([...reading].map(async worker => worker.terminate()));
	}
}
