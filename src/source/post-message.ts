import {parentPort} from 'node:worker_threads';
import type {ReaderMessage} from './reader-protocol.js';

/** From a reader thread to the thread that started it. */
export function postMessage(message: ReaderMessage, transfer: ArrayBuffer[] = []): void {
	parentPort?.postMessage(message, transfer);
}
