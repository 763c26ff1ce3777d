import type {Settings} from '../../config/settings.js';
import {CancelledError, toFailure} from '../../errors.js';
import {plural} from '../../format/figures.js';
import type {DoctorContext} from '../doctor-context.js';
import {type Finding, failed, failedBy, ok, type Report} from '../finding.js';
import {TimeLimits} from '../time-limits.js';
import {findObjects} from './find-objects.js';
import {type LiveReport, writeReport} from './live-report.js';
import {createMask} from './mask.js';
import {dropSchema, type OwnSchema} from './own-schema.js';
import {tryStaging} from './postgres-live.js';
import {tryCopies} from './redshift-live.js';

export type LiveOptions = {
	readonly context: DoctorContext;
	readonly schema: OwnSchema;
	/** File to write; `-` is standard output. */
	readonly output: string;
	readonly now: Date;
	/** Called before each COPY. */
	readonly onTrial: (id: string, left: number) => void;
	readonly signal: AbortSignal;
};

type ServerSettings = Exclude<Settings, {readonly engine: 'duckdb'}>;

/** Limit for dropping the schema at the end, ms. */
const dropLimitMs = 30_000;

/**
Tries COPYs on the server in a temporary schema, which is always dropped, and writes a report.
@throws CancelledError, after the schema is dropped
*/
export async function* runLive(options: LiveOptions): AsyncGenerator<Report> {
	const {context, schema, output, now} = options;
	const settings = context.completed;
	if (settings === undefined || settings.engine === 'duckdb') throw new Error('The login comes first.');
	let report: LiveReport | undefined;
	let failure: unknown;
	const started = performance.now();
	const elapsed = () => performance.now() - started;
	try {
		report = await runTrials(settings, options);
	} catch (error) {
		failure = error;
	}
	const dropFailure = await dropAfterwards(schema, settings);
	if (dropFailure !== undefined) {
		const advice = `It may still exist. Drop it manually: ${schema.drop};`;
		yield {id: 'live-schema', finding: failedBy(dropFailure, advice), ms: elapsed()};
	}
	if (failure instanceof CancelledError) throw failure;
	options.signal.throwIfAborted();
	if (report === undefined) {
		yield {id: 'live-copy', finding: failedBy(failure), ms: elapsed()};
		return;
	}
	if (dropFailure === undefined) {
		yield {id: 'live-schema', finding: ok(`${schema.name} was created and dropped`), ms: elapsed()};
	}
	yield {id: 'live-copy', finding: copyFinding(report), ms: elapsed()};
	const {password, host} = settings.connection;
	try {
		writeReport(output, report, now, createMask(host, [password?.reveal() ?? '']));
		const advice = 'It contains no password and no account number. Review it before you share it.';
		yield {
			id: 'live-report',
			finding: ok(output === '-' ? 'standard output' : output, advice),
			ms: elapsed(),
		};
	} catch (error) {
		yield {id: 'live-report', finding: failedBy(error), ms: elapsed()};
	}
}

async function runTrials(
	settings: ServerSettings,
	{context, schema, onTrial, signal}: LiveOptions,
): Promise<LiveReport> {
	if (settings.engine === 'postgres') return tryStaging(settings, schema, onTrial, signal);
	const objects = await findObjects(settings, context.limits);
	return tryCopies(settings, schema, objects, onTrial, signal);
}

/** Returns the error if the schema can't be dropped. Only the time limit interrupts it. */
async function dropAfterwards(schema: OwnSchema, {connection}: ServerSettings): Promise<unknown> {
	try {
		const limits = new TimeLimits(new AbortController().signal);
		await limits.within(dropLimitMs, async () => dropSchema(schema, connection));
		return undefined;
	} catch (error) {
		return error;
	}
}

/** Fails if a COPY of the load failed. The other COPYs may fail by design. */
function copyFinding({copies}: LiveReport): Finding {
	const failures = copies
		.filter(({trial, error}) => (trial === 'events' || trial === 'songs') && error !== null)
		.map(({trial, error}) => `The COPY of the ${String(trial)} failed: ${messageOf(error)}`);
	const found = `${plural(copies.length, 'COPY')} tried`;
	return failures.length === 0 ? ok(found) : failed(found, failures);
}

function messageOf(error: unknown): string {
	return typeof error === 'object' && error !== null && 'message' in error
		? String(error.message)
		: toFailure(error).message;
}
