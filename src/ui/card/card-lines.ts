import type {StageStatus} from '../../pipeline/state.js';
import {waitingReason} from '../../pipeline/waiting-reason.js';
import {failedChecks} from '../checks.js';
import {blank, fitLine, type Line, lineWidth, paragraph, shorten, span, spread} from '../line.js';
import type {StageText, StageTexts} from '../stage-texts.js';
import {spinner, statusMarks} from '../theme.js';
import type {UiState} from '../ui-state.js';
import {checkLines} from './check-lines.js';
import {failureLines} from './failure-lines.js';
import {foldedSql, planLines} from './plan-lines.js';
import {promptLine, stageNumber} from './prompt.js';
import {finishedLines, rejectLines, resultLines} from './result-lines.js';
import {runningLines} from './running-lines.js';

/** Lines for the query of a failed check, its title and the blank above included. */
const queryHeight = 6;
/** A blank and two lines for the prompt and a remark: always there, so that nothing moves about. */
const foot = 3;

/** The card of the selected stage: what it is, what it says, and at its foot what is asked. Exactly `height` lines. */
export function cardLines(state: UiState, texts: StageTexts, width: number, height: number): readonly Line[] {
	const head = headLines(state, texts, width);
	const room = height - head.length - foot;
	const body = shorten(bodyLines(state, texts[state.selected], width, room), room, width);
	const filling = Array.from({length: Math.max(0, room - body.length)}, () => blank);
	return [...head, ...body, ...filling, blank, ...footLines(state, width)];
}

/** The prompt on one line or two; a remark takes the second. */
function footLines(state: UiState, width: number): readonly [Line, Line] {
	const line = promptLine(state);
	const [question, ...answer] = line;
	const fits = lineWidth(line) <= width;
	const below = answer.map((piece, i) => (i === 0 ? {...piece, text: piece.text.trimStart()} : piece));
	const first = fits || question === undefined ? line : [question];
	const second =
		state.remark === undefined ? (fits ? blank : below) : [span(state.remark, {color: 'magenta'})];
	return [fitLine(first, width), fitLine(second, width)];
}

function headLines(state: UiState, texts: StageTexts, width: number): readonly Line[] {
	const {selected, finished, load, now} = state;
	const status = load.stages[selected];
	const {mark, word, color, dim} = statusMarks[status.type];
	const shown = status.type === 'running' ? spinner(now) : mark;
	const title = spread(
		[span(`${stageNumber(selected)}  `, {dim: true}), span(texts[selected].title, {bold: true})],
		[
			span(`${shown} ${state.cancelling && status.type === 'running' ? 'cancelling' : word}`, {
				...(color && {color}),
				...(dim && {dim}),
			}),
		],
		width,
	);
	const ended = finished === undefined ? undefined : load.stages[finished];
	if (finished === undefined || ended?.type !== 'done') return [title, blank];
	const told = finishedLines(finished, ended, texts[finished].table !== undefined, width);
	return [...told, [span('─'.repeat(width), {dim: true})], title, blank];
}

function bodyLines(state: UiState, text: StageText, width: number, height: number): readonly Line[] {
	const {load, selected, now, planFailures} = state;
	const status = load.stages[selected];
	const plan = load.plans[selected];
	const planFailure = planFailures.get(selected);
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
			return doneLines(text, status, width, height);
		case 'ready':
		case 'skipped':
		case 'stale':
			if (planFailure !== undefined) return failureLines(planFailure, width);
			return planLines(text, plan, width, height);
	}
}

function doneLines(
	text: StageText,
	status: Extract<StageStatus, {type: 'done'}>,
	width: number,
	height: number,
): readonly Line[] {
	const result = resultLines(text, status, width);
	const {checks} = status.result;
	if (checks !== undefined) {
		const room = height - result.length - 1;
		return checks.length > room
			? checkLines(checks, width, height)
			: [...result, blank, ...checkLines(checks, width, room)];
	}
	const sql = foldedSql(text.sql(), width, height - result.length - 1);
	return sql.length === 0 ? result : [...result, blank, ...sql];
}

function failedLines(
	state: UiState,
	status: Extract<StageStatus, {type: 'failed'}>,
	width: number,
	height: number,
): readonly Line[] {
	const {checks, rejects = []} = status;
	if (checks === undefined)
		return [...failureLines(status.failure, width, height), ...rejectLines(rejects, rejects.length, width)];
	const failed = failedChecks(status);
	const shown = failed[state.check] ?? failed[0];
	const list = checkLines(checks, width, height - queryHeight, shown);
	const query =
		shown === undefined ? [] : foldedSql([shown.query], width, height - list.length - 2, 'o opens it');
	return [...list, blank, [span('Rows that contradict it:', {dim: true})], ...query];
}
