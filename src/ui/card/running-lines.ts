import {bytes, count, duration, rate} from '../../format/figures.js';
import type {StageStatus} from '../../pipeline/state.js';
import type {Progress} from '../../warehouse/warehouse.js';
import {blank, type Line, labelWidth, paragraph, shorten, span} from '../line.js';
import type {StageText} from '../stage-texts.js';
import {foldedSql} from './plan-lines.js';
import {fractionDone, remainingMs} from './progress-figures.js';

type Running = Extract<StageStatus, {type: 'running'}>;

const longestBar = 100;

/** What runs and how far it has come. Every figure has its place from the start, so that nothing moves about. */
export function runningLines(
	text: StageText,
	{startedAt, progress}: Running,
	sql: readonly string[],
	now: number,
	width: number,
	height: number,
): readonly Line[] {
	const elapsed = Math.max(0, now - startedAt);
	const remaining = remainingMs(progress, elapsed);
	const {rows} = progress;
	const figures: readonly (readonly [string, string, string])[] = [
		[
			'Rows',
			rows === undefined ? '–' : count(rows),
			rows === undefined || elapsed < 500 ? '' : rate(rows, elapsed),
		],
		['Files', ofTotal(progress.files, progress.filesTotal, count), ''],
		['Bytes', ofTotal(progress.bytes, progress.bytesTotal, bytes), ''],
		['Elapsed', duration(elapsed), remaining === undefined ? '' : `about ${duration(remaining)} left`],
	];
	const lines: readonly Line[] = [
		...explainLines(text, width, height - figures.length - 3),
		blank,
		progressBar(progress, Math.min(width, longestBar)),
		blank,
		...figures.map(
			([label, value, aside]): Line => [
				span(label.padEnd(labelWidth), {dim: true}),
				span(value.padEnd(20)),
				span(aside, {dim: true}),
			],
		),
	];
	return [...lines, blank, ...foldedSql(sql, width, height - lines.length - 1)];
}

/** What the stage does, cut short where the figures need the room. */
function explainLines({explain}: StageText, width: number, height: number): readonly Line[] {
	return shorten(paragraph(explain, width), height, width);
}

/** `━━━━━━━───────  52 %`; without a known total a line that says so. */
export function progressBar(progress: Progress, width: number): Line {
	const done = fractionDone(progress);
	if (done === undefined)
		return [span('─'.repeat(Math.max(0, width - 6)), {dim: true}), span('   – %', {dim: true})];
	const cells = Math.max(0, width - 6);
	const filled = Math.floor(cells * done);
	return [
		span('━'.repeat(filled), {color: 'cyan', bold: true}),
		span('─'.repeat(cells - filled), {dim: true}),
		span(`${String(Math.floor(done * 100)).padStart(4)} %`),
	];
}

function ofTotal(part: number | undefined, total: number | undefined, text: (n: number) => string): string {
	if (part === undefined) return '–';
	return total === undefined ? text(part) : `${text(part)} of ${text(total)}`;
}
