import type {Compression} from '../../config/settings.js';
import {UsageError} from '../../errors.js';
import {literal} from '../../sql/statements.js';

/** A COPY from S3 into a Redshift table. */
export type CopyCommand = {
	readonly table: string;
	/** In the order of the jsonpaths file, which maps them by position. By default all columns in table order. */
	readonly columns?: readonly string[];
	/** `s3://bucket/prefix`: every object whose key starts with the prefix is read. */
	readonly from: string;
	/** ARN of a role that the cluster can assume, or `default`. */
	readonly iamRole: string;
	/** How keys map to columns: by name, by name ignoring case, or by a jsonpaths file (`s3://…`). */
	readonly json: 'auto' | 'auto ignorecase' | `s3://${string}`;
	/** Compression of all the files; absent if they are not compressed. */
	readonly compression?: Compression;
	/** Region of the bucket, if different from the cluster's. */
	readonly region?: string;
	/** Number of errors at which the load fails: 1 means the first. */
	readonly maxError: number;
	/** Reads and checks every record, but loads nothing. */
	readonly noLoad?: boolean;
};

/** Comments that explain the options, printed before the statement. */
const reasons = {
	load: `-- Empty text becomes NULL (EMPTYASNULL). The load fails at MAXERROR rejected records. No TIMEFORMAT: times are staged
-- as numbers. The rows are read only once or twice, so choosing encodings would cost more than it saves (COMPUPDATE
-- OFF). Statistics are updated for planning the transforms (STATUPDATE ON).`,
	check: '-- Reads and checks every record without loading any (NOLOAD). Fails at MAXERROR rejected records.',
};

/**
Prints the statement with one option per line and all values quoted.
@throws UsageError for a value with a backslash, which is an escape in a string; options do not accept expressions
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
			message: `${what} contains a backslash, which COPY reads as an escape: ${value}`,
			advice: 'Use a name without a backslash.',
		});
	return literal(value);
}
