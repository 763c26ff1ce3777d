import type {ConnectionSettings} from '../config/connection.js';
import {CancelledError, ConnectionError, type Failure, SparkifyError, StatementError} from '../errors.js';
import {type Advice, adviceFor} from './error-advice.js';

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
	const {text, row} = classify(error);
	return new ConnectionError(failure(text, row, settings), {cause: error});
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
	const {text, row, fields} = classify(error);
	// 57014: cancelled, by us or by the server's statement_timeout.
	if (cancelled && (fields.code === '57014' || /cancell?ed on user's request/i.test(text))) {
		return new CancelledError('Cancelled.', {cause: error});
	}
	if (row?.kind === 'connection') return connectionError(error, settings);
	const offset =
		fields.position === undefined ? undefined : utf16Offset(sql, Number(fields.position) - 1 - prefix);
	const detail = [fields.detail, fields.hint].filter(part => part !== undefined).join('\n');
	return new StatementError(
		{
			...failure(text, row, settings),
			...(detail !== '' && {detail}),
			sql: {text: sql, ...(offset !== undefined && {offset})},
		},
		{cause: error},
	);
}

function classify(error: unknown): {text: string; row: Advice | undefined; fields: Partial<ServerError>} {
	// Where a host has several addresses, Node tells of all attempts and says nothing itself.
	const single = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
	const fields: Partial<ServerError> = single instanceof Error ? single : {};
	const text = single instanceof Error ? single.message : String(single);
	// Classes of what the server says of the connection itself: 08, 28 (login), 3D (database), 53 (resources), 57P (shutdown).
	const ofStatement = fields.severity !== undefined && !/^(?:08|28|3D|53|57P)/.test(fields.code ?? '');
	const row = adviceFor(
		`${text} ${fields.code ?? ''} ${fields.detail ?? ''}`,
		ofStatement ? ['statement'] : ['connection', 'statement'],
	);
	return {text, fields, row};
}

function failure(text: string, row: Advice | undefined, settings: ConnectionSettings): Failure {
	const {host, port, user, database} = settings;
	const values: Readonly<Record<string, string>> = {host, port: String(port), user, database};
	const fill = (template: string) =>
		template.replaceAll(/\{(host|port|user|database)\}/g, (_, name: string) => values[name]!);
	return {
		message: row?.message === undefined ? text : fill(row.message),
		...(row?.kind === 'connection' && {where: `${host}:${port}`}),
		...(row !== undefined && {advice: fill(row.advice)}),
		...(row?.message !== undefined && {detail: text}),
	};
}

/** The server counts characters, JavaScript counts UTF-16 units. */
function utf16Offset(sql: string, characters: number): number {
	return Array.from(sql).slice(0, characters).join('').length;
}
