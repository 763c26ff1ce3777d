import type {Fields} from './wire/responses.js';

/** An error that is sent to the client. */
export class RedshiftError extends Error {
	readonly fields: Fields;

	constructor(fields: Omit<Fields, 'severity'> & {readonly severity?: string}) {
		super(fields.message);
		this.fields = {severity: 'ERROR', ...fields};
	}
}

/** The folder of Redshift's source code, as it appears in every error [F:23742371330]. */
export const sourceFolder = '/home/ec2-user/padb/src/pg/src/backend/';

/**
An error for anything the double has no rule for: no source documents Redshift's behavior, and a guess is not worth
making. No test can mistake it for a Redshift error.
*/
export function unsupportedByDouble(what: string): RedshiftError {
	return new RedshiftError({code: '0A000', message: `redshift-double: ${what}`});
}

/** Sets no position, as in the reports that `syntaxErrorAt` cites. */
export function syntaxError(message: string): RedshiftError {
	const file = `${sourceFolder}parser/parser_scan.l`;
	return new RedshiftError({code: '42601', message, file, routine: 'yyerror'});
}

/** An error of the compute nodes or the S3 client, with its block of detail [I:awslabs/amazon-redshift-utils#716]. */
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
