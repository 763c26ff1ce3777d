import {CancelledError, ConnectionError, StatementError} from '../errors.js';
import {isDamaged} from './duckdb-damage.js';
import {adviceFor} from './error-advice.js';

/** DuckDB's error with `errors_as_json`: texts, whatever the kind. */
type ErrorFields = {
	readonly exception_type?: string;
	readonly exception_message?: string;
	/** Offset into the statement: code points in a syntax error, bytes in any other. */
	readonly position?: string;
};

/** A failed statement as an error for a person. @param sql The statement that was sent. */
export function statementError(error: unknown, sql: string): StatementError | CancelledError {
	const text = error instanceof Error ? error.message : String(error);
	const {exception_type: type, exception_message: rawMessage = text, position} = parseFields(text);
	if (/^interrupt/i.test(type ?? text)) return new CancelledError('Cancelled.', {cause: error});
	const [message = rawMessage, ...rest] = rawMessage.split('\n').filter(line => line.trim() !== '');
	const hint = adviceFor(rawMessage, ['statement'])?.advice;
	const kind = type === undefined ? '' : `${type} error: `;
	const offset = position === undefined ? undefined : characterOffset(sql, Number(position), type);
	return new StatementError(
		{
			message: `${kind}${message}`,
			...(rest.length > 0 && {detail: rest.join('\n')}),
			...(hint !== undefined && {advice: hint}),
			sql: {text: sql, ...(offset !== undefined && {offset})},
		},
		{cause: error},
	);
}

/** Whether a database file could not be opened because it must not be written: then it may still be read. */
export function isWriteProtected(error: unknown): boolean {
	return /Permission denied|Read-only file system/i.test(String(error));
}

const lockHolder = /Conflicting lock is held in (.*?) \(PID (\d+)\)/;

/** Whether a database file could not be opened because another process has it open. */
export function isInUse(error: unknown): boolean {
	return /Could not set lock on file/i.test(String(error));
}

/** Why a database file could not be opened. */
export function openError(error: unknown, file: string): ConnectionError {
	const detail = error instanceof Error ? error.message : String(error);
	const holder = lockHolder.exec(detail);
	if (holder !== null) {
		return new ConnectionError({
			message: `${file} is in use by another process: PID ${holder[2]}, ${holder[1]}.`,
			where: file,
			advice: 'Close that program (it may be a second sparkify-tui), or name another file with --database.',
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
		? ['is not a DuckDB database.', 'Name another file with --database; this one is left as it is.']
		: /version number|newer version/i.test(detail)
			? [
					'was written by another version of DuckDB.',
					'Name another file with --database, or load the data anew.',
				]
			: /No such file or directory/i.test(detail)
				? [
						'cannot be created: its folder does not exist.',
						'Make the folder, or name another file with --database.',
					]
				: isWriteProtected(detail)
					? [
							'cannot be opened: permission denied.',
							'Check who owns the file and its folder, or name another with --database.',
						]
					: [
							'cannot be opened.',
							adviceFor(detail, ['statement'])?.advice ?? 'Name another file with --database.',
						];
	return new ConnectionError({message: `${file} ${message}`, where: file, advice: hint, detail});
}

/** The fields of an error; a parser's error has some words before them. */
function parseFields(text: string): ErrorFields {
	const start = text.indexOf('{"exception_type"');
	if (start === -1) return {};
	try {
		return JSON.parse(text.slice(start)) as ErrorFields;
	} catch {
		return {};
	}
}

function characterOffset(sql: string, position: number, type: string | undefined): number {
	if (type === 'Parser') return [...sql].slice(0, position).join('').length;
	return Buffer.from(sql).subarray(0, position).toString('utf8').length;
}
