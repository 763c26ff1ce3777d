import type {CopySettings} from '../../config/copy-settings.js';
import type {RecordKind, Source} from '../../source/source.js';
import {type CopyCommand, printCopy} from '../../warehouse/copy-command.js';
import {copyCommand} from '../../warehouse/staging-sql.js';
import type {Trial} from './observation.js';
import {type ProbeObject, probeKey} from './probe-objects.js';

/** Addresses of single objects: what the COPYs read. */
export type TrialObjects = {
	readonly events: string;
	readonly songs: string;
	/** Those that were found in the bucket. */
	readonly probes: readonly ProbeObject[];
	/** Bucket of the events. */
	readonly bucket: string;
	/** Where a load would read. */
	readonly source: Source;
};

/** COPY counts no further. */
const maxErrors = 100_000;

/** The COPYs to try, in order: those of a load first. */
export function redshiftTrials(copy: CopySettings, objects: TrialObjects): readonly Trial[] {
	const {events, songs, probes, bucket, source} = objects;
	const {iamRole, region} = copy;
	const common = {
		iamRole,
		json: 'auto ignorecase',
		maxError: 1,
		...(region !== undefined && {region}),
	} as const;
	const trial = (
		id: string,
		question: string,
		command: Pick<CopyCommand, 'table' | 'columns'> & Partial<CopyCommand>,
		more: Partial<Trial> = {},
	): Trial => {
		const full: CopyCommand = {...common, from: events, ...command};
		return {id, question, table: full.table, sql: withoutComments(printCopy(full)), ...more};
	};
	const staging = (kind: RecordKind, object: string, question: string) =>
		trial(kind, question, {...copyCommand(copy, kind, source, 0), from: object});
	const artist = {columns: ['artist']};
	return [
		staging('events', events, 'The COPY of the stage stage-events, of one file.'),
		staging('songs', songs, 'The COPY of the stage stage-songs, of one file.'),
		trial('noload', 'What does a COPY say that loads nothing?', {
			table: 'doctor_noload',
			columns: ['artist', 'ts'],
			noLoad: true,
		}),
		trial('text-as-integer', 'Which error is a text in an INTEGER?', {
			table: 'doctor_text_as_integer',
			...artist,
		}),
		trial('text-as-integer-tolerated', 'What does a COPY say that goes on past errors?', {
			table: 'doctor_text_as_integer_tolerated',
			columns: ['artist', 'ts'],
			maxError: maxErrors,
		}),
		trial(
			'text-as-integer-undone',
			'Are the errors told after the transaction was rolled back?',
			{table: 'doctor_text_as_integer_undone', ...artist},
			{rollBack: true},
		),
		trial('narrow', 'Which error is a text that is too long?', {table: 'doctor_narrow', ...artist}),
		trial('fraction', 'What does a fraction become in an INTEGER?', {
			table: 'doctor_fraction',
			columns: ['length'],
			maxError: maxErrors,
		}),
		trial('missing-prefix', 'Which error is a prefix without objects?', {
			table: 'doctor_missing_prefix',
			...artist,
			from: `s3://${bucket}/sparkify-tui-doctor-nothing-here`,
		}),
		...missingRole(iamRole).map(role =>
			trial('missing-role', 'Which error is a role that is not there?', {
				table: 'doctor_missing_role',
				...artist,
				iamRole: role,
			}),
		),
		...probes.map(object =>
			trial(
				`probe-${object.id}`,
				object.question,
				{
					table: object.table,
					columns: [object.column],
					from: `s3://${bucket}/${probeKey(object)}`,
					maxError: object.maxError,
				},
				{showRows: true},
			),
		),
	];
}

/** What is said to readers of the plan needs no cluster. */
function withoutComments(sql: string): string {
	return sql.replaceAll(/^--.*\n/gm, '');
}

/** A role of the same account that nobody has; none where the account is not known. */
function missingRole(role: string): readonly string[] {
	const account = /^(arn:[\w-]+:iam::\d{12}:role\/)[^,]+$/.exec(role)?.[1];
	return account === undefined ? [] : [`${account}sparkify-tui-doctor-no-such-role`];
}
