import type {ExecutionContext} from 'ava';
import type {Advice} from '../../src/advice/advice.js';
import {Secret} from '../../src/config/password.js';
import type {ConnectionSettings} from '../../src/config/settings.js';
import type {Failure} from '../../src/errors.js';
import {connectionError, pgStatementError} from '../../src/warehouse/pg/errors.js';

const password = 'Sp4rk!fy #1;%';

export const settings: ConnectionSettings = {
	engine: 'redshift',
	host: 'sparkify.abc123.us-west-2.redshift.amazonaws.com',
	port: 5439,
	database: 'dev',
	user: 'awsuser',
	password: new Secret(password),
	sslMode: 'verify-full',
};

export const copySql =
	"COPY staging_events FROM 's3://udacity-dend/log_data' IAM_ROLE 'arn:aws:iam::123456789012:role/sparkify' FORMAT AS JSON 'auto ignorecase'";

/** An error from the server, as `pg` throws it. */
export function serverError(
	code: string,
	message: string,
	more: {readonly severity?: string; readonly detail?: string; readonly hint?: string} = {},
): Error {
	return Object.assign(new Error(message), {severity: 'ERROR', code, ...more});
}

/** An error from Redshift's nodes, with its framed detail. */
export function nodeError(message: string, context: string): Error {
	const rule = '-----------------------------------------------';
	const lines = [
		rule,
		`error:  ${message}`,
		'code:      8001',
		`context:   ${context}`,
		'query:     568',
		'location:  s3_utility.cpp:840',
		'process:   padbmaster [pid=28532]',
		rule,
	];
	return serverError('XX000', message, {detail: `\n${lines.map(line => `  ${line}`).join('\n')}\n`});
}

/** A socket or TLS error, as Node throws it. */
export function socketError(code: string, message: string): Error {
	return Object.assign(new Error(message), {code});
}

export function connectionFailure(error: unknown): Failure {
	return connectionError(error, settings).failure;
}

export function statementFailure(error: unknown, sql = copySql): Failure {
	return pgStatementError(error, {sql, prefix: 0}, settings, false).failure;
}

/** The text that patterns are matched against. */
export function searched(error: Error): string {
	const {
		code = '',
		message,
		detail = '',
	} = error as Error & {readonly code?: string; readonly detail?: string};
	return `${code} ${message} ${detail}`;
}

/** An error, its message, and a pattern for the advice. */
export type Case = readonly [id: string, error: Error, message: string, advice: RegExp];

/** Checks message, advice and original text of each case, that none contains a secret, and that each row has a case. */
export function checkCases(
	t: ExecutionContext,
	rows: readonly Advice[],
	cases: readonly Case[],
	tell: (error: Error) => Failure,
): void {
	for (const [id, error, message, advice] of cases) {
		const failure = tell(error);
		t.is(failure.message, message, id);
		t.regex(failure.advice ?? '', advice, `${id}: ${message}`);
		t.true(`${failure.message}\n${failure.detail}`.includes(error.message), `the words of ${id}`);
		t.notRegex(`${failure.message} ${failure.advice}`, /\{\w*\}|undefined/, id);
		t.false(JSON.stringify(failure).includes(password), id);
		t.true((failure.advice ?? '').length <= 240, `${id} fits a card of 80 by 24`);
		t.is(rows.find(row => row.text.test(searched(error)))?.id, id);
	}
	t.deepEqual([...new Set(cases.map(([id]) => id))].sort(), rows.map(({id}) => id).sort());
}
