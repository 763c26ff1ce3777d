import type {Worker} from 'node:worker_threads';
import {DataError} from '../../errors.js';
import type {Browsed, BrowseTask, ReaderMessage} from '../threads/reader-protocol.js';
import {startReader} from '../threads/reader-threads.js';

/** Looks at folders and files on disk and in S3, in a thread of its own, so that nothing that hangs blocks the screen. */
export interface SourceBrowser {
	/** Requests something about a place. @throws DataError */
	ask<R extends keyof Browsed>(request: R, place: string): Promise<Browsed[R]>;
	/** Ends the thread. Pending requests never settle. */
	close(): void;
}

type Pending = {
	readonly resolve: (result: Browsed[keyof Browsed]) => void;
	readonly reject: (error: unknown) => void;
};

/** Starts the thread with the first request. */
export function createSourceBrowser(): SourceBrowser {
	let worker: Worker | undefined;
	let lastId = 0;
	const pending = new Map<number, Pending>();

	function settle(message: ReaderMessage): void {
		if (message.type !== 'browsed' && message.type !== 'refused') return;
		const request = pending.get(message.id);
		pending.delete(message.id);
		if (message.type === 'browsed') request?.resolve(message.result);
		else request?.reject(new DataError(message.failure));
	}

	function start(task: BrowseTask): Worker {
		const started = startReader(task);
		started.unref();
		started.on('message', settle);
		started.on('error', error => {
			worker = undefined;
			for (const {reject} of pending.values()) reject(error);
			pending.clear();
		});
		return started;
	}

	return {
		async ask<R extends keyof Browsed>(request: R, place: string) {
			lastId++;
			const task: BrowseTask = {type: 'browse', id: lastId, request, place};
			const result = new Promise<Browsed[keyof Browsed]>((resolve, reject) => {
				pending.set(task.id, {resolve, reject});
			});
			if (worker === undefined) worker = start(task);
			else worker.postMessage(task);
			return (await result) as Browsed[R];
		},
		close() {
			void worker?.terminate();
			worker = undefined;
		},
	};
}
