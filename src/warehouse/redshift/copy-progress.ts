import {setTimeout as sleep} from 'node:timers/promises';
import type {Progress} from '../warehouse.js';
import type {SystemViews} from './system-views.js';

/** A COPY that is watched while it runs. */
export type WatchedCopy = {
	/** The backend that runs it, by `pg_backend_pid()`. */
	readonly session: number;
	/** Time before it started, by the cluster's clock. */
	readonly since: string;
	readonly table: string;
	/** `s3://bucket/prefix` that it reads. */
	readonly source: string;
	readonly onProgress: ((progress: Progress) => void) | undefined;
	/** Called once if the load history shows the load as ended but its own connection stays silent. */
	readonly onSilence: () => void;
};

export type ProgressTiming = {
	/** Delay before the first poll, shorter than the interval so that short loads are seen too. */
	readonly firstMs: number;
	readonly everyMs: number;
	/** How long the loading connection may stay silent after the load has ended. */
	readonly silenceMs: number;
	/** How long the final progress report may delay the end of the load. */
	readonly finalReportMs: number;
};
const progressTiming: ProgressTiming = {
	firstMs: 300,
	everyMs: 2000,
	silenceMs: 60_000,
	finalReportMs: 2000,
};

/**
Reports the progress of a COPY over the second connection while `work` runs it; the loading connection is silent until the
end. Uses the load history, or two older views of provisioned clusters if it is not available. Without any of them, no
progress is reported.
*/
export async function watchCopy<T>(
	views: SystemViews,
	watched: WatchedCopy,
	work: () => Promise<T>,
	timing: ProgressTiming = progressTiming,
): Promise<T> {
	const ended = new AbortController();
	const watching = watch(views, watched, timing, ended.signal);
	try {
		const result = await work();
		ended.abort();
		const last = await Promise.race([
			watching.then(async () => fromHistory(views, watched)),
			sleep(timing.finalReportMs, undefined, {ref: false}),
		]);
		if (last !== undefined) watched.onProgress?.(last.progress);
		return result;
	} finally {
		ended.abort();
	}
}

async function watch(
	views: SystemViews,
	watched: WatchedCopy,
	{firstMs, everyMs, silenceMs}: ProgressTiming,
	ended: AbortSignal,
): Promise<void> {
	/** Loads seen running. Any other may be an earlier load of the same session. */
	const running = new Set<number>();
	let overSince: number | undefined;
	for (let pause = firstMs; ; pause = everyMs) {
		await sleep(pause, undefined, {signal: ended}).catch(() => {});
		if (ended.aborted) return;
		const load = await fromHistory(views, watched);
		if (load?.status === 'running') running.add(load.query);
		const progress =
			load?.status === 'running'
				? load.progress
				: ((await fromState(views, watched)) ?? (await fromCommits(views, watched)));
		if (ended.aborted) return;
		if (progress !== undefined) watched.onProgress?.(progress);
		const over = load !== undefined && load.status !== 'running' && running.has(load.query);
		overSince = over ? (overSince ?? performance.now()) : undefined;
		if (overSince === undefined || performance.now() - overSince < silenceMs) continue;
		if (!(await isIdle(views, watched)) || ended.aborted) continue;
		watched.onSilence();
		return;
	}
}

/** Whether the cluster reports that the session is idle; false if it reports nothing. */
async function isIdle(views: SystemViews, {session}: WatchedCopy): Promise<boolean> {
	const [[statements] = []] = (await views.rows('busy', {session})) ?? [];
	return statements !== undefined && Number(statements) === 0;
}

type HistoricLoad = {readonly query: number; readonly status: string; readonly progress: Progress};

/** Reads a COPY from the load history; undefined if it is not listed (yet). */
export async function fromHistory(
	views: SystemViews,
	{session, since, table}: Pick<WatchedCopy, 'session' | 'since' | 'table'>,
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
			// The view with a row per file is updated earlier than this count, or is not available.
			files: Math.max(Number(done ?? 0), scanned!),
			filesTotal: filesTotal!,
			bytes: bytes!,
			bytesTotal: bytesTotal!,
			rejected: rejected!,
		},
	};
}

async function fromState(views: SystemViews, {session}: WatchedCopy): Promise<Progress | undefined> {
	const [state] = (await views.rows('load-state', {session})) ?? [];
	if (state === undefined || state[1] === null) return undefined;
	const [rows, filesTotal, files, bytesTotal, bytes] = state.map(Number) as number[];
	// Rows and bytes are updated every million records; until then they would show no progress.
	if (rows === 0) return {files: files!, filesTotal: filesTotal!};
	return {rows: rows!, files: files!, filesTotal: filesTotal!, bytes: bytes!, bytesTotal: bytesTotal!};
}

async function fromCommits(
	views: SystemViews,
	{session, source}: WatchedCopy,
): Promise<Progress | undefined> {
	const [[files] = []] = (await views.rows('load-commits', {session, source})) ?? [];
	return files === undefined || Number(files) === 0 ? undefined : {files: Number(files)};
}
