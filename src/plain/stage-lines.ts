import {count, duration, plural} from '../format/figures.js';
import {safeText} from '../format/safe-text.js';
import type {CheckResult} from '../load/checks.js';
import type {StageEndEvent} from '../load/events.js';
import type {StageResult} from '../load/stage.js';
import {type StageId, tableOf} from '../star/stages.js';
import {plainFailureLines} from './failure-lines.js';
import {positionText, type StagePosition} from './stage-position.js';

/** The report of a finished stage. @param columns Width of the terminal, if there is one. */
export function stageEndLines(
	event: StageEndEvent,
	position: StagePosition,
	columns?: number,
): readonly string[] {
	const start = positionText(position);
	switch (event.type) {
		case 'stage-finished': {
			const {result, ms} = event;
			return [
				`${start}${safeText(resultText(position.stage, result))}  ${duration(ms)}`,
				...indent((result.created ?? []).map(safeText)),
				...indent((result.warnings ?? []).map(text => safeText(`warning: ${text}`))),
				...indent((result.notes ?? []).map(text => safeText(`note: ${text}`))),
				...indent(rejectLines(result.rejects ?? [], result.rejected)),
				...indent(checkLines(result.checks ?? [])),
			];
		}
		case 'stage-failed': {
			const {failure, ms, rejects = [], checks = []} = event;
			const inner = columns === undefined ? undefined : columns - indentation.length;
			return [
				`${start}${failure.lost || changesNothing(position.stage) ? 'FAILED' : 'FAILED, rolled back'}  ${duration(ms)}`,
				...indent(plainFailureLines(failure, inner)),
				...indent(rejectLines(rejects, rejects.length)),
				...indent(checkLines(checks)),
			];
		}
		case 'stage-cancelled':
			return [`${start}cancelled, rolled back  ${duration(event.ms)}`];
		case 'stage-skipped':
			return [`${start}skipped`];
	}
}

/** The report of a stage that can't run. @param why E.g. `stage-events failed`. */
export function waitingLine(position: StagePosition, why: string): string {
	return `${positionText(position)}waiting: ${why}`;
}

const indentation = '    ';

function changesNothing(stage: StageId): boolean {
	return stage === 'connect' || stage === 'verify';
}

function indent(lines: readonly string[]): readonly string[] {
	return lines.map(line => indentation + line);
}

function resultText(stage: StageId, {summary, rows, rowsBefore, records, rejected}: StageResult): string {
	if (tableOf(stage) === undefined) return summary;
	return [
		plural(rows, 'row'),
		...(records === undefined ? [] : [`${count(rejected)} rejected`, `${plural(records, 'record')} read`]),
		...(rowsBefore > 0 ? [`${count(rowsBefore)} before`] : []),
	].join(', ');
}

function rejectLines(shown: readonly string[], total: number): readonly string[] {
	const lines = shown.map(text => safeText(`rejected ${text}`));
	return total > shown.length
		? [...lines, `and ${count(total - shown.length)} more, see staging_rejects`]
		: lines;
}

/** A line for each check of `verify` with its figures, followed by its note and, if it failed, the query for the rows. */
function checkLines(checks: readonly CheckResult[]): readonly string[] {
	return checks.flatMap(({title, ok, warning, note, figures, query}) => {
		const values = figures.map(([name, value]) => `${name} ${count(value)}`).join(', ');
		const outcome = ok ? (warning ? 'warning' : 'ok') : 'FAILED';
		const explained = note === undefined ? [] : [`        ${note}`];
		const lines = [`${outcome.padEnd(6)}  ${title}  (${values})`, ...explained].map(safeText);
		if (ok) return lines;
		const statement = query.split('\n').map(text => safeText(text.replaceAll('\t', '  ')));
		return [...lines, ...['Query for the rows:', ...statement].map(text => `        ${text}`)];
	});
}
