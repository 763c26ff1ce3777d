import type {Failure} from '../../../errors.js';
import {safeText} from '../../../format/safe-text.js';
import {wrapText} from '../../../format/text-width.js';
import {describeLoad} from '../../../load/running-loads.js';
import {staleText} from '../../../load/stale-reason.js';
import {failedChecks, type StageStatus} from '../../../load/state.js';
import {waitingReason} from '../../../load/waiting-reason.js';
import type {Snapshot} from '../../state/snapshot.js';
import {dryRunSummary} from '../dry-run-lines.js';
import {
	blank,
	fitLine,
	type Line,
	labelled,
	lineWidth,
	paragraph,
	shorten,
	span,
	spread,
	wrapLine,
} from '../line.js';
import {filesNotChecked} from '../stage-list.js';
import type {StageText, StageTexts} from '../stage-texts.js';
import {spinner, statusMarks} from '../theme.js';
import {checkLines, fullChecks} from './check-lines.js';
import {confirmLines} from './confirm-lines.js';
import {failureLines} from './failure-lines.js';
import {foldedSql, lossLines, planLines} from './plan-lines.js';
import {isLongReason, promptLine, stageNumber} from './prompt.js';
import {finishedLines, rejectLines, resultLines} from './result-lines.js';
import {runningLines} from './running-lines.js';

/** Lines for a failed check's query, including its title and the blank above. */
const queryHeight = 6;
/** A blank and two lines for the prompt and a notice. Always reserved, to keep the layout stable. */
const promptHeight = 3;
/** On a shorter card, the summary of the previous stage is omitted. */
const minFullHeight = 15;

/** The card of the selected stage: title, body and prompt, in exactly `height` lines. */
export function cardLines(
	state: Snapshot,
	texts: StageTexts,
	width: number,
	height: number,
): readonly Line[] {
	const head = headLines(state, texts, width, height);
	const room = height - head.length - promptHeight;
	const preamble = preambleLines(state, width);
	const body =
		state.mode.type === 'confirm'
			? confirmLines(state.mode.pendingRun, width, room)
			: shorten(
					[...preamble, ...bodyLines(state, texts[state.selected], width, room - preamble.length)],
					room,
					width,
				);
	const padding = Array.from({length: Math.max(0, room - body.length)}, () => blank);
	return [...head, ...body, ...padding, ...footLines(state, width)];
}

/** The prompt and the notice: below a one-line prompt, on two lines if it is long; above a two-line one. */
function footLines(state: Snapshot, width: number): readonly [Line, Line, Line] {
	const [first, second] = promptLines(promptLine(state), width);
	const noticed = (text: string) => fitLine([span(text, {color: 'magenta'})], width);
	const {notice} = state;
	if (notice === undefined) return second === undefined ? [blank, first, blank] : [blank, first, second];
	if (second !== undefined) return [noticed(notice), first, second];
	const [start = '', ...rest] = wrapText(notice, width);
	return rest.length === 0
		? [blank, first, noticed(start)]
		: [first, noticed(start), noticed(rest.join(' '))];
}

/** The prompt on one line if it fits, else with question and answer on separate lines, else wrapped. */
function promptLines(line: Line, width: number): readonly [Line, Line?] {
	if (lineWidth(line) <= width) return [line];
	const [question, answer, ...others] = line;
	if (question !== undefined && answer !== undefined) {
		const below = [{...answer, text: answer.text.trimStart()}, ...others];
		if (lineWidth([question]) <= width && lineWidth(below) <= width) return [[question], below];
	}
	const [first = blank, ...continuations] = wrapLine(line, width);
	return [
		first,
		fitLine(
			continuations.flatMap((part, i) => (i === 0 ? part : [span(' '), ...part])),
			width,
		),
	];
}

function headLines(state: Snapshot, texts: StageTexts, width: number, height: number): readonly Line[] {
	const {selected, finished, load, now} = state;
	const status = load.stages[selected];
	const {mark, word, color, dim} = statusMarks[status.type];
	const task = state.task?.stage === selected ? state.task : undefined;
	const isMoving = status.type === 'running' || task !== undefined;
	const shown = isMoving ? spinner(now) : mark;
	const statusWord = task === undefined ? word : taskWords[task.type];
	const title = spread(
		[span(`${stageNumber(selected)}  `, {dim: true}), span(texts[selected].title, {bold: true})],
		[
			span(`${shown} ${isMoving && state.cancelling ? 'cancelling' : statusWord}`, {
				...(color && {color}),
				...(dim && {dim}),
			}),
		],
		width,
	);
	const ended = finished === undefined ? undefined : load.stages[finished];
	if (finished === undefined || ended?.type !== 'done' || height < minFullHeight) return [title, blank];
	const summary = finishedLines(finished, ended, texts[finished].table !== undefined, width);
	return [...summary, [span('─'.repeat(width), {dim: true})], title, blank];
}

const taskWords = {'dry-run': 'dry run', 'wait-for-loads': 'waits', 'end-loads': 'waits'} as const;

/**
The top of the card body: why the stage is out of date, loads of other sessions, the dry run and a cancelled retry. Empty
while the stage runs.
*/
function preambleLines(state: Snapshot, width: number): readonly Line[] {
	const {load, selected} = state;
	const status = load.stages[selected];
	if (status.type === 'running') return [];
	const why =
		status.type === 'stale' && isLongReason(status.because)
			? paragraph(safeText(`Out of date: ${staleText(status.because)}.`), width, {bold: true})
			: [];
	const cancelled =
		status.type === 'failed' && status.retryCancelled
			? paragraph('The last run was cancelled. The run before it failed:', width, {bold: true})
			: [];
	const plan = load.freshPlans.has(selected) ? load.plans[selected] : undefined;
	const loads = (plan?.running ?? []).flatMap(other =>
		paragraph(safeText(describeLoad(other)), width, {bold: true, color: 'red'}),
	);
	const waitOutcome =
		plan?.waitOutcome === undefined ? [] : paragraph(safeText(plan.waitOutcome), width, {bold: true});
	const dryRun = dryRunSummary(load.dryRuns[selected], width, status.type === 'failed');
	const lines = [...why, ...loads, ...waitOutcome, ...dryRun, ...cancelled];
	return lines.length === 0 ? [] : [...lines, blank];
}

function bodyLines(state: Snapshot, text: StageText, width: number, height: number): readonly Line[] {
	const {load, selected, now} = state;
	const status = load.stages[selected];
	const plan = load.plans[selected];
	const dryRun = load.dryRuns[selected];
	if (dryRun?.type === 'running')
		return runningLines(text, dryRun, plan?.sql ?? text.sql(), now, width, height);
	switch (status.type) {
		case 'running':
			return runningLines(text, status, plan?.sql ?? text.sql(), now, width, height);
		case 'waiting': {
			const why = `It is ${waitingReason(load, selected) ?? 'waiting'}.`;
			const reason = paragraph(why, width, {bold: true});
			return [...reason, blank, ...planLines(text, undefined, width, height - reason.length - 1)];
		}
		case 'failed':
			return failedLines(state, status, width, height);
		case 'done':
			return doneLines(text, status, againLines(state, width), width, height);
		case 'ready':
		case 'skipped':
		case 'stale':
			return planLines(text, plan, width, height);
	}
}

/** What to know before running the stage again: files that weren't checked and data that would be lost. */
function againLines(state: Snapshot, width: number): readonly Line[] {
	const {load, selected} = state;
	const losses = load.freshPlans.has(selected) ? (load.plans[selected]?.destroys ?? []) : [];
	return [
		...(filesNotChecked(state, selected)
			? labelled('Files', 'not checked: they cannot be listed from here', width)
			: []),
		...(losses.length === 0 ? [] : [blank, ...lossLines(losses, width, ', if run again')]),
	];
}

function doneLines(
	text: StageText,
	status: Extract<StageStatus, {type: 'done'}>,
	again: readonly Line[],
	width: number,
	height: number,
): readonly Line[] {
	const result = [...resultLines(text, status, width), ...again];
	const {checks} = status.result;
	if (checks !== undefined) {
		const full = fullChecks(checks, width);
		return result.length + 1 + full.length <= height
			? [...result, blank, ...full]
			: checkLines(checks, width, height);
	}
	const sql = foldedSql(text.sql(), width, height - result.length - 1);
	return sql.length === 0 ? result : [...result, blank, ...sql];
}

function failureAndLosses(
	state: Snapshot,
	failure: Failure,
	rejects: readonly string[],
	width: number,
	height: number,
): readonly Line[] {
	const again = againLines(state, width);
	const failureText = failureLines(failure, width, height - again.length);
	const room = height - again.length - failureText.length;
	// The failure already names a single reject. A list needs room for its heading and an entry.
	const listed = rejects.length > 1 && room > 2 ? rejectLines(rejects, rejects.length, width) : [];
	return [...failureText, ...shorten(listed, room, width), ...again];
}

function failedLines(
	state: Snapshot,
	status: Extract<StageStatus, {type: 'failed'}>,
	width: number,
	height: number,
): readonly Line[] {
	const {checks, rejects = []} = status;
	if (checks === undefined) return failureAndLosses(state, status.failure, rejects, width, height);
	const failed = failedChecks(status);
	const shown = failed[state.check] ?? failed[0];
	const list = checkLines(checks, width, height - queryHeight, shown);
	const query =
		shown === undefined ? [] : foldedSql([shown.query], width, height - list.length - 2, 'o opens it');
	return [...list, blank, [span('Rows that violate it:', {dim: true})], ...query];
}
