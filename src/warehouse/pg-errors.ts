import type {ConnectionSettings} from '../config/connection.js';
import {CancelledError, ConnectionError, type Failure, SparkifyError, StatementError} from '../errors.js';
import {copyPlace} from './copy-place.js';
import {type Advice, adviceFor} from './error-advice.js';
import {placeOfName} from './place-of-name.js';

/** The fields of an error of the server, as `pg` hands them over. */
type ServerError = Error & {
	/** Only what the server itself sends has one. */
	readonly severity?: string;
	readonly code?: string;
	readonly detail?: string;
	readonly hint?: string;
	/** Character in the statement, from 1. */
	readonly position?: string;
};

/** Why a connection could not be made, or was lost. */
export function connectionError(error: unknown, settings: ConnectionSettings): ConnectionError {
	const told = read(error);
	const row = adviceFor(
		told.searched,
		['connection', 'statement'],
		connectionNames(settings),
		settings.engine,
	);
	const where = `${settings.host}:${settings.port}`;
	return new ConnectionError({...failure(told, row), where}, {cause: error});
}

/** Whether a connection could not be made because nobody answers where the server was. */
export function isUnanswered(error: unknown): boolean {
	return (
		error instanceof ConnectionError &&
		/timeout expired|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ECONNREFUSED/.test(read(error.cause).searched)
	);
}

/** Why a connection that was there is there no more. */
export function lostError(error: unknown, settings: ConnectionSettings): ConnectionError {
	const {failure: told} = connectionError(error, settings);
	return new ConnectionError({...told, lost: true}, {cause: error});
}

/**
A failed statement as an error for a person.
@param statement The statement, and how many characters of what was sent stand before it.
@param cancelled The person had asked to cancel it.
*/
export function statementError(
	error: unknown,
	{sql, prefix}: {readonly sql: string; readonly prefix: number},
	settings: ConnectionSettings,
	cancelled: boolean,
): SparkifyError {
	if (error instanceof SparkifyError) return error;
	const told = read(error);
	const {text, fields} = told;
	// 57014: cancelled, by us or by the server's statement_timeout.
	if (cancelled && (fields.code === '57014' || /cancell?ed on user's request/i.test(text))) {
		return new CancelledError('Cancelled.', {cause: error});
	}
	// Classes of what the server says of the connection itself: 08, 28 (login), 3D (database), 53 (resources), 57P (shutdown).
	const ofStatement = fields.severity !== undefined && !/^(?:08|28|3D|53|57P)/.test(fields.code ?? '');
	const row = adviceFor(
		told.searched,
		ofStatement ? ['statement'] : ['connection', 'statement'],
		{
			...connectionNames(settings),
			...copyPlace(sql, text, fields.detail ?? ''),
		},
		settings.engine,
	);
	if (row?.kind === 'connection') return lostError(error, settings);
	const offset =
		fields.position === undefined
			? placeOfName(text, sql)
			: utf16Offset(sql, Number(fields.position) - 1 - prefix);
	return new StatementError(
		{...failure(told, row), sql: {text: sql, ...(offset !== undefined && {offset})}},
		{cause: error},
	);
}

/** What there is to say of an error, as the driver has it. */
type Told = {
	readonly text: string;
	readonly fields: Partial<ServerError>;
	/** What advice is looked for in. */
	readonly searched: string;
};

function read(error: unknown): Told {
	const single = error instanceof AggregateError ? mostTelling(error.errors) : error;
	const fields: Partial<ServerError> = single instanceof Error ? single : {};
	const text = single instanceof Error ? single.message : String(single);
	return {text, fields, searched: `${fields.code ?? ''} ${text} ${fields.detail ?? ''}`};
}

/** Where a host has several addresses, Node tells of every attempt; many a machine has no way to some of them. */
function mostTelling(errors: readonly unknown[]): unknown {
	const noWay = (error: unknown) =>
		/ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|EAFNOSUPPORT/.test(String((error as Partial<ServerError>).code));
	return errors.find(error => !noWay(error)) ?? errors[0];
}

function connectionNames({host, port, user, database}: ConnectionSettings): Readonly<Record<string, string>> {
	return {host, port: String(port), user, database};
}

/** What the row says, and below it the words that it stands for. */
function failure({text, fields}: Told, row: Advice | undefined): Failure {
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

/** Redshift's detail is a framed block of nine lines that repeats the error: on one line it leaves room for the advice. */
function withoutFrame(detail: string, text: string): string {
	const lines = detail.split('\n').map(line => line.trim());
	if (!lines.some(line => /^-{10,}$/.test(line))) return detail;
	// The error may take several lines there.
	return lines
		.filter(line => !/^-{10,}$|^error:/.test(line) && !text.includes(line))
		.map(line => line.replace(/^(\w+):\s+/, '$1: '))
		.join(', ');
}

/** The server counts characters, JavaScript counts UTF-16 units. */
function utf16Offset(sql: string, characters: number): number {
	return Array.from(sql).slice(0, characters).join('').length;
}
