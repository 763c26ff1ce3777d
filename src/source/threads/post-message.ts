import {parentPort} from 'node:worker_threads';
import type {ReaderMessage} from './reader-protocol.js';

/** Posts a message from a reader thread to the thread that started it. */
export function postMessage(message: ReaderMessage, transfer: ArrayBuffer[] = []): void {
	parentPort?.postMessage(message, transfer);
}

/** Reports the cause of a delay from a reader thread. */
export function postNotice(notice: string): void {
	postMessage({type: 'notice', notice});
}
