import {setTimeout as sleep} from 'node:timers/promises';
import type {SystemViews} from './system-views.js';
import type {Progress} from './warehouse.js';

/** A COPY that is watched while it runs. */
export type Flight = {
	/** The backend that runs it, by `pg_backend_pid()`. */
	readonly session: number;
	/** Time by the clock of the cluster before it began. */
	readonly since: string;
	readonly table: string;
	/** `s3://bucket/prefix` that it reads. */
	readonly source: string;
	readonly onProgress: ((progress: Progress) => void) | undefined;
	/** Told once when the load is over by its history, and its own connection has said nothing of it for long. */
	readonly onSilence: () => void;
};

export type RecorderTiming = {
	/** Time to the first look: short loads would be over before a usual pause. */
	readonly firstMs: number;
	readonly everyMs: number;
	/** How long the loading connection may be silent once the load is over. */
	readonly silenceMs: number;
	/** How long the load may be kept from its end by what is still to be told of it. */
	readonly lastWordMs: number;
};
export const recorderTiming: RecorderTiming = {
	firstMs: 300,
	everyMs: 2000,
	silenceMs: 60_000,
	lastWordMs: 2000,
};

/**
Watches a COPY over the second connection while `work` runs it: the loading one says nothing until it is over. The
history of loads knows all there is; where it does not answer, provisioned clusters have two older views, and where
those don't either, a clock is all there is.
*/
export async function recordFlight<T>(
	views: SystemViews,
	flight: Flight,
	work: () => Promise<T>,
	timing: RecorderTiming = recorderTiming,
): Promise<T> {
	const landed = new AbortController();
	const watching = watch(views, flight, timing, landed.signal);
	try {
		const answer = await work();
		landed.abort();
		const last = await Promise.race([
			watching.then(async () => fromHistory(views, flight)),
			sleep(timing.lastWordMs, undefined, {ref: false}),
		]);
		if (last !== undefined) flight.onProgress?.(last.progress);
		return answer;
	} finally {
		landed.abort();
	}
}

async function watch(
	views: SystemViews,
	flight: Flight,
	{firstMs, everyMs, silenceMs}: RecorderTiming,
	landed: AbortSignal,
): Promise<void> {
	/** Loads that were seen running: only of those is it known that they are this one and no earlier one. */
	const running = new Set<number>();
	let overSince: number | undefined;
	for (let pause = firstMs; ; pause = everyMs) {
		await sleep(pause, undefined, {signal: landed}).catch(() => {});
		if (landed.aborted) return;
		const load = await fromHistory(views, flight);
		if (load?.status === 'running') running.add(load.query);
		const progress =
			load?.status === 'running'
				? load.progress
				: ((await fromState(views, flight)) ?? (await fromCommits(views, flight)));
		if (landed.aborted) return;
		if (progress !== undefined) flight.onProgress?.(progress);
		const over = load !== undefined && load.status !== 'running' && running.has(load.query);
		overSince = over ? (overSince ?? performance.now()) : undefined;
		if (overSince === undefined || performance.now() - overSince < silenceMs) continue;
		if (!(await isIdle(views, flight)) || landed.aborted) continue;
		flight.onSilence();
		return;
	}
}

/** Whether the cluster says that the session does nothing. Where it does not say, it may well be at work. */
async function isIdle(views: SystemViews, {session}: Flight): Promise<boolean> {
	const [[statements] = []] = (await views.rows('busy', {session})) ?? [];
	return statements !== undefined && Number(statements) === 0;
}

type HistoricLoad = {readonly query: number; readonly status: string; readonly progress: Progress};

/** What the history of loads says of a COPY; undefined where it does not know it, or not yet. */
export async function fromHistory(
	views: SystemViews,
	{session, since, table}: Pick<Flight, 'session' | 'since' | 'table'>,
): Promise<HistoricLoad | undefined> {
	const [load] = (await views.rows('load-history', {session, since, table_name: table})) ?? [];
	if (load === undefined) return undefined;
	const [query, , rows, filesTotal, scanned, bytesTotal, bytes, rejected] = load.map(Number) as number[];
	const [[done] = []] = (await views.rows('load-files', {query: query!})) ?? [];
	return {
		query: query!,
		status: String(load[1]),
		progress: {
			rows: rows!,
			// The detail of each file comes sooner than their count, or not at all.
			files: Math.max(Number(done ?? 0), scanned!),
			filesTotal: filesTotal!,
			bytes: bytes!,
			bytesTotal: bytesTotal!,
			rejected: rejected!,
		},
	};
}

async function fromState(views: SystemViews, {session}: Flight): Promise<Progress | undefined> {
	const [state] = (await views.rows('load-state', {session})) ?? [];
	if (state === undefined || state[1] === null) return undefined;
	const [rows, filesTotal, files, bytesTotal, bytes] = state.map(Number) as number[];
	// Rows and bytes move with every million records: before the first they would say that nothing is done.
	if (rows === 0) return {files: files!, filesTotal: filesTotal!};
	return {rows: rows!, files: files!, filesTotal: filesTotal!, bytes: bytes!, bytesTotal: bytesTotal!};
}

async function fromCommits(views: SystemViews, {session, source}: Flight): Promise<Progress | undefined> {
	const [[files] = []] = (await views.rows('load-commits', {session, source})) ?? [];
	return files === undefined || Number(files) === 0 ? undefined : {files: Number(files)};
}
