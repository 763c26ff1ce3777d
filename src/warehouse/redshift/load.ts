import {setTimeout as sleep} from 'node:timers/promises';
import {SparkifyError} from '../../errors.js';
import type {Reject} from '../../source/source.js';
import {statement} from '../../sql/statements.js';
import {lostInCopy} from '../pg/lost-connection.js';
import type {PgSession} from '../pg/session.js';
import {goOnPastRejects, keptRejects, tooManyRejects} from '../staging-tally.js';
import type {Progress, StageOptions} from '../warehouse.js';
import {type CopyCommand, printCopy} from './copy-command.js';
import {fromHistory, watchCopy} from './copy-progress.js';
import {compressionByName, loadErrorAdvice, undeclaredCompression} from './load-error-advice.js';
import type {CopyRun, LoadErrorViews, RefusedRecord} from './load-errors.js';
import type {SystemViews} from './system-views.js';

/** Maximum number of rejected records to read after a failed load. */
const maxAfterFailure = 1000;

/** Access to the system views, over the second connection. */
export type Observers = {readonly views: SystemViews; readonly loadErrors: LoadErrorViews};

/** The loading connection, and a time before the load by the cluster's clock. */
export type Loader = {readonly main: PgSession; readonly since: string};

/** The result of a successful COPY. */
export type CopyOutcome = {
	readonly rows: number;
	readonly rejected: number;
	/** The first rejects, up to the requested number. */
	readonly rejects: readonly Reject[];
	/** Size of the objects according to the load history; undefined if it did not list the complete load in time. */
	readonly bytes?: number | undefined;
};

/** A COPY that rejected too many records. The records are read after its transaction. */
export class CopyRefused extends Error {
	readonly run: CopyRun;
	readonly command: CopyCommand;

	constructor(run: CopyRun, command: CopyCommand, options: {readonly cause: unknown}) {
		super('COPY rejected records', options);
		this.run = run;
		this.command = command;
	}
}

/**
Runs a COPY in the open transaction.
@param most Maximum number of rejects to return.
@throws CopyRefused; ConnectionError if the connection was lost; StatementError; CancelledError
*/
export async function runCopy(
	{main, since}: Loader,
	command: CopyCommand,
	{views, loadErrors}: Observers,
	{signal, onProgress, maxErrors}: StageOptions,
	most: number,
): Promise<CopyOutcome> {
	const run: CopyRun = {session: main.processId, since};
	let bytes: number | undefined;
	const watched = {
		...run,
		table: command.table,
		source: command.from,
		onProgress(progress: Progress) {
			const {files, filesTotal, bytesTotal} = progress;
			bytes = files === filesTotal ? bytesTotal : undefined;
			onProgress?.(progress);
		},
		onSilence: () => main.abandon(),
	};
	main.takeNotices();
	try {
		await watchCopy(views, watched, async () => main.run(printCopy(command), {signal}));
	} catch (error) {
		if (main.lost) throw lostInCopy(error);
		if (!isLoadFailure(error)) throw error;
		throw new CopyRefused(run, command, {cause: error});
	}
	const notices = main.takeNotices();
	const [[copied] = []] = await main.all(statement('redshift/copied'), {signal});
	// With MAXERROR 1, a successful load has no rejects.
	const counted =
		maxErrors === 0 ? 0 : (refusedCount(notices) ?? (await countInHistory(views, run, command.table)));
	return {rows: Number(copied), bytes, ...(await findRejects(loadErrors, run, counted, command, most))};
}

/**
The error for a COPY that rejected too many records, with details from the views; the error of COPY itself if they have
none.
*/
export async function explainRefusal(
	{run, command, cause}: CopyRefused,
	{loadErrors}: Observers,
): Promise<unknown> {
	// COPY failed at MAXERROR rejects or a few more, since the slices load in parallel.
	const atLeast = command.maxError;
	const refused = await loadErrors.refused(run, Math.min(atLeast, maxAfterFailure), maxAfterFailure);
	const [first] = refused;
	if (first === undefined) return cause;
	return tooManyRejects(
		refused.map(({reject}) => reject),
		Math.max(refused.length, atLeast),
		atLeast - 1,
		`${refusalAdvice(first, command)} COPY stops here: load --dry-run counts up to 100,000.`,
	);
}

function refusalAdvice({error, reject}: RefusedRecord, {compression, json}: CopyCommand): string {
	const compressed = compression === undefined ? compressionByName(reject.file) : undefined;
	if (compressed !== undefined) return `${undeclaredCompression(compressed)} ${keptRejects}`;
	const advice = loadErrorAdvice(error, json.startsWith('s3://'));
	return advice === undefined ? `Fix the file, or ${goOnPastRejects}` : `${advice} Or ${goOnPastRejects}`;
}

/** @param counted Number of rejects that COPY reported; undefined if it reported none. */
async function findRejects(
	loadErrors: LoadErrorViews,
	run: CopyRun,
	counted: number | undefined,
	{from, maxError}: CopyCommand,
	most: number,
): Promise<Pick<CopyOutcome, 'rejected' | 'rejects'>> {
	if (counted === 0) return {rejected: 0, rejects: []};
	// If COPY did not report a number, read all rejects from the views to count them.
	const limit = counted === undefined ? maxError : most;
	const refused = await loadErrors.refused(run, Math.min(counted ?? 0, limit), limit);
	const rejects = refused.slice(0, most).map(({reject}) => reject);
	const rejected = Math.max(counted ?? 0, refused.length);
	// Account for every rejected record, even if no view lists it.
	const unlisted: Reject = {
		file: from,
		line: 0,
		column: null,
		reason: "COPY could not load a record, and the load error views don't show which",
		raw: '',
	};
	const missing = Math.min(rejected, most) - rejects.length;
	return {rejected, rejects: [...rejects, ...Array<Reject>(missing).fill(unlisted)]};
}

/** Parses `Load into table 't' completed, 7 record(s) could not be loaded.  Check …`; undefined without such a notice. */
function refusedCount(notices: readonly string[]): number | undefined {
	const completions = notices.filter(text => /Load into table .* completed/i.test(text));
	const counts = completions.map(text => /(\d+) record\(s\) could not be loaded/i.exec(text)?.[1]);
	return completions.length === 0 ? undefined : Number(counts.find(count => count !== undefined) ?? 0);
}

/** Pauses before each attempt, since the view may lag behind the load. */
const historyPausesMs = [0, 500, 1500];

/** Reads the number of rejects from the load history, because not every server sends notices. */
async function countInHistory(views: SystemViews, run: CopyRun, table: string): Promise<number | undefined> {
	for (const pause of historyPausesMs) {
		if (pause > 0) await sleep(pause);
		const load = await fromHistory(views, {...run, table});
		if (load !== undefined && load.status !== 'running') return load.progress.rejected;
	}
	return undefined;
}

/** `Load into table 't' failed.  Check 'stl_load_errors' …`, or `'sys_load_error_detail'` */
function isLoadFailure(error: unknown): boolean {
	return error instanceof SparkifyError && /Load into table .* failed/i.test(String(error.cause));
}
