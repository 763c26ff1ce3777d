import {count, duration} from '../../format/figures.js';
import {visibleResult} from '../../notebook/query-state.js';
import {statusLine} from '../../notebook/status-line.js';
import {shownMode} from '../state/mode.js';
import type {Snapshot} from '../state/snapshot.js';
import {fitLine, type Line, lineWidth, span, spread} from './line.js';
import {resultPlace} from './result-place.js';
import {stageStrip} from './stage-strip.js';
import {spinner} from './theme.js';

/** The stage strip above the SQL pane. */
export function stripLines({load, size}: Snapshot, height: number): readonly Line[] {
	const parts = stageStrip(load, size.columns - 2);
	return parts.slice(0, height).map(part => [span(` ${part}`)]);
}

/** A rule with a title, which is marked if its part of the pane has the focus. */
export function titleRule(title: string, hasKeys: boolean, columns: number): Line {
	const name: Line = [
		span(hasKeys ? '▸ ' : '─ ', {color: 'cyan', bold: hasKeys, dim: !hasKeys}),
		span(`${title} `, {bold: hasKeys, dim: !hasKeys}),
	];
	return [...name, span('─'.repeat(columns - lineWidth(name)), {dim: true})];
}

/** The title of the lower part of the pane. */
export function lowerTitle(state: Snapshot): string {
	const {mode, cell, query} = state;
	switch (shownMode(mode).type) {
		case 'gallery':
			return 'Ready queries';
		case 'history-search':
			return 'History search';
		case 'record':
			return `Row ${count(cell.row + 1)} of ${count(visibleResult(query)?.rows.length ?? 0)}`;
		default:
			return 'Result';
	}
}

/** Rows and time of the query, or its progress; at the right, the visible part of the result. */
export function statusOf(state: Snapshot): Line {
	const {now, size, cancelling, notice} = state;
	const width = size.columns - 2;
	if (notice !== undefined) return [span(' '), ...fitLine([span(notice, {color: 'magenta'})], width)];
	const left = [...transactionMark(state), ...leftStatus(state, cancelling, now)];
	const hint = hintLine(state);
	const right: Line = [span(resultPlace(state), {dim: true})];
	const fits = lineWidth([...left, ...hint]) + 1 + lineWidth(right) <= width;
	if (fits) return [span(' '), ...spread([...left, ...hint], right, width)];
	return [span(' '), ...fitLine(left, width - lineWidth(hint)), ...hint];
}

/** Marks an open transaction, which holds locks and is rolled back on exit. */
function transactionMark({transaction}: Snapshot): Line {
	switch (transaction) {
		case 'none':
			return [];
		case 'open':
			return [span('● transaction open', {color: 'magenta', bold: true}), span(' · ')];
		case 'failed':
			return [span('✖ transaction failed', {color: 'red', bold: true}), span(' · ')];
	}
}

function leftStatus({query}: Snapshot, cancelling: boolean, now: number): Line {
	if (query.type === 'running') {
		if (cancelling)
			return [span(`${spinner(now)} Cancelling… · ${duration(now - query.startedAt)}`, {bold: true})];
		return [span(`${spinner(now)} ${statusLine(query, now)}`, {color: 'magenta'})];
	}
	if (query.type === 'failed') return [span(`✖ ${statusLine(query, now)}`, {color: 'red'})];
	return [span(statusLine(query.type === 'result' ? {...query, open: false} : query, now))];
}

/** The key for more rows, which works only in the grid. Never cut. */
function hintLine({query, mode}: Snapshot): Line {
	if (query.type !== 'result' || !query.open) return [];
	return [span(mode.type === 'grid' ? ' · m for more' : ' · Esc, then m for more')];
}
