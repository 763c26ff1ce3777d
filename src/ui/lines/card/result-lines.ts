import {count, duration} from '../../../format/figures.js';
import {safeText} from '../../../format/safe-text.js';
import {wrapText} from '../../../format/text-width.js';
import type {StageResult} from '../../../load/stage.js';
import type {DoneStatus, StaleStatus} from '../../../load/state.js';
import type {StageId} from '../../../star/stages.js';
import {blank, flowParts, type Line, labelled, span} from '../line.js';
import type {StageText} from '../stage-texts.js';
import {statusMarks} from '../theme.js';

/** A stage's result in full: rows before and after, rejects, time. */
export function resultLines(
	text: StageText,
	{result, ms}: Pick<DoneStatus | StaleStatus, 'result' | 'ms'>,
	width: number,
): readonly Line[] {
	const {records, rejected, rejects = [], warnings = [], notes = [], created = []} = result;
	return [
		...(text.table === undefined
			? labelled('Result', safeText(result.summary), width)
			: labelled('Rows', `${rowsText(result)} in ${text.table}`, width)),
		...(records === undefined
			? []
			: labelled(
					'Records',
					`${count(records)} read = ${count(records - rejected)} loaded + ${count(rejected)} rejected`,
					width,
				)),
		...(ms === undefined ? [] : labelled('Time', duration(ms), width)),
		...created.flatMap(text => labelled('Files', safeText(text), width)),
		...warnings.flatMap(text => labelled('Warning', safeText(text), width)),
		...notes.flatMap(text => labelled('Note', safeText(text), width)),
		...rejectLines(rejects, rejected, width),
	];
}

/** The first rejects. @param total Number of all rejects. */
export function rejectLines(rejects: readonly string[], total: number, width: number): readonly Line[] {
	if (rejects.length === 0) return [];
	const title = total > rejects.length ? `The first ${rejects.length} of ${count(total)} rejects` : 'Rejects';
	return [
		blank,
		[span(title, {bold: true})],
		...rejects.flatMap(reject =>
			wrapText(safeText(reject), width - 2).map((part, i): Line => [span(i === 0 ? part : `  ${part}`)]),
		),
	];
}

/** A stage's result in brief: `✔ stage-events · 0 → 8,056 rows · 0 rejected · 1.2 s`. */
export function finishedLines(
	stage: StageId,
	{result, ms}: Pick<DoneStatus, 'result' | 'ms'>,
	hasTable: boolean,
	width: number,
): readonly Line[] {
	const what = hasTable ? `${rowsText(result)} rows` : safeText(result.summary);
	const rejected = result.records === undefined ? [] : [`${count(result.rejected)} rejected`];
	const lines = flowParts(
		[`${statusMarks.done.mark} ${stage}`, what, ...rejected, ...(ms === undefined ? [] : [duration(ms)])],
		width - 2,
	);
	const created = (result.created ?? []).flatMap(text => wrapText(safeText(text), width - 2));
	return [...lines, ...created].map((text, i) => [span(i === 0 ? text : `  ${text}`, {color: 'green'})]);
}

function rowsText({rowsBefore, rows}: StageResult): string {
	return `${count(rowsBefore)} → ${count(rows)}`;
}
