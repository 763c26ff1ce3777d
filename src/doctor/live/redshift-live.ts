import {parseS3Address} from '../../config/aws.js';
import type {Settings} from '../../config/settings.js';
import {DataError} from '../../errors.js';
import {openSource} from '../../source/open-source.js';
import type {RecordKind} from '../../source/source.js';
import {statement, statements} from '../../sql/statements.js';
import {PgSessions} from '../../warehouse/pg/sessions.js';
import {askBucket, openBucket} from '../open-bucket.js';
import type {TimeLimits} from '../time-limits.js';
import {createTables, type LiveOptions, type LiveReport} from './live-report.js';
import type {Observation} from './observation.js';
import {type LiveSessions, observeCopy} from './observe-copy.js';
import {
	answerQuestions,
	missingObjects,
	probeFolder,
	redshiftTrials,
	type TrialObjects,
	type TriedTrial,
} from './trials.js';

/** Lets an administrator find the statements in the query history. */
const queryGroup = 'sparkify-tui-doctor';

type RedshiftSettings = Extract<Settings, {readonly engine: 'redshift'}>;
type Listed = {readonly key: string; readonly bytes: number};

/**
Tries COPYs in a new schema, which the caller must drop.
@throws CancelledError, ConnectionError, StatementError, DataError, TimeoutError
*/
export async function tryCopies(
	settings: RedshiftSettings,
	{context, schema, onTrial, signal}: LiveOptions,
): Promise<LiveReport> {
	const {connection, copy} = settings;
	const objects = await findObjects(settings, context.limits);
	const trials = redshiftTrials(copy, objects);
	const sessions = new PgSessions(connection, () => statements('redshift/connect', {label: queryGroup}));
	try {
		const loader = await sessions.get('main');
		const [[version, since] = []] = await loader.all(statement('doctor/live/session'), {signal});
		const creates = trials.flatMap(({create}) => create);
		const steps = await createTables(async sql => loader.run(sql, {signal}), 'redshift', schema, creates);
		const live: LiveSessions = {
			loader,
			watcher: await sessions.get('side'),
			since: String(since),
			signal,
			timedOut: new Set(),
			lastErrorQuery: 0,
		};
		const copies: Observation[] = [];
		const tried = trials.filter((trial): trial is TriedTrial => trial.sql !== undefined);
		for (const [index, trial] of tried.entries()) {
			onTrial(trial.id, tried.length - index);
			copies.push(await observeCopy(trial, live));
		}
		return {
			engine: 'redshift',
			host: connection.host,
			version: String(version),
			answers: answerQuestions(trials, copies),
			steps,
			copies,
			missing: missingObjects(trials),
		};
	} finally {
		await sessions.close();
	}
}

/** Finds a small object of each kind and the probes in the bucket. @throws DataError, TimeoutError */
async function findObjects(settings: RedshiftSettings, limits: TimeLimits): Promise<TrialObjects> {
	const source = openSource(settings);
	/** Lists at most 1,000 keys. */
	const list = async (bucket: string, prefix: string): Promise<readonly Listed[]> => {
		const opened = await openBucket(bucket, settings);
		const {Contents = []} = await askBucket(limits, async () => opened.list({prefix}));
		return Contents.map(({Key = '', Size = 0}) => ({key: Key, bytes: Size}));
	};
	const find = async (kind: RecordKind) => {
		const address = parseS3Address(source.locate(kind));
		if ('message' in address) throw new DataError({message: address.message});
		const {bucket, prefix} = address;
		return {bucket, url: `s3://${bucket}/${smallest(await list(bucket, prefix), source.locate(kind)).key}`};
	};
	const {bucket, url: events} = await find('events');
	const {url: songs} = await find('songs');
	const keys = new Set((await list(bucket, probeFolder)).map(({key}) => key));
	return {events, songs, bucket, keys, source};
}

/** Returns the smallest uncompressed data object. A compressed one would need a different COPY. */
export function smallest(listed: readonly Listed[], where: string): Listed {
	const [first] = listed
		.filter(({key, bytes}) => bytes > 0 && /\.json$/i.test(key) && !/(?:^|\/)\./.test(key))
		.toSorted((a, b) => a.bytes - b.bytes);
	if (first !== undefined) return first;
	throw new DataError({
		message: `No .json object among the first keys under ${where}.`,
		where,
		advice: 'doctor --live tries COPY with single uncompressed files and needs one there.',
	});
}
