import type {CopySettings} from '../../config/settings.js';
import type {Source} from '../../source/source.js';
import {withoutComments} from '../../sql/scanner.js';
import {printCopy} from '../../warehouse/redshift/copy-command.js';
import {copyCommand} from '../../warehouse/staging-sql.js';
import {
	type Answer,
	errorOf,
	errorsAfterRollback,
	filled,
	fractions,
	lagOf,
	lineOf,
	noticesOf,
	type Observation,
	outcome,
	reasonOf,
	rowOf,
	same,
} from './observation.js';

/** A COPY to try and the questions that the documentation leaves open about it. Each fills its own table. */
type TrialRow = {
	readonly id: string;
	readonly asks: Readonly<Record<string, Answer>>;
	/** The columns of its table; the COPYs of a load have tables. */
	readonly columns?: string;
	/** Content that real files may lack. The user may put it into the bucket; the program never writes there. */
	readonly content?: string;
	/** The key to read, in the bucket of the events. By default an event file is read. */
	readonly key?: string;
	/** The name of the role, in the same account. */
	readonly role?: string;
	readonly maxError?: number;
	readonly noLoad?: boolean;
	/** Run in a transaction and roll it back. */
	readonly rollBack?: boolean;
	/** A statement of numbers to run afterwards, from `sql/doctor/live`. */
	readonly measure?: string;
};

/** The folder of the files to try, in the bucket of the events. */
export const probeFolder = 'sparkify-tui-doctor/';
/** The maximum that COPY accepts. */
const maxError = 100_000;

function probe(id: string, question: string, columns: string, content: string): TrialRow {
	const key = `${probeFolder}${id}.json`;
	return {id: `probe-${id}`, asks: {[question]: outcome}, columns, content, key, maxError: 100};
}

/** Every log file has values that do not fit these columns: text for a number, text that is too long, a fraction. */
const trialRows: readonly TrialRow[] = [
	{
		id: 'events',
		measure: 'events',
		asks: {
			'Does session_id in sys_load_history equal pg_backend_pid()?': copy =>
				same(rowOf(copy, 'sys_load_history')?.session_id, copy.session),
			'Does query_id in sys_load_history equal pg_last_copy_id()?': copy =>
				same(rowOf(copy, 'sys_load_history')?.query_id, copy.lastCopyId),
			'Which command tag and which count does COPY return?': ({tag, tagCount}) =>
				tag === null ? undefined : `${tag}, ${tagCount ?? 'no count'}`,
			'Does pg_last_copy_count() count the rows?': ({error, lastCopyCount, rowsInTable}) =>
				error === null ? same(lastCopyCount, rowsInTable) : undefined,
			'Which notices does a successful COPY send?': noticesOf,
			'Do keys with capitals match their columns (firstName)?': copy => filled(copy, 1),
			'Do floats without a fraction become BIGINT (registration)?': copy => filled(copy, 2),
		},
	},
	{id: 'songs', asks: {}},
	{
		id: 'noload',
		columns: 'artist VARCHAR(2048), ts BIGINT',
		noLoad: true,
		asks: {'Which notices does a COPY with NOLOAD send?': noticesOf},
	},
	{
		id: 'text-as-integer',
		columns: 'artist INTEGER',
		asks: {
			'Which error ends a COPY that refuses a record?': errorOf,
			'Which line do the views report for the first refused record?': lineOf,
		},
	},
	{
		id: 'text-as-integer-tolerated',
		columns: 'artist INTEGER, ts BIGINT',
		maxError,
		asks: {'Which notices does a COPY send that tolerates errors?': noticesOf},
	},
	{
		id: 'text-as-integer-undone',
		columns: 'artist INTEGER',
		rollBack: true,
		asks: {'Are the errors visible after the transaction was rolled back?': errorsAfterRollback},
	},
	{
		id: 'narrow',
		columns: 'artist VARCHAR(2)',
		asks: {'What is reported for a text that is too long?': reasonOf},
	},
	{
		id: 'fraction',
		columns: 'length INTEGER',
		maxError,
		measure: 'fraction',
		asks: {'What does a fraction become in an INTEGER?': fractions},
	},
	{
		id: 'missing-prefix',
		columns: 'artist VARCHAR(2048)',
		key: 'sparkify-tui-doctor-nothing-here',
		asks: {'Which error does a prefix without objects cause?': errorOf},
	},
	{
		id: 'missing-role',
		columns: 'artist VARCHAR(2048)',
		role: 'sparkify-tui-doctor-no-such-role',
		asks: {'Which error does a missing role cause?': errorOf},
	},
	probe('fraction', 'What does 1.5 become in an INTEGER?', 'n INTEGER', '{"n":1.5}\n'),
	probe(
		'whole-float',
		'Does 1540919166796.0 become a BIGINT?',
		'n BIGINT',
		'{"n":1540919166796.0}\n{"n":1.540919166796E12}\n',
	),
	probe('boolean', 'What does true become in an INTEGER?', 'n INTEGER', '{"n":true}\n'),
	probe('duplicate-keys', 'Which of two equal keys wins?', 's VARCHAR(256)', '{"s":"first","s":"second"}\n'),
	probe('nul', 'What happens to a NUL character?', 's VARCHAR(256)', '{"s":"a\\u0000b"}\n'),
	probe('bom', 'Is a byte-order mark skipped?', 'n INTEGER', '\uFEFF{"n":1}\n{"n":2}\n'),
	probe(
		'array',
		'How many errors does an array around two objects cause?',
		'n INTEGER',
		'[\n{"n":1},\n{"n":2}\n]\n',
	),
	probe(
		'malformed',
		'Where does reading resume after text that is not JSON?',
		'n INTEGER',
		'{"n":1\n{"n":2}\n{"n":3}\n',
	),
	probe(
		'line-numbers',
		'Which line is reported for an object that spans lines 2 to 4?',
		'n INTEGER',
		'{"n":1}\n{\n"n":"x"\n}\n{"n":5}\n',
	),
];

export type Trial = TrialRow & {
	readonly table: string;
	/** Creates the table. */
	readonly create: readonly string[];
	/** The COPY; undefined if it cannot be tried, for the reason `untried`. */
	readonly sql: string | undefined;
	readonly untried?: string;
};
/** A trial that can be tried. */
export type TriedTrial = Trial & {readonly sql: string};

/** The objects that the COPYs read. */
export type TrialObjects = {
	readonly events: string;
	readonly songs: string;
	/** Bucket of the events, and the keys in `probeFolder`. */
	readonly bucket: string;
	readonly keys: ReadonlySet<string>;
	/** The source of a load. */
	readonly source: Source;
};

/** The COPYs to try, in order: those of a load first. */
export function redshiftTrials(copy: CopySettings, objects: TrialObjects): readonly Trial[] {
	const {events, bucket, keys, source} = objects;
	const account = /^arn:[\w-]+:iam::\d{12}:role\/(?=[^,]+$)/.exec(copy.iamRole)?.[0];
	return trialRows.map(row => {
		const {id, columns = '', content, key = '', role} = row;
		if (id === 'events' || id === 'songs') {
			const command = {...copyCommand(copy, id, source, 0), from: objects[id]};
			return {...row, table: command.table, create: [], sql: withoutComments(printCopy(command))};
		}
		const table = `doctor_${id.replaceAll('-', '_')}`;
		const trial = {...row, table, create: [`CREATE TABLE ${table} (${columns})`]};
		if (content !== undefined && !keys.has(key))
			return {...trial, sql: undefined, untried: `${key} is not in the bucket`};
		if (role !== undefined && account === undefined)
			return {...trial, sql: undefined, untried: 'the account of the role is unknown'};
		const command = printCopy({
			maxError: 1,
			...row,
			table,
			columns: columns.split(', ').map(column => column.split(' ', 1).join()),
			from: key === '' ? events : `s3://${bucket}/${key}`,
			iamRole: role === undefined ? copy.iamRole : `${account}${role}`,
			json: 'auto ignorecase',
			...(copy.region !== undefined && {region: copy.region}),
		});
		return {...trial, sql: withoutComments(command)};
	});
}

/** Files that are not in the bucket, for the report. */
export function missingObjects(trials: readonly Trial[]) {
	return trials.flatMap(({key, content, asks, sql}) =>
		content === undefined || sql !== undefined
			? []
			: {key, question: Object.keys(asks).join(), base64: Buffer.from(content).toString('base64')},
	);
}

/** An open question, and the cluster's answer. */
export type LiveAnswer = {readonly question: string; readonly answer: string};

/** Answers the open questions with what this cluster did. */
export function answerQuestions(
	trials: readonly Trial[],
	copies: readonly Observation[],
): readonly LiveAnswer[] {
	const notSeen = 'not seen';
	const views = ['sys_load_history', 'sys_load_detail', 'sys_load_error_detail', 'stl_load_errors'];
	return [
		...trials.flatMap(({id, asks, untried}) => {
			const copy = copies.find(({trial}) => trial === id);
			const without = untried === undefined ? notSeen : `not tried: ${untried}`;
			return Object.entries(asks).map(([question, answer]) => ({
				question,
				answer: (copy && answer(copy)) ?? without,
			}));
		}),
		...views.map(view => ({
			question: `How late is ${view} at most?`,
			answer: lagOf(view, copies) ?? notSeen,
		})),
	];
}
