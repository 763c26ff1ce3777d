import {isUtf8} from 'node:buffer';
import {unsupportedByDouble} from '../errors.js';
import type {CopyCommand} from './copy-command.js';
import {type JsonValue, stringValue} from './json-objects.js';
import type {LoadColumn, LoadType} from './load-columns.js';
import {readDate, readTimestamp} from './times.js';

/** A value as COPY stores it (null for NULL), or the reason to reject its row. */
export type FieldValue = {readonly text: string | null} | FieldProblem;
/** `err_code` and `err_reason` of STL_LOAD_ERRORS [L:r_Load_Error_Reference]. */
export type FieldProblem = {readonly code: number; readonly reason: string};

const ranges = {
	smallint: {name: 'Short', least: -(2n ** 15n), most: 2n ** 15n - 1n},
	integer: {name: 'Integer', least: -(2n ** 31n), most: 2n ** 31n - 1n},
	bigint: {name: 'Long', least: -(2n ** 63n), most: 2n ** 63n - 1n},
} as const;

/** Converts a JSON value for a column; undefined stands for a missing key. */
export function fieldValue(
	value: JsonValue | undefined,
	column: LoadColumn,
	command: CopyCommand,
): FieldValue {
	const field = convert(value, column.type, command);
	// Error 1213; defaults apply only to columns that the statement omits [D:copy-parameters-data-conversion].
	if ('text' in field && field.text === null && column.notNull)
		return {code: 1213, reason: 'Missing data for not-null field'};
	return field;
}

function convert(value: JsonValue | undefined, type: LoadType, command: CopyCommand): FieldValue {
	if (value === undefined || value.type === 'null') return {text: null};
	const text = fieldText(value, command);
	if (typeof text !== 'string') return text;
	if (type.kind === 'varchar' || type.kind === 'char') return characters(text, type, command);
	// "empty fields for other types are always loaded as NULL" [D:copy-parameters-data-conversion, EMPTYASNULL].
	if (text === '') return {text: null};
	switch (type.kind) {
		case 'smallint':
		case 'integer':
		case 'bigint':
			return wholeNumber(text, type.kind, value.type === 'number');
		case 'real':
		case 'double':
			return float(text, type.kind);
		case 'decimal':
			return decimal(text, type.precision, type.scale, command.roundDecimals);
		case 'boolean':
			return boolean(text);
		case 'date':
			return readDate(text);
		case 'timestamp':
		case 'timestamptz':
			return readTimestamp(text, command.timeFormat);
		case 'other':
			throw unsupportedByDouble(`COPY into a column of type ${type.name}`);
	}
}

/** A string's characters; the JSON text of any other value, so that 112 loads as text [R]. For objects this is a guess. */
function fieldText(value: JsonValue, {replacement}: CopyCommand): string | FieldProblem {
	const valid = isUtf8(value.raw);
	// [D:multi-byte-character-load-errors]; "error 3" is taken from its example.
	if (!valid && replacement === undefined)
		return {
			code: 1220,
			reason: `String contains invalid or unsupported UTF-8 codepoints. Bad UTF-8 hex sequence: ${firstBadByte(value.raw)} (error 3)`,
		};
	// "replaces each invalid character with a string of equal length" [D:copy-parameters-data-conversion].
	const replaced = valid ? value : {...value, raw: replaceBadBytes(value.raw, replacement ?? '?')};
	const text = value.type === 'string' ? stringValue(replaced) : replaced.raw.toString('utf8');
	// PostgreSQL cannot store a NUL or a lone surrogate; rejecting them like this is a guess.
	if (text.includes('\0') || !text.isWellFormed())
		return {
			code: 1220,
			reason: `String contains invalid or unsupported UTF-8 codepoints. Bad UTF-8 hex sequence: ${text.includes('\0') ? '00' : 'ed'} (error 1)`,
		};
	return text;
}

function characters(
	text: string,
	{kind, bytes}: {readonly kind: 'varchar' | 'char'; readonly bytes: number},
	{emptyAsNull, blanksAsNull, truncateColumns}: CopyCommand,
): FieldValue {
	if (text === '' && emptyAsNull) return {text: null};
	if (text !== '' && blanksAsNull && /^\s+$/.test(text)) return {text: null};
	// [D:multi-byte-character-load-errors], error number 1220 there
	if (kind === 'char' && /[^\x00-\x7f]/.test(text))
		return {
			code: 1220,
			reason: 'Multibyte character not supported for CHAR (Hint: Try using VARCHAR). Invalid char',
		};
	if (Buffer.byteLength(text) <= bytes) return {text};
	if (!truncateColumns) return {code: 1204, reason: 'String length exceeds DDL length'};
	return {text: firstBytes(text, bytes)};
}

/**
`Invalid digit, Value 'w', Pos 0, Type: Integer` [F:23742371330]. JSON numbers are normalized, so 1540919166796.0 loads
as an integer (seven projects have such a BIGINT column, F:4327197132), but the same characters in a string do not
[F:13337405618: the case of CSV]. Guesses: fractions and exponents are rejected, and blanks around a number are ignored.
The overflow text is that of [I:snowplow/snowplow#664]; its code 1222 is a guess.
*/
function wholeNumber(text: string, kind: keyof typeof ranges, isNumber: boolean): FieldValue {
	const {name, least, most} = ranges[kind];
	const digits = isNumber ? wholeDigits(text) : text.trim();
	const place = /^[-+]?\d+$/.test(digits) ? -1 : Math.max(0, digits.search(/(?<!^)[^\d]|^[^-+\d]/));
	if (place !== -1)
		return {code: 1207, reason: `Invalid digit, Value '${digits[place]}', Pos ${place}, Type: ${name}`};
	const number = BigInt(digits.replace(/^\+/, ''));
	if (number < least || number > most)
		return {code: 1222, reason: `Overflow (${name} valid range ${least} to ${most})`};
	return {text: String(number)};
}

/** The digits of a JSON number whose value is a whole number, with or without point and exponent; otherwise its text. */
function wholeDigits(text: string): string {
	const [, sign = '', whole = '', fraction = '', exponent = '0'] =
		/^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
	const shift = Number(exponent);
	const digits = `${whole}${fraction}`.padEnd(Math.min(whole.length + Math.max(shift, 0), 400), '0');
	const point = whole.length + shift;
	const decimals = point >= 0 ? digits.slice(point) : digits;
	if (/[^0]/.test(decimals)) return text;
	return `${sign}${(point >= 0 ? digits.slice(0, point) : '') || '0'}`;
}

/** Error 1208, "FLOAT data type format error"; its text is a guess, and so is error 1204 for numbers out of range. */
function float(text: string, kind: 'real' | 'double'): FieldValue {
	const number = text.trim();
	if (!/^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(number)) {
		const place = Math.max(0, number.search(/[^-+.\deE]/));
		return {
			code: 1208,
			reason: `Invalid digit, Value '${number[place]}', Pos ${place}, Type: ${kind === 'real' ? 'Float' : 'Double'}`,
		};
	}
	const value = Number(number);
	if (!Number.isFinite(value) || (value === 0 && /[1-9]/.test(number.replace(/[eE].*/, ''))))
		return {code: 1204, reason: 'Overflow or underflow of a floating point number'};
	return {text: kind === 'real' ? String(Math.fround(value)) : String(value)};
}

/** Digits beyond the scale are truncated unless ROUNDEC is given [D:copy-parameters-data-conversion]. */
function decimal(text: string, precision: number, scale: number, round: boolean): FieldValue {
	const [, sign = '', whole = '', fraction = ''] = /^([-+]?)(\d*)(?:\.(\d*))?$/.exec(text.trim()) ?? [];
	if (whole === '' && fraction === '')
		return {code: 1209, reason: `Invalid digit, Value '${text.trim()[0] ?? ''}', Pos 0, Type: Decimal`};
	let scaled = BigInt(`${whole}${fraction.padEnd(scale, '0').slice(0, scale)}` || '0');
	if (round && Number(fraction[scale] ?? '0') >= 5) scaled += 1n;
	const digits = String(scaled).padStart(scale + 1, '0');
	// The code and the text are guesses.
	if (digits.replace(/^0+/, '').length > precision)
		return {code: 1204, reason: 'Numeric data overflow (result precision)'};
	const point = digits.length - scale;
	return {
		text: `${sign === '-' ? '-' : ''}${digits.slice(0, point)}${scale === 0 ? '' : `.${digits.slice(point)}`}`,
	};
}

/** The literals of [D:r_Boolean_type]; the text of error 1210 is a guess. */
function boolean(text: string): FieldValue {
	const word = text.trim().toLowerCase();
	if (['t', 'true', 'y', 'yes', '1'].includes(word)) return {text: 't'};
	if (['f', 'false', 'n', 'no', '0'].includes(word)) return {text: 'f'};
	return {code: 1210, reason: 'Unknown boolean format'};
}

function firstBytes(text: string, bytes: number): string {
	const encoded = Buffer.from(text);
	let end = bytes;
	while (end > 0 && (encoded[end]! & 0xc0) === 0x80) end--;
	return encoded.toString('utf8', 0, end);
}

function firstBadByte(bytes: Buffer): string {
	const good = goodLength(bytes, 0);
	return bytes.subarray(good, good + 1).toString('hex');
}

function replaceBadBytes(bytes: Buffer, replacement: string): Buffer {
	const parts: Buffer[] = [];
	for (let at = 0; at < bytes.length; ) {
		const length = goodLength(bytes, at);
		parts.push(bytes.subarray(at, at + length));
		at += length;
		if (at < bytes.length) parts.push(Buffer.from(replacement));
		at++;
	}
	return Buffer.concat(parts);
}

/** Counts the valid UTF-8 bytes from `start` on. */
function goodLength(bytes: Buffer, start: number): number {
	let at = start;
	while (at < bytes.length) {
		const length = [1, 2, 3, 4].find(
			size => isUtf8(bytes.subarray(at, at + size)) && at + size <= bytes.length,
		);
		if (length === undefined) break;
		at += length;
	}
	return at - start;
}
