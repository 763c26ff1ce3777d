import {safeJson, safeText} from '../format/safe-text.js';
import {wrapText} from '../format/text-width.js';
import type {DoctorCheckId, Report, Status} from './finding.js';

/** The displayed names of the checks. */
export const labels: Readonly<Record<DoctorCheckId, string>> = {
	node: 'Node',
	terminal: 'terminal',
	configuration: 'configuration',
	dns: 'host name',
	tcp: 'port',
	tls: 'TLS',
	login: 'login',
	version: 'version',
	privileges: 'privileges',
	role: 'IAM role',
	events: 'event data',
	songs: 'song data',
	jsonpaths: 'jsonpaths',
	views: 'system views',
	space: 'free space',
	'live-schema': 'live: schema',
	'live-copy': 'live: COPY',
	'live-report': 'live: report',
};

const marks: Readonly<Record<Status, string>> = {ok: '✔', failed: '✖', none: '–'};
const plainMarks: Readonly<Record<Status, string>> = {ok: '+', failed: 'x', none: '-'};
/** Green, red and dim. Not Node's `styleText`, which would detect color support again. */
const colors: Readonly<Record<Status, readonly [on: number, off: number]>> = {
	ok: [32, 39],
	failed: [31, 39],
	none: [2, 22],
};

export type FindingStyle = {
	readonly color: boolean;
	/** Whether the terminal shows more than ASCII. */
	readonly unicode: boolean;
	/** Width of the terminal; undefined to disable wrapping. */
	readonly columns?: number | undefined;
};

const labelWidth = Math.max(...Object.values(labels).map(({length}) => length));
const adviceIndentation = '    ';
/** The minimum width for wrapping, even on a narrower terminal. */
const minWidth = 20;

/** Formats a report as `✔ name  what was found`, with the advice below. */
export function findingLines(
	{id, finding}: Report,
	{color, unicode, columns}: FindingStyle,
): readonly string[] {
	const {status, found, advice} = finding;
	const mark = (unicode ? marks : plainMarks)[status];
	const indentation = ' '.repeat(mark.length + labelWidth + 3);
	const wrap = (text: string, indented: string) =>
		columns === undefined
			? [safeText(text)]
			: wrapText(safeText(text), Math.max(minWidth, columns - 1 - indented.length));
	const [first = '', ...rest] = wrap(found, indentation);
	return [
		`${color ? colored(mark, colors[status]) : mark} ${labels[id].padEnd(labelWidth)}  ${first}`,
		...rest.map(line => indentation + line),
		...advice
			.flatMap(text => text.split('\n'))
			.flatMap(text => wrap(text, adviceIndentation))
			.map(line => adviceIndentation + line),
	];
}

function colored(text: string, [on, off]: readonly [number, number]): string {
	return `\u001B[${on}m${text}\u001B[${off}m`;
}

/** Formats a report as one line of JSON. */
export function findingJson({id, finding, ms}: Report): string {
	const {status, found, advice} = finding;
	return safeJson(JSON.stringify({check: id, status, found, advice, ms: Math.round(ms)}));
}
