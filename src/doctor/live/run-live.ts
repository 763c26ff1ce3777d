import type {Settings} from '../../config/settings.js';
import {CancelledError} from '../../errors.js';
import {plural} from '../../format/figures.js';
import {PgSession} from '../../warehouse/pg/session.js';
import {type Finding, failed, failedBy, ok, type Report} from '../finding.js';
import {TimeLimits} from '../time-limits.js';
import {type LiveOptions, type LiveReport, writeReport} from './live-report.js';
import {createMask} from './mask.js';
import {tryStaging} from './postgres-live.js';
import {tryCopies} from './redshift-live.js';

type ServerSettings = Exclude<Settings, {readonly engine: 'duckdb'}>;

/** Limit for dropping the schema at the end, ms. */
const dropLimitMs = 30_000;

/**
Tries COPYs on the server in a temporary schema, which is always dropped, and writes a report.
@throws CancelledError, after the schema is dropped
*/
export async function* runLive(options: LiveOptions): AsyncGenerator<Report> {
	const {context, schema, signal} = options;
	const settings = context.completed;
	if (settings === undefined || settings.engine === 'duckdb') throw new Error('The login comes first.');
	const started = performance.now();
	const report = (id: Report['id'], finding: Finding): Report => ({
		id,
		finding,
		ms: performance.now() - started,
	});
	const [observed, failure] = await settled(
		settings.engine === 'postgres' ? tryStaging(settings, options) : tryCopies(settings, options),
	);
	const drop = `DROP SCHEMA IF EXISTS ${schema} CASCADE`;
	const [, dropFailure] = await settled(runSeparately(drop, settings));
	if (dropFailure !== undefined) {
		yield report('live-schema', failedBy(dropFailure, `It may still exist. Drop it manually: ${drop};`));
	}
	if (failure instanceof CancelledError) throw failure;
	signal.throwIfAborted();
	if (observed === undefined) {
		yield report('live-copy', failedBy(failure));
		return;
	}
	if (dropFailure === undefined) yield report('live-schema', ok(`${schema} was created and dropped`));
	yield report('live-copy', copyFinding(observed));
	yield report('live-report', reportFinding(observed, options.output, settings));
}

/** The result of work, or its error. */
async function settled<T>(work: Promise<T>): Promise<[T] | [undefined, unknown]> {
	try {
		return [await work];
	} catch (error) {
		return [undefined, error];
	}
}

/** Runs a statement on a new connection, since the other one may be lost. Only the time limit interrupts it. */
async function runSeparately(sql: string, {connection}: ServerSettings): Promise<void> {
	const limits = new TimeLimits(new AbortController().signal);
	await limits.within(dropLimitMs, async () => {
		const session = await PgSession.open(connection);
		try {
			await session.run(sql);
		} finally {
			await session.close();
		}
	});
}

/** Fails if a COPY of the load failed. The other COPYs may fail by design. */
function copyFinding({copies}: LiveReport): Finding {
	const failures = copies
		.filter(({trial, error}) => (trial === 'events' || trial === 'songs') && error !== null)
		.map(({trial, error}) => `The COPY of the ${trial} failed: ${error?.message}`);
	const found = `${plural(copies.length, 'COPY')} tried`;
	return failures.length === 0 ? ok(found) : failed(found, failures);
}

/** Writes the report. */
function reportFinding(
	report: LiveReport,
	output: string | undefined,
	{connection}: ServerSettings,
): Finding {
	const {password, host} = connection;
	const now = new Date();
	const path = output ?? `sparkify-doctor-${now.toISOString().slice(0, 10)}.json`;
	try {
		writeReport(path, report, now, createMask(host, [password?.reveal() ?? '']));
		const advice = 'It contains no password and no account number. Review it before you share it.';
		return ok(path === '-' ? 'standard output' : path, advice);
	} catch (error) {
		return failedBy(error);
	}
}
