import type {ConnectionSettings, CopySettings} from '../../config/settings.js';
import {SparkifyError} from '../../errors.js';
import {statement, statements} from '../../sql/statements.js';
import type {PgSession} from '../../warehouse/pg/session.js';
import {PgSessions} from '../../warehouse/pg/sessions.js';
import {answerQuestions} from './answer-questions.js';
import type {LiveReport} from './live-report.js';
import type {Observation} from './observation.js';
import {observeCopy} from './observe-copy.js';
import type {OwnSchema} from './own-schema.js';
import {probeObjects} from './probe-objects.js';
import {redshiftTrials, type TrialObjects} from './redshift-trials.js';
import {StepTimer} from './step-timer.js';
import {ViewReader} from './view-reader.js';

/** How long to wait for rows of a system view, once per view. */
const viewTimeoutMs = 15_000;
/** Lets an administrator find the statements in the query history. */
const queryGroup = 'sparkify-tui-doctor';

export type LiveSettings = {readonly connection: ConnectionSettings; readonly copy: CopySettings};

/**
Tries the COPYs in a new schema, which the caller must drop.
@param onTrial Called before each COPY with the number remaining.
@throws CancelledError, ConnectionError, StatementError
*/
export async function tryCopies(
	{connection, copy}: LiveSettings,
	schema: OwnSchema,
	objects: TrialObjects,
	onTrial: (id: string, left: number) => void,
	signal: AbortSignal,
): Promise<LiveReport> {
	const clock = new StepTimer();
	const sessions = new PgSessions(connection, () => statements('redshift/connect', {label: queryGroup}));
	try {
		const loader = await clock.time('connect', async () => sessions.get('main'));
		const watcher = await sessions.get('side');
		const run = async (sql: string) => loader.run(sql, {signal});
		const [[version, pid, since] = []] = await loader.all(statement('doctor/live/session'), {signal});
		await clock.time('create schema', async () => run(schema.create));
		await run(schema.enter);
		await clock.time('create the tables of the load', async () => {
			for (const sql of statements('redshift/create-tables', {schema: null})) await run(sql);
		});
		await clock.time('create the tables to try', async () => {
			for (const sql of statements('doctor/live/tables')) await run(sql);
		});

		const session = Number(pid);
		const views = new ViewReader(watcher, {session, since: String(since)}, signal, viewTimeoutMs);
		const copies: Observation[] = [];
		const trials = redshiftTrials(copy, objects);
		for (const [index, trial] of trials.entries()) {
			onTrial(trial.id, trials.length - index);
			copies.push(await observeCopy(trial, loader, views, signal));
		}
		const measurements = {
			session,
			events: await measurementsOf(loader, 'doctor/live/events', signal),
			fraction: await measurementsOf(loader, 'doctor/live/fraction', signal),
		};
		const found = new Set(objects.probes);
		return {
			engine: 'redshift',
			host: connection.host,
			version: String(version),
			answers: answerQuestions(copies, measurements),
			steps: clock.steps,
			copies,
			missing: probeObjects.filter(probe => !found.has(probe)),
		};
	} finally {
		await sessions.close();
	}
}

/** Reads one row of numbers; undefined if the query fails, to keep the other results. */
async function measurementsOf(
	session: PgSession,
	name: string,
	signal: AbortSignal,
): Promise<readonly number[] | undefined> {
	try {
		const [row] = await session.all(statement(name), {signal});
		return row?.map(Number);
	} catch (error) {
		if (signal.aborted || session.lost || !(error instanceof SparkifyError)) throw error;
		return undefined;
	}
}
