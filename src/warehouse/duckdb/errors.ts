import {adviceFor} from '../../advice/error-advice.js';
import {CancelledError, ConnectionError, StatementError} from '../../errors.js';
import {characterOffset} from '../../sql/positions.js';
import {isDamaged} from './damage.js';

/** DuckDB's error fields with `errors_as_json`; all of them are strings. */
type ErrorFields = {
	readonly exception_type?: string;
	readonly exception_message?: string;
	/** Offset into the statement, in code points for a syntax error and in bytes for any other. */
	readonly position?: string;
};

/** Converts DuckDB's error to a readable one. @param sql The statement that was sent. */
export function duckDbStatementError(error: unknown, sql: string): StatementError | CancelledError {
	const text = error instanceof Error ? error.message : String(error);
	const {exception_type: type, exception_message: rawMessage = text, position} = parseFields(text);
	if (/^interrupt/i.test(type ?? text)) return new CancelledError('Cancelled.', {cause: error});
	const [message = rawMessage, ...rest] = rawMessage.split('\n').filter(line => line.trim() !== '');
	const row = adviceFor(rawMessage, ['statement']);
	const kind = type === undefined ? '' : `${type} error: `;
	// DuckDB's own messages are clear; this one is about a transaction that the user did not begin.
	const replaced = row?.id === 'read-only-duckdb' ? row.message : undefined;
	const detail = replaced === undefined ? rest : [`${kind}${message}`, ...rest];
	const offset = position === undefined ? undefined : offsetOf(sql, Number(position), type);
	return new StatementError(
		{
			message: replaced ?? `${kind}${message}`,
			...(detail.length > 0 && {detail: detail.join('\n')}),
			...(row !== undefined && {advice: row.advice}),
			sql: {text: sql, ...(offset !== undefined && {offset})},
		},
		{cause: error},
	);
}

/** Whether a database file could not be opened because it is write-protected; it may still be readable. */
export function isWriteProtected(error: unknown): boolean {
	return /Permission denied|Read-only file system|Access is denied/i.test(String(error));
}

/** On Windows, the sentence before is in the language of the system. */
const lockHolder = /(?:Conflicting lock is held in|File is already open in)\s+(.*?) \(PID (\d+)\)/;

/** Whether a database file could not be opened because another process is using it. */
export function isInUse(error: unknown): boolean {
	return /Could not set lock on file|File is already open in/i.test(String(error));
}

/** The error for a database file that could not be opened. */
export function openError(error: unknown, file: string): ConnectionError {
	const detail = error instanceof Error ? error.message : String(error);
	const holder = lockHolder.exec(detail);
	if (holder !== null) {
		return new ConnectionError({
			message: `${file} is in use by another process: PID ${holder[2]}, ${holder[1]}.`,
			where: file,
			advice: 'Close that program (it may be a second sparkify-tui), or choose another file with --database.',
			detail,
		});
	}
	if (isDamaged(error, file)) {
		return new ConnectionError({
			message: `${file} is damaged.`,
			where: file,
			advice:
				'Restore it from a backup, or load the data again: m in the notebook, or load --yes, renames the damaged file (it is never deleted) and creates a new one.',
			detail,
			damaged: true,
		});
	}
	const [message, hint] = /not a valid DuckDB database/i.test(detail)
		? ['is not a DuckDB database.', 'Choose another file with --database. This one was not changed.']
		: /version number|newer version/i.test(detail)
			? [
					'was written by another version of DuckDB.',
					'Choose another file with --database and load the data into it.',
				]
			: /No such file or directory|cannot find the path/i.test(detail)
				? [
						'cannot be created: its folder does not exist.',
						'Create the folder, or choose another file with --database.',
					]
				: /Read-only file system/i.test(detail)
					? [
							'cannot be created: the file system is read-only.',
							'Name a file in a folder that can be written to: --database FILE.',
						]
					: isWriteProtected(detail)
						? [
								'cannot be opened: permission denied.',
								'Check the permissions of the file and its folder, or choose another file with --database.',
							]
						: [
								'cannot be opened.',
								adviceFor(detail, ['statement'])?.advice ?? 'Choose another file with --database.',
							];
	return new ConnectionError({message: `${file} ${message}`, where: file, advice: hint, detail});
}

/** Parses the error's fields. A syntax error has some text before them. */
function parseFields(text: string): ErrorFields {
	const start = text.indexOf('{"exception_type"');
	if (start === -1) return {};
	try {
		return JSON.parse(text.slice(start)) as ErrorFields;
	} catch {
		return {};
	}
}

function offsetOf(sql: string, position: number, type: string | undefined): number {
	if (type === 'Parser') return characterOffset(sql, position);
	return Buffer.from(sql).subarray(0, position).toString('utf8').length;
}
