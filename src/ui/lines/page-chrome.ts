import {count, duration} from '../../format/figures.js';
import {safeText} from '../../format/safe-text.js';
import {fitEnd, wrapText} from '../../format/text-width.js';
import {stageIds} from '../../star/stages.js';
import {busyStage} from '../state/busy.js';
import type {Snapshot} from '../state/snapshot.js';
import {fitLine, type Line, lineWidth, span, spread} from './line.js';
import {fileMark, fill, footer, header, type LoadInfo} from './screen-lines.js';
import {spinner} from './theme.js';

/** The header of the page: the load if it needs attention, the transaction, write mode and the notebook's file. */
export function pageHeader(state: Snapshot, loadInfo: LoadInfo): Line {
	const name = fileMark(state);
	return header(state, loadInfo, [
		...loadMark(state),
		...transactionMark(state),
		state.document.isReadOnly
			? span('read-only', {dim: true})
			: span('read-write', {color: 'magenta', bold: true}),
		...(name === '' ? [] : [span(`   ${name}`)]),
		span(' '),
	]);
}

/** A running or failed load, whose row may be out of view. */
function loadMark(state: Snapshot): Line {
	const stage = busyStage(state);
	if (stage !== undefined) return [span(`${spinner(state.now)} ${stage}`, {color: 'magenta'}), span('   ')];
	const failed = stageIds.find(id => state.load.stages[id].type === 'failed');
	return failed === undefined ? [] : [span(`✖ ${failed} failed`, {color: 'red'}), span('   ')];
}

/** Marks an open transaction, which holds locks and is rolled back on exit. */
function transactionMark({transaction, document}: Snapshot): Line {
	switch (transaction) {
		case 'none':
			return [];
		case 'open':
			// The question about a statement's changes says it.
			return document.question === undefined
				? [span('● transaction open', {color: 'magenta', bold: true}), span('   ')]
				: [];
		case 'failed':
			return [span('✖ transaction failed', {color: 'red', bold: true}), span('   ')];
	}
}

/** The line above the footer: the question of a prompt, a notice, what runs, or how the last run of several cells ended. */
export function pageStatus(state: Snapshot): Line {
	const {columns} = state.size;
	const text = statusText(state);
	const mark = viMark(state);
	const room = columns - lineWidth(mark);
	if (text === undefined) return [span('─'.repeat(room), {dim: true}), ...mark];
	const fitted = fitLine(text, room - 6);
	const rest = Math.max(0, room - lineWidth(fitted) - 4);
	return [span('── ', {dim: true}), ...fitted, span(` ${'─'.repeat(rest)}`, {dim: true}), ...mark];
}

/** With vi keys, the mode and the keys of an unfinished command, at the right end of the status line. */
function viMark({vi, mode}: Snapshot): Line {
	if (vi === undefined || mode.type !== 'editor') return [];
	const pending = vi.pending === '' ? '' : `${safeText(vi.pending)} `;
	return [
		span(` ${pending}${vi.mode === 'normal' ? 'NORMAL' : 'INSERT'} `, {bold: true}),
		span('──', {dim: true}),
	];
}

/** The footer: the keys or, during a prompt, the answer typed so far with them. A long notice goes on here. */
export function pageFooter(state: Snapshot): readonly Line[] {
	const {mode, size} = state;
	const keys = footer(state);
	if (mode.type !== 'prompt') return noticeParts(state).length < 2 ? keys : restOfNotice(state, keys.length);
	const mark = span(' ▸ ', {color: 'cyan', bold: true});
	const room = size.columns - lineWidth([mark, ...keys[0]!]) - 1;
	const answer: Line = [mark, span(fitEnd(`${safeText(mode.text)}▏`, room))];
	return [spread(answer, keys[0]!, size.columns), ...restOfNotice(state, keys.length - 1)];
}

function restOfNotice(state: Snapshot, height: number): readonly Line[] {
	const [, ...parts] = noticeParts(state);
	const texts = [...parts.slice(0, height - 1), parts.slice(height - 1).join(' ')];
	const {columns} = state.size;
	const lines = texts.map(text => fitLine([span(`   ${text}`, noticeStyle)], columns - 1));
	return fill(lines, height);
}

const noticeStyle = {color: 'magenta'} as const;

/** The notice as parts that fit between the ends of the status line. */
function noticeParts({notice, size}: Snapshot): readonly string[] {
	return notice === undefined ? [] : wrapText(notice, Math.max(1, size.columns - 6));
}

function statusText(state: Snapshot): Line | undefined {
	const {mode, firstKey, document, cancelling, now} = state;
	const [notice] = noticeParts(state);
	if (notice !== undefined) return [span(notice, noticeStyle)];
	if (mode.type === 'prompt') {
		const {label, hint} = mode.prompt;
		return [
			span(safeText(label), {bold: true}),
			...(hint === undefined ? [] : [span(` · ${safeText(hint)}`, {dim: true})]),
		];
	}
	if (firstKey !== undefined) return [span(`${firstKey} …`, {bold: true})];
	const {running, queue, summary} = document;
	if (running !== undefined) {
		const waiting = queue.length === 0 ? '' : ` · ${count(queue.length)} queued`;
		const word = cancelling ? 'Cancelling…' : 'Running';
		return [
			span(`${spinner(now)} ${word} · ${duration(now - running.startedAt)}${waiting}`, {bold: cancelling}),
		];
	}
	return summary === undefined ? undefined : [span(summary)];
}
