import {setTimeout as sleep} from 'node:timers/promises';
import {SparkifyError} from '../errors.js';
import type {Reject} from '../source/source.js';
import {statement} from '../sql/statements.js';
import {type CopyCommand, printCopy} from './copy-command.js';
import {compressionByName, loadErrorAdvice, undeclaredCompression} from './load-error-advice.js';
import {lostInCopy} from './lost-connection.js';
import type {PgSession} from './pg-session.js';
import type {Autopsy, CopyRun, RefusedRecord} from './redshift-autopsy.js';
import {fromHistory, recordFlight} from './redshift-recorder.js';
import {goOnPastRejects, keptRejects, tooManyRejects} from './staging-tally.js';
import type {SystemViews} from './system-views.js';
import type {StageOptions} from './warehouse.js';

/** Refused records that are read of a load that failed, which a person looks at some of. */
const maxAfterFailure = 1000;

/** What watches loads and explains them, all over the second connection. */
export type Observers = {readonly views: SystemViews; readonly autopsy: Autopsy};

/** The connection that loads, and a time before the load by the clock of the cluster. */
export type Loader = {readonly main: PgSession; readonly since: string};

/** What a COPY that went through did. */
export type CopyOutcome = {
	readonly rows: number;
	readonly rejected: number;
	/** The first ones of them, as many as were asked for. */
	readonly rejects: readonly Reject[];
};

/** A COPY that refused too many records; which they were is asked for once its transaction is over. */
export class CopyRefused extends Error {
	readonly run: CopyRun;
	readonly command: CopyCommand;

	constructor(run: CopyRun, command: CopyCommand, options: {readonly cause: unknown}) {
		super('COPY refused records', options);
		this.run = run;
		this.command = command;
	}
}

/**
Runs a COPY in the transaction that is open.
@param most Rejects to tell.
@throws CopyRefused; ConnectionError when the connection was lost; StatementError; CancelledError
*/
export async function runCopy(
	{main, since}: Loader,
	command: CopyCommand,
	{views, autopsy}: Observers,
	{signal, onProgress, maxErrors}: StageOptions,
	most: number,
): Promise<CopyOutcome> {
	const run: CopyRun = {session: main.processId, since};
	const flight = {
		...run,
		table: command.table,
		source: command.from,
		onProgress,
		onSilence: () => main.abandon(),
	};
	main.takeNotices();
	try {
		await recordFlight(views, flight, async () => main.run(printCopy(command), {signal}));
	} catch (error) {
		if (main.lost) throw lostInCopy(error);
		if (!isLoadFailure(error)) throw error;
		throw new CopyRefused(run, command, {cause: error});
	}
	const notices = main.takeNotices();
	const [[copied] = []] = await main.all(statement('redshift/copied'), {signal});
	// With MAXERROR 1 a load that went through has refused nothing.
	const counted =
		maxErrors === 0 ? 0 : (refusedCount(notices) ?? (await countInHistory(views, run, command.table)));
	return {rows: Number(copied), ...(await findRejects(autopsy, run, counted, command, most))};
}

/**
What to tell of a COPY that refused too many records, by what the views say of it; the error of COPY itself where they
say nothing.
*/
export async function explainRefusal(
	{run, command, cause}: CopyRefused,
	{autopsy}: Observers,
): Promise<unknown> {
	// It failed at MAXERROR of them, or at some more: the slices of the cluster load side by side.
	const atLeast = command.maxError;
	const refused = await autopsy.refused(run, Math.min(atLeast, maxAfterFailure), maxAfterFailure);
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

/** @param counted Records that COPY said it refused; undefined where it said nothing. */
async function findRejects(
	autopsy: Autopsy,
	run: CopyRun,
	counted: number | undefined,
	{from, maxError}: CopyCommand,
	most: number,
): Promise<Pick<CopyOutcome, 'rejected' | 'rejects'>> {
	if (counted === 0) return {rejected: 0, rejects: []};
	// Where COPY did not count them, the views have to: all of them are read.
	const limit = counted === undefined ? maxError : most;
	const refused = await autopsy.refused(run, Math.min(counted ?? 0, limit), limit);
	const rejects = refused.slice(0, most).map(({reject}) => reject);
	const rejected = Math.max(counted ?? 0, refused.length);
	// No record is lost from the account, even if no view tells of it.
	const untold: Reject = {
		file: from,
		line: 0,
		column: null,
		reason: 'COPY counted a record that it could not load; the views of load errors do not tell which',
		raw: '',
	};
	const missing = Math.min(rejected, most) - rejects.length;
	return {rejected, rejects: [...rejects, ...Array<Reject>(missing).fill(untold)]};
}

/** `Load into table 't' completed, 7 record(s) could not be loaded.  Check …`; undefined where the cluster says nothing. */
function refusedCount(notices: readonly string[]): number | undefined {
	const told = notices.filter(text => /Load into table .* completed/i.test(text));
	const counts = told.map(text => /(\d+) record\(s\) could not be loaded/i.exec(text)?.[1]);
	return told.length === 0 ? undefined : Number(counts.find(count => count !== undefined) ?? 0);
}

/** The rows of the view can lag behind the load: pauses before each look. */
const historyPausesMs = [0, 500, 1500];

/** Records that a COPY refused, by the history of loads: not every server sends notices. */
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
