import {bytes, count, duration, rate} from '../../../format/figures.js';
import {safeText} from '../../../format/safe-text.js';
import {displayWidth} from '../../../format/text-width.js';
import {finalPhase, fractionDone, remainingMs} from '../../../load/progress-figures.js';
import type {StageStatus} from '../../../load/state.js';
import {blockerAdvice, describeBlocker} from '../../../load/watch-locks.js';
import type {Progress} from '../../../warehouse/warehouse.js';
import {blank, fitLine, type Line, labelWidth, paragraph, shorten, span} from '../line.js';
import type {StageText} from '../stage-texts.js';
import {spinner} from '../theme.js';
import {foldedSql} from './plan-lines.js';

type Running = Pick<Extract<StageStatus, {type: 'running'}>, 'startedAt' | 'progress'>;

type Figure = readonly [label: string, value: string, aside: string];

const maxBarWidth = 100;

/**
A running stage and its progress. For stages that read files, every figure has a fixed place from the start, except the
rejects, which not every engine reports. Other stages have no such figures.
*/
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
	// These are the rows read. Once all are read, they no longer indicate the rate.
	const hasRate = rows !== undefined && elapsed >= 500 && finalPhase(progress) === undefined;
	const read: readonly Figure[] = [
		['Rows', rows === undefined ? '–' : count(rows), hasRate ? rate(rows, elapsed) : ''],
		...(progress.rejected === undefined ? [] : [['Rejected', count(progress.rejected), ''] as const]),
		['Files', ofTotal(progress.files, progress.filesTotal, count), ''],
		['Bytes', ofTotal(progress.bytes, progress.bytesTotal, bytes), ''],
	];
	const figures: readonly Figure[] = [
		...(readsFiles(text) ? read : []),
		['Elapsed', duration(elapsed), remaining === undefined ? '' : leftText(remaining)],
	];
	const figureLines = figures.map(
		([label, value, aside]): Line => [
			span(label.padEnd(labelWidth), {dim: true}),
			span(aside === '' ? value : value.padEnd(20)),
			span(aside, {dim: true}),
		],
	);
	// Reading files always has a percentage. For other stages, only some engines report one.
	const hasBar = readsFiles(text) || fractionDone(progress) !== undefined;
	const bar = hasBar ? [progressBar(progress, Math.min(width, maxBarWidth), now)] : [];
	const waiting = waitingLines(progress, width);
	// The bar with a blank above and below it, and a line of explanation.
	if (height < figureLines.length + 4) {
		const above = shorten(waiting, height - figureLines.length - 1, width);
		return [...above, ...bar, ...figureLines].map(line => fitLine(line, width));
	}
	const room = height - figureLines.length - 3;
	const above = waiting.length > 0 ? shorten(waiting, room, width) : explainLines(text, width, room);
	const lines = [...above, blank, ...(hasBar ? [...bar, blank] : []), ...figureLines];
	const statements = foldedSql(sql, width, height - lines.length - 1);
	return statements.length === 0 ? lines : [...lines, blank, ...statements];
}

/** Whether a stage loads files. Other stages fill their tables from tables. */
function readsFiles({table}: StageText): boolean {
	return table?.startsWith('staging_') ?? false;
}

/** What the stage is waiting for; replaces the explanation. */
function waitingLines({waitingFor, blockedBy = []}: Progress, width: number): readonly Line[] {
	if (waitingFor !== undefined) return paragraph(safeText(waitingFor), width, {bold: true});
	if (blockedBy.length === 0) return [];
	const sessions = blockedBy.flatMap(blocker =>
		paragraph(safeText(describeBlocker(blocker)), width, {bold: true, color: 'red'}),
	);
	return [...sessions, ...paragraph(blockerAdvice(blockedBy), width)];
}

/** What the stage does, cut to leave room for the figures. */
function explainLines({explain}: StageText, width: number, height: number): readonly Line[] {
	return shorten(paragraph(explain, width), height, width);
}

/** Doesn't show milliseconds, as the estimate is not that precise. */
function leftText(ms: number): string {
	return ms < 1000 ? 'less than 1 s left' : `about ${duration(ms)} left`;
}

/**
`━━━━━━━───────  52 %`, or `– %` if the total is unknown. Once everything is read, `━━━━━ ⠹ all read, loading …`, as the
stage is not done yet.
@param now Ms since 1970
*/
export function progressBar(progress: Progress, width: number, now: number): Line {
	const last = finalPhase(progress);
	if (last !== undefined) {
		const words = ` ${spinner(now)} ${last}`;
		return [
			span('━'.repeat(Math.max(0, width - displayWidth(words))), {color: 'cyan', bold: true}),
			span(words, {bold: true}),
		];
	}
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
