import {Buffer} from 'node:buffer';
import {count} from '../../format/figures.js';
import {maxTextBytes, type StagingType} from '../staging-columns.js';
import type {ValueType} from './json-value.js';

/** A value for its column, or the reason why the column can't hold it. */
export type Typed = {readonly value: string | null} | {readonly reason: string};

/** JSON numbers, and the forms that strings may also use: a plus sign, leading zeros, `.5`, `5.`. */
const numberInText = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const range = {
	integer: {min: -(2n ** 31n), max: 2n ** 31n - 1n, bits: 32},
	bigint: {min: -(2n ** 63n), max: 2n ** 63n - 1n, bits: 64},
} as const;
/** The years 1 to 9999 in milliseconds since 1970, which timestamps in all engines can hold. */
const timeRange = {min: -62_135_596_800_000n, max: 253_402_300_799_999n} as const;
/** 1990 to 2100 in milliseconds. A time is assumed to be in another unit if that puts it in this range. */
const plausible = {min: 631_152_000_000n, max: 4_102_444_800_000n} as const;
/** More digits than any number in range has. Stops a hostile exponent from producing a billion digits. */
const maxDigits = 400;

/**
Converts a JSON value to a column's type, as Redshift's COPY does.
@param raw The value as written in the file, including quotes.
*/
export function typeValue(column: StagingType, type: ValueType, raw: string): Typed {
	if (type === 'null') return {value: null};
	const text = type === 'string' ? unquote(raw) : raw;
	if (text === '') return {value: null};
	if (column === 'text') return typeText(text);
	if (type === 'true' || type === 'false') return {reason: `${raw} is a boolean; the column holds numbers`};
	if (type === 'object' || type === 'array') return {reason: `an ${type} where the column holds numbers`};
	const number = text.trim();
	if (!numberInText.test(number)) return {reason: `${quoted(text)} is not a number`};
	if (column === 'double') return typeDouble(number);
	return column === 'time' ? typeTime(number) : typeInteger(number, column);
}

/** Whether a time is before 1990. Times in seconds appear to be in January 1970. */
export function isEarlyTime(milliseconds: string): boolean {
	return BigInt(milliseconds) < plausible.min;
}

/** Decodes a JSON string. */
export function unquote(raw: string): string {
	return raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1);
}

function typeText(text: string): Typed {
	if (!text.isWellFormed())
		return {reason: 'an unpaired surrogate (\\ud800 to \\udfff), which is not valid Unicode'};
	if (text.includes('\0')) return {reason: 'the character NUL (\\u0000), which a text column cannot hold'};
	const bytes = Buffer.byteLength(text);
	if (bytes <= maxTextBytes) return {value: text};
	return {reason: `text of ${count(bytes)} bytes; the column holds 2,048`};
}

function typeDouble(number: string): Typed {
	const value = Number(number);
	const vanished = value === 0 && /[1-9]/.test(number.replace(/[eE].*/, ''));
	if (Number.isFinite(value) && !vanished) return {value: String(value)};
	return {reason: `${quoted(number)} is out of range for a double-precision number`};
}

function typeInteger(number: string, column: 'integer' | 'bigint'): Typed {
	const {min, max, bits} = range[column];
	const digits = wholeDigits(number);
	if (digits === 'fraction')
		return {reason: `${quoted(number)} has a fraction; the column holds whole numbers`};
	if (digits !== 'huge') {
		const value = BigInt(digits);
		if (value >= min && value <= max) return {value: String(value)};
	}
	return {reason: `${quoted(number)} is out of range for a ${bits}-bit whole number`};
}

function typeTime(number: string): Typed {
	const typed = typeInteger(number, 'bigint');
	if (!('value' in typed) || typed.value === null) return typed;
	const value = BigInt(typed.value);
	if (value >= timeRange.min && value <= timeRange.max) return typed;
	const unit = (['microseconds', 'nanoseconds'] as const).find((_, index) => {
		const milliseconds = value / 1000n ** BigInt(index + 1);
		return milliseconds >= plausible.min && milliseconds <= plausible.max;
	});
	return {
		reason:
			unit === undefined
				? `${quoted(number)} is out of range for a time in milliseconds (years 1 to 9999)`
				: `${quoted(number)} looks like a time in ${unit}; ts holds milliseconds, so divide it by ${unit === 'microseconds' ? '1,000' : '1,000,000'}`,
	};
}

/** Returns the exact digits of a whole number in any notation: `1540919166796` for `1.540919166796E12`. */
function wholeDigits(number: string): string {
	const [, sign = '', integer = '', fraction = '', exponent = '0'] =
		/^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
	const all = `${integer}${fraction}`.replace(/^0+/, '');
	if (/^0*$/.test(all)) return '0';
	// Not a regular expression, which would take time quadratic in the number of zeros.
	let end = all.length;
	while (all[end - 1] === '0') end--;
	const significant = all.slice(0, end);
	const zeros = all.length - significant.length + Number(exponent) - fraction.length;
	if (zeros < 0) return 'fraction';
	if (zeros + significant.length > maxDigits) return 'huge';
	return `${sign === '-' ? '-' : ''}${significant}${'0'.repeat(zeros)}`;
}

function quoted(text: string): string {
	return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
