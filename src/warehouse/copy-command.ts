import type {Compression} from '../config/copy-settings.js';
import {UsageError} from '../errors.js';
import {literal} from '../sql/statements.js';

/** A COPY from S3 into a Redshift table. */
export type CopyCommand = {
	readonly table: string;
	/** In the order of a jsonpaths file, which finds them by place; without it, all in the order of the table. */
	readonly columns?: readonly string[];
	/** `s3://bucket/prefix`: every object whose key starts so is read. */
	readonly from: string;
	/** ARN of a role that the cluster may assume, or `default`. */
	readonly iamRole: string;
	/** How keys find their columns: by name, by name in any case, or by a jsonpaths file (`s3://…`). */
	readonly json: 'auto' | 'auto ignorecase' | `s3://${string}`;
	/** How all the files are compressed; absent where they are not. */
	readonly compression?: Compression;
	/** Region of the bucket, where it is not the cluster's. */
	readonly region?: string;
	/** Errors at which the load fails: 1 is the first. */
	readonly maxError: number;
	/** Reads and checks everything, loads nothing. */
	readonly noLoad?: boolean;
};

/** What a person may ask about the options, said before the statement as other files of SQL say it. */
const reasons = {
	load: `-- An empty text is NULL (EMPTYASNULL), and MAXERROR records that are refused fail the load. No TIMEFORMAT: times are
-- staged as the numbers they are. The rows are read once or twice, so that choosing encodings for them would cost more
-- than it gives (COMPUPDATE OFF); the transforms are planned by how many there are (STATUPDATE ON).`,
	check:
		'-- Every record is read and checked, and none is loaded (NOLOAD). MAXERROR records that are refused fail it.',
};

/**
The statement, one option a line, each value quoted.
@throws UsageError for a value with a backslash: options take no expressions, and in a string it would be an escape
*/
export function printCopy(command: CopyCommand): string {
	const {table, columns, from, iamRole, json, compression, region, maxError, noLoad = false} = command;
	const options = [
		columns === undefined ? `COPY ${table}` : `COPY ${table} (${columns.join(', ')})`,
		`FROM ${quoted('The address of the data', from)}`,
		`IAM_ROLE ${iamRole === 'default' ? 'default' : quoted('The role', iamRole)}`,
		`FORMAT AS JSON ${quoted('The address of the jsonpaths file', json)}`,
		...(compression === undefined ? [] : [compression.toUpperCase()]),
		...(region === undefined ? [] : [`REGION ${quoted('The region', region)}`]),
		'EMPTYASNULL',
		`MAXERROR ${maxError}`,
		...(noLoad ? ['NOLOAD'] : ['COMPUPDATE OFF', 'STATUPDATE ON']),
	];
	return `${noLoad ? reasons.check : reasons.load}\n${options.join('\n\t')}`;
}

function quoted(what: string, value: string): string {
	if (value.includes('\\'))
		throw new UsageError({
			message: `${what} has a backslash, which COPY takes for an escape: ${value}`,
			advice: 'Give it a name without one.',
		});
	return literal(value);
}
