import {availableParallelism} from 'node:os';
import {join} from 'node:path';
import {Worker} from 'node:worker_threads';
import {CancelledError, DataError} from '../errors.js';
import {packageRoot} from '../package-root.js';
import {maxFlight, type ReaderMessage, type ReaderTask, shared} from './reader-protocol.js';
import type {Inventory, ReadOptions, RecordBatch, RecordKind} from './source.js';

const maxReaders = 2;
/** A second thread costs some 40 ms to start: worth it only from here on. */
const bytesForTwo = 4 << 20;
const filesForTwo = 500;

/** Lists a folder in a thread of its own. */
export async function listFolder(folder: string, shownAs: string): Promise<Inventory> {
	const worker = startReader({type: 'list', folder, shownAs});
	try {
		return await new Promise<Inventory>((resolve, reject) => {
			worker.on('message', (message: ReaderMessage) => {
				if (message.type === 'listed') resolve(message.inventory);
			});
			worker.on('error', reject);
		});
	} finally {
		await worker.terminate();
	}
}

/** Reads files in threads of their own. Leaving the loop ends the threads. */
export async function* readFiles(
	kind: RecordKind,
	root: string,
	{files, bytes}: Inventory,
	{signal}: ReadOptions,
): AsyncGenerator<RecordBatch> {
	const wanted = bytes >= bytesForTwo || files.length >= filesForTwo ? maxReaders : 1;
	const count = Math.min(wanted, availableParallelism());
	const control = new Int32Array(new SharedArrayBuffer(4 * (shared.inFlight + count)));
	const inbox: ReaderMessage[] = [];
	let failure: unknown;
	let wake = () => {};
	const workers = Array.from({length: count}, (_, reader) =>
		startReader({type: 'read', kind, root, files, reader, control}),
	);
	const abort = () => {
		failure ??= new CancelledError();
		wake();
	};

	try {
		for (const worker of workers) {
			worker.on('message', (message: ReaderMessage) => {
				inbox.push(message);
				wake();
			});
			worker.on('error', error => {
				failure ??= error;
				wake();
			});
		}
		signal?.addEventListener('abort', abort);
		if (signal?.aborted) abort();

		let reading = count;
		while (reading > 0) {
			if (failure !== undefined) throw failure;
			const message = inbox.shift();
			if (message === undefined) {
				await new Promise<void>(resolve => {
					wake = resolve;
				});
			} else if (message.type === 'finished') reading--;
			else if (message.type === 'failed') throw unreadable(message.file, message.message);
			else if (message.type === 'batch') {
				const slot = shared.inFlight + message.reader;
				if (Atomics.sub(control, slot, 1) === maxFlight) Atomics.notify(control, slot);
				yield message.batch;
			}
		}
	} finally {
		signal?.removeEventListener('abort', abort);
		await Promise.all(workers.map(async worker => worker.terminate()));
	}
}

function startReader(task: ReaderTask): Worker {
	return new Worker(join(packageRoot, 'dist', 'read-worker.mjs'), {workerData: task, execArgv: []});
}

function unreadable(file: string, detail: string): DataError {
	const broken = /incorrect|invalid|unexpected end|zstd|corrupt/i.test(detail) && /\.(gz|zst)$/i.test(file);
	return new DataError({
		message: broken ? `${file} is not a whole compressed file.` : `${file} cannot be read.`,
		where: file,
		advice: broken
			? 'Fetch or compress the file again, or move it out of the data folder.'
			: 'Check that the file exists and that you may read it, then run the stage again.',
		detail,
	});
}
