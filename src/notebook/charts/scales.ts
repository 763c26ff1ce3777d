import {count} from '../../format/figures.js';

/** The ends of an axis, and the values that are marked on it. */
export type Scale = {
	readonly min: number;
	readonly max: number;
	readonly ticks: readonly number[];
	/** The text of a value of this axis, with as many decimals as its ticks need. */
	readonly label: (value: number) => string;
};

/** Multiples of a power of ten at which ticks are round. */
const roundSteps = [1, 2, 2.5, 5, 10];

/**
An axis of numbers that begins and ends at a round value, with a tick at each step of 1, 2, 2.5 or 5 × 10^n.
@param maxTicks At least 2.
*/
export function numberScale(min: number, max: number, maxTicks: number): Scale {
	const [low, high] = min === max ? around(min) : [min, max];
	const intervals = Math.max(1, maxTicks - 1);
	const power = 10 ** Math.floor(Math.log10((high - low) / intervals));
	for (const factor of [...roundSteps, ...roundSteps.map(step => step * 10)]) {
		const step = factor * power;
		const [first, last] = [Math.floor(round(low / step)), Math.ceil(round(high / step))];
		if (last - first > intervals) continue;
		const ticks = Array.from({length: last - first + 1}, (_, index) => round((first + index) * step));
		return {min: ticks[0]!, max: ticks.at(-1)!, ticks, label: numberLabel(step)};
	}
	// Rounding outwards adds two steps at most, so a single interval may not hold both ends.
	return {min: low, max: high, ticks: [low, high], label: numberLabel((high - low) / 10)};
}

/** A range around the only value. */
function around(value: number): readonly [number, number] {
	if (value === 0) return [0, 1];
	return value > 0 ? [0, value] : [value, 0];
}

/** Removes the error of floating-point arithmetic. */
function round(value: number): number {
	return Number(value.toPrecision(12));
}

/** Formats numbers with the decimals of a step, and thousands separators. */
function numberLabel(step: number): (value: number) => string {
	const decimals = Math.min(12, decimalsOf(step));
	return value => formatNumber(value, decimals);
}

/** Decimals of a number with at most three significant digits. */
function decimalsOf(value: number): number {
	const [digits = '', exponent = '0'] = String(Number(value.toPrecision(3))).split('e');
	return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent));
}

/** A number with thousands separators: `-1,234.50`. @param decimals By default, as many as the value has, 6 at most. */
export function formatNumber(value: number, decimals?: number): string {
	const magnitude = Math.abs(value);
	if (magnitude >= 1e15) return value.toPrecision(4);
	const text = decimals === undefined ? String(Number(magnitude.toFixed(6))) : magnitude.toFixed(decimals);
	if (text.includes('e')) return value.toPrecision(4);
	const [whole = '0', fraction] = text.split('.');
	const sign = value < 0 && Number(text) !== 0 ? '-' : '';
	return `${sign}${count(BigInt(whole))}${fraction === undefined ? '' : `.${fraction}`}`;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Steps of a time axis that are multiples of a fixed time, ms. */
const fixedSteps = [
	...[1, 2, 5, 10, 30].map(n => n * second),
	...[1, 2, 5, 10, 30].map(n => n * minute),
	...[1, 2, 3, 6, 12].map(n => n * hour),
	...[1, 2].map(n => n * day),
];
/** The rest: weeks begin on Monday, and months differ in length. */
const monthSteps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];
/** The first Monday after 1970-01-01. */
const firstMonday = 4 * day;

/** An axis of times in UTC, in ms since 1970, that begins and ends at the given times. */
export function timeScale(min: number, max: number, maxTicks: number): Scale {
	const axis = (ticks: readonly number[], label: Scale['label']): Scale => ({min, max, ticks, label});
	if (min === max) return axis([min], value => isoTime(value).slice(0, min % day === 0 ? 10 : 16));
	for (const step of fixedSteps) {
		const ticks = multiples(min, max, step, 0);
		if (ticks.length <= maxTicks && (max - min) / step < 1000) return axis(ticks, timeLabel(step, min, max));
	}
	const weeks = multiples(min, max, 7 * day, firstMonday);
	if (weeks.length <= maxTicks) return axis(weeks, timeLabel(7 * day, min, max));
	for (const months of monthSteps) {
		const ticks = monthTicks(min, max, months);
		if (ticks.length <= maxTicks) return axis(ticks, value => isoTime(value).slice(0, months < 12 ? 7 : 4));
	}
	return axis([min, max], value => isoTime(value).slice(0, 10));
}

function multiples(min: number, max: number, step: number, offset: number): readonly number[] {
	const first = Math.ceil((min - offset) / step);
	const last = Math.floor((max - offset) / step);
	return Array.from(
		{length: Math.min(1000, Math.max(0, last - first + 1))},
		(_, i) => (first + i) * step + offset,
	);
}

function monthTicks(min: number, max: number, months: number): readonly number[] {
	const ticks: number[] = [];
	const start = new Date(min);
	const first = Math.ceil((start.getUTCFullYear() * 12 + start.getUTCMonth()) / months) * months;
	for (let month = first; ticks.length < 1000; month += months) {
		const time = Date.UTC(Math.floor(month / 12), month % 12);
		if (time > max) break;
		if (time >= min) ticks.push(time);
	}
	return ticks;
}

/** `MM-DD` for days, with the year if the axis spans several; `HH:MM` or `HH:MM:SS` within a day. */
function timeLabel(step: number, min: number, max: number): (value: number) => string {
	if (step >= day) {
		const isOneYear = isoTime(min).slice(0, 4) === isoTime(max).slice(0, 4);
		return value => isoTime(value).slice(isOneYear ? 5 : 0, 10);
	}
	const end = step < minute ? 19 : 16;
	const isOneDay = isoTime(min).slice(0, 10) === isoTime(max).slice(0, 10);
	// Midnight shows the date, which separates the hours of several days.
	return value =>
		!isOneDay && value % day === 0 ? isoTime(value).slice(5, 10) : isoTime(value).slice(11, end);
}

function isoTime(value: number): string {
	return new Date(value).toISOString();
}
