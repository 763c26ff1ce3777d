import {internalError, RedshiftError, syntaxError} from './errors.js';
import {tokenize, unexpected} from './sql/lexer.js';
import type {Fields} from './wire/responses.js';

/** The statement that caused a PostgreSQL error or notice. */
export type StatementPlace = {
	/** The text that the client sent. */
	readonly sql: string;
	readonly tables: readonly string[];
	readonly queryId: number;
	readonly processId: number;
};

/** PostgreSQL's fields, keyed by their letters. */
export type PostgresFields = ReadonlyMap<string, string>;

const integerTypes: Readonly<Record<string, string>> = {
	smallint: 'Short',
	integer: 'Integer',
	bigint: 'Long',
	'double precision': 'Double',
	real: 'Float',
	numeric: 'Decimal',
};

/** Converts a PostgreSQL error to Redshift's. Redshift sends no position in the statement: see `unexpected`. */
export function translateError(fields: PostgresFields, place: StatementPlace): RedshiftError {
	const [code = 'XX000', message = ''] = [fields.get('C'), fields.get('M')];
	const process = `query0_1_${place.queryId} [pid=${place.processId}]`;
	const internal = (text: string, context: string, location: string, errorCode = 8001) =>
		internalError({message: text, code: errorCode, context, query: place.queryId, location, process});
	switch (code) {
		case '57014':
			// [D:r_CANCEL], [D:r_statement_timeout]: one has a double l, the other a single l.
			return new RedshiftError({
				code,
				message: `Query (${place.queryId}) ${/timeout/.test(message) ? 'canceled' : 'cancelled'} on user's request`,
			});
		case '23502': {
			// [F:19259131338]; the detail block is a guess based on [I:awslabs/amazon-redshift-utils#716].
			const text = `Cannot insert a NULL value into column ${fields.get('c') ?? ''}`;
			return internal(text, 'query execution', 'column.hpp:1', 8007);
		}
		case '40001':
			// [F:66465625969]; the numbers are made up.
			return new RedshiftError({
				code: 'XX000',
				message: '1023',
				detail: `Serializable isolation violation on table - 100001, transactions forming the cycle are: ${place.queryId}, ${place.queryId + 1} (pid:${place.processId})`,
			});
		case '42703':
			return new RedshiftError({code, message: missingColumn(message, place.tables)});
		case '42601':
			return fromSyntaxError(message, place.sql);
		case '22P02':
			return invalidValue(message, place, internal);
		default:
			break;
	}
	const hint = fields.get('H');
	return new RedshiftError({
		severity: fields.get('S') ?? 'ERROR',
		code,
		message: plain(message),
		...(fields.has('D') && {detail: plain(fields.get('D')!)}),
		...(hint !== undefined && {hint: plain(hint)}),
	});
}

/** Converts a notice to Redshift's form: INFO instead of NOTICE, and its own wording [I:dbcrossbar/dbcrossbar#41]. */
export function translateNotice(fields: PostgresFields): Fields {
	const message = plain(fields.get('M') ?? '')
		.replace(
			/^(table|view|schema|relation) (".*") does not exist, skipping$/,
			(_, kind: string, name: string) => {
				return `${capital(kind)} ${name} does not exist and will be skipped`;
			},
		)
		// [K]
		.replace(/^relation (".*") already exists, skipping$/, 'Relation $1 already exists and will be skipped');
	const severity = fields.get('S') === 'NOTICE' ? 'INFO' : (fields.get('S') ?? 'INFO');
	return {severity, code: fields.get('C') ?? '00000', message};
}

/** `column "crop" does not exist in events` [I:dmanjunath/node-redshift#6]; commas between several tables are a guess. */
function missingColumn(message: string, tables: readonly string[]): string {
	const [, name] = /^column "?([^"]+)"? does not exist$/.exec(message) ?? [];
	if (name === undefined || tables.length === 0) return plain(message);
	return `column "${name.split('.').at(-1)}" does not exist in ${[...new Set(tables)].join(', ')}`;
}

/** PostgreSQL names only the token; assumes its first occurrence in the client's text. */
function fromSyntaxError(message: string, sql: string): RedshiftError {
	const [, near] = /^syntax error at or near "(.*)"$/s.exec(message) ?? [];
	if (near === undefined) return syntaxError(message);
	const tokens = tokenize(sql);
	const at = tokens.findIndex(token => token.text === near);
	return at === -1 ? syntaxError(message) : unexpected(sql, tokens, at);
}

/**
Compute nodes report the value as COPY does [F:23742371330]; the leader node, which evaluates constants, as PostgreSQL
8.0 does.
*/
function invalidValue(
	message: string,
	{tables}: StatementPlace,
	internal: (text: string, context: string, location: string, code: number) => RedshiftError,
): RedshiftError {
	const [, type = '', value = ''] = /^invalid input syntax for type ([a-z ]+): "(.*)"$/s.exec(message) ?? [];
	const name = integerTypes[type];
	if (name === undefined || tables.length === 0)
		return new RedshiftError({
			code: '22P02',
			message: plain(message).replace('syntax for type', 'syntax for'),
		});
	const place = Math.max(0, value.search(/[^-+\d]/));
	const text = `Invalid digit, Value '${value[place] ?? ''}', Pos ${place}, Type: ${name}`;
	return internal(text, value, ':0', 1207);
}

/** Removes names that belong to the double itself. */
function plain(message: string): string {
	return message
		.replaceAll(/redshift_(?:double|extract)\./g, '')
		.replaceAll('redshift_varchar', 'character varying');
}

function capital(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}
