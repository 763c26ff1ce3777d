import type {Settings} from '../../config/settings.js';
import {CancelledError, toFailure} from '../../errors.js';
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
	/** Told of what is tried next. */
	readonly onTrial: (id: string, left: number) => void;
	readonly signal: AbortSignal;
};

type ServerSettings = Exclude<Settings, {readonly engine: 'duckdb'}>;

/** Time to drop the schema in, after everything else. */
const dropLimitMs = 30_000;

/**
Tries COPYs on the server in a schema of its own, which is dropped whatever happens, and writes what was seen to a file.
@throws CancelledError, once the schema is gone
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
		report = await tryIt(settings, options);
	} catch (error) {
		failure = error;
	}
	const dropFailure = await dropAfterwards(schema, settings);
	if (dropFailure !== undefined) {
		const advice = `It may still be there. Drop it by hand: ${schema.drop};`;
		yield {id: 'live-schema', finding: failedBy(dropFailure, advice), ms: elapsed()};
	}
	if (failure instanceof CancelledError) throw failure;
	options.signal.throwIfAborted();
	if (report === undefined) {
		yield {id: 'live-copy', finding: failedBy(failure), ms: elapsed()};
		return;
	}
	if (dropFailure === undefined) {
		yield {id: 'live-schema', finding: ok(`${schema.name} was created, and is dropped again`), ms: elapsed()};
	}
	yield {id: 'live-copy', finding: copyFinding(report), ms: elapsed()};
	const {password, host} = settings.connection;
	try {
		writeReport(output, report, now, createMask(host, [password?.reveal() ?? '']));
		const advice = 'It holds no password and no account number. Read it before you share it.';
		yield {
			id: 'live-report',
			finding: ok(output === '-' ? 'standard output' : output, advice),
			ms: elapsed(),
		};
	} catch (error) {
		yield {id: 'live-report', finding: failedBy(error), ms: elapsed()};
	}
}

async function tryIt(
	settings: ServerSettings,
	{context, schema, onTrial, signal}: LiveOptions,
): Promise<LiveReport> {
	if (settings.engine === 'postgres') return tryStaging(settings, schema, onTrial, signal);
	const objects = await findObjects(settings, context.limits);
	return tryCopies(settings, schema, objects, onTrial, signal);
}

/** Answers why the schema could not be dropped, if it could not. Nothing interrupts it but its time. */
async function dropAfterwards(schema: OwnSchema, {connection}: ServerSettings): Promise<unknown> {
	try {
		const limits = new TimeLimits(new AbortController().signal);
		await limits.within(dropLimitMs, async () => dropSchema(schema, connection));
		return undefined;
	} catch (error) {
		return error;
	}
}

/** The COPYs of a load have to succeed; of the others everything is worth knowing. */
function copyFinding({copies}: LiveReport): Finding {
	const failures = copies
		.filter(({trial, error}) => (trial === 'events' || trial === 'songs') && error !== null)
		.map(({trial, error}) => `The COPY of the ${String(trial)} failed: ${messageOf(error)}`);
	const found = copies.length === 1 ? '1 COPY tried' : `${copies.length} COPYs tried`;
	return failures.length === 0 ? ok(found) : failed(found, failures);
}

function messageOf(error: unknown): string {
	return typeof error === 'object' && error !== null && 'message' in error
		? String(error.message)
		: toFailure(error).message;
}
