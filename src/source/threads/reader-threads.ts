import {join} from 'node:path';
import {Worker} from 'node:worker_threads';
import {packageRoot} from '../../package-root.js';
import type {ReaderTask} from './reader-protocol.js';

/** Time before an idle thread ends, ms. Spans the gap between stages that run without a prompt. */
const idleMs = 3000;

const idle = new Map<Worker, NodeJS.Timeout>();

/** Threads that have nothing open after their task: those that list or read folders. */
const reusable = new WeakSet<Worker>();

/** Runs a task in an idle thread, or in a new one, which takes about 40 ms to start. */
export function startReader(task: ReaderTask): Worker {
	const opensNothing = task.type === 'list-folder' || task.type === 'read-folder';
	const worker = (opensNothing ? takeIdle() : undefined) ?? createReader();
	if (opensNothing) reusable.add(worker);
	worker.postMessage(task);
	return worker;
}

/** Takes back a thread that has finished its task. After a failure, terminate the thread instead. */
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
	// Without a listener, an error would end the process.
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

/** Removes a thread from the idle threads. */
function forget(worker: Worker): void {
	clearTimeout(idle.get(worker));
	idle.delete(worker);
}

function createReader(): Worker {
	// `stderr` keeps warnings of the AWS SDK off the screen.
	const worker = new Worker(join(packageRoot, 'dist', 'read-worker.mjs'), {execArgv: [], stderr: true});
	worker.once('exit', () => forget(worker));
	return worker;
}
