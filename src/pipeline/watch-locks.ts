import type {Blocker, Progress, Warehouse} from '../warehouse/warehouse.js';

/** Time before a stage that runs is asked what it waits for, and between two such questions, ms. */
const everyMs = 3000;

/** Does something, and tells beside its progress which sessions hold it up, as long as any do. */
export async function watchingLocks<T>(
	warehouse: Pick<Warehouse, 'blockers'>,
	onProgress: (progress: Progress) => void,
	work: (onProgress: (progress: Progress) => void) => Promise<T>,
	intervalMs = everyMs,
): Promise<T> {
	let progress: Progress = {};
	let blockedBy: readonly Blocker[] = [];
	let isAsking = false;
	let isOver = false;
	const tell = () => onProgress({...progress, ...(blockedBy.length > 0 && {blockedBy})});
	const ask = async () => {
		if (isAsking) return;
		isAsking = true;
		// Good to know, and no more: a stage does not fail because of it.
		const found = await warehouse.blockers().catch(() => []);
		isAsking = false;
		if (isOver || found.length + blockedBy.length === 0) return;
		blockedBy = found;
		tell();
	};
	const timer = setInterval(() => void ask(), intervalMs);
	try {
		return await work(next => {
			progress = next;
			tell();
		});
	} finally {
		isOver = true;
		clearInterval(timer);
	}
}

/** `Session 4711 of alice holds a lock that this waits for, in a transaction begun at 2018-11-30 12:00:00 UTC.` */
export function describeBlocker(blocker: Blocker): string {
	if (blocker.session === 'hidden')
		return 'Another session holds a lock that this waits for. Only a superuser can see which (svv_transactions).';
	const {session, user, since, isNotebook} = blocker;
	if (isNotebook) return 'The notebook has an open transaction that this stage waits for.';
	return `Session ${session} of ${user} holds a lock that this waits for, in a transaction begun at ${since} UTC.`;
}

/** What the user can do about it. */
export function blockerAdvice(blockers: readonly Blocker[]): string {
	return blockers.some(blocker => 'isNotebook' in blocker)
		? 'Commit it or roll it back in the SQL pane, or cancel with Ctrl+C.'
		: 'Commit or end it there, or cancel with Ctrl+C.';
}
