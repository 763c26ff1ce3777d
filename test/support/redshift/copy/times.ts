import type {TimeFormat} from './copy-command.js';

type Time = {readonly text: string} | {readonly code: number; readonly reason: string};

const datePattern = /^(\d{4})-(\d\d)-(\d\d)$/;
const timePattern =
	/^(\d{4}-\d\d-\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?$/;

/** `YYYY-MM-DD`, the default [D:copy-parameters-data-conversion]; the error text is a guess based on that of timestamps. */
export function readDate(text: string): Time {
	return isDate(text.trim())
		? {text: text.trim()}
		: {code: 1205, reason: 'Invalid Date Format - length must be 10 or more'};
}

/**
`YYYY-MM-DD HH24:MI:SS`, the default; `auto` also allows the T and Z of ISO 8601 [D:automatic-recognition]; seconds or
milliseconds since 1970 [D:copy-parameters-data-conversion]. The error text is that of [F:7735805462].
*/
export function readTimestamp(text: string, format: TimeFormat): Time {
	const trimmed = text.trim();
	if (format === 'epochsecs' || format === 'epochmillisecs') return readEpoch(trimmed, format);
	const [, date, hour = '00', minute = '00', second = '00', fraction = '0'] = timePattern.exec(trimmed) ?? [];
	const plain = format === 'auto' || !/[TZ]/.test(trimmed);
	if (
		date === undefined ||
		!plain ||
		!isDate(date) ||
		Number(hour) > 23 ||
		Number(minute) > 59 ||
		Number(second) > 59
	)
		return {code: 1206, reason: 'Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SS]'};
	return {text: `${date} ${hour}:${minute}:${second}.${fraction}`};
}

/** Accepts JSON numbers written with a decimal point (`1541106106796.0`), which is a guess. */
function readEpoch(text: string, format: 'epochsecs' | 'epochmillisecs'): Time {
	const [, whole] = /^(-?\d+)(?:\.0*)?$/.exec(text) ?? [];
	const milliseconds = Number(whole ?? Number.NaN) * (format === 'epochsecs' ? 1000 : 1);
	const date = new Date(milliseconds);
	if (Number.isNaN(date.getTime()))
		return {code: 1206, reason: `Invalid timestamp format or value [${format}]`};
	return {text: date.toISOString().replace('T', ' ').replace('Z', '')};
}

function isDate(text: string): boolean {
	const [, year, month, day] = datePattern.exec(text) ?? [];
	const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
	return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}
