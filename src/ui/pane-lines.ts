import {count, duration} from '../format/figures.js';
import {visibleResult} from '../notebook/query-state.js';
import {statusLine} from '../notebook/status-line.js';
import {fitLine, type Line, lineWidth, span, spread} from './line.js';
import {shownMode} from './mode.js';
import {resultPlace} from './result-place.js';
import {stageStrip} from './stage-strip.js';
import {spinner} from './theme.js';
import type {UiState} from './ui-state.js';

/** The stages above the SQL pane. */
export function stripLines({load, size}: UiState, height: number): readonly Line[] {
	const parts = stageStrip(load, size.columns - 2);
	return parts.slice(0, height).map(part => [span(` ${part}`)]);
}

/** A rule with a name; the part of the pane that has the keys is marked. */
export function titleRule(title: string, hasKeys: boolean, columns: number): Line {
	const name: Line = [
		span(hasKeys ? '▸ ' : '─ ', {color: 'cyan', bold: hasKeys, dim: !hasKeys}),
		span(`${title} `, {bold: hasKeys, dim: !hasKeys}),
	];
	return [...name, span('─'.repeat(columns - lineWidth(name)), {dim: true})];
}

/** What the lower part of the pane shows. */
export function lowerTitle(state: UiState): string {
	const {mode, cell, query} = state;
	switch (shownMode(mode).type) {
		case 'gallery':
			return 'Ready queries';
		case 'history-search':
			return 'Search in the history';
		case 'record':
			return `Row ${count(cell.row + 1)} of ${count(visibleResult(query)?.rows.length ?? 0)}`;
		default:
			return 'Result';
	}
}

/** Rows and time of the query, or what is going on; to the right which part of the result is seen. */
export function statusOf(state: UiState): Line {
	const {now, size, cancelling, notice} = state;
	const width = size.columns - 2;
	if (notice !== undefined) return [span(' '), ...fitLine([span(notice, {color: 'magenta'})], width)];
	const left = [...transactionMark(state), ...leftStatus(state, cancelling, now)];
	const right: Line = [span(resultPlace(state), {dim: true})];
	// Where there is not room for both, the left part stays: it ends with the key to press.
	const fits = lineWidth(left) + 1 + lineWidth(right) <= width;
	return [span(' '), ...(fits ? spread(left, right, width) : fitLine(left, width))];
}

/** A transaction that is not over: it holds locks, and what it changed is lost when the notebook is left. */
function transactionMark({transaction}: UiState): Line {
	switch (transaction) {
		case 'none':
			return [];
		case 'open':
			return [span('● transaction open', {color: 'magenta', bold: true}), span(' · ')];
		case 'failed':
			return [span('✖ transaction failed', {color: 'red', bold: true}), span(' · ')];
	}
}

function leftStatus({query, mode}: UiState, cancelling: boolean, now: number): Line {
	if (query.type === 'running') {
		if (cancelling)
			return [span(`${spinner(now)} Cancelling… · ${duration(now - query.startedAt)}`, {bold: true})];
		return [span(`${spinner(now)} ${statusLine(query, now)}`, {color: 'magenta'})];
	}
	if (query.type === 'failed') return [span(`✖ ${statusLine(query, now)}`, {color: 'red'})];
	// Only in the table m is a key of its own.
	if (query.type === 'result' && query.open && mode.type !== 'grid')
		return [span(`${statusLine({...query, open: false}, now)} · Esc, then m for more`)];
	return [span(statusLine(query, now))];
}
