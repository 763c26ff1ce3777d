import type {CopySettings} from '../../config/settings.js';
import type {RecordKind, Source} from '../../source/source.js';
import {type CopyCommand, printCopy} from '../../warehouse/redshift/copy-command.js';
import {copyCommand} from '../../warehouse/staging-sql.js';
import type {Trial} from './observation.js';
import {type ProbeObject, probeKey} from './probe-objects.js';

/** The objects that the COPYs read. */
export type TrialObjects = {
	readonly events: string;
	readonly songs: string;
	/** The probe objects found in the bucket. */
	readonly probes: readonly ProbeObject[];
	/** Bucket of the events. */
	readonly bucket: string;
	/** The source of a load. */
	readonly source: Source;
};

/** The maximum that COPY accepts. */
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
		staging('events', events, 'The COPY of stage-events, limited to one file.'),
		staging('songs', songs, 'The COPY of stage-songs, limited to one file.'),
		trial('noload', 'What does a COPY with NOLOAD report?', {
			table: 'doctor_noload',
			columns: ['artist', 'ts'],
			noLoad: true,
		}),
		trial('text-as-integer', 'Which error does a text in an INTEGER cause?', {
			table: 'doctor_text_as_integer',
			...artist,
		}),
		trial('text-as-integer-tolerated', 'Which notices does a COPY send that tolerates errors?', {
			table: 'doctor_text_as_integer_tolerated',
			columns: ['artist', 'ts'],
			maxError: maxErrors,
		}),
		trial(
			'text-as-integer-undone',
			'Are the errors visible after the transaction was rolled back?',
			{table: 'doctor_text_as_integer_undone', ...artist},
			{rollBack: true},
		),
		trial('narrow', 'Which error does a text that is too long cause?', {table: 'doctor_narrow', ...artist}),
		trial('fraction', 'What does a fraction become in an INTEGER?', {
			table: 'doctor_fraction',
			columns: ['length'],
			maxError: maxErrors,
		}),
		trial('missing-prefix', 'Which error does a prefix without objects cause?', {
			table: 'doctor_missing_prefix',
			...artist,
			from: `s3://${bucket}/sparkify-tui-doctor-nothing-here`,
		}),
		...missingRole(iamRole).map(role =>
			trial('missing-role', 'Which error does a missing role cause?', {
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

/** Removes the comments, which are only for readers of the plan. */
function withoutComments(sql: string): string {
	return sql.replaceAll(/^--.*\n/gm, '');
}

/** A nonexistent role in the same account; empty if the account is unknown. */
function missingRole(role: string): readonly string[] {
	const account = /^(arn:[\w-]+:iam::\d{12}:role\/)[^,]+$/.exec(role)?.[1];
	return account === undefined ? [] : [`${account}sparkify-tui-doctor-no-such-role`];
}
