import type {Fields} from './wire/responses.js';

/** An error that the client gets to see. */
export class RedshiftError extends Error {
	readonly fields: Fields;

	constructor(fields: Omit<Fields, 'severity'> & {readonly severity?: string}) {
		super(fields.message);
		this.fields = {severity: 'ERROR', ...fields};
	}
}

/** Where Redshift's own source lies; in every error that it sends [F:23742371330]. */
export const sourceFolder = '/home/ec2-user/padb/src/pg/src/backend/';

/**
What this double has no rule for: neither a source says what Redshift does, nor is it worth a guess. The client gets an
error that no test can take for one of Redshift's.
*/
export function unknownToDouble(what: string): RedshiftError {
	return new RedshiftError({code: '0A000', message: `redshift-double: ${what}`});
}

/** Without a position among the fields, as the reports that `syntaxErrorAt` cites show them. */
export function syntaxError(message: string): RedshiftError {
	const file = `${sourceFolder}parser/parser_scan.l`;
	return new RedshiftError({code: '42601', message, file, routine: 'yyerror'});
}

/** What the compute nodes and the S3 client report, with its block of detail [I:awslabs/amazon-redshift-utils#716]. */
export function internalError(problem: {
	readonly message: string;
	readonly code?: number;
	readonly context: string;
	readonly query: number;
	readonly location: string;
	readonly process: string;
}): RedshiftError {
	const {message, code = 8001, context, query, location, process} = problem;
	const rule = '-----------------------------------------------';
	const lines = [
		rule,
		`error:  ${message}`,
		`code:      ${code}`,
		`context:   ${context}`,
		`query:     ${query}`,
		`location:  ${location}`,
		`process:   ${process}`,
		rule,
	];
	return new RedshiftError({
		code: 'XX000',
		message,
		detail: `\n${lines.map(line => `  ${line}`).join('\n')}\n`,
		file: '../src/sys/xen_execute.cpp',
		routine: 'pg_throw',
	});
}
