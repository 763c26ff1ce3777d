import type {Blocker, Progress, Warehouse} from '../warehouse/warehouse.js';

/** Time between checks for blocking sessions, also before the first. */
const defaultIntervalMs = 3000;

/** Runs `work` and adds the sessions that block it to its progress. */
export async function watchingLocks<T>(
	warehouse: Pick<Warehouse, 'blockers'>,
	onProgress: (progress: Progress) => void,
	work: (onProgress: (progress: Progress) => void) => Promise<T>,
	intervalMs = defaultIntervalMs,
): Promise<T> {
	let progress: Progress = {};
	let blockedBy: readonly Blocker[] = [];
	let isPolling = false;
	let isOver = false;
	const report = () => onProgress({...progress, ...(blockedBy.length > 0 && {blockedBy})});
	const poll = async () => {
		if (isPolling) return;
		isPolling = true;
		// Informational only: a stage must not fail because of it.
		const found = await warehouse.blockers().catch(() => []);
		isPolling = false;
		if (isOver || found.length + blockedBy.length === 0) return;
		blockedBy = found;
		report();
	};
	const timer = setInterval(() => void poll(), intervalMs);
	try {
		return await work(next => {
			progress = next;
			report();
		});
	} finally {
		isOver = true;
		clearInterval(timer);
	}
}

/** `Session 4711 of alice holds a lock that this stage needs, in a transaction open since 2018-11-30 12:00:00 UTC.` */
export function describeBlocker(blocker: Blocker): string {
	if (blocker.session === 'hidden')
		return 'Another session holds a lock that this stage needs. Only a superuser can see which (svv_transactions).';
	const {session, user, since, isNotebook} = blocker;
	if (isNotebook) return 'The notebook has an open transaction that blocks this stage.';
	return `Session ${session} of ${user} holds a lock that this stage needs, in a transaction open since ${since} UTC.`;
}

export function blockerAdvice(blockers: readonly Blocker[]): string {
	return blockers.some(blocker => 'isNotebook' in blocker)
		? 'Commit it or roll it back in the notebook, or cancel with Ctrl+C.'
		: 'Commit or end it there, or cancel with Ctrl+C.';
}
