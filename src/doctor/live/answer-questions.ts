import type {LiveAnswer, Observation, SystemViewRow, ViewReading} from './observation.js';
import {probeFolder, probeObjects} from './probe-objects.js';

const notSeen = 'not seen';

/** Measurements other than the COPYs; undefined if the query failed. */
export type Measurements = {
	/** Process id of the loading session. */
	readonly session: number;
	/** Columns of sql/doctor/live/events.sql. */
	readonly events: readonly number[] | undefined;
	/** Columns of sql/doctor/live/fraction.sql. */
	readonly fraction: readonly number[] | undefined;
};

/** Answers the questions the documentation leaves open with what this cluster did. */
export function answerQuestions(
	observations: readonly Observation[],
	measurements: Measurements,
): readonly LiveAnswer[] {
	const copyOf = (trial: string) => observations.find(observation => observation.trial === trial);
	const [events, tolerated, refused] = [
		copyOf('events'),
		copyOf('text-as-integer-tolerated'),
		copyOf('text-as-integer'),
	];
	const history = rowOf(events, 'sys_load_history');
	return [
		{
			question: 'Does session_id in sys_load_history equal pg_backend_pid()?',
			answer: history === undefined ? notSeen : sameness(history.session_id, measurements.session),
		},
		{
			question: 'Does query_id in sys_load_history equal pg_last_copy_id()?',
			answer: history === undefined ? notSeen : sameness(history.query_id, events?.lastCopyId),
		},
		{
			question: 'Which command tag and which count does COPY return?',
			answer:
				events?.tag == null
					? notSeen
					: `${events.tag}, ${events.tagCount === null ? 'no count' : events.tagCount}`,
		},
		{
			question: 'Does pg_last_copy_count() count the rows?',
			answer:
				events === undefined || events.error !== null
					? notSeen
					: sameness(events.lastCopyCount, events.rowsInTable),
		},
		{question: 'Which notices does a successful COPY send?', answer: noticesOf(events)},
		{question: 'Which notices does a COPY send that tolerates errors?', answer: noticesOf(tolerated)},
		{question: 'Which error ends a COPY that refuses a record?', answer: errorOf(refused)},
		{question: 'Which line do the views report for the first refused record?', answer: lineOf(refused)},
		{
			question: 'Are the errors visible after the transaction was rolled back?',
			answer: errorsAfterRollback(copyOf('text-as-integer-undone')),
		},
		{question: 'What is reported for a text that is too long?', answer: reasonOf(copyOf('narrow'))},
		{
			question: 'Do floats without a fraction become BIGINT (registration)?',
			answer: filled(measurements.events, 3),
		},
		{
			question: 'Do keys with capitals match their columns (firstName)?',
			answer: filled(measurements.events, 1),
		},
		{
			question: 'What does a fraction become in an INTEGER?',
			answer: fractionAnswer(copyOf('fraction'), measurements),
		},
		...['sys_load_history', 'sys_load_detail', 'sys_load_error_detail', 'stl_load_errors'].map(view => ({
			question: `How late is ${view} at most?`,
			answer: lagOf(view, observations),
		})),
		...probeObjects.map(({id, question}) => ({question, answer: probeAnswer(id, copyOf(`probe-${id}`))})),
	];
}

function sameness(value: unknown, other: unknown): string {
	return value === other || Number(value) === Number(other) ? 'yes' : `no: ${value} and ${other}`;
}

function noticesOf(observation: Observation | undefined): string {
	if (observation === undefined || observation.error !== null) return notSeen;
	return observation.notices.map(({severity, message}) => `${severity}: ${message}`).join(' | ') || 'nothing';
}

function errorOf(observation: Observation | undefined): string {
	if (observation === undefined) return notSeen;
	const {error} = observation;
	return error === null ? 'none: it succeeded' : `${error.code ?? 'no code'}: ${error.message}`;
}

/** The first error row in the views for a COPY. */
function errorRow(observation: Observation | undefined): SystemViewRow | undefined {
	return rowOf(observation, 'stl_load_errors') ?? rowOf(observation, 'sys_load_error_detail');
}

function reasonOf(observation: Observation | undefined): string {
	const row = errorRow(observation);
	return row === undefined
		? notSeen
		: `${row.err_code ?? row.error_code}: ${row.err_reason ?? row.error_message}`;
}

function lineOf(observation: Observation | undefined): string {
	const row = errorRow(observation);
	return row === undefined ? notSeen : `line ${row.line_number}, column ${row.colname ?? row.column_name}`;
}

function errorsAfterRollback(observation: Observation | undefined): string {
	if (observation === undefined || observation.error === null) return notSeen;
	const views = ['stl_load_errors', 'sys_load_error_detail'].filter(
		view => rowOf(observation, view) !== undefined,
	);
	return views.length === 0 ? 'no' : `yes, in ${views.join(' and ')}`;
}

function filled(events: readonly number[] | undefined, column: number): string {
	const [rows, count] = [events?.[0], events?.[column]];
	return rows === undefined || count === undefined || rows === 0 ? notSeen : `in ${count} of ${rows} rows`;
}

/** Compares the sum with that of the same values as DOUBLE PRECISION: truncated, rounded or refused. */
function fractionAnswer(observation: Observation | undefined, {events, fraction}: Measurements): string {
	if (observation === undefined || events === undefined || fraction === undefined) return notSeen;
	const [, , , , , expected, truncated, rounded] = events;
	const [, loaded, sum] = fraction;
	const reason = reasonOf(observation);
	const refusal = reason === notSeen ? '' : ` (refused: ${reason})`;
	if (loaded === expected && sum === truncated) return 'the fraction is truncated';
	if (loaded === expected && sum === rounded) return 'it is rounded';
	return `${loaded} of ${expected} values were loaded${refusal}`;
}

function lagOf(view: string, observations: readonly Observation[]): string {
	const lags = observations.flatMap(({views}) => {
		const reading = views[view];
		return reading !== undefined && 'rows' in reading && reading.lagMs !== null ? [reading.lagMs] : [];
	});
	const refused = observations.map(({views}) => views[view]).find(isRefusal);
	if (lags.length === 0) return refused === undefined ? notSeen : `it cannot be read: ${refused.refused}`;
	return `${Math.min(...lags)} to ${Math.max(...lags)} ms after the end of the COPY`;
}

function probeAnswer(id: string, observation: Observation | undefined): string {
	if (observation === undefined) return `not tried: ${probeFolder}${id}.json is not in the bucket`;
	const {error, rows = [], views} = observation;
	const reason = reasonOf(observation);
	const errors = rowOf(observation, 'sys_load_history')?.error_count;
	return [
		`rows ${JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`,
		...(error === null ? [] : [`error ${error.message}`]),
		...(errors === undefined ? [] : [`${errors} errors`]),
		...(reason === notSeen ? [] : [`${reason} (${lineOf({...observation, views})})`]),
	].join('; ');
}

function rowOf(observation: Observation | undefined, view: string): SystemViewRow | undefined {
	const reading = observation?.views[view];
	return reading !== undefined && 'rows' in reading ? reading.rows[0] : undefined;
}

function isRefusal(reading: ViewReading | undefined): reading is ViewReading & {readonly refused: string} {
	return reading !== undefined && 'refused' in reading;
}
