import {count, duration} from '../../format/figures.js';
import {safeText} from '../../format/safe-text.js';
import {stageIds} from '../../star/stages.js';
import {busyStage} from '../state/busy.js';
import type {Snapshot} from '../state/snapshot.js';
import {fitLine, type Line, lineWidth, span, spread} from './line.js';
import type {LoadInfo} from './screen-lines.js';
import {spinner} from './theme.js';

/** Program, warehouse and source; at the right the load if it needs attention, the transaction, write mode and the file. */
export function pageHeader(state: Snapshot, {warehouse, source}: LoadInfo): Line {
	const {document, file, size} = state;
	const right: Line = [
		...loadMark(state),
		...transactionMark(state),
		document.isReadOnly ? span('read-only', {dim: true}) : span('read-write', {color: 'magenta', bold: true}),
		...(file.name === undefined ? [] : [span(`   ${safeText(file.name)}${file.isDirty ? ' •' : ''}`)]),
		span(' '),
	];
	const title: Line = [
		span(' sparkify-tui', {bold: true, color: 'cyan'}),
		span(`   ${safeText(warehouse)}`),
		span(' ← ', {dim: true}),
		span(safeText(source)),
	];
	return spread(title, right, size.columns);
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

/** The line above the footer: a prompt, else a notice, what runs, or how the last run of several cells ended. */
export function pageStatus(state: Snapshot): Line {
	const {size, mode} = state;
	const {columns} = size;
	if (mode.type === 'prompt') return promptLine(state, columns);
	const text = statusText(state);
	if (text === undefined) return [span('─'.repeat(columns), {dim: true})];
	const fitted = fitLine(text, columns - 6);
	const rest = Math.max(0, columns - lineWidth(fitted) - 4);
	return [span('── ', {dim: true}), ...fitted, span(` ${'─'.repeat(rest)}`, {dim: true})];
}

function statusText({notice, firstKey, document, cancelling, now}: Snapshot): Line | undefined {
	if (notice !== undefined) return [span(notice, {color: 'magenta'})];
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

/** The question, what was typed, and what can be answered. */
function promptLine({mode, notice}: Snapshot, columns: number): Line {
	if (mode.type !== 'prompt') return [];
	const {prompt, text} = mode;
	const hint = notice ?? prompt.hint;
	const left: Line = [
		span(' '),
		span(`${safeText(prompt.label)} `, {bold: true}),
		span(`${safeText(text)}▏`),
	];
	return hint === undefined
		? fitLine(left, columns)
		: spread(
				left,
				[span(`${safeText(hint)} `, notice === undefined ? {dim: true} : {color: 'magenta'})],
				columns,
			);
}
