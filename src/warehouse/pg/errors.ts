import type {Advice} from '../../advice/advice.js';
import {adviceFor} from '../../advice/error-advice.js';
import type {ConnectionSettings} from '../../config/settings.js';
import {CancelledError, ConnectionError, type Failure, SparkifyError, StatementError} from '../../errors.js';
import {characterOffset} from '../../sql/positions.js';
import {copyPlace} from '../copy-place.js';
import {placeOfName} from './place-of-name.js';

/** The fields of an error from `pg`. */
type ServerError = Error & {
	/** Present only on errors sent by the server. */
	readonly severity?: string;
	readonly code?: string;
	readonly detail?: string;
	readonly hint?: string;
	/** 1-based character position in the statement. */
	readonly position?: string;
};

/** The error for a connection that could not be made or was lost. */
export function connectionError(error: unknown, settings: ConnectionSettings): ConnectionError {
	const parsed = parse(error);
	const row = adviceFor(
		parsed.searched,
		['connection', 'statement'],
		connectionNames(settings),
		settings.engine === 'redshift',
	);
	const where = `${settings.host}:${settings.port}`;
	return new ConnectionError({...failure(parsed, row), where}, {cause: error});
}

/** Whether a connection could not be made because the server did not respond. */
export function isUnanswered(error: unknown): boolean {
	return (
		error instanceof ConnectionError &&
		/timeout expired|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ECONNREFUSED/.test(parse(error.cause).searched)
	);
}

/** The error for an established connection that was lost. */
export function lostError(error: unknown, settings: ConnectionSettings): ConnectionError {
	const {failure} = connectionError(error, settings);
	return new ConnectionError({...failure, lost: true}, {cause: error});
}

/**
Converts the error of a failed statement to a readable one.
@param statement The statement, and the number of characters sent before it.
@param cancelled Whether the user cancelled the statement.
*/
export function pgStatementError(
	error: unknown,
	{sql, prefix}: {readonly sql: string; readonly prefix: number},
	settings: ConnectionSettings,
	cancelled: boolean,
): SparkifyError {
	if (error instanceof SparkifyError) return error;
	const parsed = parse(error);
	const {text, fields} = parsed;
	// 57014: cancelled by this program or by the server's statement_timeout.
	if (cancelled && (fields.code === '57014' || /cancell?ed on user's request/i.test(text))) {
		return new CancelledError('Cancelled.', {cause: error});
	}
	// Error classes about the connection itself: 08, 28 (login), 3D (database), 53 (resources), 57P (shutdown).
	const isStatementError = fields.severity !== undefined && !/^(?:08|28|3D|53|57P)/.test(fields.code ?? '');
	const row = adviceFor(
		parsed.searched,
		isStatementError ? ['statement'] : ['connection', 'statement'],
		{
			...connectionNames(settings),
			...copyPlace(sql, text, fields.detail ?? ''),
		},
		settings.engine === 'redshift',
	);
	if (row?.kind === 'connection') return lostError(error, settings);
	const offset =
		fields.position === undefined
			? placeOfName(text, sql)
			: characterOffset(sql, Number(fields.position) - 1 - prefix);
	return new StatementError(
		{
			...failure(parsed, row),
			...(isRefusedInTransaction(parsed) && {onlyOutsideTransaction: true}),
			sql: {text: sql, ...(offset !== undefined && {offset})},
		},
		{cause: error},
	);
}

/** 2D000: a procedure or DO block that commits. */
function isRefusedInTransaction({text, fields}: ParsedError): boolean {
	return (
		fields.code === '2D000' ||
		/cannot (?:run|be executed) (?:inside a transaction block|from a function)/i.test(text)
	);
}

/** A driver error, reduced to what is reported. */
type ParsedError = {
	readonly text: string;
	readonly fields: Partial<ServerError>;
	/** The text that advice patterns are matched against. */
	readonly searched: string;
};

function parse(error: unknown): ParsedError {
	const single = error instanceof AggregateError ? mostRelevant(error.errors) : error;
	const fields: Partial<ServerError> = single instanceof Error ? single : {};
	const text = single instanceof Error ? single.message : String(single);
	return {text, fields, searched: `${fields.code ?? ''} ${text} ${fields.detail ?? ''}`};
}

/** Picks one error of a host with several addresses. Node reports every attempt, even for unreachable addresses. */
function mostRelevant(errors: readonly unknown[]): unknown {
	const isUnreachable = (error: unknown) =>
		/ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|EAFNOSUPPORT/.test(String((error as Partial<ServerError>).code));
	return errors.find(error => !isUnreachable(error)) ?? errors[0];
}

function connectionNames({host, port, user, database}: ConnectionSettings): Readonly<Record<string, string>> {
	return {host, port: String(port), user, database};
}

/** The row's message, with the original one as the detail. */
function failure({text, fields}: ParsedError, row: Advice | undefined): Failure {
	const detail = [
		...(row?.message === undefined ? [] : [text]),
		...(fields.detail === undefined ? [] : [withoutFrame(fields.detail, text)]),
		...(fields.hint === undefined ? [] : [fields.hint]),
	].join('\n');
	return {
		message: row?.message ?? text,
		...(row !== undefined && {advice: row.advice}),
		...(detail !== '' && {detail}),
	};
}

/** Puts Redshift's detail, a framed block of nine lines that repeats the error, on one line to leave room for the advice. */
function withoutFrame(detail: string, text: string): string {
	const lines = detail.split('\n').map(line => line.trim());
	if (!lines.some(line => /^-{10,}$/.test(line))) return detail;
	// The repeated error may span several lines.
	return lines
		.filter(line => !/^-{10,}$|^error:/.test(line) && !text.includes(line))
		.map(line => line.replace(/^(\w+):\s+/, '$1: '))
		.join(', ');
}

/** The error for a COPY that exchanges data with the client. @param direction As seen from the server. */
export function copyRefused(direction: 'in' | 'out', sql: string): StatementError {
	return new StatementError(
		direction === 'in'
			? {
					message: "COPY … FROM STDIN can't run here: no standard input is available.",
					advice: 'Load the rows with INSERT, or with \\copy in psql.',
					sql: {text: sql},
				}
			: {
					message: "COPY … TO STDOUT can't run here: it returns no result rows.",
					advice: 'Run the query itself, or write it to a file with sparkify-tui query --output.',
					sql: {text: sql},
				},
	);
}
