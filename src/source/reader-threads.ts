import {join} from 'node:path';
import {Worker} from 'node:worker_threads';
import {packageRoot} from '../package-root.js';
import type {ReaderTask} from './reader-protocol.js';

/** How long a thread without work is kept, ms: from one stage to the next where nobody is asked in between. */
const idleMs = 3000;

const idle = new Map<Worker, NodeJS.Timeout>();

/** Threads that have nothing open once their task is done: those that read folders. */
const reusable = new WeakSet<Worker>();

/** A thread that does a task: one that is free, or else a new one, which takes some 40 ms to start. */
export function startReader(task: ReaderTask): Worker {
	const opensNothing = task.type === 'list-folder' || task.type === 'read-folder';
	const worker = (opensNothing ? takeIdle() : undefined) ?? createReader();
	if (opensNothing) reusable.add(worker);
	worker.postMessage(task);
	return worker;
}

/** Takes back a thread that has ended its task in order; any other has to be terminated. */
export async function releaseReader(worker: Worker): Promise<void> {
	if (!reusable.has(worker)) {
		await worker.terminate();
		return;
	}
	worker.removeAllListeners('message');
	worker.removeAllListeners('error');
	worker.unref();
	const end = () => {
		forget(worker);
		void worker.terminate();
	};
	idle.set(worker, setTimeout(end, idleMs).unref());
	// Without a listener an error would end the process, and nobody waits for this thread.
	worker.on('error', end);
}

function takeIdle(): Worker | undefined {
	const [worker] = idle.keys();
	if (worker === undefined) return undefined;
	forget(worker);
	worker.removeAllListeners('error');
	worker.ref();
	return worker;
}

/** It is idle no longer. */
function forget(worker: Worker): void {
	clearTimeout(idle.get(worker));
	idle.delete(worker);
}

function createReader(): Worker {
	// What a thread writes to its standard error (warnings of the AWS SDK) would be written across the screen.
	const worker = new Worker(join(packageRoot, 'dist', 'read-worker.mjs'), {execArgv: [], stderr: true});
	worker.once('exit', () => forget(worker));
	return worker;
}
