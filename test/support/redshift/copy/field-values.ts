import {isUtf8} from 'node:buffer';
import {type JsonValue, stringValue} from './json-objects.js';
import type {LoadColumn} from './load-columns.js';

/** A value as COPY stores it (null for NULL), or the reason to reject its row. */
export type FieldValue = {readonly text: string | null} | FieldProblem;
/** `err_code` and `err_reason` of STL_LOAD_ERRORS [L:r_Load_Error_Reference]. */
export type FieldProblem = {readonly code: number; readonly reason: string};

const ranges = {
	integer: {name: 'Integer', least: -(2n ** 31n), most: 2n ** 31n - 1n},
	bigint: {name: 'Long', least: -(2n ** 63n), most: 2n ** 63n - 1n},
} as const;

/** Converts a JSON value for a column; undefined stands for a missing key. */
export function fieldValue(
	value: JsonValue | undefined,
	{kind, bytes}: LoadColumn,
	emptyAsNull: boolean,
): FieldValue {
	if (value === undefined || value.type === 'null') return {text: null};
	// [D:multi-byte-character-load-errors]. PostgreSQL cannot store a NUL or a lone surrogate; rejecting them is a guess.
	const text = isUtf8(value.raw) ? fieldText(value) : '\0';
	if (text.includes('\0') || !text.isWellFormed())
		return {code: 1220, reason: 'String contains invalid or unsupported UTF-8 codepoints.'};
	if (kind === 'varchar') {
		if (text === '' && emptyAsNull) return {text: null};
		if (Buffer.byteLength(text) <= bytes) return {text};
		return {code: 1204, reason: 'String length exceeds DDL length'};
	}
	// "empty fields for other types are always loaded as NULL" [D:copy-parameters-data-conversion, EMPTYASNULL].
	if (text === '') return {text: null};
	return kind === 'double' ? float(text) : wholeNumber(text, kind, value.type === 'number');
}

/** A string's characters; the JSON text of any other value, so that 112 loads as text [R]. For objects this is a guess. */
function fieldText(value: JsonValue): string {
	return value.type === 'string' ? stringValue(value) : value.raw.toString('utf8');
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
function float(text: string): FieldValue {
	const number = text.trim();
	if (!/^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(number)) {
		const place = Math.max(0, number.search(/[^-+.\deE]/));
		return {code: 1208, reason: `Invalid digit, Value '${number[place]}', Pos ${place}, Type: Double`};
	}
	const value = Number(number);
	if (!Number.isFinite(value) || (value === 0 && /[1-9]/.test(number.replace(/[eE].*/, ''))))
		return {code: 1204, reason: 'Overflow or underflow of a floating point number'};
	return {text: String(value)};
}
