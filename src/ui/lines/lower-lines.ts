import {safeText} from '../../format/safe-text.js';
import {fitWidth} from '../../format/text-width.js';
import {visibleResult} from '../../notebook/query-state.js';
import type {Mode} from '../state/mode.js';
import type {Snapshot} from '../state/snapshot.js';
import {checkLines} from './card/check-lines.js';
import {failureLines} from './card/failure-lines.js';
import {blank, fitLine, type Line, paragraph, span} from './line.js';
import {recordLines} from './record-lines.js';

/** The area below the editor as lines; undefined if it shows the result table. */
export function lowerLines(state: Snapshot, mode: Mode, height: number): readonly Line[] | undefined {
	const width = state.size.columns - 2;
	switch (mode.type) {
		case 'gallery':
			return galleryLines(mode, width, height);
		case 'history-search':
			return searchLines(mode, width, height);
		case 'record':
			return recordLines(state).slice(mode.top, mode.top + height);
		case 'editor':
			return resultLines(state, width, height);
		default:
			return hasTable(state) ? undefined : resultLines(state, width, height);
	}
}

function resultLines(state: Snapshot, width: number, height: number): readonly Line[] | undefined {
	const {query} = state;
	if (query.type === 'failed') {
		const notices = noticeLines(query.notices, width);
		return [...failureLines(query.failure, width, height), blank, ...notices].slice(0, height);
	}
	if (hasTable(state)) return undefined;
	if (query.type === 'idle') return welcomeLines(state, width, height);
	return query.type === 'running' ? [] : noticeLines(query.notices, width);
}

/** Notices from the server. */
function noticeLines(notices: readonly string[], width: number): readonly Line[] {
	return notices.flatMap(notice => paragraph(safeText(notice), width, {color: 'magenta'}));
}

/** Whether the result has columns. Statements that only change rows have none. */
export function hasTable({query}: Pick<Snapshot, 'query'>): boolean {
	return (visibleResult(query)?.columns.length ?? 0) > 0;
}

/** Shown before the first query: the results of `verify` and how to start. */
function welcomeLines({load}: Snapshot, width: number, height: number): readonly Line[] {
	const {verify} = load.stages;
	const hints: readonly Line[] = [
		[
			span('Ctrl+O', {bold: true}),
			span(' has ready queries; or type a statement, end it with ; and press Enter.'),
		],
	];
	const checks = verify.type === 'done' ? (verify.result.checks ?? []) : [];
	const room = height - hints.length;
	if (checks.length === 0 || room < 1) return hints;
	const verified = checkLines(checks, width, room, undefined, 'Shift+Tab, then e shows all');
	return verified.length < room ? [...hints, blank, ...verified] : [...hints, ...verified];
}

function galleryLines(
	{queries, selected}: Extract<Mode, {type: 'gallery'}>,
	width: number,
	height: number,
): readonly Line[] {
	const about = queries[selected]?.about ?? '';
	const description = paragraph(about, width);
	const room = Math.max(1, height - description.length - 1);
	const top = Math.max(0, Math.min(selected - Math.floor(room / 2), queries.length - room));
	const list = queries.slice(top, top + room).map(({title}, i): Line => {
		const index = top + i;
		const isSelected = index === selected;
		return fitLine(
			[
				span(isSelected ? '❯ ' : '  ', {bold: true, color: 'cyan'}),
				span(index < 9 ? `${index + 1}  ` : '   ', {dim: true}),
				span(title, {bold: isSelected}),
			],
			width,
		);
	});
	return [...list, blank, ...description];
}

function searchLines(
	{term, matches, selected}: Extract<Mode, {type: 'history-search'}>,
	width: number,
	height: number,
): readonly Line[] {
	const room = Math.max(1, height - 2);
	const top = Math.max(0, Math.min(selected - Math.floor(room / 2), matches.length - room));
	const list = matches.slice(top, top + room).map((entry, i): Line => {
		const isSelected = top + i === selected;
		return [
			span(isSelected ? '❯ ' : '  ', {bold: true, color: 'cyan'}),
			span(fitWidth(safeText(entry.replaceAll(/\s+/g, ' ')), width - 2), {bold: isSelected}),
		];
	});
	return [
		[span('Find: ', {dim: true}), span(safeText(term)), span('▏')],
		blank,
		...(list.length > 0 ? list : [[span('No matching statement in the history.', {dim: true})]]),
	];
}
