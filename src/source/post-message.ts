import {parentPort} from 'node:worker_threads';
import type {ReaderMessage} from './reader-protocol.js';

/** From a reader thread to the thread that started it. */
export function postMessage(message: ReaderMessage, transfer: ArrayBuffer[] = []): void {
	parentPort?.postMessage(message, transfer);
}

/** Reports from a reader thread why it takes longer. */
export function postNotice(notice: string): void {
	postMessage({type: 'notice', notice});
}
